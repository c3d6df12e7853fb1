"""What is left of a stored value when one person is erased from it."""

from __future__ import annotations

from dataclasses import replace

from core.chats import Episode
from core.ids import PersonId
from core.notes import Note


def episode_without(episode: Episode, person: PersonId) -> Episode | None:
    """The episode for those who remain; None when it was this person's, or concerned nobody else."""
    concerned = tuple(other for other in episode.concerned if other != person)
    if episode.author == person or (episode.concerned and not concerned):
        return None
    return replace(
        episode,
        concerned=concerned,
        latest=None if episode.latest == person else episode.latest,
        clocks={other: clock for other, clock in episode.clocks.items() if other != person},
        responses=tuple(response for response in episode.responses if response.author != person),
        firsts=tuple(other for other in episode.firsts if other != person),
        nudge=None if episode.nudge is not None and episode.nudge.to == person else episode.nudge,
    )


def note_without(note: Note, person: PersonId) -> Note | None:
    """A note to others: None when it speaks of this person (an argument may name several people)."""
    named = {word for value in note.args.values() for word in value.split()}
    return None if note.to_person == person or person in named else note
