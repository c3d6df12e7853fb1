"""What comes across in a draft, said in private.

A draft is read before its transaction begins (`wanted`, and `Means.mirrored`): it costs a reading for each of
its sentences, and no row waits for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot import checkins
from bot.desk import Desk, marked_id
from bot.noted import noted
from bot.visits import Command, Means, Press, Visit, Written
from core import lingering, marks
from core.chats import Chat
from core.episodes import Episode
from core.ids import ChatId, MessageId, PersonId
from core.inbound import ButtonPressed, Commanded, Inbound, MirrorAsked, Posted, Update
from core.mirroring import ALSO, Mirrored
from core.people import Awaited, Expectation, Expecting
from core.screens.mirrors import DRAFT
from core.utterance import MessageKind, Utterance

NAMED_WISHES = frozenset({"listen", "think", "celebrate"})
"""Wishes that a note passes on."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a draft answers: a message whose words may still be in memory, or none."""

    place: ChatId
    message: MessageId | None = None

    def words(self, means: Means) -> Utterance | None:
        return means.texts.of(self.place, self.message) if self.message is not None else None

    def args(self) -> dict[str, str]:
        return {"place": self.place, "message": self.message or ""}


def may_bring_draft(what: Inbound) -> bool:
    """Whether it is worth looking whether this brings one."""
    match what:
        case MirrorAsked() | Posted(private=True, forwarded=False):
            return True
        case Commanded(name="mirror", argument=argument):
            return bool(argument)
        case ButtonPressed(fields=fields):
            return DRAFT in fields
    return False


async def wanted(desk: Desk, means: Means, update: Update) -> tuple[Utterance, Utterance | None] | None:
    """The draft that this update brings, and what it would answer; None where it brings none to be read."""
    draft: Utterance | None = None
    match update.what:
        case MirrorAsked() as asked:
            return (asked.draft, asked.to) if _problem(asked.draft) is None else None
        case Posted(private=True, forwarded=False) as post:
            expected = (await desk.person(post.author.id)).expecting
            if expected is None or expected.what is not Expecting.DRAFT:
                return None
            draft, target = post.words, Target(expected.chat, expected.message)
        case Commanded(name="mirror") as said if said.argument:
            visit = Command(means=means, desk=desk, update=update, who=said.who.id, what=said)
            draft, target = Utterance(text=said.argument), await _target(visit)
        case ButtonPressed(fields=fields) as press if DRAFT in fields:
            stored = await noted(desk, means.keyed, press.data.partition(":")[0])
            if stored is None or stored.note.to_person != press.who.id:
                return None
            draft, target = Utterance(text=fields[DRAFT]), _target_of(stored.note.args)
        case _:
            return None
    return (draft, target.words(means)) if _problem(draft) is None else None


async def command(visit: Command) -> None:
    """/mirror: a draft, said with the command or in the next private message. It answers the message that the
    command replies to; else the newest disclosure of somebody else that can be answered."""
    target = await _target(visit)
    if visit.what.argument:
        await _show(visit, Utterance(text=visit.what.argument), target)
        return
    await _await_draft(visit, target)
    await visit.tell("mirror_ask", target.args())


async def forwarded(visit: Visit, post: Posted) -> None:
    """Somebody else's words, passed on in private: the next draft answers them. In memory, the newest."""
    texts, has_words = visit.means.texts, bool(post.words.text.strip())
    texts.forget(post.chat)
    if has_words:
        texts.remember(post.chat, post.message, post.words, visit.update.at, visit.who, sticky=True)
    target = Target(post.chat, post.message if has_words else None)
    await _await_draft(visit, target)
    await visit.tell("mirror_ask", {"forwarded": "yes" if has_words else "wordless", **target.args()})


async def draft(visit: Written) -> bool:
    """The draft as the next private message. What holds no words is no draft yet: it is waited for."""
    target = Target(visit.expected.chat, visit.expected.message)
    if _problem(visit.post.words) is None:
        await checkins.await_next(visit.desk, visit.who)
    await _show(visit, visit.post.words, target)
    return True


async def asked(visit: Visit, what: MirrorAsked) -> None:
    """A draft with what it answers, both handed over by the platform."""
    place, message = ChatId(f"{visit.who}/mirror"), MessageId(marked_id(visit.update.id))
    visit.means.texts.forget(place)
    if what.to is not None:
        visit.means.texts.remember(place, message, what.to, visit.update.at, visit.who, sticky=True)
    await _show(visit, what.draft, Target(place, message if what.to is not None else None))


