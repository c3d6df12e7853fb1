"""An export of Telegram Desktop becomes the lines of a transcript."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exits import Exit, Unusable
from bot.transcript.parsing import Line, MemberLine, MessageLine, ReactionLine, Space
from bot.transcript.telegram_export import parse_export
from core.chats import ChatKind
from core.ids import ChatId, MessageId, PersonId
from core.utterance import MessageKind

CANARY = "canary nobody knows"
ANA, BEN = PersonId("user1"), PersonId("user2")
NOON = 1772366400
"""2026-03-01 12:00 UTC, 13:00 on the exporter's clock."""


def message(id: int, author: int | None = 1, *, after_s: int = 0, **keys: Any) -> dict[str, Any]:
    return {
        "id": id,
        "type": "message",
        "date": datetime.fromtimestamp(NOON + 3600 + after_s, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(NOON + after_s),
        "from": {1: "Ana", 2: "Ben", 3: "Cem"}.get(author or 0),
        "from_id": f"user{author}",
        "text": CANARY,
        **keys,
    }


def export(*messages: object, **keys: Any) -> dict[str, Any]:
    return {"name": "Ben", "type": "personal_chat", "id": 42, "messages": list(messages), **keys}


def read(document: object, *, everyone_consents: bool = True) -> list[Line]:
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(parse_export([raw], "result.json", everyone_consents=everyone_consents))


def messages_of(document: object) -> list[MessageLine]:
    return [line for line in read(document) if isinstance(line, MessageLine)]


def only_message(**keys: Any) -> MessageLine:
    (line,) = messages_of(export(message(1, **keys)))
    return line


def sentence_about(document: object) -> str:
    """Empty when there is nothing to say."""
    try:
        read(document)
    except Unusable as unusable:
        return unusable.sentence
    return ""


def fault(document: object) -> str:
    with pytest.raises(Unusable) as raised:
        read(document)
    assert raised.value.status is Exit.BAD_INPUT
    assert CANARY not in raised.value.sentence
    return raised.value.sentence


def test_a_chat_of_two_is_a_couples_transcript() -> None:
    lines = read(export(message(1), message(2, 2, after_s=60, reply_to_message_id=1)))
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert lines == [
        Space(number=1, id=ChatId("42"), kind=ChatKind.COUPLE),
        MemberLine(number=2, id=ANA, space=ChatId("42"), name="Ana", timezone="UTC"),
        MemberLine(number=3, id=BEN, space=ChatId("42"), name="Ben", timezone="UTC"),
        MessageLine(number=4, at=at, id=MessageId("1"), author=ANA, text=CANARY),
        MessageLine(
            number=5,
            at=at.replace(minute=1),
            id=MessageId("2"),
            author=BEN,
            text=CANARY,
            reply_to=MessageId("1"),
        ),
    ]


def test_three_who_wrote_are_friends() -> None:
    space = read(export(message(1), message(2, 2), message(3, 3)))[0]
    assert isinstance(space, Space)
    assert space.kind is ChatKind.FRIENDS


def test_nobody_consents_unless_the_command_says_so() -> None:
    lines = read(export(message(1), message(2, 2)), everyone_consents=False)
    assert [line.consent for line in lines if isinstance(line, MemberLine)] == [False, False]


def test_formatted_text_is_put_together() -> None:
    assert only_message(text=["I am ", {"type": "bold", "text": "so"}, " tired"]).text == "I am so tired"


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ({"media_type": "sticker", "sticker_emoji": "❤", "text": ""}, MessageKind.STICKER),
        ({"media_type": "voice_message", "text": ""}, MessageKind.VOICE),
        ({"media_type": "video_message", "text": ""}, MessageKind.VOICE),
        ({"media_type": "animation", "text": ""}, MessageKind.GIF),
        ({"photo": "photo_1.jpg"}, MessageKind.PHOTO),
        ({"location_information": {}, "text": ""}, MessageKind.PHOTO),
        ({"media_type": "video_file", "text": "look"}, MessageKind.TEXT),
    ],
)
def test_what_is_shown_has_its_kind(keys: dict[str, Any], kind: MessageKind) -> None:
    assert only_message(**keys).kind is kind


def test_a_sticker_brings_its_emoji() -> None:
    assert only_message(media_type="sticker", sticker_emoji="❤", text="").emoji == "❤"


def test_forwarded_words_are_not_the_senders_own() -> None:
    assert only_message(forwarded_from="Somebody").forwarded


def test_a_reply_to_another_chat_answers_nothing_here() -> None:
    assert only_message(reply_to_message_id=9, reply_to_peer_id="channel5").reply_to is None


def test_service_messages_channels_and_empty_messages_are_left_out() -> None:
    service = {"id": 2, "type": "service", "action": "phone_call"}
    channel = message(3, from_id="channel9")
    document = export(message(1), service, channel, message(4, text=""), message(5, from_id=None))
    assert [line.id for line in messages_of(document)] == ["1"]


