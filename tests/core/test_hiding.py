"""Which private messages give way to the neutral line, and which come back."""

from __future__ import annotations

from core.hiding import LATELY, arrives_hidden, to_hide, to_show
from core.notes import Note, NoteId, StoredNote
from tests.core.builders import ANA


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


def test_only_the_newest_are_hidden() -> None:
    notes = [sent(number, "help", f"m{number}") for number in range(3 * LATELY)]
    assert [note.id for note in to_hide(notes)] == list(range(2 * LATELY, 3 * LATELY))


def test_a_hidden_message_comes_back_as_it_last_was() -> None:
    notes = [sent(1, "nudge", "a"), sent(2, "nudge", "a", 1), sent(3, "hidden", "a", 2)]
    assert [(hidden.id, shown.id) for hidden, shown in to_show(notes)] == [(3, 2)]


def test_what_came_while_hidden_is_shown_as_what_it_is() -> None:
    assert [(one.id, other.id) for one, other in to_show([sent(1, "checkin", "a")])] == [(1, 1)]


def test_an_answer_to_somebody_is_shown_even_then() -> None:
    assert not arrives_hidden(sent(1, "help", None).note)
    assert not arrives_hidden(sent(2, "nudge", None, 1).note)
    assert arrives_hidden(sent(3, "nudge", None).note)
