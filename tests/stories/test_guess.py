"""After a reveal: a guess at what mattered most to the other, shown when its author likes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.own_data import own_data
from core.chats import ChatKind
from core.inbound import ButtonPressed, ClosedToBot, ConsentSaid, Inbound, SettingsSaid
from core.people import QuietHours
from tests.stories.world import HOME, Shown, World, private, who

GUESS = "Guess what mattered most"
WORDS = "that somebody waited for you"


async def revealed(*people: str, kind: ChatKind = ChatKind.COUPLE) -> World:
    world = World()
    await world.added(*people, kind=kind)
    await world.agree(*people)
    if kind is not ChatKind.COUPLE:  # the first one begins with the first two
        await world.passes(hours=25)
        await world.commands("Ana", "checkin", chat=HOME)
    for name in people:
        await world.tells_bot(name, "the sun on the tram")
    return world


async def guesses(world: World, name: str) -> None:
    """The button below the answers, in the chat of all."""
    reveal = next(s for s in world.shared() if s.to.kind == "reveal")
    await world.hand_in(ButtonPressed(who=who(name), data=reveal.button(GUESS)))


def seen(world: World, name: str) -> list[tuple[str, str, int]]:
    """Everything that somebody sees of the bot, in its order, with what is copied below it."""
    mine = [s for s in world.platform.shown.values() if s.to.to_chat or s.to.to_person == who(name).id]
    mine = [s for s in mine if s.to.kind != "nudge"]  # whom it points to what, is decided elsewhere
    return [(s.screen.title, s.screen.text, len(s.to.copies)) for s in mine]


async def shown_to_ben(world: World) -> Shown:
    await guesses(world, "Ana")
    await world.tells_bot("Ana", WORDS)
    await world.presses("Ana", "Show it")
    return world.private("Ben")[-1]


async def test_a_guess_stays_in_one_s_own_chat_until_one_shows_it() -> None:
    world = await revealed("Ana", "Ben")
    before = seen(world, "Ben")
    await guesses(world, "Ana")
    assert "most to Ben" in world.texts("Ana")[-1]
    await world.tells_bot("Ana", WORDS)
    assert "Show it to Ben?" in world.texts("Ana")[-1]
    assert seen(world, "Ben") == before
    await world.presses("Ana", "Keep it here")
    assert seen(world, "Ben") == before


async def test_the_other_opens_it_and_says_whether_it_is_so() -> None:
    world = await revealed("Ana", "Ben")
    shown = await shown_to_ben(world)
    assert shown.screen.text == "A note, when you have a minute."
    assert shown.to.copies == ()
    await world.presses("Ben", "Open")
    opened = world.private("Ben")[-1]
    assert [place for place, _ in opened.to.copies] == [private("Ana")]
    assert "Ana guessed what mattered most to you" in opened.screen.text
    await world.presses("Ben", "Partly")
    assert "Ana sees your word about it: Partly." in world.texts("Ben")[-1]
    await world.presses("Ana", "Open")
    assert world.texts("Ana")[-1] == "Ben about your guess: partly."


async def test_no_word_of_it_is_kept_and_no_screen_holds_one() -> None:
    world = await revealed("Ana", "Ben")
    await shown_to_ben(world)
    await world.presses("Ben", "Open")
    assert not any(WORDS in s.screen.text for s in world.platform.shown.values())
    assert WORDS not in repr(await world.store.transact(lambda tx: tx.notes_to(who("Ana").id)))
    assert WORDS not in repr(await world.store.transact(lambda tx: tx.notes_to(who("Ben").id)))
    assert WORDS not in repr(await own_data(world.store, who("Ana").id))


async def test_ignoring_it_means_nothing() -> None:
    world = await revealed("Ana", "Ben")
    await shown_to_ben(world)
    before = seen(world, "Ana")
    await world.passes(days=5)
    assert seen(world, "Ana") == before


PRIVATELY: dict[str, Inbound] = {
    "pauses": SettingsSaid(who=who("Ben"), values={"paused": True}),
    "withdraws": ConsentSaid(chat=HOME, who=who("Ben"), granted=False),
    "sleeps": SettingsSaid(who=who("Ben"), values={"quiet_hours": QuietHours.parse("17:00-09:00")}),
}


@pytest.mark.parametrize("privately", [*PRIVATELY, "opens"])
async def test_what_the_other_does_in_private_shows_in_nothing(privately: str) -> None:
    told = []
    for happens in (False, True):
        world = await revealed("Ana", "Ben")
        if happens and privately in PRIVATELY:
            await world.hand_in(PRIVATELY[privately])
        await shown_to_ben(world)
        if happens and privately == "opens":
            await world.presses("Ben", "Open")
        await world.passes(hours=2)
        told.append(seen(world, "Ana"))
    assert told[0] == told[1]


async def test_it_waits_for_the_end_of_quiet_hours() -> None:
    world = await revealed("Ana", "Ben")
    await world.hand_in(PRIVATELY["sleeps"])
    before = len(world.private("Ben"))
    await shown_to_ben(world)
    assert len(world.private("Ben")) == before
    await world.passes(hours=15)
    assert world.private("Ben")[-1].to.kind == "guess_shown"


async def test_never_mind_leaves_the_next_message_alone() -> None:
    world = await revealed("Ana", "Ben")
    await guesses(world, "Ana")
    await world.presses("Ana", "Rather not")
    await world.tells_bot("Ana", WORDS)
    assert "I take nothing from private messages" in world.texts("Ana")[-1]


async def test_one_guess_about_an_answer_is_shown_once() -> None:
    world = await revealed("Ana", "Ben")
    await shown_to_ben(world)
    count = len(world.private("Ben"))
    await shown_to_ben(world)
    assert len(world.private("Ben")) == count
    assert "You sent yours before" in world.texts("Ana")[-1]


async def test_both_may_guess() -> None:
    world = await revealed("Ana", "Ben")
    await shown_to_ben(world)
    await guesses(world, "Ben")
    await world.tells_bot("Ben", "the quiet")
    await world.presses("Ben", "Show it")
    assert world.private("Ana")[-1].to.kind == "guess_shown"


async def test_in_a_group_it_is_about_one_other() -> None:
    world = await revealed("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    before = seen(world, "Ben")
    await guesses(world, "Ana")
    assert [b.label for b in world.private("Ana")[-1].screen.buttons()] == ["Ben", "Cleo"]
    await world.presses("Ana", "Cleo")
    assert "most to Cleo" in world.texts("Ana")[-1]
    await world.tells_bot("Ana", WORDS)
    await world.presses("Ana", "Show it")
    assert world.private("Cleo")[-1].to.kind == "guess_shown"
    assert seen(world, "Ben") == before


async def test_a_stranger_guesses_nothing() -> None:
    world = await revealed("Ana", "Ben")
    await guesses(world, "Dan")
    assert "nobody else's answer" in world.texts("Dan")[-1]


async def test_who_was_forgotten_is_guessed_about_no_more() -> None:
    world = await revealed("Ana", "Ben")
    await guesses(world, "Ana")
    await world.commands("Ben", "forget")
    await world.presses("Ben", "Everything")
    await world.presses("Ben", "Yes, forget me")
    await world.tells_bot("Ana", WORDS)
    assert "I take nothing from private messages" in world.texts("Ana")[-1]


async def test_a_guess_of_somebody_who_withdrew_since_opens_as_one_that_was_taken_back() -> None:
    world = await revealed("Ana", "Ben")
    await shown_to_ben(world)
    await world.hand_in(ConsentSaid(chat=HOME, who=who("Ana"), granted=False))
    await world.presses("Ben", "Open")
    assert world.private("Ben")[-1].to.copies == ()
    assert "Ana guessed what mattered most to you" in world.texts("Ben")[-1]


async def ben_pauses(world: World) -> None:
    await world.commands("Ben", "pause")
    await shown_to_ben(world)
    await world.passes(days=2)
    assert "guess_shown" not in [s.to.kind for s in world.private("Ben")]


async def test_a_guess_waits_until_the_other_is_back() -> None:
    world = await revealed("Ana", "Ben")
    await ben_pauses(world)
    await world.commands("Ben", "resume")
    await world.passes(hours=2)
    assert [s.to.kind for s in world.private("Ben")].count("guess_shown") == 1


async def test_after_two_weeks_it_does_not_come_any_more() -> None:
    world = await revealed("Ana", "Ben")
    await ben_pauses(world)
    await world.passes(days=13)
    await world.commands("Ben", "resume")
    await world.passes(hours=2)
    assert "guess_shown" not in [s.to.kind for s in world.private("Ben")]


async def test_it_does_not_wait_for_who_withdrew() -> None:
    world = await revealed("Ana", "Ben")
    await ben_pauses(world)
    await world.commands("Ben", "withdraw")
    await world.commands("Ben", "resume")
    await world.passes(hours=2)
    assert "guess_shown" not in [s.to.kind for s in world.private("Ben")]


@pytest.mark.parametrize("way", ["silence", "withdraws", "leaves"])
async def test_a_word_about_a_guess_is_taken_whatever_became_of_its_author(way: str) -> None:
    world = await revealed("Ana", "Ben")
    await shown_to_ben(world)
    await world.presses("Ben", "Open")
    if way == "withdraws":
        await world.hand_in(ConsentSaid(chat=HOME, who=who("Ana"), granted=False))
    elif way == "leaves":
        await world.commands("Ana", "leave")
        note = next(s.note for s in world.private("Ana") if s.to.kind == "leave")
        await world.hand_in(ButtonPressed(who=who("Ana"), data=f"{note}:leave_yes"))
    await world.presses("Ben", "Partly")
    assert "Ana sees your word about it: Partly." in world.texts("Ben")[-1]
    assert (world.private("Ana")[-1].to.kind == "guess_reply") == (way == "silence")


async def blocks(world: World) -> None:
    await world.hand_in(ClosedToBot(who=who("Ben")))


async def pauses(world: World) -> None:
    await world.commands("Ben", "pause")


async def withdraws(world: World) -> None:
    await world.commands("Ben", "withdraw")


@pytest.mark.parametrize("goes", [blocks, pauses, withdraws])
async def test_guessing_again_tells_not_that_the_other_went_while_it_waited(
    goes: Callable[[World], Awaitable[None]],
) -> None:
    told: list[str] = []
    for does in (None, goes):
        world = await revealed("Ana", "Ben")
        await world.commands("Ben", "settings", "quiet 17:00-23:00")
        await shown_to_ben(world)
        if does is not None:
            await does(world)
        await shown_to_ben(world)
        told.append(world.texts("Ana")[-1])
    assert told[0].startswith("One guess")
    assert told[1] == told[0]
