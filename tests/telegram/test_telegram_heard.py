"""Every field of the Bot API's messages and updates: what of it is heard, and that nothing else is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as attributes
from dataclasses import is_dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.fields import LONGEST_NAME
from adapters.telegram.messages import Me, of_edit
from adapters.telegram.own_words import own_words
from adapters.telegram.translate import ALLOWED, Unreadable, translate
from core.inbound import Commanded, EditedPost, Inbound, Posted
from core.utterance import MessageKind
from tests.servers.telegram_description import load_description
from tests.servers.telegram_html import utf16_units
from tests.telegram.heard import (
    BESIDE,
    CUE,
    HEARD,
    IGNORED,
    MESSAGE,
    PASSED_ON,
    SERVICE,
    SILENT,
    UPDATE,
    Becomes,
    fields,
)
from tests.telegram.recorded import UPDATES
from tests.telegram.samples import field_of, sample_field

Json = dict[str, Any]

ME = Me(6_000_000_001, "attune_bot")
RECEIVED = datetime(2027, 1, 1, tzinfo=UTC)
CANARY = "canary"
SAID = "I was scared all day"
FRAME: Json = {k: v for k, v in UPDATES["a message in a group"]["message"].items() if k != "text"}
HELD = ["message_id", "date", "chat", "from"]
"""Fields that every message has: they are as they are in `FRAME`."""
DESCRIBED = pytest.mark.skipif(not load_description().types, reason="the published description is absent")


def told(kind: str, payload: Any) -> list[Inbound]:
    return [each.what for each in translate({"update_id": 1, kind: payload}, ME, received=RECEIVED)]


def texts_in(value: object) -> Iterator[str]:
    """Every text in what was told, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in attributes(value):
            yield from texts_in(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts_in(item)


def holding(name: str) -> Json:
    """A field of a message, made from its description."""
    return {name: sample_field(field_of("Message", name), CANARY)}


def beside(name: str) -> list[Inbound]:
    """What a text tells with this field beside it."""
    return told("message", {**FRAME, "text": SAID, **holding(name)})


@DESCRIBED
@pytest.mark.parametrize(("kind", "table"), [("Update", UPDATE), ("Message", MESSAGE)])
def test_what_becomes_of_every_field_is_written_down_once(kind: str, table: dict[Becomes, str]) -> None:
    described = [field["name"] for field in load_description().types[kind]["fields"]]
    assert sorted(fields(table)) == sorted(described)


def test_the_bot_asks_for_those_kinds_of_updates_alone_that_it_hears() -> None:
    assert {*ALLOWED, "update_id"} == set(fields(UPDATE, HEARD))


@DESCRIBED
@pytest.mark.parametrize("name", fields(UPDATE, IGNORED))
def test_any_other_kind_of_update_tells_nothing(name: str) -> None:
    assert told(name, sample_field(field_of("Update", name), CANARY)) == []


@DESCRIBED
@pytest.mark.parametrize("name", fields(MESSAGE, CUE))
def test_a_cue_says_of_what_kind_it_is_and_no_word(name: str) -> None:
    (said,) = told("message", {**FRAME, **holding(name)})
    assert isinstance(said, Posted)
    assert (said.words.kind is MessageKind.TEXT, said.words.text) == (False, "")


@DESCRIBED
@pytest.mark.parametrize("name", [n for n in fields(MESSAGE, CUE) if n != "sticker"])
def test_below_a_cue_its_caption_is_heard(name: str) -> None:
    (said,) = told("message", {**FRAME, **holding(name), "caption": SAID})
    assert isinstance(said, Posted)
    assert said.words.text == SAID


@DESCRIBED
@pytest.mark.parametrize("name", [n for n in fields(MESSAGE, BESIDE) if n not in HELD])
def test_what_stands_beside_the_words_changes_none_and_is_not_read(name: str) -> None:
    (said,) = beside(name)
    assert isinstance(said, Posted)
    assert (said.words.text, said.forwarded, CANARY in set(texts_in(said))) == (SAID, False, False)


@DESCRIBED
@pytest.mark.parametrize("name", fields(MESSAGE, PASSED_ON))
def test_what_is_passed_on_is_not_its_senders_own(name: str) -> None:
    (said,) = beside(name)
    assert isinstance(said, Posted)
    assert (said.forwarded, CANARY in set(texts_in(said))) == (True, False)


@DESCRIBED
@pytest.mark.parametrize("name", fields(MESSAGE, SILENT))
def test_where_nobody_speaks_for_themselves_nothing_is_told(name: str) -> None:
    assert beside(name) == []


@DESCRIBED
@pytest.mark.parametrize("name", fields(MESSAGE, SERVICE, IGNORED))
def test_nobody_says_a_service_message_or_another_kind(name: str) -> None:
    message = {**FRAME, **holding(name)}
    said = [what for what in told("message", message) if isinstance(what, Posted | Commanded)]
    assert (said, CANARY in {text for what in said for text in texts_in(what)}) == ([], False)


@DESCRIBED
@pytest.mark.parametrize(
    "name", [n for n in fields(MESSAGE, SERVICE, IGNORED) if n not in ("audio", "document")]
)
def test_an_edit_of_what_is_not_heard_tells_nothing(name: str) -> None:
    assert of_edit({**FRAME, **holding(name), "edit_date": 1_790_000_030}) == []


@pytest.mark.parametrize("name", ["audio", "document"])
def test_a_file_alone_says_nothing_and_its_caption_is_heard(name: str) -> None:
    file = {name: {"file_id": CANARY, "file_unique_id": CANARY}}
    (said,) = told("message", {**FRAME, **file, "caption": SAID})
    assert isinstance(said, Posted)
    assert (told("message", {**FRAME, **file}), said.words.text) == ([], SAID)


@pytest.mark.parametrize("name", ["photo", "document"])
def test_a_caption_that_is_taken_away_is_no_longer_said(name: str) -> None:
    (now,) = told("edited_message", {**FRAME, name: [], "media_group_id": "13", "edit_date": 1_790_000_030})
    assert isinstance(now, EditedPost)
    assert now.words.text == ""


# When


def test_a_message_from_a_time_to_come_is_dated_when_it_arrived() -> None:
    raw = {"update_id": 1, "message": {**FRAME, "text": SAID, "date": int(RECEIVED.timestamp()) + 99}}
    assert [each.at for each in translate(raw, ME, received=RECEIVED)] == [RECEIVED]


@pytest.mark.parametrize("date", [0, -1, 946_684_800, 253_402_300_799, 2**63, "today", None, 1.5])
def test_a_message_of_no_moment_is_unreadable(date: object) -> None:
    with pytest.raises(Unreadable):
        told("message", {**FRAME, "text": SAID, "date": date})


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**200, "7", None, True])
@pytest.mark.parametrize("place", ["message_id", "chat", "from"])
def test_a_number_that_is_none_of_telegrams_is_unreadable(place: str, number: object) -> None:
    held = number if place == "message_id" else {**FRAME[place], "id": number}
    with pytest.raises(Unreadable):
        told("message", {**FRAME, "text": SAID, place: held})


