"""A small bot behind the page, with a few fixed rules that meet every kind of note. Not the product's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from adapters.web import MovableClock, WebPlatform
from core.ids import ChatId, MessageId, PersonId
from core.inbound import (
    BotAdded,
    ButtonPressed,
    Commanded,
    Inbound,
    MarkedPost,
    MirrorAsked,
    Posted,
    Update,
    Who,
)
from core.notes import Note, NoteId
from core.screens.model import Button, Field, Screen, Tone

CONSENT = Screen(
    title="Before anything is read",
    text=(
        "Robin runs this bot on this machine.\n"
        "It notices when one of you lets something of themselves be seen, and helps the other to answer. "
        "It keeps numbers, never your words.\nNothing is read until both of you agree."
    ),
    rows=(
        (Button("agree", "I agree", Tone.PRIMARY), Button("decline", "Not now")),
        (Button("more", "What is kept?", url="https://example.org/privacy"),),
    ),
)
AGREED = Screen(text="Thank you. You can change your mind at any time: /leave.")
PROMPT = Screen(
    title="A first question for both of you",
    text=(
        "What was a small moment this week that you keep thinking of?\n"
        "Answer here. Both answers are shown together."
    ),
    rows=(
        (
            Button("pass", "Pass"),
            Button("own", "Ask something else", form=(Field("words", "Your question"),)),
        ),
    ),
)
TAKEN = Screen(text="Your answer waits here until the other one is in.")
REVEAL = Screen(title="Your answers", text="What would you like to say to each other’s answer?")


class FakeShell:
    """Remembers every update, and answers the few that its tests need."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.updates: list[Update] = []
        self.forgotten: list[PersonId] = []
        self.moves = 0
        self.due: list[datetime] = []
        """When something is to happen, for tests of the clock."""
        self.broken = 0
        self.zones: dict[PersonId, str] = {}
        self.platform: WebPlatform | None = None
        self._reset()

    def _reset(self) -> None:
        self._pair: ChatId | None = None
        self._people: dict[PersonId, Who] = {}
        self._consents: dict[PersonId, str] = {}
        self._consent_notes: dict[str, PersonId] = {}
        self._answers: dict[PersonId, tuple[ChatId, MessageId]] = {}
        self._notes = 0
        self._episodes: list[dict[str, object]] = []

    def inbound(self, kind: type[Inbound]) -> list[Inbound]:
        return [update.what for update in self.updates if isinstance(update.what, kind)]

    async def look(self, chat: ChatId) -> Mapping[str, object]:
        words = f"{len(self._episodes)} openings so far; nothing is claimed below 20."
        looked = {"episodes": self._episodes, "reciprocity": None, "shown": False, "words": words}
        return {**looked, "zones": self.zones}

    async def next_due(self) -> datetime | None:
        now = self.clock.now()
        return min((moment for moment in self.due if moment > now), default=None)

    async def on_clock_moved(self) -> None:
        self.moves += 1
        for episode in self._episodes:
            if episode["state"] == "open":
                await self._nudge(episode)

    async def start_over(self, people: Sequence[PersonId]) -> None:
        self.forgotten += people
        self._reset()

    async def handle(self, update: Update) -> None:
        if self.broken:
            self.broken -= 1
            raise RuntimeError("the store is closed")
        self.updates.append(update)
        match update.what:
            case BotAdded(chat=chat, people=people):
                self._pair = chat
                self._people = {who.id: who for who in people}
                for who in people:
                    note = await self._say(CONSENT, to_person=who.id)
                    self._consent_notes[str(self._notes)] = who.id
                    self._consents[who.id] = note
            case ButtonPressed(who=who, data=data):
                await self._pressed(who, data)
            case Posted(private=True, chat=chat, author=author, message=message):
                await self._answered(author.id, chat, message)
            case Posted(author=author, message=message, words=words):
                self._read(author.id, message, len(words.text))
            case MarkedPost(author=author, wish=wish):
                text = f"{author.name} marked a message: {wish} is wanted."
                await self._say(Screen(text=text), to_person=self._other(author.id))
            case MirrorAsked(who=who):
                await self._say(Screen(title="What comes across", text="Cared for: yes."), to_person=who.id)
            case Commanded(who=who, name=name, private=private):
                screen = Screen(text=f"You asked for {name}.")
                to_person, to_chat = (who.id, None) if private else (None, self._pair)
                await self._say(screen, to_person=to_person, to_chat=to_chat)
            case _:
                pass

    async def _pressed(self, who: Who, data: str) -> None:
        note, _, name = data.partition(":")
        if name == "agree" and self._consent_notes.get(note) == who.id:
            await self._say(AGREED, to_person=who.id, replaces=self._consents[who.id])
            del self._consent_notes[note]
            if not self._consent_notes:
                for person in self._people:
                    await self._say(PROMPT, to_person=person)
        elif name == "talked":
            await self._say(Screen(text="Good. It is closed."), to_person=who.id)

    async def _answered(self, person: PersonId, chat: ChatId, message: MessageId) -> None:
        self._answers[person] = (chat, message)
        await self._say(TAKEN, to_person=person)
        if len(self._answers) == len(self._people):
            copies = tuple(self._answers.values())
            await self._say(REVEAL, to_chat=self._pair, copies=copies)
            for author, (_, answer) in self._answers.items():
                self._open(author, answer, "checkin")

    def _read(self, author: PersonId, message: MessageId, length: int) -> None:
        assert self.platform is not None
        about = {"message": message, "author": author}
        scores = {"self_relevance": 0.9, "personal": 0.7, "private": 0.4, "affective": 0.85}
        line = {"type": "reading", **about, **scores, "depth": 0.62, "level": 3, "valence": -0.6}
        self.platform.observed({**line, "at": self.clock.now().isoformat()})
        for episode in self._episodes:
            if episode["state"] == "open" and episode["author"] != author:
                episode |= {"state": "answered", "responsiveness": 0.55}
                scores = {"understanding": 0.7, "appreciation": 0.3, "caring": 0.9}
                line = {"type": "response", "episode": episode["episode"], **about, **scores, "advice": False}
                self.platform.observed({**line, "disinterest": 0.0, "criticism": 0.0, "responsiveness": 0.55})
        if length > 30:
            self._open(author, message, "spotted")

    def _open(self, author: PersonId, message: MessageId, way: str) -> None:
        assert self.platform is not None
        scores = {"depth": 0.62, "level": 3, "valence": -0.6}
        episode = {"episode": message, "author": author, "way": way, **scores}
        self._episodes.append({**episode, "state": "open", "responsiveness": None})
        self.platform.observed({"type": "disclosure", "message": message, **episode})

    async def _nudge(self, episode: dict[str, object]) -> None:
        assert self.platform is not None
        to = self._other(PersonId(str(episode["author"])))
        line = {"to": to, "episode": episode["episode"], "at": self.clock.now().isoformat()}
        if episode["way"] == "checkin":
            self.platform.observed({"type": "held", "rule": "cap", **line})
            return
        episode["state"] = "expired"
        self.platform.observed({"type": "nudge", "reason": "unanswered", "private": True, **line})
        text = "I may be wrong: a message of an hour ago might be one to come back to."
        row = (Button("talked", "We’ve talked"), Button("not_this", "Not this"), Button("why", "Why"))
        await self._say(Screen(text=text, rows=(row, (Button("later", "Later"),))), to_person=to)

    def _other(self, person: PersonId) -> PersonId:
        return next(other for other in self._people if other != person)

    async def _say(
        self,
        screen: Screen,
        *,
        to_person: PersonId | None = None,
        to_chat: ChatId | None = None,
        replaces: str | None = None,
        copies: tuple[tuple[ChatId, MessageId], ...] = (),
    ) -> str:
        assert self.platform is not None
        self._notes += 1
        note = Note(kind="fake", to_person=to_person, to_chat=to_chat, copies=copies)
        return await self.platform.show(NoteId(self._notes), note, screen, replaces)
