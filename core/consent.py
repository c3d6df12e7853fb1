"""Who agreed. From outside, declining, ignoring and withdrawing look the same (rules: *Privacy*)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from core.chats import FIRST_LEVEL, Chat, ChatKind, Consent, Episode, Member, Turn
from core.effects import ErasureDue
from core.ids import PersonId
from core.scene import Scene

T = TypeVar("T")
KEPT_AFTER_WITHDRAWAL = timedelta(days=30)


def given(scene: Scene, person: PersonId) -> None:
    _set(scene, person, Consent.AGREED)
    present = [m for m in scene.chat.members.values() if m.consent is not Consent.LEFT]
    everyone = all(member.consent is Consent.AGREED for member in present)
    if scene.chat.kind is ChatKind.COUPLE and len(present) > 2 and everyone:
        scene.become(kind=ChatKind.FRIENDS)


def ended(scene: Scene, person: PersonId, left: bool) -> None:
    """No more reading from now on; what is known rests for thirty days and is then erased."""
    member = scene.chat.members.get(person)
    if left:
        _set(scene, person, Consent.LEFT)
    elif member is not None and member.consent is Consent.AGREED:
        _set(scene, person, Consent.WITHDRAWN)
    elif member is None or member.consent is Consent.UNASKED:
        _set(scene, person, Consent.DECLINED)
    scene.become(ready=without_person(scene.chat.ready, person))
    turn = scene.chat.turn
    if turn is not None and turn.author == person:
        scene.become(turn=None)


def joined(scene: Scene, person: PersonId) -> None:
    """Somebody is here now; a couple's chat rests until all of them agreed."""
    member = scene.chat.members.get(person)
    if member is None or member.consent is Consent.LEFT:
        _set(scene, person, Consent.UNASKED)


def erasure_at(member: Member) -> datetime | None:
    """When what was kept of a member who withdrew or left is due to be erased."""
    if member.consent not in (Consent.WITHDRAWN, Consent.LEFT) or member.since is None:
        return None
    return member.since + KEPT_AFTER_WITHDRAWAL


def erase_due(scene: Scene) -> None:
    for person, member in list(scene.chat.members.items()):
        at = erasure_at(member)
        if at is not None and at <= scene.now:
            scene.emit(ErasureDue(person))


def forget(scene: Scene, person: PersonId) -> None:
    """Takes a person out of the chat. A pair starts at zero; in a group others keep what is theirs."""
    without = without_person
    chat = scene.chat
    pairless = chat.kind is ChatKind.COUPLE
    scene.become(
        members=without(chat.members, person),
        turn=None if pairless or chat.turn is None else _turn_without(chat, chat.turn, person),
        past_turns=tuple(t for t in chat.past_turns if t.author != person and not pairless),
        authors=tuple(a for a in chat.authors if a[1] != person and not pairless),
        turn_counts={} if pairless else without(chat.turn_counts, person),
        last_spoke={} if pairless else without(chat.last_spoke, person),
        reply_times={} if pairless else without(chat.reply_times, person),
        gaps={} if pairless else without(chat.gaps, person),
        nudged_at={} if pairless else without(chat.nudged_at, person),
        felt={} if pairless else without(chat.felt, person),
        ready=without(chat.ready, person),
        signals=tuple(s for s in chat.signals if person not in s.pair),
        locks=tuple(lock for lock in chat.locks if person not in lock.pair),
        episodes={},
    )
    if pairless:
        scene.become(disclosures=0, conversation=0, harsh_turns=(), crisis_until=None, first_checkin=False)
        scene.become(level=FIRST_LEVEL, deeper_offered_at=None)
    for episode in chat.episodes.values():
        kept = None if pairless else cleansed(episode, person)
        if kept is not None:
            scene.keep(kept)


def _turn_without(chat: Chat, turn: Turn, person: PersonId) -> Turn | None:
    """Somebody else's turn under way, without what it said to this person."""
    if turn.author == person:
        return None
    theirs = {message for message, author in chat.authors if author == person}
    gone = {*theirs, *(e.id for e in chat.episodes.values() if e.author == person)}
    to_them = turn.reply_to_author == person or turn.reply_to in theirs
    return replace(
        turn,
        reply_to=None if to_them else turn.reply_to,
        reply_to_author=None if to_them else turn.reply_to_author,
        responses={episode: reading for episode, reading in turn.responses.items() if episode not in gone},
        reactions=tuple(r for r in turn.reactions if r.author != person),
    )


def cleansed(episode: Episode, person: PersonId) -> Episode | None:
    """An episode without a person; None when nothing of it may stay."""
    others = tuple(p for p in episode.concerned if p != person)
    if episode.author == person or (episode.concerned and not others):
        return None
    return replace(
        episode,
        concerned=others,
        latest=None if episode.latest == person else episode.latest,
        clocks=without_person(episode.clocks, person),
        responses=tuple(r for r in episode.responses if r.author != person),
        firsts=tuple(p for p in episode.firsts if p != person),
        nudge=None if episode.nudge is not None and episode.nudge.to == person else episode.nudge,
    )


def without_person(values: Mapping[PersonId, T], person: PersonId) -> dict[PersonId, T]:
    return {key: value for key, value in values.items() if key != person}


def _set(scene: Scene, person: PersonId, consent: Consent) -> None:
    scene.become(members={**scene.chat.members, person: Member(consent, scene.now)})
