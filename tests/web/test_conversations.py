"""The ready-made conversations: transcripts that can be played and replayed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.web.play import Player, first_moment
from config.conversations import FOLDER, Conversation, conversations

KEYS = {
    "space": {"type", "id", "kind", "timezone"},
    "member": {"type", "id", "name"},
    "message": {"type", "at", "id", "author", "text"},
    "mark": {"type", "at", "author", "message", "wish"},
    "advance": {"type", "at"},
}
EACH = pytest.mark.parametrize("conversation", conversations(), ids=lambda each: each.name)
NIGHT = datetime(2026, 10, 25, 3, 30, tzinfo=UTC)


def test_every_file_has_its_title() -> None:
    assert {each.name for each in conversations()} == {file.stem for file in FOLDER.glob("*.jsonl")}


@EACH
def test_a_conversation_is_a_transcript_without_readings(conversation: Conversation) -> None:
    assert all(set(line) == KEYS[str(line["type"])] for line in conversation.lines)


@EACH
def test_its_times_run_forward(conversation: Conversation) -> None:
    moments = [datetime.fromisoformat(str(line["at"])) for line in conversation.lines if "at" in line]
    assert moments == sorted(moments)


@EACH
def test_it_begins_in_the_next_day_at_its_own_time_of_day(conversation: Conversation) -> None:
    begins = first_moment(conversation, NIGHT)
    written = datetime.fromisoformat(str(next(line["at"] for line in conversation.lines if "at" in line)))
    waits_h = (begins - NIGHT).total_seconds() / 3600
    assert begins.astimezone().strftime("%H:%M") == written.strftime("%H:%M")
    assert 0 <= waits_h <= 25


@EACH
def test_its_pauses_stay_as_they_were_written(conversation: Conversation) -> None:
    player = Player(conversation, ("ana", "ben"), NIGHT)
    written = [datetime.fromisoformat(str(line["at"])) for line in player.steps]
    played = [player.moment(line) for line in player.steps]
    assert [moment - played[0] for moment in played] == [moment - written[0] for moment in written]