async def again(visit: Press) -> None:
    """Another draft for the same message: from the form, else as the next private message."""
    if visit.button != "another_draft":
        return
    target = _target_of(visit.args)
    if DRAFT in visit.fields:
        await _show(visit, Utterance(text=visit.fields[DRAFT]), target)
        return
    await _await_draft(visit, target)
    await visit.tell("mirror_ask", target.args())


def args_of(found: Mirrored) -> dict[str, str]:
    """Arguments of the mirror's screen: scores and places for the moment of showing, no words."""
    reading = found.reading
    if reading is None:
        return {"unknown": "yes"}
    also = {"criticism": reading.criticism, "advice": reading.advice, "disinterest": reading.disinterest}
    return {
        "understood": f"{reading.understanding:.2f}",
        "valued": f"{reading.appreciation:.2f}",
        "cared_for": f"{reading.caring:.2f}",
        "also": " ".join(name for name, score in also.items() if score >= ALSO),
        **{f"carried_{name}": place for name, place in found.carried.items()},
        **({"long": "yes"} if found.long else {}),
    }


async def _show(visit: Visit, draft: Utterance, target: Target) -> None:
    problem = _problem(draft)
    if problem is not None:
        await visit.tell("mirror_reply", {"what": problem, **target.args()})
        return
    found = visit.means.mirrored.get(visit.update.id)
    if found is None:  # what was asked for changed while it was read
        await visit.tell("mirror_ask", target.args())
        return
    args = {**args_of(found), **target.args(), **await _wish_shown(visit, target)}
    about = target.place if await visit.desk.chat(target.place) is not None else None
    await visit.tell("mirror", args, about=about)


def _problem(draft: Utterance) -> str | None:
    """Why there is nothing to read, as a key of the wording; None when there is."""
    if any(character.isalnum() for character in draft.text):
        return None
    if draft.kind is not MessageKind.TEXT:
        return "wordless"
    return "emoji" if draft.text.strip() else "empty"


async def _await_draft(visit: Visit, target: Target) -> None:
    expectation = Expectation(
        what=Expecting.DRAFT, chat=target.place, message=target.message, since=visit.desk.now
    )
    await visit.desk.change_person(visit.who, Awaited(expectation))


async def _target(visit: Command) -> Target:
    what = visit.what
    if what.about is not None:
        return Target(what.chat, what.about)
    chats = await visit.chats()
    waiting = [
        (e.said_at, chat.id, MessageId(e.id))
        for chat in chats
        for e in _answerable(visit.desk, chat, visit.who)
    ]
    if waiting:
        return Target(*max(waiting)[1:])
    return Target(chats[0].id if chats else what.chat)


def _target_of(args: Mapping[str, str]) -> Target:
    """What a mirror's note was about."""
    message = args.get("message", "")
    return Target(ChatId(args.get("place", "")), MessageId(message) if message else None)


def _answerable(desk: Desk, chat: Chat, who: PersonId) -> list[Episode]:
    """What somebody else disclosed here, while it is within reach. Not by whether it ended: that would tell
    what its author answered in private."""
    others = [e for e in chat.episodes.values() if e.author != who]
    return [e for e in others if lingering.in_reach(chat, e, desk.now, desk.policy)]


async def _wish_shown(visit: Visit, target: Target) -> dict[str, str]:
    """The author's wish, as a note told it that this very person opened; nothing that they do not know."""
    chat = await visit.desk.chat(target.place)
    if chat is None or target.message is None:
        return {}
    episode = marks.holding(chat.episodes.values(), target.message)
    if episode is None:
        return {}
    for stored in reversed(await visit.desk.tx.notes_to(visit.who)):
        args, note = stored.note.args, stored.note
        if note.kind != "nudge" or note.about_chat != chat.id or "opened" not in args:
            continue
        if args["episode"] == episode.id and args["wish"] in NAMED_WISHES:
            return {key: args[key] for key in ("wish", "author", "said_at")}
    return {}


COMMANDS = {"mirror": command}
BUTTONS = {"mirror": again, "mirror_ask": again, "mirror_reply": again}
WRITTEN = {Expecting.DRAFT: draft}
