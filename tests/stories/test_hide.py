"""/hide and /show: what stays below, what comes meanwhile, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.ids import MessageId
from core.inbound import ButtonPressed, Commanded
from core.notes import Note, NoteId
from core.screens.model import Screen
from tests.promises.test_opting_out import use
from tests.stories.world import HOME, ToyPlatform, World, who

NEUTRAL, SEALED = "Nothing new.", "A note, when you have a minute."


@dataclass(slots=True)
class Handed(ToyPlatform):
    """Remembers what else it was handed: copies, and whether there was a file."""

    below: list[tuple[str, int, bool]] = field(default_factory=list)

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        self.below.append((to.kind, len(to.copies), screen.attachment is not None))
        return await ToyPlatform.show(self, note, to, screen, replaces)


async def evening() -> tuple[World, Handed]:
    """Ben has an opened guess, an opened reminder and a file in his thread."""
    world, platform = World(), Handed()
    use(world, platform)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await world.tells_bot("Ana", "the tram")
    await world.tells_bot("Ben", "the sun")
    await world.commands("Ben", "keep", "in 1 hour")
    await world.tells_bot("Ben", "ask about Thursday")
    await world.passes(hours=2)
    await world.presses("Ben", "Open")
    await guessed(world)
    await world.presses("Ben", "Open")
    await world.commands("Ben", "mydata")
    return world, platform


async def guessed(world: World) -> None:
    reveal = next(s for s in world.shared() if s.to.kind == "reveal")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=f"{reveal.note}:guess"))
    await world.tells_bot("Ana", "that it was warm")
    await world.presses("Ana", "Show it")


async def test_hiding_says_that_copies_and_files_may_stay() -> None:
    world, _ = await evening()
    await world.commands("Ben", "hide")
    assert "may stay" in world.texts("Ben")[-1]
    assert set(world.texts("Ben")[:-1]) == {NEUTRAL}


async def test_where_nothing_was_copied_there_is_nothing_to_say_of_it() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ben", "hide")
    assert set(world.texts("Ben")) == {NEUTRAL}


async def test_showing_hands_over_no_copy_and_no_file_again_and_seals_what_was_opened() -> None:
    world, platform = await evening()
    await world.commands("Ben", "hide")
    platform.below.clear()
    await world.commands("Ben", "show")
    assert {"guess_shown", "keep_due", "mydata"} <= {kind for kind, _, _ in platform.below}
    assert {(copies, file) for _, copies, file in platform.below} == {(0, False)}
    for kind, said in (("guess_shown", "Ana guessed"), ("keep_due", "You wanted this back")):
        back = next(s for s in world.private("Ben") if s.to.kind == kind)
        assert back.screen.text == SEALED
        await world.hand_in(ButtonPressed(who=who("Ben"), data=back.button("Open")))
        again = next(s for s in world.private("Ben") if s.to.kind == kind)
        assert again.screen.text.startswith(said)
        assert len(again.to.copies) == 1


async def test_whatever_comes_by_itself_while_hidden_comes_as_the_same_neutral_line() -> None:
    world, _ = await evening()
    await world.commands("Ben", "keep", "in 2 hours")
    await world.tells_bot("Ben", "the doctor")
    await world.commands("Ana", "checkin", chat=HOME)
    await world.commands("Ben", "hide")
    before = len(world.private("Ben"))
    said = await world.says("Ana", "and the flat?")
    await world.hand_in(Commanded(chat=HOME, who=who("Ana"), name="park", about=MessageId(said)))
    await world.passes(hours=3)
    await world.passes(days=31)
    came = world.private("Ben")[before:]
    assert {s.to.kind for s in came} >= {"park_ask", "keep_due", "still_fine"}
    assert {(s.screen.text, s.screen.title, s.screen.rows) for s in came} == {(NEUTRAL, "", ())}


async def test_an_answer_to_a_command_is_no_neutral_line() -> None:
    world, _ = await evening()
    await world.commands("Ben", "hide")
    await world.commands("Ben", "hours")
    assert world.texts("Ben")[-1].startswith("Your clock")