def test_of_a_name_that_no_end_is_in_sight_of_the_beginning_is_kept() -> None:
    (said,) = told("message", {**FRAME, "text": SAID, "from": {**FRAME["from"], "first_name": "A" * 10_000}})
    assert isinstance(said, Posted)
    assert len(said.author.name) == LONGEST_NAME


# Formatting

FORMATTED = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["blockquote", "pre", "bold", "text_link", "new", 3]),
            "offset": st.one_of(st.integers(-3, 40), st.sampled_from([2**40, None, "1", 1.5, True])),
            "length": st.one_of(st.integers(-3, 40), st.sampled_from([2**40, None])),
        }
    ),
    max_size=6,
)


@given(st.text(alphabet="ab 😀\n👩‍👧\u0301", max_size=20), FORMATTED)
def test_ones_own_words_are_words_of_the_message_whatever_its_entities_are(text: str, entities: Any) -> None:
    own = own_words({"text": text, "entities": entities}, "text")
    assert own == own.encode("utf-8").decode("utf-8")  # no half of a character is left
    assert set(own) <= {*text, "\n"}
    assert utf16_units(own) <= utf16_units(text) + len(entities)


@pytest.mark.parametrize(
    ("offset", "length", "own"),
    [
        (0, 2, "b"),
        (1, 2, "a\nb"),
        (0, 1, "😀b"),
        (2, 1, "a\nb"),
        (1, 1, "a\nb"),
        (3, 9, "a😀"),
        (9, 1, "a😀b"),
    ],
)
def test_an_entity_that_is_off_by_one_takes_what_it_touches(offset: int, length: int, own: str) -> None:
    """The emoji has two units; half of it taken away, nothing of it stays."""
    entities = [{"type": "blockquote", "offset": offset, "length": length}]
    assert own_words({"text": "a😀b", "entities": entities}, "text") == own
