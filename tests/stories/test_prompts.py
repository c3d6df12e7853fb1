"""Which questions check-ins ask, as people meet it: packs, prompts of their own, and nothing left to ask."""

from __future__ import annotations

from core.chats import ChatKind
from core.inbound import ButtonPressed, Commanded, ConsentSaid
from tests.stories.world import HOME, Shown, World, who

ADDED = "What made you laugh today?"


async def couple() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def fills_in(world: World, name: str, label: str, words: str) -> None:
    """A form of a button, filled in where the platform has forms."""
    shown = next(
        s for s in reversed(world.private(name)) if any(b.label == label for b in s.screen.buttons())
    )
    data = shown.button(label)
    await world.hand_in(ButtonPressed(who=who(name), data=data, fields={"words": words}))


def labels(shown: Shown) -> list[str]:
    return [button.label for button in shown.screen.buttons()]


async def asked(world: World, name: str) -> str:
    """The question of the check-in that is begun now."""
    await world.commands(name, "checkin")
    shown = next(s for s in reversed(world.private(name)) if s.to.kind == "checkin")
    question = shown.screen.text.splitlines()[0]
    for each in ("Ana", "Ben"):
        await world.presses(each, "Pass")
    await world.passes(hours=25)
    return question


async def test_a_pack_is_left_out_for_all_by_anybody() -> None:
    world = await couple()
    await world.commands("Ana", "prompts")
    assert "play" in world.texts("Ana")[-1]
    await world.presses("Ana", "play: on")
    shown = len(world.private("Ben"))
    await world.commands("Ben", "prompts")
    assert len(world.private("Ben")) == shown + 1
    assert "play" not in world.texts("Ben")[-1]
    assert world.texts("Ben")[-1] == world.texts("Ana")[-1]
    await world.presses("Ben", "play: off")
    assert "play" in world.texts("Ben")[-1]


async def test_one_s_own_prompt_is_shown_to_all_and_asked_next() -> None:
    world = await couple()
    await world.commands("Ana", "prompts", f"add {ADDED}")
    assert ADDED in world.texts("Ana")[-1]
    assert "Its words are kept until" in world.texts("Ana")[-1]
    assert ADDED in world.shared()[-1].screen.text
    assert "Ana added" in world.shared()[-1].screen.text
    assert await asked(world, "Ben") == ADDED
    assert await asked(world, "Ben") != ADDED


async def test_it_can_be_written_as_the_next_private_message_and_the_check_in_waits() -> None:
    world = await couple()
    await world.commands("Ana", "checkin")
    await world.commands("Ana", "prompts")
    await world.presses("Ana", "Add one of our own")
    await world.tells_bot("Ana", ADDED)
    assert ADDED in world.shared()[-1].screen.text
    await world.tells_bot("Ana", "the sun")
    assert "It waits here" in world.texts("Ana")[-1]


async def test_never_mind_ends_the_waiting() -> None:
    world = await couple()
    await world.commands("Ana", "prompts", "add")
    await world.presses("Ana", "Rather not")
    await world.tells_bot("Ana", ADDED)
    assert "I take nothing from private messages" in world.texts("Ana")[-1]
    assert not any(ADDED in s.screen.text for s in world.shared())


async def test_a_form_brings_it_where_there_are_forms() -> None:
    world = await couple()
    await world.commands("Ben", "prompts")
    await fills_in(world, "Ben", "Add one of our own", ADDED)
    assert ADDED in world.shared()[-1].screen.text


async def test_anybody_takes_it_out_and_its_words_are_gone() -> None:
    world = await couple()
    await world.commands("Ana", "prompts", f"add {ADDED}")
    await world.commands("Ben", "prompts")
    await world.presses("Ben", "Our own")
    assert ADDED in world.texts("Ben")[-1]
    await world.presses("Ben", "Take out 1")
    assert "no prompts of your own" in world.texts("Ben")[-1]
    chat, _ = await world.engine.peek(HOME, who("Ana").id)
    assert chat is not None
    assert chat.repertoire.own == ()
    assert await asked(world, "Ana") != ADDED


