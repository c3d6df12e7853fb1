"""*This matters*, on one's own message, with a wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.visits import Command, Press, Visit
from core.chats import Chat, Wish
from core.events import Marked
from core.ids import ChatId, MessageId, PersonId
from core.inbound import MarkedPost


async def command(visit: Command) -> None:
    """/mark, as a reply to one's own message or from its menu."""
    what = visit.what
    chat = await visit.desk.chat(what.chat)
    if chat is None or what.about is None:
        await visit.tell("mark_reply", {"what": "how"})
    elif reason := _no_mark(chat, visit.who, what.about, what.about_author):
        await visit.tell("mark_reply", {"what": reason})
    else:
        await _ask_wish(visit, chat.id, what.about, what.about_at)


async def on_wish(visit: Press) -> None:
    chat_id, message = visit.about, MessageId(visit.args["message"])
    if chat_id is None or visit.button not in set(Wish):
        return
    marked = Marked(
        author=visit.who,
        message=message,
        wish=Wish(visit.button),
        reading=visit.means.listener.read_again(chat_id, message),
        said_at=datetime.fromisoformat(visit.args["said_at"]),
    )
    await visit.desk.apply(chat_id, marked, past=await visit.desk.past_about(chat_id, message))
    await visit.instead("mark_reply", {"what": visit.button})


async def marked(visit: Visit, chat: Chat, post: MarkedPost) -> None:
    """A mark that the platform hands over: with its wish, or the author is asked for one in private."""
    if reason := _no_mark(chat, visit.who, post.message, post.written_by):
        await visit.tell("mark_reply", {"what": reason})
        return
    said_at = post.said_at or visit.update.at
    if not chat.listens_to(visit.who):  # somebody went unseen: a mark looks as ever, and nothing is read
        post = replace(post, words=None)
    if post.words is not None:
        visit.means.texts.remember(chat.id, post.message, post.words, said_at, visit.who, sticky=True)
    marked = visit.means.listener.marked(chat, post, visit.update.at)
    if marked is None:
        await _ask_wish(visit, chat.id, post.message, post.said_at)
        return
    await visit.desk.apply(chat.id, marked, past=await visit.desk.past_about(chat.id, post.message))
    await visit.tell("mark_reply", {"what": marked.wish.value})


async def _ask_wish(visit: Visit, chat: ChatId, message: MessageId, said_at: datetime | None) -> None:
    said_at = said_at or visit.means.texts.said_at(chat, message) or visit.desk.now
    await visit.tell("mark_wish", {"message": message, "said_at": said_at.isoformat()}, about=chat)


def _no_mark(chat: Chat, who: PersonId, message: MessageId, written_by: PersonId | None) -> str | None:
    """Why somebody cannot mark a message, as a key of the wording; None when they can.

    What is known here goes before `written_by`: to a platform, a revealed answer's copy is the bot's.
    """
    if who not in chat.taking_part():
        return "not_agreed"
    author = dict(chat.authors).get(message) or written_by
    return None if author in (None, who) else "not_yours"


COMMANDS = {"mark": command}
BUTTONS = {"mark_wish": on_wish}
