"""Who blocks the bot, or is gone, is left in peace until they write again; to others it is silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.inbound import ButtonPressed, ClosedToBot, Commanded
from core.notes import Note
from core.ports import Unreachable
from tests.promises.test_opting_out import use
from tests.promises.test_two_worlds import AnasEyes, Seen
from tests.stories.pairing import pair
from tests.stories.world import HOME, World, who

QUESTION = "What was a small good moment of the last few days?"


async def blocks(world: World, name: str, *, told: bool = True) -> list[Note]:
    """What is tried from now on. `told`: the platform says so; else it only refuses."""
    tried: list[Note] = []

    def refuse(note: Note) -> Exception | None:
        if note.to_person == who(name).id:
            tried.append(note)
            return Unreachable("blocked")
        return None

    world.platform.fails_with = refuse
    if told:
        await world.hand_in(ClosedToBot(who=who(name)))
    return tried


def unblocks(world: World) -> None:
    world.platform.fails_with = lambda note: None


@pytest.mark.parametrize(("told", "tries"), [(True, 0), (False, 1)])
async def test_nothing_more_is_tried(told: bool, tries: int) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    tried = await blocks(world, "Ben", told=told)
    for day in range(4):
        await world.says("Ana", "I am afraid of work", id=f"d{day}")
        await world.commands("Ana", "checkin", chat=HOME)
        await world.passes(days=2)
    assert len(tried) == tries


async def test_once_they_write_it_goes_on() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await blocks(world, "Ben")
    await world.passes(days=1)
    unblocks(world)
    before = len(world.private("Ben"))
    await world.commands("Ben", "help")
    assert [s.screen.title for s in world.private("Ben")[before:]] == ["What you can do"]
    await world.says("Ana", "I am afraid of work")
    await world.passes(hours=1)
    assert world.texts("Ben")[-1] == "A note, when you have a minute."


async def test_the_first_word_after_it_answers_no_question_and_the_question_comes_again() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await blocks(world, "Ben")
    await world.tells_bot("Ana", "the sun on the tram")
    unblocks(world)
    await world.tells_bot("Ben", "hello again")
    assert world.shared()[1:] == []
    assert QUESTION in world.texts("Ben")[-1]
    await world.tells_bot("Ben", "your laugh at breakfast")
    assert [s.screen.title for s in world.shared()[1:]] == ["Your answers"]


@pytest.mark.parametrize("told", [True, False])
async def test_what_they_keep_in_mind_comes_when_they_are_back(told: bool) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ben", "keep", "in 2 days")
    await world.tells_bot("Ben", "ask about the interview")
    await blocks(world, "Ben", told=told)
    await world.passes(days=3)
    unblocks(world)
    await world.commands("Ben", "help")
    await world.passes(minutes=1)
    due = [s for s in world.private("Ben") if s.to.kind == "keep_due"]
    assert len(due) == 1


async def test_a_command_in_the_chat_brings_nobody_back() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    tried = await blocks(world, "Ben")
    await world.hand_in(Commanded(chat=HOME, who=who("Ben"), name="help"))
    assert tried == []


async def test_a_button_in_the_chat_brings_nobody_back_and_one_of_their_own_does() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ben", "settings")
    tried = await blocks(world, "Ben")
    await world.commands("Ana", "chat", chat=HOME)
    shown = world.shared()[-1]
    await world.hand_in(ButtonPressed(who=who("Ben"), data=shown.button("Check-ins: on")))
    assert tried == []
    unblocks(world)
    await world.presses("Ben", "The one question: on")
    assert "The one question: off" in [b.label for b in world.private("Ben")[-1].screen.buttons()]


async def test_a_button_of_a_note_that_is_gone_brings_them_back_as_well() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await blocks(world, "Ben")
    unblocks(world)
    before = len(world.private("Ben"))
    await world.hand_in(ButtonPressed(who=who("Ben"), data="12345:open"))
    assert [s.to.kind for s in world.private("Ben")[before:]] == ["pressed"]


async def test_an_answer_that_was_revealed_meanwhile_is_there_when_they_are_back() -> None:
    world = World()
    await pair(world)
    await world.tells_bot("Ana", "the sun on the tram")
    await blocks(world, "Ana", told=False)
    await world.tells_bot("Ben", "your laugh at breakfast")
    await world.passes(days=2)
    unblocks(world)
    assert not any(s.to.kind == "revealed" for s in world.private("Ana"))
    await world.commands("Ana", "help")
    await world.presses("Ana", "Open")
    assert [s.to.kind for s in world.private("Ana")].count("reveal") == 1


async def test_an_answer_nobody_came_back_for_is_let_go() -> None:
    world = World()
    await pair(world)
    await world.tells_bot("Ana", "the sun on the tram")
    tried = await blocks(world, "Ana", told=False)
    await world.tells_bot("Ben", "your laugh at breakfast")
    for _ in range(15):
        await world.passes(days=1)
    unblocks(world)
    await world.commands("Ana", "help")
    assert len(tried) == 1
    assert not any(s.to.kind == "revealed" for s in world.private("Ana"))


async def agreed_while_away() -> World:
    """Ana made a link and is out of reach; Ben opened it."""
    world = World()
    await world.commands("Ana", "pair")
    start = world.private("Ana")[-1].to.args["start"]
    await blocks(world, "Ana")
    await world.commands("Ben", "start", start)
    await world.presses("Ben", "I agree")
    return world


async def test_who_made_a_link_is_asked_when_they_are_back() -> None:
    world = await agreed_while_away()
    unblocks(world)
    await world.commands("Ana", "help")
    await world.presses("Ana", "Open")
    await world.presses("Ana", "I agree")
    assert any(s.to.kind == "paired" for s in world.private("Ben"))


async def test_a_yes_taken_back_while_they_were_away_is_told_to_nobody() -> None:
    world = await agreed_while_away()
    await world.presses("Ben", "Not now")
    unblocks(world)
    await world.commands("Ana", "help")
    assert not any(s.to.kind == "pair_confirm" for s in world.private("Ana"))


async def lived(way: str) -> Seen:
    """All that Ana and the chat see of a week."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    if way != "is silent":
        eyes.fails_with = lambda note: Unreachable("") if note.to_person == who("Ben").id else None
    if way == "blocks":
        await world.hand_in(ClosedToBot(who=who("Ben")))
    world.counts_from(100)
    for day in range(6):
        await world.tells_bot("Ana", "the sun on the tram")
        await world.says("Ana", "I am afraid of work", id=f"d{day}")
        await world.passes(hours=2)
        for command in ("checkin", "recap", "level", "checkins", "why"):
            await world.commands("Ana", command, chat=HOME)
        world.clock.at += timedelta(hours=1)
        await world.passes(days=2)
    return eyes.seen


@pytest.mark.parametrize("way", ["blocks", "is gone"])
async def test_to_the_other_it_is_silence(way: str) -> None:
    assert await lived(way) == await lived("is silent")
