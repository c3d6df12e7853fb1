"""Who decides what: a person's own word, else the moderators', else the default.

| about | a person | the moderators of a community's channel | the default |
|---|---|---|---|
| notes in a week | once, or none | a ceiling of 1 to 3 | 3 |
| quiet hours | their own | the community's, on its clock | none |
| asked first | yes or no | – | in groups |
| private notes in a community | only who asked for them | only where they are allowed | none |
| being read, marking, notes about them | only who agreed | only who is not left out | nobody |
| check-ins of a chat | pass, pause, leave | only where they are allowed | on; in a community off |

Where a person said something about themselves it is asked first, and nobody else is asked then. What
moderators leave off is off: they say what may happen in a place, and can switch nobody on. What the members
of a chat switched off for all (`Choices`) is off for everybody in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from core.chats import Chat, ChatKind, Member
from core.choices import Choices
from core.ids import PersonId
from core.moderation import MOST_NOTES_A_WEEK, Moderation
from core.people import Person, QuietHours
from core.policy import Policy

T = TypeVar("T")


class By(StrEnum):
    """Whose word counts, the strongest first."""

    PERSON = "person"
    MODERATOR = "moderator"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Settled(Generic[T]):
    """What counts, and by whom."""

    value: T
    by: By


def settled(said: T | None, moderated: T | None, default: T) -> Settled[T]:
    """The person's word, else the moderators', else the default; None is no word."""
    if said is not None:
        return Settled(said, By.PERSON)
    if moderated is not None:
        return Settled(moderated, By.MODERATOR)
    return Settled(default, By.DEFAULT)


def notes_a_week(person: Person, chat: Chat, policy: Policy) -> Settled[float]:
    """The most notes this person gets in a week, from all chats, as far as this chat is concerned."""
    said = 0.0 if person.no_notes else 1.0 if person.fewer else None
    ceiling = chat.moderation.notes_a_week
    tighter = float(ceiling) if moderated(chat) and ceiling < MOST_NOTES_A_WEEK else None
    found = settled(said, tighter, policy.nudges_a_week)
    return replace(found, value=min(found.value, policy.nudges_a_week))


def quiet_hours(person: Person, chat: Chat) -> Settled[Person]:
    """The person with the clock and the quiet hours that a note to them keeps to."""
    own = person if person.quiet_hours is not None else None
    hours = chat.moderation.quiet_hours if moderated(chat) else None
    theirs = None
    if hours is not None:
        theirs = replace(person, quiet_hours=QuietHours.parse(hours), zone=chat.moderation.zone)
    return settled(own, theirs, person)


def asks_first(person: Person, chat: Chat) -> Settled[bool]:
    """Whether this person is asked before anybody is pointed to a message of theirs."""
    return settled(person.ask_first, None, chat.is_group())


def notes_are_on(chat: Chat, policy: Policy) -> bool:
    """Whether there are private notes in this chat at all."""
    if not chat.choices.notes:
        return False
    allowed = chat.moderation.enabled and chat.moderation.notes
    return not moderated(chat) or allowed or bool(policy.private_nudges)


def wants_notes(person: Person, chat: Chat) -> bool:
    """Whether this person may be pointed to something here, and others to what is theirs."""
    if not moderated(chat):
        return True
    return person.community_notes and not exempt(person.id, chat)


def checkins_are_on(chat: Chat) -> bool:
    """Whether check-ins may be asked of this chat."""
    open_to = not moderated(chat) or (chat.moderation.enabled and chat.moderation.checkins)
    return chat.choices.checkins and open_to


def left_off(chat: Chat, policy: Policy) -> frozenset[str]:
    """Names of choices (`core/choices.py`) that moderators leave off, whatever the members choose."""
    on = replace(chat, choices=Choices())
    off = {"notes": not notes_are_on(on, policy), "checkins": not checkins_are_on(on)}
    return frozenset(name for name, is_off in off.items() if is_off)


def is_read(chat: Chat) -> bool:
    """Whether the ordinary messages of those who agreed may be read here at all."""
    allowed = chat.moderation.enabled or bool(chat.settings.get("private_nudges"))
    return not moderated(chat) or allowed


def exempt(person: PersonId, chat: Chat) -> bool:
    """Whether the moderators left this person out: nothing that they say here is read, they mark nothing, and
    no note goes to them or is about them. What they ask for by themselves is theirs."""
    member = chat.members.get(person) or Member()
    let_in = member.let_in or not chat.moderation.enabled_roles
    by_role = member.exempt or not let_in
    return moderated(chat) and (by_role or person in chat.moderation.exempt_people)


def answer_is_read(person: PersonId, chat: Chat) -> bool:
    """Whether an answer to a check-in is read; shown it is, whoever gave it."""
    return chat.listens_to(person) and not exempt(person, chat)


def with_roles(chat: Chat, person: PersonId, roles: Iterable[str] | None) -> Chat:
    """With whether a member has a role that its moderators left out, or let in; `chat` itself if nothing
    changes, or if their roles are not known."""
    member = chat.members.get(person)
    if roles is None or member is None or not moderated(chat):
        return chat
    left_out = not set(chat.moderation.exempt_roles).isdisjoint(roles)
    let_in = not set(chat.moderation.enabled_roles).isdisjoint(roles)
    now = replace(member, exempt=left_out, let_in=let_in)
    return chat if now == member else replace(chat, members={**chat.members, person: now})


def configured(chat: Chat, moderation: Moderation) -> Chat:
    """With another configuration. Who was let in by a role waits until their platform says their roles again:
    nobody is let in by what was asked for before."""
    members = chat.members
    if moderation.enabled_roles != chat.moderation.enabled_roles:
        members = {who: replace(member, let_in=False) for who, member in members.items()}
    return replace(chat, members=members, moderation=moderation)


def moderated(chat: Chat) -> bool:
    """Whether moderators have a say here: in communities only."""
    return chat.kind is ChatKind.COMMUNITY
