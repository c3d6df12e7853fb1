"""Who agreed. From outside, declining, ignoring and withdrawing look the same (rules: *Privacy*)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from core import ending, felt, parking, prompts
from core.answering import recounted
from core.chats import FIRST_LEVEL, Chat, ChatKind, Consent, Member, Reply, ReplyTime, Turn, TurnMessage
from core.effects import ErasureDue
from core.episodes import Episode
from core.ids import MessageId, PersonId
from core.policy import Policy
from core.reply_time import limits
from core.safety import topics
from core.scene import Scene

T = TypeVar("T")
KEPT_AFTER_WITHDRAWAL = timedelta(days=30)


def given(scene: Scene, person: PersonId, heard: bool = True) -> None:
    """From now on; who agrees a second time agreed when they first did. `heard`: to being read, too."""
    if scene.chat.agreed(person):
        member = scene.chat.members[person]
        if member.unheard and heard:  # from now on, not for what was said before
            member = replace(member, unheard=False, since=scene.now)
        _set(scene, person, member)
    else:
        _set(scene, person, Member(Consent.AGREED, scene.now, unheard=not heard))
        scene.become(
            gone_unseen=scene.chat.gone_unseen and not (scene.chat.circle() and _all_back(scene.chat, person))
        )
    present = [m for m in scene.chat.members.values() if m.consent is not Consent.LEFT]
    everyone = all(member.consent is Consent.AGREED for member in present)
    if scene.chat.kind is ChatKind.COUPLE and len(present) > 2 and everyone:
        scene.become(kind=ChatKind.FRIENDS)


def ended(scene: Scene, person: PersonId, left: bool, seen: bool = False) -> None:
    """No more reading from now on; what is known rests for thirty days and is then erased.

    `seen`: the others could see it, too. Else the chat goes on for them as if this person were silent.
    """
    member = scene.chat.members.get(person, Member())
    erase_at = erasure_at(member)
    if member.consent is Consent.AGREED:
        erase_at = scene.now + KEPT_AFTER_WITHDRAWAL
    _before_going(scene, person, seen=seen)
    if left:
        _set(scene, person, Member(Consent.LEFT, scene.now, erase_at=erase_at))
    elif member.consent is Consent.AGREED:
        _set(scene, person, Member(Consent.WITHDRAWN, scene.now, erase_at=erase_at))
    elif member.consent is Consent.UNASKED:
        _set(scene, person, Member(Consent.DECLINED, scene.now, erase_at=member.erase_at))
    scene.become(
        ready=without_person(scene.chat.ready, person), parked=parking.not_any_more(scene.chat, person)
    )
    turn = scene.chat.turn
    if turn is not None and turn.author == person:
        scene.become(turn=None)


def joined(scene: Scene, person: PersonId) -> None:
    """Somebody is here now; a couple's chat rests until all of them agreed.

    Coming back is no agreement: an erasure that is due stays due until they agree again.
    """
    member = scene.chat.members.get(person)
    if member is None:
        scene.become(gone_unseen=False)
        _set(scene, person, Member(Consent.UNASKED, scene.now))
    elif member.consent is Consent.LEFT:
        _set(scene, person, Member(Consent.UNASKED, scene.now, erase_at=erasure_at(member)))


def erasure_at(member: Member) -> datetime | None:
    """When what was kept of a member who withdrew or left is due to be erased."""
    if member.erase_at is not None:
        return member.erase_at
    if member.consent not in (Consent.WITHDRAWN, Consent.LEFT) or member.since is None:
        return None
    return member.since + KEPT_AFTER_WITHDRAWAL  # kept by an earlier version


def erase_due(scene: Scene) -> None:
    for person, member in list(scene.chat.members.items()):
        at = erasure_at(member)
        if at is not None and at <= scene.now:
            scene.emit(ErasureDue(person))


def forget(scene: Scene, person: PersonId) -> None:
    """Takes a person out of the chat. A pair starts at zero; in a group others keep what is theirs.

    What all of them set for the chat stays: it holds nobody's, and its going would tell of this.
    """
    without = without_person
    _before_going(scene, person, seen=False)
    chat = scene.chat
    pairless = chat.kind is ChatKind.COUPLE
    scene.become(
        members=without(chat.members, person),
        turn=None if pairless or chat.turn is None else _turn_without(chat, chat.turn, person),
        past_turns=tuple(t for t in chat.past_turns if t.author != person and not pairless),
        authors=tuple(a for a in chat.authors if a[1] != person and not pairless),
        turn_counts={} if pairless else without(chat.turn_counts, person),
        last_spoke={} if pairless else without(chat.last_spoke, person),
        runs={} if pairless else without(chat.runs, person),
        replies={} if pairless else _replies_without(chat, person),
        spacing={} if pairless else _without_both(chat.spacing, person),
        contested={} if pairless else _without_both(chat.contested, person),
        answered={} if pairless else _without_both(chat.answered, person),
        felt={} if pairless else felt.without_responder(chat, person),
        ready=without(chat.ready, person),
        moderation=chat.moderation.without(person),
        added_by=None if chat.added_by == person else chat.added_by,
        repertoire=prompts.without(chat.repertoire, person),
        parked=parking.without(chat, person),
        signs=tuple(sign for sign in chat.signs if person not in sign.pair),
        locks=tuple(lock for lock in chat.locks if person not in lock.pair),
        episodes={},
    )
    if pairless:
        scene.become(disclosures=0, first_checkin=False)
        scene.become(harsh_turns=(), crisis_until=None, distress_until=None, light_until=None)
        scene.become(level=min(chat.level, FIRST_LEVEL), deeper_offered_at=None)
    for episode in chat.episodes.values():
        kept = None if pairless else cleansed(episode, person)
        if kept is not None:
            scene.keep(kept)
    topics.rebuild(scene, () if pairless else without(chat.topics, person))


def _turn_without(chat: Chat, turn: Turn, person: PersonId) -> Turn | None:
    """Somebody else's turn under way, without what it said to this person."""
    if turn.author == person:
        return None
    theirs = {message for message, author in chat.authors if author == person}
    gone = {*theirs, *(e.id for e in chat.episodes.values() if e.author == person)}
    return replace(
        turn,
        messages=tuple(_message_without(message, person, theirs, gone) for message in turn.messages),
        reactions=tuple(r for r in turn.reactions if r.author != person),
    )


