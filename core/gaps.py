"""What a platform is asked for after it could not reach the bot: per chat, from where on, and of whom.

For platforms that do not hand in again by themselves what happened meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core import precedence
from core.chats import Chat, Consent
from core.episodes import Episode
from core.ids import ChatId, MessageId, PersonId
from core.people import Person

LOOK_BACK: Final = timedelta(days=30)
"""How long after it ended an episode is held against what was edited or deleted meanwhile. [P]"""

BLUR: Final = 10**10
"""To a whole multiple of this a place moves on when somebody is erased: 2.4 seconds of Discord's ids. [P]"""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a chat was heard."""

    message: MessageId | None = None
    """The newest message that was handed in."""
    edited_at: datetime | None = None
    """The newest edit that was handed in."""

    def blurred(self) -> Place:
        """A little further on: a place in the chat that is nobody's message, and nobody's edit."""
        message, at = self.message, self.edited_at
        return Place(
            None if message is None else MessageId(str((int(message) // BLUR + 1) * BLUR)),
            None if at is None else at.replace(microsecond=0) + timedelta(seconds=1),
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A known chat, with what may be asked of its platform."""

    chat: ChatId
    place: Place
    members: tuple[PersonId, ...]
    """Everybody who was here when last heard of; empty where nobody agrees any more."""
    heard: Mapping[PersonId, datetime]
    """Whose messages may be read now, and since when they agreed. Empty: none is to be fetched."""
    known: frozenset[MessageId]
    """Messages of which something is kept: their edits and deletions matter."""


def gap_of(
    chat: Chat, place: Place, people: Mapping[PersonId, Person], ended: Iterable[Episode], now: datetime
) -> Gap:
    """What is missing of a chat. `ended`: its episodes that ended within `LOOK_BACK`."""
    here = tuple(sorted(who for who, member in chat.members.items() if member.consent is not Consent.LEFT))
    here = here if any(chat.agreed(person) for person in here) else ()
    heard = {
        person: chat.members[person].since or now
        for person in chat.circle()
        if chat.hears_from(person) and may_be_read(chat, people.get(person, Person(id=person)), now)
    }
    return Gap(chat.id, place, here, heard, frozenset(_known(chat, ended)) if heard else frozenset())


def may_be_read(chat: Chat, person: Person, now: datetime) -> bool:
    """Whether anything this person does here may be looked at: written, changed or put on a message."""
    allowed = precedence.is_read(chat) and not precedence.exempt(person.id, chat)
    return allowed and chat.listens_to(person.id) and not person.rests(now)


def _known(chat: Chat, ended: Iterable[Episode]) -> Iterator[MessageId]:
    yield from (message for message, _ in chat.authors)
    if chat.turn is not None:
        yield from (message.id for message in chat.turn.messages)
    for episode in (*chat.episodes.values(), *ended):
        yield from episode.messages
        for response in (*episode.responses, *episode.passed):
            yield from (said.message for said in response.parts)
