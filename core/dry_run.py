"""What the rules would make of a text under a channel's configuration: asked of two made-up people.

They agreed, and all their switches are as they come; then the same once more as if both had asked for private
notes, without a question first. Nobody of the channel is looked at, and nothing of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.chats import Chat, ChatKind, Consent, Member
from core.decide import decide
from core.effects import Decided, DisclosureOpened, Effect, Nudge
from core.events import Event, Spoke, TimeReached, What
from core.ids import ChatId, MessageId, PersonId
from core.moderation import Moderation
from core.people import Person
from core.policy import Policy
from core.reading.scores import MessageReading, level_of

AUTHOR, OTHER = PersonId("made-up/author"), PersonId("made-up/other")
MESSAGE = MessageId("made-up/message")
STEP = timedelta(minutes=10)
PATIENCE = timedelta(days=3)
"""Longer than any limit after which a message is decided about, quiet hours included."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it for one pair of made-up people."""

    opens: bool
    """Whether it counts as a disclosure."""
    row: str
    """The row of the policy that decided; empty when there was nothing to decide."""
    noted: bool
    """Whether there would be a private note."""


@dataclass(frozen=True, slots=True)
class DryRun:
    """The reading in numbers, and both outcomes."""

    depth: float
    level: int
    valence: float
    probability: float
    crisis: bool
    topics: tuple[str, ...]
    default: Outcome
    """With all switches as they come."""
    wanted: Outcome
    """Where both asked for private notes, and the author for no question before one."""


def dry_run(reading: MessageReading, moderation: Moderation, policy: Policy, at: datetime) -> DryRun:
    """The same rules as live, on a chat that exists for this call alone."""
    return DryRun(
        depth=reading.depth,
        level=level_of(reading.depth),
        valence=reading.valence,
        probability=reading.disclosure,
        crisis=reading.crisis >= policy.crisis_threshold or reading.unsafe >= policy.unsafe_threshold,
        topics=reading.topics,
        default=_played(reading, moderation, policy, at, wanted=False),
        wanted=_played(reading, moderation, policy, at, wanted=True),
    )


def _played(
    reading: MessageReading, moderation: Moderation, policy: Policy, at: datetime, *, wanted: bool
) -> Outcome:
    first = False if wanted else None
    people = {one: Person(id=one, community_notes=wanted, ask_first=first) for one in (AUTHOR, OTHER)}
    agreed = {one: Member(Consent.AGREED, at) for one in people}
    nobody_exempt = replace(moderation, exempt_people=(), exempt_roles=(), enabled_roles=())
    chat = Chat(id=ChatId("made-up"), kind=ChatKind.COMMUNITY, members=agreed, moderation=nobody_exempt)
    happened: list[Effect] = []

    def happens(what: What, moment: datetime) -> None:
        nonlocal chat
        chat, effects = decide(chat, Event(at=moment, what=what, people=people), policy)
        happened.extend(effects)

    happens(Spoke(message=MessageId("made-up/before"), author=OTHER, reading=None, words=1), at)
    happens(Spoke(message=MESSAGE, author=AUTHOR, reading=reading, words=1), at + STEP)
    happens(TimeReached(), at + STEP + PATIENCE)
    rows = [effect.rule for effect in happened if isinstance(effect, Decided)]
    return Outcome(
        opens=any(isinstance(effect, DisclosureOpened) for effect in happened),
        row=rows[-1] if rows else "",
        noted=any(isinstance(effect, Nudge) for effect in happened),
    )
