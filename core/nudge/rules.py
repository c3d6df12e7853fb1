"""The rows of the nudge policy, in their order: the first that matches decides (science §3g).

A rule is a function of the scene and an episode whose soft limit was reached. It answers None when it
does not apply. To add one: write the function, put it into ROWS, add a scenario.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.chats import ChatKind, Episode, Way, Wish
from core.effects import NudgeClaim
from core.ids import PersonId, pair_of
from core.quiet import in_quiet_hours, quiet_end
from core.responses import is_answered, is_met, pool
from core.scene import Scene


@dataclass(frozen=True, slots=True)
class Rest:
    """No note, and the rule's name says why."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Ask again at this moment. `held`: a note was due and this rule put it off."""

    until: datetime
    held: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is due: it was answered well."""


@dataclass(frozen=True, slots=True)
class AskAuthor:
    """The author is asked first."""


@dataclass(frozen=True, slots=True)
class Send:
    reason: str


Verdict = Rest | Wait | Done | AskAuthor | Send
Rule = Callable[[Scene, Episode, PersonId], Verdict | None]


def consent(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    both = scene.chat.listens_to(episode.author) and scene.chat.listens_to(to)
    return None if both else Rest()


def public(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    is_public = scene.chat.kind is ChatKind.COMMUNITY
    return Rest() if is_public and not scene.policy.private_nudges else None


def paused(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    either = scene.person(to).rests(scene.now) or scene.person(episode.author).rests(scene.now)
    return Rest() if either or episode.wish is Wish.LEAVE else None


def crisis(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    until = scene.chat.crisis_until
    return Rest() if until is not None and scene.now < until else None


def unsafe(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    return Rest() if scene.locked(pair_of(episode.author, to)) else None


def conflict(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    since = scene.now - timedelta(minutes=scene.policy.conflict_minutes)
    return Rest() if sum(at >= since for at in scene.chat.harsh_turns) >= 2 else None


def too_soon(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    """Somebody still talks; or this is a light check-in answer, and something that matters comes first."""
    active = scene.last_active(episode.author, to)
    moments = [active + timedelta(minutes=scene.policy.active_minutes)] if active is not None else []
    moments += [
        other.decide_at
        for other in scene.chat.episodes.values()
        if other.decide_at is not None
        and (other.author, other.latest) == (episode.author, to)
        and episode.depth < scene.policy.depth_min <= other.depth
    ]
    later = max(moments, default=scene.now)
    return Wait(later) if later > scene.now else None


def met(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    felt = scene.chat.felt.get(episode.author, ())
    return Done() if is_met(episode, felt, scene.policy) else None


def harsh(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    pooled = pool(episode.responses)
    return Rest() if pooled is not None and pooled.k >= scene.policy.harsh_criticism else None


def unsure(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    """Too little was seen: an answer that was not read, or a chat in which no answer could be."""
    unheard = not scene.chat.hears and episode.way is Way.CHECKIN and episode.wish is None
    if episode.unread or unheard:
        return Rest()
    spotted_only = episode.way is Way.SPOTTED and episode.wish is None
    return Rest() if spotted_only and episode.probability < scene.policy.nudge_threshold else None


def ask_first(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    chosen = scene.person(episode.author).ask_first
    asks = scene.is_group() if chosen is None else chosen
    return AskAuthor() if asks and not episode.agreed_first else None


def cap(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    person, policy = scene.person(to), scene.policy
    claims = scene.claims(to, NudgeClaim)
    a_week = 1 if person.fewer else policy.nudges_a_week
    if person.nudges_on_day(scene.now) + claims >= policy.nudges_a_day:
        return Rest()
    if person.nudges_in_week(scene.now) + claims >= a_week:
        return Rest()
    last = scene.chat.nudged_at.get(to)
    gap = timedelta(hours=policy.relationship_gap_hours * scene.chat.gaps.get(to, 1.0))
    return Rest() if last is not None and scene.now - last < gap else None


def quiet_hours(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    person = scene.person(to)
    if not in_quiet_hours(person, scene.now):
        return None
    return Wait(quiet_end(person, scene.now), held=True)


def missing(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    pooled = pool(episode.responses)
    if pooled is None or not is_answered(episode, scene.policy):
        return None
    return Send(f"missing_{pooled.missing()}")


def good_news(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    return Send("good_news") if not episode.responses and episode.valence > 0 else None


def unanswered(scene: Scene, episode: Episode, to: PersonId) -> Verdict | None:
    return Send("unanswered")


ROWS: tuple[Rule, ...] = (
    consent,
    public,
    paused,
    crisis,
    unsafe,
    conflict,
    too_soon,
    met,
    harsh,
    unsure,
    ask_first,
    cap,
    quiet_hours,
    missing,
    good_news,
    unanswered,
)


def is_good_news(episode: Episode) -> bool:
    """By how it was read, or because its author wishes to celebrate it."""
    return episode.valence > 0 or episode.wish is Wish.CELEBRATE