def _message_without(
    message: TurnMessage, person: PersonId, theirs: set[MessageId], gone: set[str]
) -> TurnMessage:
    to_them = message.reply_to_author == person or message.reply_to in theirs
    return replace(
        message,
        reply_to=None if to_them else message.reply_to,
        reply_to_author=None if to_them else message.reply_to_author,
        responses={episode: reading for episode, reading in message.responses.items() if episode not in gone},
    )


def _replies_without(chat: Chat, person: PersonId) -> dict[PersonId, tuple[Reply, ...]]:
    """How fast the others answer each other."""
    kept = {
        who: tuple(reply for reply in replies if reply.to != person)
        for who, replies in chat.replies.items()
        if who != person
    }
    return {who: replies for who, replies in kept.items() if replies}


def cleansed(episode: Episode, person: PersonId) -> Episode | None:
    """An episode without a person; None when nothing of it may stay."""
    others = tuple(p for p in episode.concerned if p != person)
    if episode.author == person or (episode.concerned and not others):
        return None
    was_concerned = person in episode.concerned
    left = replace(
        episode,
        concerned=others,
        latest=None if episode.latest == person else episode.latest,
        clocks=without_person(episode.clocks, person),
        conversations=without_person(episode.conversations, person),
        responses=tuple(r for r in episode.responses if r.author != person),
        passed=tuple(r for r in episode.passed if r.author != person),
        joined=tuple(p for p in episode.joined if p != person),
        firsts=tuple(p for p in episode.firsts if p != person),
        nudge=None if episode.nudge is not None and episode.nudge.to == person else episode.nudge,
        talked=episode.talked and not was_concerned,  # who of them said it is not kept
    )
    if left == episode:
        return episode
    if episode.latest == person:
        left = _undecided(left)
    left = replace(left, unread=episode.unread and recounted(left, Policy()).unread)
    return left if episode.ended_at is None else replace(left, state=ending.state_of(left, Policy()))


def _undecided(episode: Episode) -> Episode:
    """Without what was decided for the one whom a note would have gone to: their quiet hours, caps and pace.

    An open one ends when it would have with nobody to point to it.
    """
    hard_at = episode.hard_at
    if hard_at is not None:
        _, hard = limits(ReplyTime(), Policy())
        hard_at = episode.at + timedelta(minutes=hard)
    undecided = replace(episode, decision=None, held=(), soft_at=None, decide_at=None, ask_at=None)
    return replace(undecided, hard_at=hard_at)


def without_person(values: Mapping[PersonId, T], person: PersonId) -> dict[PersonId, T]:
    return {key: value for key, value in values.items() if key != person}


def _without_both(
    values: Mapping[PersonId, Mapping[PersonId, T]], person: PersonId
) -> dict[PersonId, dict[PersonId, T]]:
    """What is kept of somebody about somebody, without this person on either side."""
    return {key: without_person(inner, person) for key, inner in values.items() if key != person}


def _before_going(scene: Scene, person: PersonId, *, seen: bool) -> None:
    """Before somebody goes: what the others can tell of it."""
    chat = scene.chat
    if not seen:
        scene.become(gone_unseen=chat.gone_unseen or chat.listens_to(person))
    elif chat.kind is ChatKind.COUPLE or _all_back(chat, person):
        scene.become(gone_unseen=False)


def _all_back(chat: Chat, but: PersonId) -> bool:
    """Whether nobody but this person is known to have gone unseen."""
    gone = (Consent.WITHDRAWN, Consent.LEFT)
    return not any(member.consent in gone for who, member in chat.members.items() if who != but)


def _set(scene: Scene, person: PersonId, member: Member) -> None:
    before = scene.chat.members.get(person) or Member()
    member = replace(member, exempt=before.exempt, let_in=before.let_in)
    scene.become(members={**scene.chat.members, person: member})
