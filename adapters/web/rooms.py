"""All rooms of the page: one for each place that somebody looked at, and which of them is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.web.panel import Panel
from adapters.web.places import Place
from adapters.web.room import NotPossible, Room
from core.notes import Note


@dataclass(slots=True)
class Open:
    """A place with what happened there since it was first looked at."""

    room: Room
    panel: Panel
    looked: Mapping[str, object] = field(default_factory=dict)
    """How things stand, as the engine gave it last."""
    begun: bool = False
    """The bot was added to its chat."""


def _opened(place: Place) -> Open:
    room = Room(place)
    return Open(room, Panel(room))


class Rooms:
    """A place keeps its room while another is shown; notes and the clock reach all of them."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = {place.name: place for place in places}
        self._open: dict[str, Open] = {}
        self.shown: Open
        self.show(places[0].name)

    def __iter__(self) -> Iterator[Open]:
        return iter(self._open.values())

    def show(self, name: str) -> None:
        """Looks at a place. Raises NotPossible for one that is not there."""
        if name not in self.places:
            raise NotPossible("There is no such place here.")
        self.shown = self._open.setdefault(name, _opened(self.places[name]))

    def anew(self) -> None:
        """A new room in place of the one that is shown."""
        place = self.shown.room.place
        self.shown = self._open[place.name] = _opened(place)

    def of_note(self, to: Note) -> tuple[Room, str] | None:
        """The room and thread that a note goes to; None when its conversation is over."""
        for each in self:
            thread = each.room.key_of(to.to_person) if to.to_person else None
            if to.to_chat is not None:
                thread = each.room.thread_of_chat(to.to_chat)
            if thread is not None:
                return each.room, thread
        return None
