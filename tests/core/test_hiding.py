"""Which private messages give way to the neutral line, and which come back."""

from __future__ import annotations

from dataclasses import replace

from core.hiding import LATELY, arrives_hidden, in_passing, to_hide, to_show
from core.ids import ChatId, MessageId
from core.notes import Note, NoteId, StoredNote
from tests.core.builders import ANA, MONDAY

COPIES = ((ChatId("a"), MessageId("m")),)


def sent(id: int, kind: str, as_: str | None, replaces: int | None = None) -> StoredNote:
    note = Note(kind=kind, to_person=ANA, replaces=NoteId(replaces) if replaces is not None else None)
    return StoredNote(NoteId(id), note, "sent" if as_ else "ready", as_)


def test_a_message_is_hidden_once_as_it_was_last_edited() -> None:
    notes = [
        sent(1, "consent", "a"),
        sent(2, "agreed", "a", 1),
        sent(3, "checkin", "b"),
        sent(4, "help", None),
    ]
    assert [note.id for note in to_hide(notes)] == [2, 3]


def test_what_is_hidden_already_is_left_alone() -> None:
    assert to_hide([sent(1, "checkin", "a"), sent(2, "hidden", "a", 1)]) == []


def test_what_was_shown_in_passing_is_neither_hidden_nor_brought_back() -> None:
    notes = [sent(1, "settings", "~0/7"), sent(2, "checkin", "~0/8"), sent(3, "hidden", "~0/8", 2)]
    assert (to_hide(notes), to_show(notes), in_passing(notes)) == ([], [], True)
    assert not in_passing([sent(1, "checkin", "a")])


def test_what_was_shown_in_passing_takes_no_place_of_what_can_be_hidden() -> None:
    notes = [sent(1, "checkin", "a"), *(sent(number, "help", f"~0/{number}") for number in range(2, 50))]
    assert [note.id for note in to_hide(notes)] == [1]


def test_only_the_newest_are_hidden() -> None:
    notes = [sent(number, "help", f"m{number}") for number in range(3 * LATELY)]
    assert [note.id for note in to_hide(notes)] == list(range(2 * LATELY, 3 * LATELY))


def test_a_hidden_message_comes_back_as_it_last_was() -> None:
    notes = [sent(1, "consent", "a"), sent(2, "agreed", "a", 1), sent(3, "hidden", "a", 2)]
    assert [(note.replaces, note.kind) for note in to_show(notes)] == [(3, "agreed")]


def test_what_came_sealed_comes_back_sealed_and_nothing_is_copied_again() -> None:
    came = Note(kind="keep_due", args={"place": "a", "message": "m"}, to_person=ANA)
    opened = replace(came, args={"at": "1", "opened": "yes"}, replaces=NoteId(1), copies=COPIES)
    notes = [
        StoredNote(NoteId(1), came, "sent", "a"),
        StoredNote(NoteId(2), opened, "sent", "a"),
        sent(3, "hidden", "a", 2),
    ]
    [back] = to_show(notes)
    assert back.args == {"place": "a", "message": "m", "at": "1", "fileless": "yes"}
    assert back.copies == ()


def test_what_is_shown_again_does_not_expire_anew() -> None:
    note = Note(kind="checkin", to_person=ANA, expires_at=MONDAY)
    [back] = to_show([StoredNote(NoteId(1), note, "sent", "a"), sent(2, "hidden", "a", 1)])
    assert back.expires_at is None


def test_what_came_while_hidden_is_shown_as_what_it_is() -> None:
    assert [(note.replaces, note.kind) for note in to_show([sent(1, "checkin", "a")])] == [(1, "checkin")]


def test_an_answer_to_somebody_is_shown_even_then() -> None:
    assert not arrives_hidden(sent(1, "help", None).note)
    assert not arrives_hidden(sent(2, "nudge", None, 1).note)
    assert arrives_hidden(sent(3, "nudge", None).note)
    assert not arrives_hidden(Note(kind="parked", args={"asked": "yes"}, to_person=ANA))
