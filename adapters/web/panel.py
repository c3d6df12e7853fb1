"""The panel *behind the scenes*: what was read, what became of it, and why the bot spoke or stayed silent.

Made from the same lines that a replay prints; only this page shows them, and none repeats a message's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.web import wording
from adapters.web.room import NotPossible, Room
from adapters.web.view import Json

KEPT_LINES = 600
SHOWN_READINGS = 12
SHOWN_DECISIONS = 20
SHOWN_EPISODES = 24
Line = Mapping[str, object]

MESSAGE_BARS = {
    "self_relevance": "about oneself",
    "personal": "personal",
    "private": "private",
    "affective": "feeling",
}
RESPONSE_BARS = {
    "understanding": "understanding",
    "appreciation": "appreciation",
    "caring": "caring",
    "disinterest": "disinterest",
    "criticism": "criticism",
}


def _number(line: Line, name: str) -> float:
    value = line.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


class Panel:
    """Collects one room's lines and says them in plain words."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._lines: list[Line] = []
        self._episodes: set[object] = set()

    def observe(self, line: Line) -> bool:
        """Keeps a line about this room's people; False for any other chat's."""
        if not self._ours(line):
            return False
        if line.get("type") == "disclosure":
            self._episodes.add(line.get("episode"))
        self._lines.append(line)
        del self._lines[:-KEPT_LINES]
        return True

    def _ours(self, line: Line) -> bool:
        person = line.get("author") or line.get("to")
        if person is not None:
            return self._room.key_of(person) is not None
        return line.get("type") == "episode" and line.get("episode") in self._episodes

    def view(self, looked: Mapping[str, object]) -> Json:
        """All that the panel shows. `looked`: how things stand, as the engine gives it."""
        given = looked.get("episodes")
        episodes = given if isinstance(given, Sequence) else ()
        ours = [each for each in episodes if self._room.key_of(each.get("author"))]
        return {
            "readings": self._readings(),
            "episodes": [self._episode(each) for each in reversed(ours[-SHOWN_EPISODES:])],
            "decisions": self._decisions(),
            "turns": {
                "points": [self._point(each) for each in ours[-SHOWN_EPISODES:]],
                "counted": self._counted(ours),
                "words": str(looked.get("words") or ""),
                "claim": looked.get("reciprocity") if looked.get("shown") else None,
            },
        }

    # What was read

    def _readings(self) -> list[Json]:
        newest = [line for line in self._lines if line.get("type") in {"reading", "response"}]
        return [self._reading(line) for line in reversed(newest[-SHOWN_READINGS:])]

    def _reading(self, line: Line) -> Json:
        answer = line.get("type") == "response"
        bars = RESPONSE_BARS if answer else MESSAGE_BARS
        return {
            **self._about(line.get("message"), line.get("author")),
            "answer": answer,
            "bars": [
                {"label": label, "value": _number(line, name), "words": wording.amount(_number(line, name))}
                for name, label in bars.items()
            ],
            "words": wording.response(line) if answer else wording.reading(line),
        }

    def _about(self, message: object, author: object) -> Json:
        """Whose message of when, to find it again; a check-in answer's id has its chat before it."""
        key = self._room.key_of(author) or ""
        message = str(message).rpartition("/")[2]
        seen: Json = {"message": message, "by": key, "name": self._room.names.get(key, ""), "at": None}
        moment = self._said_at(message)
        return {**seen, "at": moment.isoformat() if moment else None}

    def _said_at(self, message: object) -> datetime | None:
        try:
            return self._room.find(message)[1].at
        except NotPossible:
            return None

    # Episodes and turn-taking

    def _episode(self, episode: Line) -> Json:
        return {
            **self._about(episode.get("episode"), episode.get("author")),
            "state": str(episode.get("state")),
            "words": wording.episode(episode),
        }

    def _point(self, episode: Line) -> Json:
        answered_by = episode.get("answered_by")
        people = answered_by if isinstance(answered_by, Sequence) else ()
        return {
            "by": self._room.key_of(episode.get("author")),
            "to": [self._room.key_of(person) for person in people],
            "depth": _number(episode, "depth"),
            "way": str(episode.get("way")),
            "state": str(episode.get("state")),
            "answer": episode.get("responsiveness"),
        }

    def _counted(self, episodes: Sequence[Line]) -> str:
        if not episodes:
            return ""
        authors = [self._room.key_of(each.get("author")) for each in episodes]
        return wording.counted(
            [(name, authors.count(key)) for key, name in self._room.names.items()],
            answered=sum(each.get("state") == "answered" for each in episodes),
        )

    # Why the bot spoke, or did not

    def _decisions(self) -> list[Json]:
        said = []
        for line in reversed(self._lines):
            author = self._author_of(line.get("episode"))
            to = line.get("to")
            words = wording.decision(line, self._name(to), self._name_of_other(to, author))
            if words:
                about = self._about(line.get("episode"), author)
                said.append({**about, "said_at": line.get("at"), "type": line.get("type"), "words": words})
        return said[:SHOWN_DECISIONS]

    def _author_of(self, episode: object) -> object:
        opened = (line for line in self._lines if line.get("type") == "disclosure")
        return next((line.get("author") for line in opened if line.get("episode") == episode), None)

    def _name(self, person: object) -> str:
        return self._room.names.get(self._room.key_of(person) or "", "")

    def _name_of_other(self, person: object, author: object) -> str:
        """Whom it is about, or who else is there; of several others nobody is named."""
        if author is not None and author != person:
            return self._name(author)
        key = self._room.key_of(person)
        others = [name for other, name in self._room.names.items() if key and other != key]
        return others[0] if len(others) == 1 else "somebody else"
