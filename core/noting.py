"""Which effects become notes: to whom, until when, and under which key they exist only once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from core.effects import (
    AnswerTaken,
    Asked,
    AskedFirst,
    Care,
    CareClaim,
    Decided,
    DeeperOffered,
    DisclosureOpened,
    Effect,
    EndedUnshown,
    EpisodeEnded,
    EpisodeRewritten,
    ErasureDue,
    FewerAsked,
    Held,
    LevelRaised,
    LockChanged,
    MessageRead,
    Nudge,
    NudgeAgain,
    NudgeClaim,
    QuestionClaim,
    RatingRequested,
    ResponseAttached,
    Revealed,
    RoundClosed,
    StillFine,
)
from core.ids import ChatId
from core.notes import Note

CARE_EXPIRES = timedelta(hours=12)
STILL_FINE_EXPIRES = timedelta(days=14)
"""Whoever could not be asked by then, because they or the bot rested, is not asked late. [P]"""


def note_of(effect: Effect, chat: ChatId, at: datetime) -> Note | None:
    """The note that carries an effect to somebody; None for facts that are only recorded."""
    match effect:
        case Nudge():
            return _nudge(effect, chat, key=f"nudge/{chat}/{effect.episode}", due_at=None)
        case NudgeAgain(nudge=nudge, due_at=due_at):
            return _nudge(nudge, chat, key=f"again/{chat}/{nudge.episode}", due_at=due_at)
        case AskedFirst() | RatingRequested():
            return _of_own(effect, chat)
        case Care(to=to):
            return Note(kind="care", to_person=to, about_chat=chat, expires_at=at + CARE_EXPIRES)
        case Asked() | AnswerTaken() | EndedUnshown() | Revealed():
            return _of_round(effect, chat)
        case DeeperOffered() | LevelRaised() | StillFine():
            return _offered(effect, chat, at)
        case (
            MessageRead()
            | DisclosureOpened()
            | ResponseAttached()
            | EpisodeEnded()
            | EpisodeRewritten()
            | Held()
            | Decided()
            | LockChanged()
            | RoundClosed()
            | ErasureDue()
            | NudgeClaim()
            | QuestionClaim()
            | CareClaim()
            | FewerAsked()
        ):
            return None
        case _:
            assert_never(effect)


def _offered(effect: DeeperOffered | LevelRaised | StillFine, chat: ChatId, at: datetime) -> Note:
    """What somebody may take up or leave."""
    if isinstance(effect, StillFine):
        # Not about the chat: whoever else is erased from it takes nothing of this person's along.
        args = {"days": str(effect.days), "chat": chat}
        return Note(
            kind="still_fine", args=args, to_person=effect.to, expires_at=effect.due_at + STILL_FINE_EXPIRES
        )
    kind = "deeper" if isinstance(effect, DeeperOffered) else "raised"
    return Note(kind=kind, args={"level": str(effect.level)}, to_person=effect.to, about_chat=chat)


def _of_round(effect: Asked | AnswerTaken | EndedUnshown | Revealed, chat: ChatId) -> Note:
    match effect:
        case Asked():
            args = {"round": effect.round, "prompt": effect.prompt}
            args |= {"at_once": "yes"} if effect.at_once else {}
            expires = effect.closes_at
            return Note(kind="checkin", args=args, to_person=effect.to, about_chat=chat, expires_at=expires)
        case AnswerTaken():
            return Note(kind="answer_taken", to_person=effect.to, about_chat=chat)
        case EndedUnshown():
            what = {"what": "answered" if effect.answered else "asked"}
            return Note(kind="round_ended", args=what, to_person=effect.to, about_chat=chat)
        case Revealed():
            # The copies are filled in by the shell, which knows each person's private chat.
            args = {"round": effect.round, "prompt": effect.prompt}
            return Note(kind="reveal", args=args, to_chat=chat, about_chat=chat, key=f"reveal/{effect.round}")
        case _:
            assert_never(effect)


def _of_own(effect: AskedFirst | RatingRequested, chat: ChatId) -> Note:
    """A question to somebody about a moment of their own."""
    more: dict[str, str]
    if isinstance(effect, AskedFirst):
        kind, more = "ask_first", {"partner": effect.partner}
    else:
        kind, more = "question", {"question": effect.question}
    return Note(
        kind=kind,
        args={"episode": effect.episode, "said_at": effect.said_at.isoformat(), **more},
        to_person=effect.to,
        about_chat=chat,
        key=f"{kind}/{chat}/{effect.episode}",
        expires_at=effect.expires_at,
    )


def _nudge(nudge: Nudge, chat: ChatId, *, key: str, due_at: datetime | None) -> Note:
    args = {
        "episode": nudge.episode,
        "author": nudge.author,
        "said_at": nudge.said_at.isoformat(),
        "reason": nudge.reason,
        "way": nudge.way.value,
        "wish": nudge.wish.value if nudge.wish is not None else "",
        "good_news": "yes" if nudge.good_news else "",
        "brief": "yes" if nudge.brief else "",
    }
    expires = max(nudge.expires_at, due_at + timedelta(hours=1)) if due_at is not None else nudge.expires_at
    return Note(
        kind="nudge",
        args=args,
        to_person=nudge.to,
        about_chat=chat,
        key=key,
        due_at=due_at,
        expires_at=expires,
    )
