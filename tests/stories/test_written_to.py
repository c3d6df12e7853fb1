"""Where a bot can write to whom it likes, it does so by itself only to who asked for that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import reach
from bot.own_data import own_data
from core import reaching
from core.ids import PersonId
from core.inbound import ButtonPressed
from core.notes import Note
from core.people import Person
from core.ports import Transaction
from core.unasked import ANSWERS, BY_ITSELF, is_unasked
from tests.promises.test_opting_out import use
from tests.promises.test_two_worlds import AnasEyes, Seen
from tests.stories.world import HOME, World, who

QUESTION = "What was a small good moment of the last few days?"
YES, QUIETLY = "I agree", "Agree, no direct messages"
ON, OFF = "Direct messages: on", "Direct messages: off"
NAMES = ("Ana", "Ben")


@pytest.fixture(autouse=True)
def _people_are_asked_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stories' own platform is one that asks."""
    monkeypatch.setattr(reaching, "ASKS_BEFORE", frozenset({"toy"}))


async def reads_card(world: World, name: str) -> None:
    card = next(shown for shown in world.shared() if shown.to.kind == "card")
    await world.hand_in(ButtonPressed(who=who(name), data=f"{card.note}:decide"))


async def agreed(ben: str = QUIETLY, world: World | None = None) -> World:
    """Ana takes direct messages; `ben`: what Ben said."""
    world = world or World()
    await world.added()
    for name, label in zip(NAMES, (YES, ben), strict=True):
        await reads_card(world, name)
        await world.presses(name, label)
    return world


async def begun(ben: str = QUIETLY) -> World:
    """The first check-in is over."""
    world = await agreed(ben)
    await world.presses("Ana", "Pass")
    await world.passes(days=3)
    return world


def came(world: World, name: str) -> list[Note]:
    """What came to somebody by itself."""
    return [shown.to for shown in world.private(name) if is_unasked(shown.to)]


async def switch(world: World, name: str) -> str:
    await world.commands(name, "settings")
    labels = [button.label for button in world.private(name)[-1].screen.buttons()]
    return next(label for label in labels if label.startswith("Direct messages"))


async def turns(world: World, name: str) -> None:
    await world.presses(name, await switch(world, name))


async def person(world: World, name: str) -> Person:
    return await world.store.transact(lambda tx: tx.person(who(name).id)) or Person(id=who(name).id)


# Who is written to


def test_on_discord_nobody_is_written_to_before_they_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    people = [Person(id=PersonId(f"{platform}:1")) for platform in ("discord", "telegram", "web")]
    assert [reaching.may_write(one) for one in people] == [False, True, True]


async def test_somebody_who_was_named_is_not_written_to() -> None:
    world = World()
    await world.added("Ana", "Ben")
    assert world.private("Ana") == world.private("Ben") == []


async def test_the_card_says_it_and_one_tap_carries_the_yes() -> None:
    world = World()
    await world.added()
    await reads_card(world, "Ana")
    assert "write to you in direct messages" in world.texts("Ana")[-1]
    await world.presses("Ana", YES)
    assert (await person(world, "Ana")).written_to is True
    assert await switch(world, "Ana") == ON


async def test_a_second_way_agrees_without_direct_messages() -> None:
    world = await agreed(QUIETLY)
    chat = await world.store.transact(lambda tx: tx.chat(HOME))
    assert chat is not None
    assert chat.listens_to(who("Ben").id)
    assert await switch(world, "Ben") == OFF
    assert any("in no direct message by myself" in text for text in world.texts("Ben"))


@pytest.mark.parametrize(("ben", "reached"), [(YES, True), (QUIETLY, False)])
async def test_a_question_a_note_and_a_recap_come_only_to_who_asked(ben: str, reached: bool) -> None:
    world = await agreed(ben)
    await world.commands("Ben", "keep", "in 2 days")
    await world.tells_bot("Ben", "ask about the interview")
    for day in range(3):
        await world.says("Ana", "I am afraid of work", id=f"d{day}")
        for _ in range(48):
            await world.passes(minutes=30)
        await world.commands("Ana", "checkin", chat=HOME)
    kinds = {note.kind for note in came(world, "Ben")}
    assert ({"checkin", "nudge", "keep_due", "hours"} <= kinds) is reached
    assert reached or kinds == set()
    assert "checkin" in {note.kind for note in came(world, "Ana")}


@pytest.mark.parametrize("kind", sorted(BY_ITSELF))
@pytest.mark.parametrize("written_to", [None, False, True])
async def test_no_kind_of_note_reaches_by_itself_who_did_not_ask(kind: str, written_to: bool | None) -> None:
    world, ben = World(), who("Ben").id

    async def look(tx: Transaction) -> list[bool]:
        await tx.save_person(Person(id=ben, written_to=written_to))
        note = Note(kind=kind, to_person=ben)
        answers = (replace(note, args={ANSWERS: "yes"}), replace(note, answering="7"))
        return [await reach.is_closed(tx, each) for each in (note, *answers)]

    assert await world.store.transact(look) == [written_to is not True, False, False]


async def test_what_is_asked_for_is_answered_all_the_same() -> None:
    world = await begun()
    for command in ("help", "settings", "privacy", "recap", "why", "mydata", "keep", "level"):
        count = len(world.private("Ben"))
        await world.commands("Ben", command)
        assert len(world.private("Ben")) == count + 1


