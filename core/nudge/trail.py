"""What the rows decided last about an episode, and what `/why` may tell of it.

`replay` names every row. Live, the one whom a note would have gone to is told no more than rules.md allows
(*Policy*): where something of somebody else stopped it, that notes rest, and nothing besides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.effects import Decided
from core.episodes import Decision, Episode, EpisodeState
from core.ids import PersonId
from core.nudge.order import first_match
from core.nudge.rows import unsure
from core.nudge.verdicts import AskAuthor, Send, Verdict, Wait
from core.people import Person
from core.policy import Policy
from core.responses import is_met
from core.scene import Scene

RESTING = "resting"
"""All that is told of a row whose name would tell something about somebody else."""
SILENT = frozenset({"consent", "paused", "crisis", "unsafe", "conflict"})
"""Rows that are never named live; `paused` is, to whoever paused by themselves."""
CONTESTED = "contested"
"""Told of the row `unsure` where only the own *not this* made the difference."""
PENDING = "too_soon"
"""Nothing was decided yet. Told as nothing at all, so that nobody learns from it that something waits."""


def decided(scene: Scene, episode: Episode, to: PersonId, rule: str, verdict: Verdict) -> Decision:
    """The trail of a decision that is being taken."""
    told, until = _told(scene, episode, to, rule, verdict)
    return Decision(rule=rule, at=scene.now, until=until, told=told)


def note_met(scene: Scene, episode: Episode) -> None:
    """An episode ends before it was decided: where it was met, that row needed no other moment."""
    to = episode.latest
    if to is None or episode.decide_at is None:
        return
    if is_met(episode, scene.chat.felt.get(episode.author, ()), scene.policy):
        scene.emit(Decided(to, episode.id, "met", ("met",), None))


def told(episode: Episode, now: datetime, policy: Policy) -> tuple[datetime, str] | None:
    """When something was decided about an episode, and what is told of it; None where nothing is.

    Of what its author took back nothing is ever said.
    """
    decision = episode.decision
    if episode.state is EpisodeState.WITHDRAWN:
        return None
    waited = decision is None or decision.until is not None
    if waited and episode.ended_at is not None and is_met(episode, (), policy):
        return episode.ended_at, "met"
    if decision is None:
        return None
    has_passed = decision.until is not None and decision.until <= now and decision.told != decision.rule
    name = RESTING if has_passed else decision.told
    return None if name == PENDING else (decision.at, name)


def _told(
    scene: Scene, episode: Episode, to: PersonId, rule: str, verdict: Verdict
) -> tuple[str, datetime | None]:
    """What is told, and until when.

    It is what would have been decided had nobody else chosen anything in private: what somebody wants for
    themselves (to be asked first, how they feel answers) makes no difference to what another is told. Only a
    note that they alone held back reads as resting.
    """
    own = rule == "paused" and scene.person(to).rests(scene.now)
    if rule in SILENT and not own:
        return RESTING, None
    as_seen = as_seen_by(scene, to)
    seen, answer = first_match(as_seen, episode, to)
    if seen is unsure.RULE and unsure.is_contested(as_seen, episode, to):
        return CONTESTED, None
    if isinstance(answer, Send | AskAuthor):
        return rule if isinstance(verdict, Send) else RESTING, None
    if seen.name in SILENT and seen.name != "paused":
        return RESTING, None
    return seen.name, answer.until if isinstance(answer, Wait) else None


def as_seen_by(scene: Scene, to: PersonId) -> Scene:
    """The same moment, without what others chose or answered in private."""
    others = {person for person in scene.chat.members if person != to}
    people = {one: Person(id=one, ask_first=False, community_notes=True) for one in others}
    chat = replace(scene.chat, felt={})
    seen = Scene(chat, scene.now, {**people, to: scene.person(to)}, scene.past, scene.policy)
    seen.effects = scene.effects
    return seen
