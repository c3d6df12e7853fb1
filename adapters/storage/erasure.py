"""What is left of a note when one person is erased."""

from __future__ import annotations

from dataclasses import replace

from core.apart import SEALED, without_author
from core.ids import ChatId, PersonId
from core.notes import SOMEBODY, Note
from core.revealing import REVEAL, without

CHOICES = {"authors": 2, "people": 1}
"""Arguments that name several people by their places, and how many of them it takes to choose from."""


def note_without(note: Note, person: PersonId, *, shown: bool) -> Note | None:
    """A note to others: None when it speaks of this person. Where it lets choose among several, and stands
    there already (`shown`), the others keep their places. A reveal that waits, and a sealed one, is left to
    the others."""
    if note.to_person == person:
        return None
    if note.kind == SEALED:
        return without_author(note, person)
    if note.kind == REVEAL and not shown:
        return without(note, person)
    named = {name for name, value in note.args.items() if person in value.split()}
    if not named:
        return note
    if not shown or not named <= CHOICES.keys():
        return None
    left = {name: _left(note.args[name], person) for name in named}
    if any(sum(one != SOMEBODY for one in people) < CHOICES[name] for name, people in left.items()):
        return None
    return replace(note, args={**note.args, **{name: " ".join(left[name]) for name in left}}, copies=())


def is_about(note: Note, chat: ChatId, person: PersonId) -> bool:
    """Whether a note is to or about a chat, or to this person and names it."""
    if chat in (note.to_chat, note.about_chat):
        return True
    words = (word for value in note.args.values() for word in value.split())
    return note.to_person == person and any(word == chat or word.startswith(f"{chat}/") for word in words)


def _left(people: str, person: PersonId) -> list[str]:
    return [SOMEBODY if one == person else one for one in people.split()]
