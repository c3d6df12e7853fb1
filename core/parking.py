"""A hard topic is parked by all of them, and comes back when all are ready. One alone shows to nobody.

Kept of it are a message's id and dates. It fades, so that nothing is held over anybody for good.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.chats import Chat, Consent
from core.ids import MessageId, PersonId
from core.parked import FORGOTTEN, Parked
from core.scene import Scene

PROPOSAL_LASTS = timedelta(days=7)
"""Until then all may agree to park something. [P]"""
PARKED_LASTS = timedelta(weeks=8)
"""Then it is let go of. [P]"""
READY_LASTS = timedelta(days=14)
"""How long one's being ready counts: nobody is held to what they felt weeks ago. [P]"""
MOST_PARKED = 5
"""Proposed and parked ones of a chat. [P]"""


class NotParked(ValueError):
    """It cannot be proposed. Its message is a key of the wording: full or not_agreed."""


def fades_at(parked: Parked) -> datetime:
    """When it is let go of, whatever became of it."""
    if parked.parked_at is None:
        return parked.proposed_at + PROPOSAL_LASTS
    return parked.parked_at + PARKED_LASTS


def alive(chat: Chat, now: datetime) -> tuple[Parked, ...]:
    """What is proposed or parked here now, oldest first."""
    return tuple(parked for parked in chat.parked if now < fades_at(parked))


def found(chat: Chat, id: str, now: datetime) -> Parked | None:
    return next((parked for parked in alive(chat, now) if parked.id == id), None)


def about(chat: Chat, message: MessageId | None, now: datetime) -> Parked | None:
    """What is proposed or parked here about this message."""
    return next((p for p in alive(chat, now) if p.message is not None and p.message == message), None)


def proposed(
    chat: Chat, id: str, by: PersonId, message: MessageId | None, said_at: datetime, now: datetime
) -> Chat:
    """With one more, the last of `parked`, that all who agreed here are asked about. Raises NotParked."""
    there, people = alive(chat, now), _concerned(chat)
    if len(people) < 2:
        raise NotParked("not_agreed")
    if len(there) >= MOST_PARKED:
        raise NotParked("full")
    parked = Parked(
        id=id,
        said_at=said_at,
        message=message,
        by=by,
        proposed_at=now,
        people=people,
        agreed=(by,),
    )
    return replace(chat, parked=(*there, parked))


def _concerned(chat: Chat) -> tuple[PersonId, ...]:
    """All who ever agreed here: that somebody stopped since then shows in nothing."""
    gone = (Consent.WITHDRAWN, Consent.LEFT)
    once = (Consent.AGREED, *gone)
    people = tuple(sorted(person for person, member in chat.members.items() if member.consent in once))
    known = any(member.consent in gone for member in chat.members.values())
    return (FORGOTTEN, *people) if chat.gone_unseen and not known else people


def agreed(parked: Parked, person: PersonId, now: datetime) -> Parked:
    """One more agrees; with the last one it is parked."""
    if parked.parked_at is not None or person not in parked.people:
        return parked
    said = tuple(sorted({*parked.agreed, person}))
    whole = set(parked.people) <= set(said)
    return replace(parked, agreed=said, parked_at=now if whole else None)


def ready(parked: Parked, person: PersonId, now: datetime, *, yes: bool) -> Parked:
    """One could talk about it now, or could not any more."""
    if parked.parked_at is None or person not in parked.people:
        return parked
    others = {who: at for who, at in still_ready(parked, now).items() if who != person}
    return replace(parked, ready={**others, person: now} if yes else others)


def still_ready(parked: Parked, now: datetime) -> dict[PersonId, datetime]:
    """Who said so lately."""
    return {who: at for who, at in parked.ready.items() if now - at < READY_LASTS}


def all_ready(parked: Parked) -> bool:
    return all(person in parked.ready for person in parked.people)


def kept(chat: Chat, parked: Parked, now: datetime) -> Chat:
    """The chat with this in place of its earlier self; without it once all are ready."""
    others = alive(chat, now)
    if all_ready(parked):
        return replace(chat, parked=tuple(each for each in others if each.id != parked.id))
    return replace(chat, parked=tuple(parked if each.id == parked.id else each for each in others))


def keep_up(scene: Scene) -> None:
    """Lets go of what faded."""
    there = alive(scene.chat, scene.now)
    if there != scene.chat.parked:
        scene.become(parked=there)


def deleted(scene: Scene, message: MessageId) -> None:
    """Its message was taken back: nobody is pointed to it any more."""
    if any(parked.message == message for parked in scene.chat.parked):
        scene.become(parked=tuple(p for p in scene.chat.parked if p.message != message))


def not_any_more(chat: Chat, person: PersonId) -> tuple[Parked, ...]:
    """Somebody stops: what they were ready for is over, and looks as if they had said nothing."""
    return tuple(
        replace(
            parked,
            agreed=parked.agreed if parked.parked_at else tuple(p for p in parked.agreed if p != person),
            ready={who: at for who, at in parked.ready.items() if who != person},
        )
        for parked in chat.parked
    )


def without(chat: Chat, person: PersonId) -> tuple[Parked, ...]:
    """Somebody is forgotten: what they proposed or said goes, what else took their yes waits on.

    A message stays only if it is known to be another's.
    """
    authors = {m: e.author for e in chat.episodes.values() for m in e.messages} | dict(chat.authors)
    kept = (
        p for p in chat.parked if person != p.by and (p.message is None or authors.get(p.message) != person)
    )
    return tuple(
        replace(
            parked,
            message=parked.message if parked.message in authors else None,
            people=tuple(FORGOTTEN if who == person else who for who in parked.people),
            agreed=tuple(who for who in parked.agreed if who != person),
            ready={who: at for who, at in parked.ready.items() if who != person},
        )
        for parked in kept
    )
