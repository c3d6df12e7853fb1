"""What comes across in a draft, said in private."""

from __future__ import annotations

from bot import checkins
from bot.engine import Desk
from bot.visits import Command, Visit, Written
from core import lingering
from core.chats import Chat, Episode
from core.ids import MessageId, PersonId
from core.inbound import MirrorAsked
from core.people import Awaited, Expectation, Expecting
from core.reading.scores import ResponseReading
from core.utterance import Utterance

ALSO = 0.5
"""From here the mirror mentions blame, advice or absence."""


async def command(visit: Command) -> None:
    """/mirror: a draft, said with the command or in the next private message, for the newest disclosure of
    somebody else that can be answered."""
    desk, who, chats = visit.desk, visit.who, await visit.chats()
    waiting = [(e.said_at, chat.id, MessageId(e.id)) for chat in chats for e in _answerable(desk, chat, who)]
    place, about = max(waiting)[1:] if waiting else (chats[0].id if chats else visit.what.chat, None)
    if visit.what.argument:
        to = visit.means.texts.of(place, about) if about is not None else None
        await _show(visit, Utterance(text=visit.what.argument), to)
        return
    expectation = Expectation(what=Expecting.DRAFT, chat=place, message=about)
    await desk.change_person(who, Awaited(expectation))
    await visit.tell("mirror_ask")


async def draft(visit: Written) -> bool:
    """The draft as the next private message."""
    await checkins.await_next(visit.desk, visit.who)
    place, about = visit.expected.chat, visit.expected.message
    await _show(visit, visit.post.words, visit.means.texts.of(place, about) if about is not None else None)
    return True


async def asked(visit: Visit, what: MirrorAsked) -> None:
    """A draft with what it answers, both handed over by the platform."""
    await _show(visit, what.draft, what.to)


async def _show(visit: Visit, draft: Utterance, to: Utterance | None) -> None:
    await visit.tell("mirror", args_of(visit.means.listener.draft(draft, to)))


def args_of(reading: ResponseReading | None) -> dict[str, str]:
    """Arguments of the mirror's screen. Holds scores for the moment of showing, no words of the draft."""
    if reading is None:
        return {"unknown": "yes"}
    also = {"criticism": reading.criticism, "advice": reading.advice, "disinterest": reading.disinterest}
    return {
        "understood": f"{reading.understanding:.2f}",
        "valued": f"{reading.appreciation:.2f}",
        "cared_for": f"{reading.caring:.2f}",
        "also": " ".join(name for name, score in also.items() if score >= ALSO),
    }


def _answerable(desk: Desk, chat: Chat, who: PersonId) -> list[Episode]:
    """What somebody else disclosed here, while it is within reach. Not by whether it ended: that would tell
    what its author answered in private."""
    others = [e for e in chat.episodes.values() if e.author != who]
    return [e for e in others if lingering.in_reach(chat, e, desk.now, desk.policy)]


COMMANDS = {"mirror": command}
WRITTEN = {Expecting.DRAFT: draft}
