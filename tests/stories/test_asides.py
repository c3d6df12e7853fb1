"""Whatever one does in private around guesses and parked topics, the other sees the same."""

from __future__ import annotations

import asyncio

from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.inbound import ButtonPressed, Commanded, ConsentSaid, SettingsSaid
from core.people import QuietHours
from tests.cases import cases
from tests.stories.world import HOME, World, private, who

Seen = list[tuple[str, str, int]]
BEN = who("Ben")


async def press(world: World, label: str) -> None:
    """Ben presses the newest button of that name, if there is one."""
    for shown in reversed(world.private("Ben")):
        if any(button.label == label for button in shown.screen.buttons()):
            await world.hand_in(ButtonPressed(who=BEN, data=shown.button(label)))
            return


async def aside(world: World, what: str) -> None:
    """Something of Ben's that is nobody else's."""
    reveal = next(shown for shown in world.shared() if shown.to.kind == "reveal")
    match what:
        case "pause" | "resume":
            await world.hand_in(SettingsSaid(who=BEN, values={"paused": what == "pause"}))
        case "quiet":
            await world.hand_in(
                SettingsSaid(who=BEN, values={"quiet_hours": QuietHours.parse("12:00-11:00")})
            )
        case "withdraw":
            await world.hand_in(ConsentSaid(chat=HOME, who=BEN, granted=False))
        case "guess":
            await world.hand_in(ButtonPressed(who=BEN, data=reveal.button("Guess what mattered most")))
        case "writes":
            await world.tells_bot("Ben", "something")
        case "list":
            await world.hand_in(Commanded(chat=private("Ben"), who=BEN, name="park", private=True))
        case _:
            await press(world, what)


ASIDES = (
    *("pause", "resume", "quiet", "withdraw", "guess", "writes", "list"),
    *("Open", "Not now", "Rather not", "Keep it here", "I'm ready", "Not yet"),
)
"""Not among them: what Ben says to Ana by it (a yes to parking, a guess shown, a word about hers)."""


async def evening(parked: bool, asides: list[tuple[int, str]]) -> Seen:
    """What Ana sees of an evening with these of Ben's asides, each before one of her steps."""
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    for name in ("Ana", "Ben"):
        await world.tells_bot(name, "the sun on the tram")
    await world.hand_in(Commanded(chat=HOME, who=who("Ana"), name="park"))
    if parked:
        await world.presses("Ben", "Open")
        await world.presses("Ben", "Park it")
    for number in range(6):
        for place, what in asides:
            if place == number:
                await aside(world, what)
        await step(world, number)
    mine = [s for s in world.platform.shown.values() if s.to.to_chat or s.to.to_person == who("Ana").id]
    return [(s.screen.title, s.screen.text, s.edits) for s in mine if s.to.kind not in ("nudge", "question")]


async def step(world: World, number: int) -> None:
    """What Ana does next: she guesses, shows it, looks at what is parked; days pass."""
    match number:
        case 0:
            reveal = next(shown for shown in world.shared() if shown.to.kind == "reveal")
            data = reveal.button("Guess what mattered most")
            await world.hand_in(ButtonPressed(who=who("Ana"), data=data))
        case 1:
            await world.tells_bot("Ana", "that somebody waited")
        case 2:
            await world.presses("Ana", "Show it")
        case 3:
            await world.commands("Ana", "park")
        case _:
            await world.passes(days=1)


PLAIN: dict[bool, Seen] = {}


@settings(max_examples=cases(25), deadline=None)
@given(st.booleans(), st.lists(st.tuples(st.integers(0, 5), st.sampled_from(ASIDES)), max_size=8))
@example(True, [(0, "withdraw")])
@example(False, [(0, "pause"), (3, "quiet")])
@example(True, [(2, "I'm ready"), (4, "withdraw")])
def test_asides_show_in_nothing(parked: bool, asides: list[tuple[int, str]]) -> None:
    if parked not in PLAIN:
        PLAIN[parked] = asyncio.run(evening(parked, []))
    assert asyncio.run(evening(parked, asides)) == PLAIN[parked]
