"""A chat under another id: every id of a message and of the chat is found, wherever a state holds one."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from core import moving
from core.chats import Chat, Consent, Member
from core.episodes import Episode
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.inbound import BotRemoved, DeletedPost, MemberLeft, Posted, Who
from core.notes import Note
from core.people import Expectation, Expecting, Person
from core.reminders import Reminder
from core.rounds import Round
from core.utterance import Utterance
from tests.cases import cases

OLD, NEW = ChatId("telegram:-4001"), ChatId("telegram:-1002001")
MESSAGES = st.integers(1, 99).map(lambda number: f"message-{number}")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMED = {MessageId: MESSAGES, EpisodeId: MESSAGES, ChatId: st.just(OLD), PersonId: st.just("telegram:7")}


def values(kind: object, depth: int = 0) -> st.SearchStrategy[object]:
    """Whole values of a declared type: small, but with something in every field."""
    for name, strategy in NAMED.items():
        if kind is name:
            return strategy.map(lambda text: text)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = moving._hints(kind)
        made = {f.name: values(hints[f.name], depth + 1) for f in dataclasses.fields(kind) if f.init}
        return st.builds(kind, **made)
    return _plain(kind, depth)


def _plain(kind: object, depth: int) -> st.SearchStrategy[object]:
    parts, origin = get_args(kind), get_origin(kind)
    if type(None) in parts:
        return values(next(part for part in parts if part is not type(None)), depth)
    if origin is tuple and parts[-1] is Ellipsis:
        return st.lists(values(parts[0], depth + 1), min_size=1, max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(part, depth + 1) for part in parts))
    if len(parts) == 2:
        return st.dictionaries(values(parts[0]), values(parts[1], depth + 1), min_size=1, max_size=2)
    if kind is datetime:
        return st.just(NOON)
    if kind is time:
        return st.just(time(9))
    return st.from_type(kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [Chat, Episode, Round])
def test_no_id_of_the_old_place_is_left(kind: type) -> None:
    @settings(max_examples=cases(20))
    @given(values(kind))
    def check(value: object) -> None:
        moved = moving._with_ids(value, OLD, NEW)
        text = TypeAdapter[Any](kind).dump_json(moved).decode()
        names = [word for word in text.replace(",", " ").split('"') if word]
        assert [name for name in names if name == OLD or name.startswith("message-")] == []
        assert any(name.startswith(f"{OLD}/message-") for name in names)
        assert type(moved) is kind

    check()


def test_moving_twice_keeps_where_each_message_stands() -> None:
    chat = Chat(id=OLD, authors=((MessageId("5"), PersonId("a")), (MessageId("telegram:7/9"), PersonId("b"))))
    once = moving.moved_chat(chat, NEW, None)
    twice = moving.moved_chat(once, ChatId("telegram:-9"), None)
    assert [message for message, _ in twice.authors] == [f"{OLD}/5", "telegram:7/9"]
    assert twice.id == "telegram:-9"


def test_members_who_were_met_there_are_taken_along_with_their_later_word() -> None:
    early, late = NOON, NOON.replace(hour=13)
    agreed, unasked = Member(Consent.AGREED, early), Member(Consent.UNASKED, late)
    known = Chat(id=OLD, members={PersonId("a"): agreed, PersonId("b"): agreed})
    there = Chat(id=NEW, members={PersonId("a"): Member(), PersonId("c"): unasked}, version=3, hears=False)
    moved = moving.moved_chat(known, NEW, there)
    assert moved.members == {PersonId("a"): agreed, PersonId("b"): agreed, PersonId("c"): unasked}
    assert (moved.version, moved.hears) == (3, False)


def test_a_notes_key_its_episode_and_its_chats_follow() -> None:
    args = {"episode": "5", "author": "telegram:7", "chats": f"{OLD} telegram:-5", "message": "telegram:7/2"}
    note = Note(kind="nudge", args=args, about_chat=OLD, key=f"nudge/{OLD}/5")
    moved = moving.moved_note(note, OLD, NEW)
    assert moved.key == f"nudge/{NEW}/{OLD}/5"
    assert moved.args == {**args, "episode": f"{OLD}/5", "chats": f"{NEW} telegram:-5"}


def test_a_note_about_another_chat_stays_as_it_is() -> None:
    note = Note(
        kind="nudge", args={"episode": "5"}, about_chat=ChatId("telegram:-5"), key="nudge/telegram:-5/5"
    )
    assert moving.moved_note(note, OLD, NEW) == note


def test_what_somebody_keeps_in_mind_stays_in_their_private_chat() -> None:
    reminder = Reminder(chat=ChatId("telegram:7"), message=MessageId("3"), at=NOON)
    expected = Expectation(what=Expecting.ANSWER, chat=OLD)
    moved = moving.moved_person(Person(id=PersonId("p"), reminders=(reminder,), expecting=expected), OLD, NEW)
    assert moved.reminders == (reminder,)
    assert moved.expecting == Expectation(what=Expecting.ANSWER, chat=NEW)


def test_what_comes_late_is_understood_as_if_it_had_come_in_time() -> None:
    who = Who(PersonId("telegram:7"), "Ana")
    posted = Posted(
        chat=OLD, author=who, message=MessageId("5"), words=Utterance(text="hi"), reply_to=MessageId("4")
    )
    moved = moving.relocated(posted, OLD, NEW)
    assert isinstance(moved, Posted)
    assert (moved.chat, moved.message, moved.reply_to) == (NEW, f"{OLD}/5", f"{OLD}/4")
    assert moving.relocated(MemberLeft(chat=OLD, who=who), OLD, NEW) == MemberLeft(chat=NEW, who=who)
    gone = DeletedPost(chat=OLD, message=MessageId("5"))
    assert moving.relocated(gone, OLD, NEW) == DeletedPost(chat=NEW, message=MessageId(f"{OLD}/5"))
    assert moving.relocated(BotRemoved(chat=OLD), OLD, NEW) is None
