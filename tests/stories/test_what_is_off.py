"""What moderators or members left off stays off, by whatever way it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.desk import Desk
from core.chats import ChatKind
from core.ids import ChatId, MessageId
from core.inbound import ButtonPressed, EditedPost, Posted, ReactedTo
from core.moderation import Moderation
from core.reading.scores import Abstention, MessageReading, ResponseReading
from core.utterance import Utterance
from tests.stories.world import HOME, WordReader, World, private, who

CLUB = ChatId("toy:club")


@dataclass(frozen=True, slots=True)
class Watched(WordReader):
    """Remembers what it was given."""

    read: list[str] = field(default_factory=list)

    def read_message(
        self, message: Utterance, *, before: object = (), burst: object = ()
    ) -> MessageReading | Abstention:
        self.read.append(message.text)
        return WordReader.read_message(self, message)

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading | Abstention:
        self.read.append(response.text)
        return WordReader.read_response(self, response, to=to)


async def club(reader: WordReader, moderation: Moderation) -> World:
    world = World(reader=reader)
    await world.added("Ana", "Ben", kind=ChatKind.COMMUNITY, chat=CLUB)
    await world.agree("Ana", "Ben")

    async def set_up(desk: Desk) -> None:
        chat = await desk.chat(CLUB)
        assert chat is not None
        await desk.save(replace(chat, moderation=moderation))

    await world.engine.work(world.clock.now(), set_up)
    return world


@pytest.mark.parametrize(
    "moderation",
    [Moderation(), Moderation(enabled=True, exempt_people=(who("Ana").id,))],
    ids=["off", "exempt"],
)
async def test_a_changed_message_is_read_no_more_than_the_one_that_was_written(
    moderation: Moderation,
) -> None:
    reader = Watched()
    world = await club(reader, moderation)
    said = await world.says("Ana", "I am afraid of work", chat=CLUB)
    words = Utterance(text="I failed at work")
    await world.hand_in(EditedPost(chat=CLUB, author=who("Ana"), message=said, words=words))
    await world.hand_in(ReactedTo(chat=CLUB, author=who("Ana"), message=said, emoji="❤️"))
    assert reader.read == []


async def test_a_changed_answer_of_somebody_left_out_is_shown_and_read_no_more_than_the_first() -> None:
    reader = Watched()
    world = await club(reader, Moderation(enabled=True, checkins=True, exempt_people=(who("Ana").id,)))
    await world.commands("Ana", "checkin", chat=CLUB)
    answer = MessageId("answer")
    first = Utterance(text="I am afraid of work")
    place = private("Ana")
    await world.hand_in(Posted(chat=place, author=who("Ana"), message=answer, words=first, private=True))
    words = Utterance(text="I failed at work")
    await world.hand_in(EditedPost(chat=place, author=who("Ana"), message=answer, words=words))
    (round,) = await world.store.transact(lambda tx: tx.rounds(CLUB))
    assert set(round.answers) == {who("Ana").id}
    assert reader.read == []


async def turned_off(world: World) -> None:
    await world.commands("Ana", "chat", chat=HOME)
    shown = [one for one in world.shared() if one.to.kind == "chat"][-1]
    await world.hand_in(ButtonPressed(who=who("Ana"), data=f"{shown.note}:turn_checkins"))


def questions(world: World, name: str) -> int:
    return sum(one.to.kind == "checkin" for one in world.private(name))


async def test_check_ins_that_were_switched_off_do_not_come_although_their_date_has_begun() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "checkins", "daily 20:00", chat=HOME)
    before = questions(world, "Ana")
    await hours(world, 44)
    assert questions(world, "Ana") > before
    before = questions(world, "Ana")
    await turned_off(world)
    await hours(world, 40)
    assert questions(world, "Ana") == before


async def test_the_first_check_in_does_not_come_where_check_ins_are_off() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana")
    await turned_off(world)
    await world.agree("Ben")
    assert [questions(world, name) for name in ("Ana", "Ben")] == [0, 0]


async def test_a_communitys_quiet_hours_hold_for_check_ins_too() -> None:
    world = await club(
        WordReader(), Moderation(enabled=True, checkins=True, quiet_hours="19:00-09:00", zone="UTC")
    )
    await world.commands("Ana", "checkins", "daily 22:00", chat=CLUB)
    came = set()
    for _ in range(60):
        before = questions(world, "Ben")
        await hours(world, 1)
        if questions(world, "Ben") > before:
            came.add(world.clock.at.hour)
    assert came == {9}


async def hours(world: World, count: int) -> None:
    for _ in range(count):
        await world.passes(hours=1)


def kinds(world: World, names: Sequence[str]) -> list[str]:
    return [one.to.kind for name in names for one in world.private(name)]


async def test_after_a_long_absence_consent_is_asked_about_once_or_not_at_all() -> None:
    for days, asked in ((100, 1), (120, 0)):
        world = World()
        await world.begin("Ana", "Ben")
        world.clock.at += timedelta(days=days)
        await world.says("Ana", "the bus was late")
        await world.passes(hours=20)
        assert kinds(world, ["Ana"]).count("still_fine") == asked