# Answering a check-in


async def test_whoever_was_not_asked_sees_the_question_when_they_say_so_and_answers_it() -> None:
    world = await agreed()
    await world.tells_bot("Ana", "the sun on the tram")
    await world.commands("Ben", "checkin")
    assert QUESTION in world.texts("Ben")[-1]
    assert "in a direct message" in world.texts("Ben")[-1]
    await world.tells_bot("Ben", "your laugh at breakfast")
    assert [shown.screen.title for shown in world.shared()][1:] == ["Your answers"]


async def test_a_word_before_they_saw_the_question_answers_nothing() -> None:
    world = await agreed()
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "hello?")
    assert [shown.to.kind for shown in world.shared()] == ["card"]
    assert world.private("Ben")[-1].to.kind == "hint"
    assert "/checkin shows a question that waits" in world.texts("Ben")[-1]


async def test_without_a_question_that_waits_checkin_answers_as_ever() -> None:
    world = await agreed()
    await world.commands("Ben", "checkin")
    await world.presses("Ben", "Pass")
    await world.passes(days=3)
    await world.commands("Ben", "checkin")
    assert any(shown.to.args.get("what") == "started" for shown in world.private("Ben"))


# Off and on


async def test_off_holds_against_writing_to_the_bot() -> None:
    world = await begun(YES)
    await turns(world, "Ben")
    count = len(came(world, "Ben"))
    await world.tells_bot("Ben", "hello")
    await world.commands("Ben", "help")
    await world.says("Ana", "I am afraid of work")
    await world.passes(days=1)
    assert len(came(world, "Ben")) == count
    assert await switch(world, "Ben") == OFF


async def test_on_brings_the_question_that_waits_and_what_they_keep_in_mind() -> None:
    world = await agreed()
    await world.commands("Ben", "keep", "in 2 hours")
    await world.tells_bot("Ben", "ask about the interview")
    assert any("does not come by itself" in text for text in world.texts("Ben"))
    await world.passes(hours=3)
    await turns(world, "Ben")
    assert {"checkin", "keep_due"} <= {note.kind for note in came(world, "Ben")}
    assert await switch(world, "Ben") == ON


async def test_what_they_keep_in_mind_comes_once_however_often_they_turn_it() -> None:
    world = await begun(YES)
    await world.commands("Ben", "keep", "in 2 days")
    await world.tells_bot("Ben", "ask about the interview")
    for _ in range(5):
        await turns(world, "Ben")
    await world.passes(days=3)
    await turns(world, "Ben")
    await world.passes(days=3)
    assert [note.kind for note in came(world, "Ben")].count("keep_due") == 1


async def test_a_link_for_two_asks_its_maker_who_wanted_to_be_told() -> None:
    world = World()
    await world.commands("Ana", "pair")
    assert "in direct messages" in world.texts("Ana")[-1]
    await world.commands("Ben", "start", world.private("Ana")[-1].to.args["start"])
    await world.presses("Ben", YES)
    await world.presses("Ana", "Open")
    await world.presses("Ana", YES)
    assert any(note.kind == "paired" for note in came(world, "Ben"))


async def test_a_link_made_with_direct_messages_off_turns_nothing_on() -> None:
    world = await begun()
    await world.commands("Ben", "pair")
    assert "once they are on" in world.texts("Ben")[-1]
    await world.commands("Cem", "start", world.private("Ben")[-1].to.args["start"])
    await world.presses("Cem", YES)
    assert came(world, "Ben") == []
    await turns(world, "Ben")
    assert [note.kind for note in came(world, "Ben")].count("pair_confirm") == 1


async def test_it_is_in_ones_own_file_and_forgotten_with_it() -> None:
    world = await begun()
    mine = await own_data(world.store, who("Ben").id)
    assert mine is not None
    assert mine["settings"]["may_be_written_to_first"] is False
    await world.commands("Ben", "forget")
    await world.presses("Ben", "Everything")
    await world.presses("Ben", "Yes, forget me")
    assert (await person(world, "Ben")).written_to is None


# What others see


async def lived(way: str) -> Seen:
    """All that Ana and the chat see of a week."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    await agreed(QUIETLY if way == "never" else YES, world)
    if way == "turns it off":
        await turns(world, "Ben")
    if way == "looks":
        await turns(world, "Ben")
        await world.commands("Ben", "checkin")
    world.counts_from(100)
    for day in range(6):
        await world.tells_bot("Ana", "the sun on the tram")
        await world.says("Ana", "I am afraid of work", id=f"d{day}")
        await world.passes(hours=2)
        for command in ("checkin", "recap", "level", "checkins", "why", "park"):
            await world.commands("Ana", command, chat=HOME)
        world.clock.at += timedelta(hours=1)
        if way == "to and fro":
            await turns(world, "Ben")
        world.counts_from(100 * (day + 2))
        await world.passes(days=2)
    return eyes.seen


@pytest.mark.parametrize("way", ["never", "turns it off", "looks", "to and fro"])
async def test_to_the_other_it_is_silence(way: str) -> None:
    assert await lived(way) == await lived("is silent")
