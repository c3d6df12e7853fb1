"""*This matters*, on one's own message, with a wish: said, changed, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import Desk, answer_id
from bot.visits import Command, Press, Visit, among
from core import marks, precedence
from core.chats import Chat
from core.episodes import Episode, EpisodeState, Wish
from core.events import Marked, Unmarked
from core.ids import ChatId, MessageId, PersonId
from core.inbound import MarkedPost, ReactedTo, Who

SIGNS = frozenset({"📌", "🔖", "✍", "✍️"})
"""Reactions with which somebody marks a message of their own; ✍ is one that Telegram has. [P]"""
NOTES = frozenset({"mark_wish", "mark_reply"})


async def command(visit: Command) -> None:
    """/mark, as a reply to one's own message or from its menu."""
    what = visit.what
    chat, about = await _place(visit, what.chat, what.who), what.about
    if chat is None and what.private and about is not None:
        chat, about = await _own_answer(visit, about)
    if chat is None:
        chats = await visit.chats() if what.private else []
        apart = bool(chats) and all(each.apart for each in chats)
        await visit.tell("mark_reply", {"what": "apart" if apart else "where"})
    elif about is None:
        await visit.tell("mark_reply", {"what": "how"})
    elif reason := await _no_mark(visit, chat, about, what.about_author):
        await visit.tell("mark_reply", {"what": reason, **among(chat)})
    else:
        await _ask_wish(visit, chat, about, what.about_at)


async def _own_answer(visit: Command, message: MessageId) -> tuple[Chat | None, MessageId]:
    """The chat in which a message of this private one was revealed as an answer, and its id there: of two who
    share no other chat, that is where it stands."""
    for chat in await visit.chats():
        known_as = answer_id(chat.id, visit.what.chat, message)
        if chat.apart and await _known(visit.desk, chat, known_as) is not None:
            return chat, known_as
    return None, message


async def on_wish(visit: Press) -> None:
    """A wish, another one, or the mark back."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or "message" not in visit.args:
        await visit.instead("mark_reply", {"what": "gone"})
        return
    message, said_at = MessageId(visit.args["message"]), datetime.fromisoformat(visit.args["said_at"])
    reason = "gone" if "gone" in visit.args else await _no_mark(visit, chat, message, None)
    if reason is not None and not (reason in ("off", "left_out") and visit.button == "unmark"):
        await visit.instead("mark_reply", {"what": reason, **among(chat)})
    elif visit.button == "other_wish":
        await visit.instead("mark_wish", await _asking(visit, chat, message, said_at))
    elif visit.button == "unmark":
        await visit.instead("mark_reply", {"what": await _taken_back(visit, chat, message)})
    elif visit.button in set(Wish):
        marked = Marked(
            author=visit.who,
            message=message,
            wish=Wish(visit.button),
            reading=visit.means.listener.read_again(chat.id, message),
            said_at=said_at,
        )
        await visit.desk.apply(chat.id, marked, past=await visit.desk.past_about(chat.id, message))
        await visit.instead("mark_reply", _reply(marked))


async def marked(visit: Visit, post: MarkedPost) -> None:
    """A mark that the platform hands over: with its wish, or the author is asked for one in private."""
    if post.outside:
        await visit.tell("mark_reply", {"what": "outside"})
        return
    chat = await _place(visit, post.chat, post.author)
    reason = await _no_mark(visit, chat, post.message, post.written_by) if chat is not None else "where"
    if chat is None or reason is not None:
        await visit.tell("mark_reply", {"what": reason or "where", **among(chat)})
        return
    said_at = post.said_at or visit.update.at
    if not chat.listens_to(visit.who):  # somebody went unseen: a mark looks as ever, and nothing is read
        post = replace(post, words=None)
    if post.words is not None:
        visit.means.texts.remember(chat.id, post.message, post.words, said_at, visit.who, sticky=True)
    marked = visit.means.listener.marked(chat, post, visit.update.at)
    if marked is None:
        await _ask_wish(visit, chat, post.message, post.said_at)
        return
    await visit.desk.apply(chat.id, marked, past=await visit.desk.past_about(chat.id, post.message))
    await visit.tell("mark_reply", _reply(marked), about=chat.id)


async def signed(visit: Visit, chat: Chat, post: ReactedTo) -> None:
    """One of the signs on one's own message asks for a wish, in private. Of others' it is a reaction."""
    if post.removed or post.emoji not in SIGNS:
        return
    if await _author(visit.desk, chat, post.message) != visit.who:
        return
    if await _no_mark(visit, chat, post.message, None) is None:
        await _ask_wish(visit, chat, post.message, None)


async def deleted(desk: Desk, chat: Chat, message: MessageId) -> None:
    """A message is gone: what was asked about it in private is answered so."""
    author = await _author(desk, chat, message)
    for stored in await desk.tx.notes_to(author) if author is not None else ():
        note = stored.note
        if note.kind in NOTES and note.about_chat == chat.id and note.args.get("message") == message:
            await desk.tx.change_note(stored.id, {**note.args, "gone": "yes"})


async def _place(visit: Visit, chat_id: ChatId, who: Who) -> Chat | None:
    """The chat of a mark, with what its author's roles mean there now."""
    chat = await visit.desk.chat(chat_id)
    return None if chat is None else await visit.desk.with_roles(chat, who)