def test_a_deleted_account_keeps_its_id() -> None:
    member = read(export(message(1, 7)))[1]
    assert isinstance(member, MemberLine)
    assert (member.id, member.name) == ("user7", "Deleted account")


def test_an_old_export_without_unix_time_counts_its_clock_as_utc() -> None:
    line = only_message(date_unixtime=None, date="2020-05-01T09:00:00", from_id=4333)
    assert (line.at, line.author) == (datetime(2020, 5, 1, 9, tzinfo=UTC), "user4333")


def test_reactions_stand_between_the_messages_in_the_order_of_time() -> None:
    recent = [{"from": "Ben", "from_id": "user2", "date": "2026-03-01T13:00:30"}]
    reactions = [{"type": "emoji", "count": 1, "emoji": "❤", "recent": recent}]
    lines = read(export(message(1, reactions=reactions), message(2, 2, after_s=60)))
    assert lines[4] == ReactionLine(
        number=5,
        at=datetime(2026, 3, 1, 12, 0, 30, tzinfo=UTC),
        author=BEN,
        message=MessageId("1"),
        emoji="❤",
    )


def test_a_reaction_of_somebody_who_never_wrote_or_is_not_named_is_left_out() -> None:
    recent = [{"from_id": "user9", "date": "2026-03-01T13:00:30"}]
    reactions = [{"type": "emoji", "emoji": "❤", "recent": recent}, {"type": "paid", "count": 3}]
    assert len(read(export(message(1, reactions=reactions)))) == 3


def test_a_reaction_is_never_before_its_message() -> None:
    recent = [{"from_id": "user1", "date": "2026-03-01T12:00:00"}]
    reactions = [{"type": "custom_emoji", "document_id": "x", "recent": recent}]
    last = read(export(message(1, reactions=reactions)))[-1]
    assert isinstance(last, ReactionLine)
    assert (last.at, last.emoji) == (datetime(2026, 3, 1, 12, tzinfo=UTC), "custom")


def test_messages_out_of_order_are_put_into_the_order_of_time() -> None:
    assert [line.id for line in messages_of(export(message(2, after_s=9), message(1, 2)))] == ["1", "2"]


def test_a_message_that_comes_twice_counts_once() -> None:
    assert len(messages_of(export(message(1), message(1)))) == 1


def test_the_only_chat_of_an_account_is_taken() -> None:
    assert len(messages_of({"about": "", "chats": {"list": [export(message(1))]}})) == 1


def test_a_whole_account_is_refused_with_the_way_out() -> None:
    document = {"chats": {"list": [export(message(1)), export(message(1))]}}
    assert "open the one chat in Telegram Desktop and choose Export chat history" in fault(document)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (b"", "it is no JSON (line 1, column 1)"),
        (b"\xff", "it is not UTF-8"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"id": ' + b"1" * 5000 + b"}", "it holds a number that is too long"),
        ([], "a JSON object was expected"),
        ({"messages": {}}, "it has no list of messages"),
        (export(), "it holds no message of a person"),
        (export(CANARY), "entry 1 of its messages is no object"),
        (export(message(1, text=5)), "message 1: its `text` must be a string or a list"),
        (export(message(1, text=[[CANARY]])), "message 1: its `text` must be a string or a list"),
        (export({**message(1), "id": CANARY}), "message at place 1: its `id` must be a whole number"),
        (export(message(1, reply_to_message_id="a")), "message 1: its `id` must be a whole number"),
        (export(message(1, date=None, date_unixtime=None)), "message 1: it has no `date`"),
        (export(message(1, date_unixtime="9" * 11)), "message 1: its time is not in a year"),
        (export(message(1, date_unixtime="x")), "message 1: it has no `date`"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(document: object, why: str) -> None:
    sentence = fault(document)
    assert sentence.startswith("result.json: ")
    assert why in sentence


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.just(CANARY)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "recent"]), inner),
    max_leaves=5,
)
KEYS = ("id", "type", "date", "date_unixtime", "from", "from_id", "text", "reactions", "media_type", "photo")


@given(st.dictionaries(st.sampled_from((*KEYS, "reply_to_message_id", "sticker_emoji")), VALUES))
def test_any_values_are_lines_or_a_sentence_without_a_word_of_them(keys: dict[str, Any]) -> None:
    assert CANARY not in sentence_about(export({**message(1), **keys}))


@given(st.binary())
def test_any_bytes_are_lines_or_a_sentence(content: bytes) -> None:
    with pytest.raises(Unusable):
        read(content)


def test_no_line_shows_its_words_or_names() -> None:
    assert CANARY not in repr(read(export({**message(1), "from": CANARY})))
