"""What a member of a community leaves behind in an evening, and what everybody else then gets to see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

from bot.flows import BUTTONS
from core.chats import ChatKind
from core.episodes import Wish
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.inbound import RatedBy, Who
from core.links import PairLink
from core.moderation import Moderation
from core.notes import Note
from core.ports import MonthSum, Transaction
from tests.core.screens.all_args import ALL_ARGS
from tests.promises.other_values import CANARY, MEMBER, filled
from tests.promises.test_opting_out import use
from tests.promises.walks import LEFT_OUT_ROLE, Eyes, Line, Walk
from tests.stories.world import HOME, MONDAY, World, who

NAME = "Annabel-QX"
BEN = who("Ben").id
OPEN = Moderation(enabled=True, notes=True, checkins=True, exempt_roles=(LEFT_OUT_ROLE,))
Change = Callable[[Any], Any]


class Counted:
    """In place of chance: the same numbers in both worlds."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def token_urlsafe(self, size: int) -> str:
        return f"t{next(self._numbers):0{size}d}"

    def token_hex(self, size: int) -> str:
        return f"{next(self._numbers):0{2 * size}x}"


@dataclass(slots=True)
class Watched:
    """All that came to each role, to the member, and into the channels; and what was said and pressed."""

    seen: Mapping[str, list[Line]]
    commands: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    """Of notes a button of which was pressed."""

    def by(self, who: Who) -> list[Line]:
        return self.seen.get(who.id, [])

    def in_channels(self) -> list[Line]:
        return [line for place in (HOME, ChatId("toy:seeds")) for line in self.seen.get(place, [])]


async def watched(roles: Mapping[str, Who], change: Change, plant: Plant | None = None) -> Watched:
    """The member's evening, changed; then each role says and presses everything, and two days pass."""
    world, eyes = await _lived()
    await world.store.transact(lambda tx: _rewrite(tx, change))
    await world.store.transact(_notes_of_every_kind)
    if plant is not None:
        await world.store.transact(plant)
    eyes.seen.clear()
    found = Watched(eyes.seen)
    for by in roles.values():
        walk = Walk(world, eyes, by)
        await walk.everything()
        found.commands |= walk.commands
        found.kinds |= {kind for kind, _ in walk.buttons}
    for _ in range(4):
        await world.passes(hours=12)
    return found


async def _lived() -> tuple[World, Eyes]:
    world = World()
    eyes = Eyes(clock=world.clock)
    use(world, eyes)
    await world.added("Ana", "Ben", "Eve", kind=ChatKind.COMMUNITY)
    await world.store.transact(_set_up)
    await world.agree("Ana", "Ben", "Eve")
    for name in ("Ana", "Ben"):
        await world.store.transact(lambda tx, name=name: _asks_for_notes(tx, who(name).id))  # type: ignore[misc]  # mypy does not infer a default's type
    await world.says("Ben", "good evening")
    await world.passes(minutes=5)
    await world.says("Ana", "I am afraid of work", id="ana-1")
    await world.says("Ben", "I am with you")
    await world.passes(hours=1)
    await world.hand_in(RatedBy(chat=HOME, author=MEMBER, episode=EpisodeId("ana-1"), understood=3))
    await world.says("Ben", "I failed", id="ben-1")
    await world.passes(hours=3)
    await world.marks("Ana", MessageId("ana-1"), Wish.LISTEN)
    await world.commands("Ana", "checkin", chat=HOME)
    await world.tells_bot("Ana", "the sun on the tram")
    await world.commands("Ana", "settings")
    await world.says("Ana", "I won", id="ana-2")
    return world, eyes


async def _set_up(tx: Transaction) -> None:
    chat = await tx.chat(HOME)
    assert chat is not None
    await tx.save_chat(replace(chat, moderation=OPEN), None)


async def _asks_for_notes(tx: Transaction, person: PersonId) -> None:
    known = await tx.person(person)
    assert known is not None
    await tx.save_person(replace(known, ask_first=False, community_notes=True))


async def _rewrite(tx: Transaction, change: Change) -> None:
    """All that is stored of the member: whatever was empty holds something; then it is changed."""
    person, chat = await tx.person(MEMBER.id), await tx.chat(HOME)
    assert person is not None
    assert chat is not None
    await tx.save_person(change(filled(replace(person, name=NAME))))
    await tx.save_chat(replace(change(filled(chat)), version=chat.version), None)
    for episode in await tx.episodes(HOME):
        await tx.save_episode(HOME, change(filled(episode)))
    for round in await tx.rounds(HOME):
        await tx.save_round(change(filled(round)))


async def _notes_of_every_kind(tx: Transaction) -> None:
    """So that there is each kind of button that is the member's alone; they come at no time."""
    for kind in sorted(BUTTONS):
        args, due = ALL_ARGS.get(kind, [{}])[0], MONDAY + timedelta(days=400)
        await tx.post(Note(kind=kind, args=args, to_person=MEMBER.id, about_chat=HOME, due_at=due))


# What stands in tables of its own

Plant = Callable[[Transaction], Awaitable[None]]


async def a_note_that_waits(tx: Transaction) -> None:
    due = MONDAY + timedelta(days=1)
    await tx.post(Note(kind="mirror_reply", args={"what": "empty"}, to_person=MEMBER.id, due_at=due))


async def a_note_about_the_chat(tx: Transaction) -> None:
    await tx.post(Note(kind="question_reply", args={"what": "thanks"}, to_person=MEMBER.id, about_chat=HOME))


async def a_link(tx: Transaction) -> None:
    expires = MONDAY + timedelta(days=9)
    link = PairLink(keyed_hash=CANARY, maker=MEMBER.id, expires_at=expires, opener=BEN, agreed=True)
    await tx.save_link(replace(link, closed=True))


async def an_erasure(tx: Transaction) -> None:
    await tx.forget(PersonId("toy:annas-other-self"), MONDAY, CANARY)


async def sums_of_months(tx: Transaction) -> None:
    """As if there had been more than five hundred moments: no way round the store leads there quickly."""
    one, other = sorted((MEMBER.id, BEN))
    month = MonthSum((one, other), MEMBER.id, "2025-11", 40, 20.0, 30, 15.0)
    sums: dict[Any, MonthSum] = tx._t.of_chat[HOME].sums  # type: ignore[attr-defined]  # the store in memory
    sums[month.pair, month.author, month.month] = month


PLANTED: Mapping[str, Plant] = {
    plant.__name__.replace("_", " "): plant
    for plant in (a_note_that_waits, a_note_about_the_chat, a_link, an_erasure, sums_of_months)
}
