"""After one person was forgotten, older buttons of the others are answered, and what is theirs goes on."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.episodes import Wish
from core.inbound import ButtonPressed, Commanded
from tests.stories.world import HOME, Shown, World, private, who

GUESS = "Guess what mattered most"


async def evening(*names: str, kind: ChatKind) -> World:
    """Notes of as many kinds as an evening brings; the last of them is to be forgotten."""
    world = World()
    await world.added(*names, kind=kind)
    await world.agree(*names)
    await world.passes(hours=80)  # the first check-in was for the first two
    await world.commands("Ana", "checkin", chat=HOME)
    for name in names:
        await world.tells_bot(name, "the sun on the tram")
    for command, argument in (("checkins", "daily 20:00"), ("level", ""), ("chat", ""), ("prompts", "")):
        await world.commands("Ana", command, argument, chat=HOME)
    last = names[-1]
    message = await world.says(last, "I am afraid of tomorrow")
    await world.hand_in(Commanded(chat=HOME, who=who(last), name="park", about=message))
    await world.passes(hours=7)
    mine = await world.says("Ana", "I failed again")
    await world.marks("Ana", mine, Wish.LISTEN)
    await world.hand_in(ButtonPressed(who=who("Ana"), data=revealed(world).button(GUESS)))
    for command in ("leave", "recap", "settings", "pause", "resume", "why", "example", "privacy", "hours"):
        await world.commands("Ana", command)
    await world.passes(days=1)
    await world.commands("Ana", "checkin", chat=HOME)
    return world


def revealed(world: World) -> Shown:
    return next(s for s in reversed(world.shared()) if s.to.kind == "reveal")


async def forgets(world: World, name: str) -> None:
    await world.commands(name, "forget")
    await world.presses(name, "Everything")
    await world.presses(name, "Yes, forget me")


def state(world: World) -> list[tuple[str, int]]:
    return [(s.screen.text, s.edits) for s in world.platform.shown.values()]


@pytest.mark.parametrize(
    ("names", "kind"), [(("Ana", "Ben"), ChatKind.COUPLE), (("Ana", "Cleo", "Ben"), ChatKind.FRIENDS)]
)
async def test_every_older_button_is_answered(names: tuple[str, ...], kind: ChatKind) -> None:
    world = await evening(*names, kind=kind)
    await forgets(world, "Ben")
    older = [
        (s.to.kind, f"{s.note}:{b.name}")
        for s in [*world.private("Ana"), *world.shared()]
        for b in s.screen.buttons()
    ]
    silent = []
    for kind_of_note, data in older:
        before = state(world)
        await world.hand_in(ButtonPressed(who=who("Ana"), data=data))
        if state(world) == before:
            silent.append((kind_of_note, data))
    assert len(older) > 40
    assert silent == []


async def friends() -> World:
    return await evening("Ana", "Cleo", "Ben", kind=ChatKind.FRIENDS)


async def test_a_guess_about_somebody_else_goes_on() -> None:
    world = await friends()
    await forgets(world, "Ben")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=revealed(world).button(GUESS)))
    assert "most to Cleo" in world.texts("Ana")[-1]
    await world.tells_bot("Ana", "the tram")
    await world.presses("Ana", "Show it")
    assert world.private("Cleo")[-1].to.kind == "guess_shown"


async def test_a_choice_that_stands_there_still_means_whom_it_names() -> None:
    world = await friends()
    asked = next(s for s in reversed(world.private("Ana")) if s.to.kind == "guess_whom")
    ben, cleo = asked.button("Ben"), asked.button("Cleo")
    await forgets(world, "Ben")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=ben))
    assert world.texts("Ana")[-1] == "That is over by now."
    await world.hand_in(ButtonPressed(who=who("Ana"), data=cleo))
    assert any("most to Cleo" in text for text in world.texts("Ana"))


async def test_what_is_shown_once_more_names_nobody_who_was_forgotten() -> None:
    world = await friends()
    await forgets(world, "Ben")
    await world.commands("Ana", "hide")
    await world.commands("Ana", "show")
    choices = [s for s in world.private("Ana") if s.to.kind == "guess_whom"]
    assert all([b.label for b in s.screen.buttons()] == ["Cleo"] for s in choices)


async def test_of_whom_was_forgotten_no_note_knows() -> None:
    world = await friends()
    await forgets(world, "Ben")
    for name in ("Ana", "Cleo"):
        for stored in await world.store.transact(lambda tx, name=name: tx.notes_to(who(name).id)):  # type: ignore[misc]  # bound now
            assert who("Ben").id not in str(stored.note)
            assert private("Ben") not in str(stored.note)


async def test_in_a_couple_the_guess_is_over_and_says_so() -> None:
    world = await evening("Ana", "Ben", kind=ChatKind.COUPLE)
    reveal = revealed(world).button(GUESS)
    await forgets(world, "Ben")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=reveal))
    assert world.texts("Ana")[-1] == "That is over by now."
