"""A transcript is read strictly: each line is what the contract says or one clear error that names it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest

from bot.exits import Unusable
from bot.transcript.parsing import (
    AdvanceLine,
    CheckinLine,
    ConsentLine,
    DeleteLine,
    EditLine,
    Line,
    MarkLine,
    MemberLine,
    MessageLine,
    PressLine,
    RatingLine,
    ReactionLine,
    SettingsLine,
    Space,
    TalkedLine,
    parse,
)
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId
from core.people import QuietHours
from core.reading.scores import MessageReading, ResponseReading
from core.utterance import MessageKind
from tests.bot.transcript_lines import (
    ANA,
    BEN,
    CANARY,
    MEMBERS,
    NOON,
    SPACE,
    event,
    message,
    read,
    read_event,
)


def test_a_space_comes_with_its_zone_and_its_thresholds() -> None:
    space = {**SPACE, "timezone": "Europe/Vienna", "settings": {"ttr_lambda": 1}}
    assert read(space) == [
        Space(
            number=1,
            id=ChatId("home"),
            kind=ChatKind.COUPLE,
            timezone="Europe/Vienna",
            settings={"ttr_lambda": 1.0},
        )
    ]


def test_a_member_is_in_the_zone_of_the_space_and_consents_unless_the_line_says_otherwise() -> None:
    assert read({**SPACE, "timezone": "Asia/Tokyo"}, {"type": "member", "id": "ana"})[1] == MemberLine(
        number=2, id=ANA, space=ChatId("home"), name="ana", timezone="Asia/Tokyo"
    )


def test_a_members_settings_are_fields_of_a_person() -> None:
    settings = {"quiet_hours": "22:00-08:00", "ask_first": True, "crisis_line": False}
    line = read(SPACE, {**MEMBERS[0], "space": "home", "consent": False, "settings": settings})[1]
    assert line == MemberLine(
        number=2,
        id=ANA,
        space=ChatId("home"),
        name="Ana",
        timezone="UTC",
        consent=False,
        settings={**settings, "quiet_hours": QuietHours(time(22), time(8))},
    )


def test_a_message_has_its_time_in_utc() -> None:
    assert read_event(message(reply_to="m0")) == MessageLine(
        number=4, at=NOON, id=MessageId("m1"), author=ANA, text=CANARY, reply_to=MessageId("m0")
    )


def test_a_sticker_needs_no_text_and_brings_its_emoji() -> None:
    sticker = event("message", id="m1", author="ana", kind="sticker", emoji="❤")
    assert read_event(sticker) == MessageLine(
        number=4, at=NOON, id=MessageId("m1"), author=ANA, text="", kind=MessageKind.STICKER, emoji="❤"
    )


def test_a_given_reading_is_certain_and_what_it_leaves_out_is_zero() -> None:
    line = read_event(message(text="", reading={"self_relevance": 1, "crisis": True, "topics": ["work"]}))
    assert isinstance(line, MessageLine)
    assert line.reading == MessageReading(
        self_relevance=1.0, crisis=1.0, disclosure=1.0, topics=("work",), reader="given"
    )


def test_a_given_response_takes_advice_as_a_number_or_a_truth() -> None:
    line = read_event(message(text="", response={"caring": 0.5, "advice": True, "contempt": 0.25}))
    assert isinstance(line, MessageLine)
    assert line.response == ResponseReading(caring=0.5, advice=1.0, contempt=0.25, reader="given")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (event("edit", id="m1", text="a"), EditLine(number=4, at=NOON, id=MessageId("m1"), text="a")),
        (event("delete", id="m1"), DeleteLine(number=4, at=NOON, id=MessageId("m1"))),
        (
            event("reaction", author="ben", message="m1", emoji="❤"),
            ReactionLine(number=4, at=NOON, author=BEN, message=MessageId("m1"), emoji="❤"),
        ),
        (
            event("mark", author="ana", message="m1", wish="listen"),
            MarkLine(number=4, at=NOON, author=ANA, message=MessageId("m1"), wish=Wish.LISTEN),
        ),
        (
            event("talked", author="ben", message="m1"),
            TalkedLine(number=4, at=NOON, author=BEN, message=MessageId("m1")),
        ),
        (
            event("checkin", prompt="How?", level=2, answers={"ana": "m1"}),
            CheckinLine(number=4, at=NOON, prompt="How?", level=2, answers={ANA: MessageId("m1")}),
        ),
        (
            event("rating", author="ana", message="m1", understood=5, valued=3.5),
            RatingLine(number=4, at=NOON, author=ANA, message=MessageId("m1"), understood=5.0, valued=3.5),
        ),
        (
            event("consent", author="ana", granted=False),
            ConsentLine(number=4, at=NOON, author=ANA, granted=False),
        ),
        (
            event("settings", author="ana", settings={"quiet_hours": None, "paused": True}),
            SettingsLine(number=4, at=NOON, author=ANA, settings={"quiet_hours": None, "paused": True}),
        ),
        (
            event("press", author="ben", episode="m1", button="later"),
            PressLine(number=4, at=NOON, author=BEN, episode=EpisodeId("m1"), button="later"),
        ),
        (event("advance"), AdvanceLine(number=4, at=NOON)),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_every_other_type_is_read_as_its_own_line(line: dict[str, Any], expected: Line) -> None:
    assert read_event(line) == expected


def test_a_message_of_a_million_characters_is_read() -> None:
    line = read_event(message(text="ä" * 1_000_000))
    assert isinstance(line, MessageLine)
    assert len(line.text) == 1_000_000


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_are_let_pass() -> None:
    first = b"\xef\xbb\xbf" + json.dumps(SPACE).encode() + b"\r\n"
    assert [line.number for line in read(first, b"\r\n", MEMBERS[0], b"\n")] == [1, 3]


def test_lines_are_given_out_as_they_are_read() -> None:
    def lines() -> Iterator[bytes]:
        yield json.dumps(SPACE).encode()
        pytest.fail("the second line was read before the first was given out")

    assert isinstance(next(parse(lines(), "chat.jsonl")), Space)


def test_what_comes_before_a_bad_line_is_given_out() -> None:
    lines = parse([json.dumps(SPACE).encode(), b"{"], "chat.jsonl")
    assert isinstance(next(lines), Space)
    with pytest.raises(Unusable):
        next(lines)


def test_no_line_shows_its_words() -> None:
    lines = read(SPACE, *MEMBERS, message(), event("edit", id="m1", text=CANARY))
    assert CANARY not in repr(lines)


def test_a_check_ins_answers_follow_as_messages_of_their_authors() -> None:
    checkin = event("checkin", prompt="How?", level=0, answers={"ana": "a", "ben": "b"})
    assert len(read(SPACE, *MEMBERS, checkin, message("b", "ben"), message("a", "ana"))) == 6


def test_two_lines_at_the_same_time_in_two_zones_are_in_order() -> None:
    assert (
        len(read(SPACE, *MEMBERS, event("advance"), {"type": "advance", "at": "2026-03-01T20:30:00Z"})) == 5
    )
