"""What the messages of a disclosing turn amount to: its depth, and everything else that is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.chats import TurnMessage
from core.episodes import Episode, Part, Way
from core.ids import MessageId
from core.policy import Policy
from core.reading.scores import MessageReading


def disclosing_message(messages: tuple[TurnMessage, ...], policy: Policy) -> TurnMessage | None:
    """The deepest message of a turn that counts as a disclosure, the first of equals."""
    counting = [m for m in messages if m.reading is not None and discloses(m.reading, policy)]
    return max(counting, key=lambda m: m.reading.depth if m.reading is not None else 0.0, default=None)


def discloses(reading: MessageReading, policy: Policy) -> bool:
    return reading.depth >= policy.depth_min and reading.disclosure >= policy.tracking_threshold


def part_of(
    message: MessageId, at: datetime, reading: MessageReading | None, policy: Policy, floor: float = 0.0
) -> Part:
    """A message as a part of its turn; without a reading it discloses nothing."""
    reading = reading or MessageReading()
    return Part(
        message=message,
        at=at,
        depth=reading.depth,
        valence=reading.valence,
        topics=reading.topics,
        probability=reading.disclosure,
        disclosing=discloses(reading, policy),
        floor=floor,
    )


def edited_part(part: Part, reading: MessageReading, policy: Policy) -> Part:
    """A part as it reads now. What disclosed something goes on doing so while it is deep enough."""
    now = part_of(part.message, part.at, reading, policy, part.floor)
    kept = part.disclosing and reading.depth >= policy.depth_min
    return replace(now, disclosing=now.disclosing or kept, floor_unmarked=part.floor_unmarked)


def marked_part(part: Part, policy: Policy) -> Part:
    """A message whose author says that it matters."""
    before = part.floor if part.floor_unmarked is None else part.floor_unmarked
    return replace(part, floor=max(before, policy.marked_depth_min), floor_unmarked=before)


def unmarked_part(part: Part) -> Part:
    """The same without that."""
    before = part.floor if part.floor_unmarked is None else part.floor_unmarked
    return replace(part, floor=before, floor_unmarked=None)


def parts_of(episode: Episode) -> tuple[Part, ...]:
    """Its parts; of an episode that was stored without any, itself as one."""
    if episode.parts:
        return episode.parts
    own = Part(
        message=MessageId(episode.id),
        at=episode.said_at,
        depth=episode.depth,
        valence=episode.valence,
        topics=episode.topics,
        probability=episode.probability,
    )
    return (own,)


def retold(episode: Episode, parts: Sequence[Part]) -> Episode | None:
    """The episode as these parts tell it; None when none of them discloses anything.

    With a mark or a check-in's floor among them every part counts, and the one that has it speaks for all.
    """
    chosen = [part for part in parts if part.floor > 0]
    counting = list(parts) if chosen else [part for part in parts if part.disclosing]
    if not counting:
        return None
    deepest = max(counting, key=_deep)
    voice = chosen[0] if chosen else deepest
    unmarked = episode.way is Way.MARKED and not chosen
    return replace(
        episode,
        parts=tuple(parts),
        way=Way.SPOTTED if unmarked else episode.way,
        wish=episode.wish if chosen else None,
        said_at=voice.at,
        depth=_deep(deepest),
        valence=voice.valence,
        topics=voice.topics,
        probability=1.0 if chosen else voice.probability,
    )


def _deep(part: Part) -> float:
    return max(part.depth, part.floor)
