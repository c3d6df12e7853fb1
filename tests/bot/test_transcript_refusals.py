"""A transcript's bad line ends in one clear sentence that names it and repeats none of its words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exits import Unusable
from tests.bot.transcript_lines import (
    AT,
    CANARY,
    MEMBERS,
    SPACE,
    event,
    event_fault,
    fault,
    message,
    read,
)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "it is no JSON (column 2)"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"type": "\xff"}', "it is not UTF-8"),
        (b"[1]", "it is no JSON object"),
        (b'{"type": "advance", "type": "advance"}', "it has a key twice"),
        (b'{"type": NaN}', "NaN is no number that counts here"),
        (b'{"type": -Infinity}', "-Infinity is no number that counts here"),
        (b'{"type": ' + b"1" * 5000 + b"}", "it holds a number that is too long"),
        (b'{"type": "advance", "at": "\\ud800"}', "half a character"),
        ({"at": AT}, "it has no `type`"),
        ({"type": 1}, "`type` must be a string"),
        (event("wave"), "unknown type `wave`"),
        (event(CANARY), "unknown type (not shown"),
        (event("advance", mood=1), "unknown key `mood`"),
        ({**event("advance"), CANARY: 1}, "unknown key (not shown"),
        (SPACE, "a second `space`"),
        (MEMBERS[0], "a second member with the id “ana”"),
        ({"type": "member", "id": ""}, "`id` must not be empty"),
        ({"type": "member", "id": "c", "space": "other"}, "`space` is not the id of this transcript's space"),
        ({"type": "member", "id": "c", "consent": 1}, "`consent` must be true or false"),
        ({"type": "member", "id": "c", "timezone": "Mars/Base"}, "unknown `timezone` “Mars/Base”"),
        ({"type": "member", "id": "c", "timezone": "../etc"}, "unknown `timezone`"),
        ({"type": "member", "id": "c", "timezone": "Europe"}, "unknown `timezone`"),
        ({"type": "member", "id": "c", "settings": {"fewer": True}}, "unknown setting of a member `fewer`"),
        ({"type": "member", "id": "c", "settings": {"paused": 0}}, "`settings.paused` must be true or false"),
        ({"type": "member", "id": "c", "settings": []}, "`settings` must be an object"),
        (
            {"type": "member", "id": "c", "settings": {"quiet_hours": "22-8"}},
            "`settings.quiet_hours` must be",
        ),
        ({"type": "member", "id": "c", "settings": {"quiet_hours": "08:00-08:00"}}, "two different times"),
        ({"type": "member", "id": "c", "settings": {"quiet_hours": "25:00-08:00"}}, "`settings.quiet_hours`"),
        ({"type": "advance"}, "it has no `at`"),
        ({"type": "advance", "at": "2026-03-01T21:30:00"}, "with an offset"),
        ({"type": "advance", "at": "20260301T213000Z"}, "`at` must be an RFC 3339 time"),
        ({"type": "advance", "at": "2026-02-30T21:30:00Z"}, "`at` is no time of the calendar"),
        ({"type": "advance", "at": "2026-03-01T21:30:00+24:00"}, "`at` is no time of the calendar"),
        ({"type": "advance", "at": "0001-01-01T00:00:00+10:00"}, "`at` is no time of the calendar"),
        ({"type": "advance", "at": "9000-01-01T00:00:00Z"}, "`at` must be in a year from 1970 to 2999"),
        (message(author="eve"), "unknown member “eve”"),
        (message(author="e" * 1000), f"unknown member “{'e' * 64}…”"),
        (message(author="\x1b[31m"), "unknown member “?[31m”"),
        (message(id=7), "`id` must be a string"),
        (message(text=None), "`text` must be a string"),
        (event("message", id="m1", author="ana"), "it has no `text`"),
        (message(kind="video"), "`kind` must be one of text, sticker, voice, photo, gif"),
        (message(emoji="❤"), "`emoji` belongs to a message of the kind sticker"),
        (message(reading={"crisis": 2}), "`reading.crisis` must be from 0 to 1"),
        (message(reading={"personal": True}), "`reading.personal` must be a number"),
        (message(reading={"valence": -1.01}), "`reading.valence` must be from -1 to 1"),
        (message(reading={"topics": ["a", 1]}), "`reading.topics` must be a list of strings"),
        (message(reading={"depth": 1}), "unknown key in `reading` `depth`"),
        (message(reading={"private": 10**400}), "`reading.private` must be from 0 to 1"),
        (message(response={"caring": "much"}), "`response.caring` must be a number"),
        (message(response={"mood": 1}), "unknown key in `response` `mood`"),
        (message(response=None), "`response` must be an object"),
        (event("reaction", author="ana", message="m1", emoji="x", removed="no"), "`removed` must be true"),
        (event("mark", author="ana", message="m1", wish="hug"), "`wish` must be one of listen, think"),
        (event("checkin", prompt="", level=5, answers={"ana": "m1"}), "`level` must be from 0 to 4"),
        (event("checkin", prompt="", level=True, answers={"ana": "m1"}), "`level` must be a whole number"),
        (event("checkin", prompt="", level=0, answers={}), "`answers` must name at least one member"),
        (event("checkin", prompt="", level=0, answers={"eve": "m1"}), "unknown member “eve”"),
        (event("checkin", prompt="", level=0, answers={"ana": 1}), "`answers.ana` must be a string"),
        (event("checkin", prompt="", level=0, answers={"ana": "a", "ben": "a"}), "names one message twice"),
        (event("rating", author="ana", message="m1", valued=0), "`valued` must be from 1 to 5"),
        (event("rating", author="ana", message="m1", valued=True), "`valued` must be a number"),
        (event("consent", author="ana", granted="yes"), "`granted` must be true or false"),
        (event("settings", author="ana"), "it has no `settings`"),
        (event("settings", author="ana", settings={"met_sum": 1}), "unknown setting of a member `met_sum`"),
        (event("press", author="ana", episode="m1", button="talked"), "`button` must be one of not_this"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_line_that_breaks_the_contract_is_refused_and_named(line: object, why: str) -> None:
    assert why in event_fault(line)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"mood": 1}, "unknown setting of a space `mood`"),
        ({"met_sum": True}, "`settings.met_sum` must be a number"),
        ({"met_sum": "1"}, "`settings.met_sum` must be a number"),
        ({"met_sum": -1}, "`settings.met_sum` must be from 0 to 1e+06"),
    ],
)
def test_a_space_takes_thresholds_of_the_policy_and_nothing_else(settings: object, why: str) -> None:
    assert fault({**SPACE, "settings": settings}) == f"chat.jsonl, line 1: {why}."


def test_a_number_too_large_for_a_float_is_refused() -> None:
    line = b'{"type": "space", "id": "s", "kind": "couple", "settings": {"met_sum": 1e999}}'
    assert "must be from 0" in fault(line)


def test_an_empty_transcript_is_refused() -> None:
    assert fault(b"\n") == "chat.jsonl holds no line: the first must be a `space`."


def test_nothing_comes_before_the_space() -> None:
    assert fault(MEMBERS[0]) == "chat.jsonl, line 1: the first line must be a `space`."


def test_no_member_comes_after_the_first_event() -> None:
    assert "a `member` after the first event" in fault(SPACE, MEMBERS[0], event("advance"), MEMBERS[1])


def test_time_never_runs_backwards() -> None:
    earlier = {"type": "advance", "at": "2026-03-01T21:29:59.999999+01:00"}
    assert "line 3: its time is before the line above it" in fault(SPACE, event("advance"), earlier)


def test_a_message_id_is_used_once() -> None:
    assert "a second message with the id “m1”" in fault(SPACE, *MEMBERS, message(), message(author="ben"))


def test_a_mark_is_on_ones_own_message() -> None:
    mark = event("mark", author="ben", message="m1", wish="listen")
    assert "“ben” marks message “m1”, which is not their own" in fault(SPACE, *MEMBERS, message(), mark)


def test_a_check_ins_answer_is_by_the_member_it_is_listed_under() -> None:
    checkin = event("checkin", prompt=CANARY, level=0, answers={"ana": "m1"})
    why = "message “m1” is a check-in's answer by another member"
    assert why in fault(SPACE, *MEMBERS, checkin, message(author="ben"))


def test_a_check_ins_answer_is_still_to_come() -> None:
    checkin = event("checkin", prompt=CANARY, level=0, answers={"ana": "m1"})
    assert "is not a message that is still to come" in fault(SPACE, *MEMBERS, message(), checkin)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.just(CANARY)
    | st.sampled_from(["ana", "m1", AT]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ana", "paused"]), inner),
    max_leaves=5,
)
KEYS = [
    "id",
    "author",
    "at",
    "text",
    "kind",
    "emoji",
    "reading",
    "response",
    "message",
    "settings",
    "answers",
    "prompt",
    "level",
    "understood",
    "granted",
    "episode",
    "button",
    "wish",
    "removed",
    "topics",
    "valence",
]
TYPES = [
    "space",
    "member",
    "message",
    "edit",
    "delete",
    "reaction",
    "mark",
    "talked",
    "checkin",
    "rating",
    "consent",
    "settings",
    "press",
    "advance",
]


def sentence_about(*lines: object) -> str:
    """Empty when there is nothing to say."""
    try:
        read(*lines)
    except Unusable as unusable:
        return unusable.sentence
    return ""


@given(st.lists(st.binary(), max_size=4))
def test_any_bytes_are_lines_or_a_sentence(lines: list[bytes]) -> None:
    assert CANARY not in sentence_about(SPACE, *lines)


@given(st.sampled_from(TYPES), st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_values_are_a_line_or_a_sentence_without_a_word_of_it(type_: str, keys: dict[str, Any]) -> None:
    line = {"at": AT, "author": "ana", "id": "m1", "message": "m1", **keys, "type": type_}
    named = [line["id"], line["author"], line["message"]]
    assert CANARY in named or CANARY not in sentence_about(SPACE, *MEMBERS, line)
