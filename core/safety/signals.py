"""What one person does to another in words: a threat, scorn for what was disclosed, old shame thrown back.

A quarrel is none of these: criticism and disagreement, however sharp, are no sign (science §4; rules:
*Contempt = criticism 2*). What is said in play is none either.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from core.attaching import belongs
from core.chats import Turn
from core.episodes import Episode, EpisodeState
from core.events import Edited, Reacted
from core.ids import EpisodeId, PersonId, pair_of
from core.policy import Policy
from core.reading.scores import MessageReading, ResponseReading
from core.safety import cool_down, locks, topics
from core.scene import Scene


def look(scene: Scene, author: PersonId, tone: ResponseReading, reading: MessageReading | None) -> None:
    """The turn so far, as said to whomever it is said to."""
    turn = scene.chat.turn
    if turn is None or _is_play(reading, scene.policy):
        return
    about = {topic for m in turn.messages if m.reading is not None for topic in m.reading.topics}
    for target in spoken_to(scene, turn):
        answered = _answered(scene, turn, target)
        thrown = () if answered else _thrown_at(scene, turn, target)
        _heed(scene, author, target, tone, about, answered, turn.messages[0].at, thrown)


def look_again(scene: Scene, what: Edited) -> None:
    """A message reads differently now: what it says to the disclosures it answered, and to its partner."""
    author = dict(scene.chat.authors).get(what.message)
    if author is None or _is_play(what.reading, scene.policy):
        return
    about = set(what.reading.topics) if what.reading is not None else set()
    for id, tone in what.responses.items():
        episode = scene.known().get(id)
        if episode is not None and episode.author != author:
            _heed(scene, author, episode.author, tone, about, {id}, scene.now)
    turn = scene.chat.turn
    in_turn = turn is not None and any(m.id == what.message for m in turn.messages)
    if what.tone is not None and (in_turn or not scene.is_group()):
        for target in spoken_to(scene, turn) if in_turn and turn is not None else _others(scene, author):
            _heed(scene, author, target, what.tone, about, (), scene.now)


def look_at_reaction(scene: Scene, what: Reacted) -> None:
    """A sign of scorn put on a disclosure; several within one burst are one."""
    if what.removed or not is_contempt(what.reading, scene.policy):
        return
    since = scene.now - timedelta(seconds=scene.policy.burst_gap_s)
    for episode in scene.known().values():
        is_meant = what.message in episode.messages or EpisodeId(what.message) == episode.id
        if is_meant and episode.author != what.author:
            _heed(scene, what.author, episode.author, what.reading, set(), {episode.id}, since)


def spoken_to(scene: Scene, turn: Turn) -> tuple[PersonId, ...]:
    """To whom a turn is said: in a couple the partner; in a group who is replied to, else who spoke last."""
    others = _others(scene, turn.author)
    if not scene.is_group():
        return others
    if turn.reply_to is not None:
        asked = turn.reply_to_author or dict(scene.chat.authors).get(turn.reply_to)
        return (asked,) if asked is not None and asked in others else ()
    since = scene.now - timedelta(minutes=scene.policy.recent_minutes)
    recent = [t.author for t in scene.chat.past_turns if t.ended_at >= since and t.author in others]
    return tuple(recent[-1:])


def is_contempt(tone: ResponseReading, policy: Policy) -> bool:
    """Scorn for the person, or for what they once told; more than blame."""
    return (
        tone.contempt >= policy.contempt_threshold
        or tone.criticism >= policy.throwback_criticism
        or tone.thrown_back >= policy.thrown_back_threshold
    )


def _heed(
    scene: Scene,
    author: PersonId,
    target: PersonId,
    tone: ResponseReading,
    about: set[str],
    answered: Collection[EpisodeId],
    since: datetime,
    thrown: Collection[ResponseReading] = (),
) -> None:
    """`thrown`: how the same words sound beside the target's earlier disclosures."""
    kinds = set()
    if tone.threat >= scene.policy.threat_threshold:
        kinds.add(locks.THREAT)
    if tone.control >= scene.policy.control_threshold:
        kinds.add(locks.CONTROL)
    contempt = is_contempt(tone, scene.policy)
    scorn = contempt and not _echoes_threat(tone, scene.policy)
    by_words = any(_is_thrown_back(heard, scene.policy) for heard in thrown)
    if by_words or (scorn and about & topics.told(scene, target, without=answered)):
        kinds.add(locks.THROWBACK)
    elif contempt and any(_is_disclosure(scene, episode) for episode in answered):
        kinds.add(locks.CONTEMPT)
    if contempt or kinds:
        cool_down.begin(scene)
    if kinds:
        locks.heed(scene, pair_of(author, target), kinds, since)


def _answered(scene: Scene, turn: Turn, target: PersonId) -> list[EpisodeId]:
    """The disclosures of the target that this turn answers: met already or not, scorn is scorn."""
    own = (e for e in scene.chat.episodes.values() if e.author == target and belongs(scene, e, turn))
    return [e.id for e in own if not _is_over(scene, turn, e)]


def _thrown_at(scene: Scene, turn: Turn, target: PersonId) -> list[ResponseReading]:
    """How the turn sounds beside each earlier disclosure of the target whose words are still in memory."""
    said = turn.responses
    since = scene.now - timedelta(minutes=scene.policy.hard_max_minutes)  # no words stay longer in memory
    theirs = [
        e for id, e in scene.known().items() if id in said and e.author == target and e.said_at >= since
    ]
    return [said[e.id] for e in theirs if _is_over(scene, turn, e) and _is_disclosure(scene, e.id)]


def _is_over(scene: Scene, turn: Turn, episode: Episode) -> bool:
    """Whether somebody spoke after a disclosure before, in an earlier conversation: what they say of it now
    comes back to it."""
    began = scene.conversation_began(turn.author, episode.author, turn.messages[0].at)
    return turn.author in episode.firsts and episode.said_at < began


def _is_thrown_back(heard: ResponseReading, policy: Policy) -> bool:
    """Scorn that by its own words, beside the disclosure's, comes back to it: no topic needs to tell."""
    scorn = heard.contempt >= policy.contempt_threshold and not _echoes_threat(heard, policy)
    least = policy.thrown_back_words
    return scorn and heard.criticism >= least and heard.thrown_back >= least


def _echoes_threat(heard: ResponseReading, policy: Policy) -> bool:
    """Whether only a doubtful threat speaks for contempt: it is mostly meant for somebody else."""
    alone = heard.contempt <= heard.threat and heard.threat < policy.threat_threshold
    return alone and heard.criticism < policy.throwback_criticism


def _is_disclosure(scene: Scene, id: EpisodeId) -> bool:
    episode = scene.known().get(id)
    taken_back = episode is None or episode.state is EpisodeState.WITHDRAWN
    return episode is not None and not taken_back and episode.depth >= scene.policy.depth_min


def _is_play(reading: MessageReading | None, policy: Policy) -> bool:
    return reading is not None and reading.nonliteral >= policy.nonliteral_threshold


def _others(scene: Scene, author: PersonId) -> tuple[PersonId, ...]:
    return tuple(person for person in scene.chat.circle() if person != author)
