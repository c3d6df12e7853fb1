"""Reminders are few, in order, and let go of when they are long over."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core import people
from core.ids import ChatId, MessageId
from core.people import LetGo, Person, Remembered
from core.reminders import KEPT_AFTER, MOST, Reminder, has_room, of, standing
from tests.cases import cases
from tests.core.builders import ANA, MONDAY

PRIVATE = ChatId("ana/private")


def reminder(message: int, hours: int = 1) -> Reminder:
    return Reminder(PRIVATE, MessageId(f"m{message}"), MONDAY + timedelta(hours=hours))


def remembering(*some: Reminder) -> Person:
    person = Person(id=ANA)
    for one in some:
        person, effects = people.decide(person, Remembered(MONDAY, one))
        assert effects == []
    return person


def test_a_message_has_one_moment_at_a_time() -> None:
    assert remembering(reminder(1, 1), reminder(1, 5)).reminders == (reminder(1, 5),)


def test_what_is_let_go_of_is_gone_and_the_rest_stays() -> None:
    person, _ = people.decide(remembering(reminder(1), reminder(2)), LetGo(PRIVATE, MessageId("m1")))
    assert person.reminders == (reminder(2),)


def test_twenty_are_as_many_as_fit() -> None:
    person = remembering(*(reminder(n) for n in range(MOST)))
    assert (len(person.reminders), has_room(person.reminders, MONDAY)) == (MOST, False)


def test_what_is_long_over_makes_room() -> None:
    person = remembering(*(reminder(n) for n in range(MOST)))
    later = MONDAY + KEPT_AFTER + timedelta(hours=1)
    assert standing(person.reminders, later) == ()
    assert has_room(person.reminders, later)


@settings(max_examples=cases(100))
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(-600, 600)), max_size=60))
def test_whatever_is_remembered_they_are_few_different_and_in_order(some: list[tuple[int, int]]) -> None:
    person = remembering(*(reminder(message, hours) for message, hours in some))
    kept = person.reminders
    assert len(kept) <= MOST
    assert [one.at for one in kept] == sorted(one.at for one in kept)
    assert len({one.message for one in kept}) == len(kept)
    assert all(of(kept, one.chat, one.message) == one for one in kept)
