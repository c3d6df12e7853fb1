"""Too little was seen: a guess, an answer that was not read, or somebody whose answers are not read here."""

from __future__ import annotations

from core.episodes import Episode, Way
from core.ids import PersonId
from core.nudge import contest
from core.nudge.rows import ask_first
from core.nudge.verdicts import Rest, Rule
from core.scene import Scene


def verdict(scene: Scene, episode: Episode, to: PersonId) -> Rest | None:
    chat, asked_for = scene.chat, episode.way is Way.MARKED or episode.wish is not None
    unheard = chat.listens_to(to) and not chat.hears_from(to) and not asked_for
    if episode.unread or unheard:
        return Rest()
    if not contest.is_guess(episode):
        return None
    if episode.probability < scene.policy.nudge_threshold:
        return Rest()
    return Rest() if is_contested(scene, episode, to) else None


def is_contested(scene: Scene, episode: Episode, to: PersonId) -> bool:
    """Whether only *not this* holds it back: its recipient said so to one like it.

    Not while its author is to be asked first: whether they are asked, they see, and what somebody said to a
    note is not theirs to see.
    """
    if not contest.is_guess(episode) or ask_first.RULE.verdict(scene, episode, to) is not None:
        return False
    plain = scene.policy.nudge_threshold
    return plain <= episode.probability < contest.threshold(scene, episode, to)


RULE = Rule("unsure", verdict)
