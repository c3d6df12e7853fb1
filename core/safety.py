"""Keeping people safe: crisis, fear of the partner, contempt and thrown-back disclosures (science §4).

Nothing here is a diagnosis. What is kept is a date until which nudges rest, and the dated signs behind it.
"""

from __future__ import annotations

from datetime import timedelta

from core.chats import Episode, EpisodeState, Lock, Signal
from core.effects import Care, CareClaim, LockChanged
from core.ids import Pair, PersonId, pair_of
from core.reading.scores import MessageReading, ResponseReading
from core.scene import Scene

FEAR, CONTEMPT, THROWBACK = "fear", "contempt", "throwback"
LOCKS_ALONE = frozenset({FEAR, THROWBACK})
"""One of these is enough; of others it takes three in fourteen days."""


def look(scene: Scene, author: PersonId, reading: MessageReading) -> None:
    """What a message says of its author's safety: a crisis, or fear of the partner or somebody unnamed.

    For fear nothing is sent, not even where there is a crisis, too: whom they fear may read along.
    """
    if reading.crisis >= scene.policy.crisis_threshold:
        scene.become(crisis_until=scene.now + timedelta(hours=scene.policy.crisis_rest_hours))
    if reading.unsafe >= scene.policy.unsafe_threshold:
        for other in scene.chat.circle():
            if other != author:
                note(scene, FEAR, pair_of(author, other))
    elif reading.crisis >= scene.policy.care_threshold:
        _care(scene, author)


def look_at_answer(
    scene: Scene, author: PersonId, tone: ResponseReading, reading: MessageReading | None
) -> None:
    """Contempt towards a disclosure, or an old disclosure's topic in a hostile turn."""
    contempt = tone.contempt >= scene.policy.contempt_threshold
    topics = set(reading.topics) if reading is not None else set()
    hostile = contempt or tone.criticism >= scene.policy.throwback_criticism
    for target in scene.chat.circle():
        if target == author:
            continue
        pair = pair_of(author, target)
        if hostile and topics & _earlier_topics(scene, author, target):
            note(scene, THROWBACK, pair)
        elif contempt and _is_contempt_anew(scene, author, target):
            note(scene, CONTEMPT, pair)


def note(scene: Scene, kind: str, pair: Pair) -> None:
    """Remembers a sign; enough of them close the lock, each further one renews it."""
    since = scene.now - timedelta(days=scene.policy.signal_days)
    signals = (*(s for s in scene.chat.signals if s.at >= since), Signal(scene.now, kind, pair))
    scene.become(signals=signals)
    kinds = [s.kind for s in signals if s.pair == pair]
    was = scene.locked(pair)
    if not was and kind not in LOCKS_ALONE and len(kinds) < scene.policy.signals_to_lock:
        return
    until = scene.now + timedelta(days=scene.policy.lock_days)
    others = tuple(lock for lock in scene.chat.locks if lock.pair != pair)
    scene.become(locks=(*others, Lock(pair, until)))
    if not was:
        scene.emit(LockChanged(pair, True, tuple(sorted(set(kinds)))))


def _is_contempt_anew(scene: Scene, author: PersonId, target: PersonId) -> bool:
    """Whether a disclosure is being answered. One turn is one sign, in however many messages it comes."""
    turn, pair = scene.chat.turn, pair_of(author, target)
    began = turn.messages[0].at if turn is not None else scene.now
    noted = any(s.kind == CONTEMPT and s.pair == pair and s.at >= began for s in scene.chat.signals)
    return not noted and any(_awaits(episode, author, target) for episode in scene.chat.episodes.values())


def open_locks(scene: Scene) -> None:
    """A lock that was not renewed opens by itself."""
    for lock in scene.chat.locks:
        if lock.until <= scene.now:
            scene.become(locks=tuple(other for other in scene.chat.locks if other != lock))
            scene.emit(LockChanged(lock.pair, False, ()))


def _care(scene: Scene, author: PersonId) -> None:
    person = scene.person(author)
    gap = timedelta(days=scene.policy.care_gap_days)
    lately = person.cared_at is not None and scene.now - person.cared_at < gap
    if person.crisis_line and not lately and not scene.claims(author, CareClaim):
        scene.emit(CareClaim(author), Care(author))


def _earlier_topics(scene: Scene, author: PersonId, target: PersonId) -> set[str]:
    """Coarse topics that the target disclosed before, without what this turn answers directly."""
    since = scene.now - timedelta(days=scene.policy.throwback_days)
    earlier = [e for e in (*scene.past, *scene.chat.episodes.values()) if not _awaits(e, author, target)]
    return {
        topic
        for e in earlier
        if e.author == target and e.at >= since and e.state is not EpisodeState.WITHDRAWN
        for topic in e.topics
    }


def _awaits(episode: Episode, author: PersonId, target: PersonId) -> bool:
    """Whether the author's turn is the first one after a disclosure of the target."""
    return episode.author == target and episode.ended_at is None and author not in episode.firsts
