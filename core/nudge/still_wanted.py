"""Whether a note that was decided may still go: one that is about to, or that its recipient put off.

Between a decision and its note there may lie a second, an hour (*later*) or the time that a bot was off.
"""

from __future__ import annotations

from datetime import datetime

from core.episodes import Episode
from core.ids import PersonId
from core.nudge.order import ROWS
from core.nudge.rows import cap
from core.nudge.verdicts import Send, Wait
from core.scene import Scene

NOT_AGAIN = frozenset({cap.RULE.name})
"""Not asked a second time: it is this very note that spent the budget."""


def goes_at(scene: Scene, episode: Episode | None, to: PersonId, reason: str) -> datetime | None:
    """From when on a note for this reason may go, at the earliest now; None: not any more.

    `episode`: as the chat holds it, None when it left the chat. The rows are asked as at first, and only a
    note for the same reason goes: to come back to a message is of no use once it has an answer, however thin.
    """
    if episode is None or episode.ended_at is not None or scene.person(to).no_notes:
        return None
    for rule in ROWS:
        verdict = rule.verdict(scene, episode, to) if rule.name not in NOT_AGAIN else None
        match verdict:
            case None:
                continue
            case Wait(until):
                return max(scene.now, until)
            case Send(now_for):
                return scene.now if now_for == reason else None
            case _:
                return None
    return None
