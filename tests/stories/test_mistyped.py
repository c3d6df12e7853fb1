"""A command that was mistyped in private is answered with the help: nobody else is shown it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.chats import ChatKind
from core.effects import Revealed
from core.inbound import ButtonPressed
from core.people import Expectation, Expecting
from tests.stories.everywhere.on_telegram import TelegramStage, on_telegram
from tests.stories.everywhere.stage import agreed
from tests.stories.world import HOME, World, who

HELP = "What you can do"
SLIPS = ("/leav", "/pause2", "/for-get", "/forget.", " /forget", "/Oublier", "/prêt", "/withdraw, please")


async def asked(what: Expecting) -> World:
    """Ana was asked for something of this kind just now."""
    world = World()
    await world.begin("Ana", "Ben")
    await world.passes(hours=80)
    match what:
        case Expecting.ANSWER:
            await world.commands("Ben", "checkin", chat=HOME)
            await world.tells_bot("Ben", "the hills")
        case Expecting.PROMPT:
            await world.commands("Ana", "prompts", "add", chat=HOME)
        case Expecting.KEEP:
            await world.commands("Ana", "keep", "in 3 days")
        case Expecting.FORM:
            await world.commands("Ana", "pause")
            await world.presses("Ana", "Until a day")
        case Expecting.DRAFT:
            await world.commands("Ana", "mirror")
        case Expecting.GUESS:
            await world.commands("Ben", "checkin", chat=HOME)
            for name in ("Ana", "Ben"):
                await world.tells_bot(name, "the sun on the tram")
            reveal = next(s for s in world.shared() if s.to.kind == "reveal")
            await world.hand_in(ButtonPressed(who=who("Ana"), data=reveal.button("Guess what mattered most")))
    return world


async def expecting(world: World) -> Expectation | None:
    _, ana = await world.engine.peek(HOME, who("Ana").id)
    return ana.expecting if ana is not None else None


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("what", Expecting)
async def test_a_mistyped_command_is_not_what_was_asked_for(what: Expecting, slip: str) -> None:
    world = await asked(what)
    before, shared, revealed = await expecting(world), len(world.shared()), len(world.seen(Revealed))
    assert before is not None
    assert before.what is what
    await world.tells_bot("Ana", slip)
    assert world.private("Ana")[-1].to.kind == "help"
    assert (len(world.shared()), len(world.seen(Revealed))) == (shared, revealed)
    assert await expecting(world) == before


async def test_what_was_awaited_is_taken_afterwards() -> None:
    world = await asked(Expecting.ANSWER)
    await world.tells_bot("Ana", "/shrug")
    await world.tells_bot("Ana", "1/2 a day off; w/ you")
    assert len(world.seen(Revealed)) == 1


@pytest.mark.parametrize("words", ["/", "//", "/2 of a day", "and/or", "¯\\_(ツ)_/¯"])
async def test_other_words_with_a_stroke_are_an_answer(words: str) -> None:
    world = await asked(Expecting.ANSWER)
    await world.tells_bot("Ana", words)
    assert len(world.seen(Revealed)) == 1


def in_group(stage: TelegramStage) -> list[str]:
    assert stage.home is not None
    return stage.home.texts


async def test_on_telegram_it_stands_in_no_reveal(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        ana, ben = await agreed(stage, ChatKind.COUPLE)
        await stage.tells_bot(ana, "the tram was empty")
        before = in_group(stage)
        for slip in SLIPS:
            await stage.tells_bot(ben, slip)
            assert (await stage.private(ben))[0].text.startswith(HELP)
        assert in_group(stage) == before
        await stage.tells_bot(ben, "the hills")
        assert {"the hills", "the tram was empty"} <= set(in_group(stage))


async def test_on_telegram_it_becomes_no_prompt_of_the_chat(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        ana, ben = await agreed(stage, ChatKind.COUPLE)
        for name in (ana, ben):
            await stage.tells_bot(name, "the hills")
        await stage.says(ana, "/prompts")
        await stage.taps(ana, "Add one of our own")
        before = in_group(stage)
        await stage.tells_bot(ana, "/withdrw")
        assert (await stage.private(ana))[0].text.startswith(HELP)
        assert in_group(stage) == before