async def _ask_wish(visit: Visit, chat: Chat, message: MessageId, said_at: datetime | None) -> None:
    said_at = said_at or visit.means.texts.said_at(chat.id, message) or visit.desk.now
    await visit.tell("mark_wish", await _asking(visit, chat, message, said_at), about=chat.id)


async def _asking(visit: Visit, chat: Chat, message: MessageId, said_at: datetime) -> dict[str, str]:
    """Arguments of the question for a wish, with the one that stands."""
    args = {"message": message, "said_at": said_at.isoformat()}
    known = await _known(visit.desk, chat, message)
    standing = known is not None and known.state is not EpisodeState.WITHDRAWN and known.wish is not None
    return {**args, "wish": known.wish.value} if standing and known is not None and known.wish else args


async def _taken_back(visit: Visit, chat: Chat, message: MessageId) -> str:
    known = await _known(visit.desk, chat, message)
    if known is None or known.wish is None or known.state is EpisodeState.WITHDRAWN:
        return "not_marked"
    past = await visit.desk.past_to_change(chat.id, MessageId(known.id))
    await visit.desk.apply(chat.id, Unmarked(author=visit.who, message=message), past=past)
    return "unmarked"


def _reply(marked: Marked) -> dict[str, str]:
    """What it says of an episode that ended is the same: when one ends hangs on private things."""
    return {"what": marked.wish.value, "message": marked.message, "said_at": marked.said_at.isoformat()}


async def _no_mark(visit: Visit, chat: Chat, message: MessageId, written_by: PersonId | None) -> str | None:
    """Why somebody cannot mark a message, as a key of the wording; None when they can.

    What is known here goes before `written_by`: to a platform, a revealed answer's copy is the bot's.
    """
    if visit.who not in chat.taking_part():
        return "not_agreed"
    if not precedence.is_read(chat):
        return "off"
    if precedence.exempt(visit.who, chat):
        return "left_out"
    if (await visit.desk.person(visit.who)).rests(visit.desk.now):
        return "paused"
    author = await _author(visit.desk, chat, message) or written_by
    if author not in (None, visit.who):
        return "not_yours"
    known = await _known(visit.desk, chat, message)
    is_gone = known is not None and known.state is EpisodeState.WITHDRAWN and not marks.was_taken_back(known)
    return "gone" if is_gone else None


async def _author(desk: Desk, chat: Chat, message: MessageId) -> PersonId | None:
    """Who wrote a message, as far as it is known: what was said last, or what an episode is about."""
    written_by = dict(chat.authors).get(message)
    if written_by is not None:
        return written_by
    known = await _known(desk, chat, message)
    return known.author if known is not None else None


async def _known(desk: Desk, chat: Chat, message: MessageId) -> Episode | None:
    """The episode that a message opened, open or past."""
    past = await desk.past_about(chat.id, message)
    return marks.holding({**{e.id: e for e in past}, **chat.episodes}.values(), message)


COMMANDS = {"mark": command}
BUTTONS = {"mark_wish": on_wish, "mark_reply": on_wish}
