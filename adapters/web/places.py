"""The places of the page: what kind of chat each is, and who is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.chats import ChatKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    name: str
    """On the wire."""
    label: str
    hint: str
    title: str
    """What the chat is called."""
    kind: ChatKind
    people: Mapping[str, str]
    """Keys in ids and on the wire to what people are called; columns and colours come in this order."""
    moderators: frozenset[str] = frozenset()
    """Keys of those who may set up the chat for all."""
    zones: Mapping[str, str] = field(default_factory=dict)
    """Time zones (IANA) that people's own devices suggest; the browser's for whoever is not named."""
    welcome: str
    """What an empty chat says."""

    @property
    def members(self) -> tuple[str, ...]:
        """Keys of those whom the bot is told of when it comes: a community's members come by themselves."""
        return () if self.kind is ChatKind.COMMUNITY else tuple(self.people)


TWO = Place(
    name="couple",
    label="Two of you",
    hint="Ana and Ben, in a chat of their own",
    title="Ana and Ben",
    kind=ChatKind.COUPLE,
    people={"ana": "Ana", "ben": "Ben"},
    welcome="Both tap “I agree” above; then a first question comes to each, and their answers meet here.",
)
FRIENDS = Place(
    name="friends",
    label="Three friends",
    hint="Cleo in Lisbon, Dan in New York and Esra in Kolkata",
    title="Cleo, Dan and Esra",
    kind=ChatKind.FRIENDS,
    people={"cleo": "Cleo", "dan": "Dan", "esra": "Esra"},
    zones={"cleo": "Europe/Lisbon", "dan": "America/New_York", "esra": "Asia/Kolkata"},
    welcome="Whoever taps “I agree” takes part; the answers to a question meet here.",
)
COMMUNITY = Place(
    name="community",
    label="A community",
    hint="Gus, Hana and Ivo, with Fay as their moderator",
    title="The garden club",
    kind=ChatKind.COMMUNITY,
    people={"fay": "Fay", "gus": "Gus", "hana": "Hana", "ivo": "Ivo"},
    moderators=frozenset({"fay"}),
    welcome="A card stands here. Whoever wants to take part opens it; nobody else is read.",
)
PLACES = (TWO, FRIENDS, COMMUNITY)
