"""*Not this*: what its recipient contested makes similar guesses about the same person speak less easily.

It moves one number, for one recipient, about one other, in one chat: the probability from which something
that was only spotted may speak (row `unsure`). Marks and check-ins are no guesses and stay as they are; so
does everything that is tracked, and everything that somebody else gets or sees. It fades out by itself.
"""

from __future__ import annotations

from datetime import timedelta

from core.chats import Contest
from core.episodes import Episode, Way
from core.ids import PersonId
from core.scene import Scene

SURER = 0.5
"""Share of the way from the contested probability to certainty that a similar guess has to be surer. [P]"""
KEPT = 10
"""Contests kept of a relationship, the newest. [P]"""


def contested(scene: Scene, episode: Episode, by: PersonId) -> None:
    """The recipient of a note says *not this*. A mark or a check-in teaches nothing: it was no guess."""
    if not is_guess(episode):
        return
    since = scene.now - timedelta(days=scene.policy.contest_days)
    others = [one for one in _of(scene, episode, by) if one.episode != episode.id and one.at > since]
    new = Contest(episode.id, scene.now, tuple(sorted(episode.topics)), episode.probability)
    _keep(scene, by, episode.author, (*others, new)[-KEPT:])


def undone(scene: Scene, episode: Episode, by: PersonId) -> None:
    """They take it back, or the moment itself was taken back: as if it had not been said."""
    before = _of(scene, episode, by)
    left = tuple(one for one in before if one.episode != episode.id)
    if left != before:
        _keep(scene, by, episode.author, left)


def threshold(scene: Scene, episode: Episode, to: PersonId) -> float:
    """The probability from which this one may speak to that recipient.

    Each similar contest lifts it to half-way between the contested probability and certainty, the less the
    longer it is ago; the highest of them counts, and it never reaches certainty.
    """
    plain = scene.policy.nudge_threshold
    days = scene.policy.contest_days
    lifted = plain
    for one in _of(scene, episode, to):
        age = (scene.now - one.at) / timedelta(days=1)
        fresh = max(0.0, 1.0 - age / days) if days > 0 else 0.0
        surer = one.probability + SURER * (1.0 - one.probability)
        if is_like(one, episode):
            lifted = max(lifted, plain + fresh * (surer - plain))
    return lifted


def is_guess(episode: Episode) -> bool:
    return episode.way is Way.SPOTTED and episode.wish is None


def is_like(one: Contest, episode: Episode) -> bool:
    """About one of its topics; where neither has a topic, that is what they share."""
    return bool(set(one.topics) & set(episode.topics)) or not (one.topics or episode.topics)


def _of(scene: Scene, episode: Episode, by: PersonId) -> tuple[Contest, ...]:
    return scene.chat.contested.get(by, {}).get(episode.author, ())


def _keep(scene: Scene, by: PersonId, about: PersonId, contests: tuple[Contest, ...]) -> None:
    theirs = {**scene.chat.contested.get(by, {}), about: contests}
    theirs = {other: kept for other, kept in theirs.items() if kept}
    without = {person: kept for person, kept in scene.chat.contested.items() if person != by}
    scene.become(contested={**without, by: theirs} if theirs else without)