async def test_it_has_a_depth_that_its_author_sets() -> None:
    world = await couple()
    await world.commands("Ana", "prompts", f"add {ADDED}")
    assert "small things about yourselves" in world.texts("Ana")[-1]
    await world.presses("Ana", "A little deeper")
    assert "personal things" in world.texts("Ana")[-1]
    assert await asked(world, "Ana") != ADDED
    await world.presses("Ana", "A little lighter")
    assert await asked(world, "Ana") == ADDED
    await world.presses("Ana", "Take it out")
    assert any("Its words are erased" in text for text in world.texts("Ana"))


async def test_no_step_is_offered_beyond_the_deepest_and_the_lightest() -> None:
    world, ends = await couple(), []
    await world.commands("Ana", "prompts", f"add {ADDED}")

    def labels() -> list[str]:
        return [button.label for button in world.private("Ana")[-1].screen.buttons()]

    for step in ("A little deeper", "A little lighter"):
        for _ in range(5):
            if step in labels():
                await world.presses("Ana", step)
        ends.append(labels())
    assert ends == [["A little lighter", "Take it out"], ["A little deeper", "Take it out"]]


async def test_what_is_not_taken_says_why() -> None:
    world = await couple()
    await world.commands("Ana", "prompts", "add " + "w" * 141)
    assert "140 characters" in world.texts("Ana")[-1]
    await world.commands("Ana", "prompts", f"add {ADDED}")
    await world.commands("Ben", "prompts", f"add {ADDED}")
    assert "there already" in world.texts("Ben")[-1]


async def test_a_prompt_taken_out_while_it_is_asked_leaves_no_words_in_the_reveal() -> None:
    world = await couple()
    await world.commands("Ana", "prompts", f"add {ADDED}")
    await world.commands("Ana", "checkin")
    await world.tells_bot("Ana", "the sun")
    await world.commands("Ben", "prompts")
    await world.presses("Ben", "Our own")
    await world.presses("Ben", "Take out 1")
    await world.tells_bot("Ben", "the rain")
    reveal = [s for s in world.shared() if s.to.kind == "reveal"][-1]
    assert reveal.screen.text == "A prompt that was taken out"


async def test_whether_the_other_still_takes_part_shows_in_nothing_here() -> None:
    seen = []
    for withdraws in (False, True):
        world = await couple()
        if withdraws:
            await world.hand_in(ConsentSaid(chat=HOME, who=who("Ben"), granted=False))
        await world.commands("Ana", "prompts")
        await world.presses("Ana", "play: on")
        await world.commands("Ana", "prompts", f"add {ADDED}")
        seen.append((world.texts("Ana"), [s.screen.text for s in world.shared()]))
    assert seen[0] == seen[1]


async def test_who_has_not_agreed_chooses_nothing() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.commands("Ana", "prompts", f"add {ADDED}", chat=HOME)
    assert "once you agreed" in world.texts("Ana")[-1]


async def test_in_a_community_nobody_adds_any() -> None:
    world = World()
    await world.added("Ana", "Ben", "Cleo", kind=ChatKind.COMMUNITY)
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "prompts", f"add {ADDED}", chat=HOME)
    assert "In a community" in world.texts("Ana")[-1]


async def test_when_everything_was_asked_it_says_so_plainly() -> None:
    world = await couple()
    for _ in range(4):
        await world.commands("Ana", "level")
        if "everyday" not in world.texts("Ana")[-1]:
            await world.presses("Ana", "Lighter, please")
    for _ in range(100):
        await world.hand_in(Commanded(chat=HOME, who=who("Ana"), name="checkin"))
        if "Every prompt that fits" in world.texts("Ana")[-1]:
            break
        for name in ("Ana", "Ben"):
            await world.presses(name, "Pass")
    told = world.texts("Ana")[-1]
    assert "Every prompt that fits was asked within the last 90 days" in told
    await world.hand_in(ConsentSaid(chat=HOME, who=who("Ben"), granted=False))
    await world.commands("Ana", "checkin", chat=HOME)
    assert world.texts("Ana")[-1] == told
    await world.passes(days=91)
    await world.commands("Ana", "checkin")
    assert "A question is on its way" in world.texts("Ana")[-2]
