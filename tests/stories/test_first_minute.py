"""From nothing to the first reveal, and what each can choose for themselves on the way and later."""

from __future__ import annotations

import pytest

from core.chats import Consent
from core.effects import MessageRead
from core.inbound import ButtonPressed, Who
from core.people import QuietHours
from core.screens.model import Screen
from tests.stories.world import HOME, World, who

MOST_ACTIONS = 14
"""Taps and messages of both together (the issue: under 15)."""
PHONE = 900
"""Characters of the one card that fit on a phone without much scrolling (the issue's slice)."""


@pytest.fixture
async def world() -> World:
    world = World()
    await world.added("Ana", "Ben")
    return world


def screen(world: World, name: str, kind: str) -> Screen:
    """The newest of this kind in somebody's private chat."""
    return next(s.screen for s in reversed(world.private(name)) if s.to.kind == kind)


async def agrees_from(world: World, name: str, zone: str) -> None:
    """Agrees on a platform that says where the clock is."""
    note = next(s.note for s in world.private(name) if s.to.kind == "consent")
    person = Who(who(name).id, name, zone_guess=zone)
    await world.hand_in(ButtonPressed(who=person, data=f"{note}:agree"))


async def quiet_hours(world: World, name: str) -> tuple[str, QuietHours | None]:
    person = await world.store.transact(lambda tx: tx.person(who(name).id))
    assert person is not None
    return person.zone, person.quiet_hours


# Actions


class Counted(World):
    """Counts what people do."""

    actions = 0

    async def presses(self, name: str, label: str, *, by: str | None = None) -> None:
        self.actions += 1
        await super().presses(name, label, by=by)

    async def tells_bot(self, name: str, text: str) -> None:
        self.actions += 1
        await super().tells_bot(name, text)


async def test_a_couple_comes_from_nothing_to_the_first_reveal_in_under_fifteen_actions() -> None:
    """As in a group of a platform that does not say who is in it: the card is the only way in."""
    world = Counted()
    world.actions += 1  # the bot is added to the chat
    await world.added()
    card = world.shared()[0]
    for name in ("Ana", "Ben"):
        world.actions += 1  # the card's button
        await world.hand_in(ButtonPressed(who=who(name), data=f"{card.note}:decide"))
        await world.presses(name, "I agree")
    for name in ("Ana", "Ben"):  # both set their clocks, although nothing waits for it
        await world.presses(name, "Europe")
        await world.presses(name, "Berlin 19:00")
        await world.presses(name, "22:00–08:00")
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    assert any(shown.to.kind == "reveal" for shown in world.shared())
    assert world.actions <= MOST_ACTIONS


async def test_the_shortest_way_takes_seven_actions() -> None:
    world = Counted()
    await world.added()
    card = world.shared()[0]
    world.actions += 3  # added, and the card's button twice
    for name in ("Ana", "Ben"):
        await world.hand_in(ButtonPressed(who=who(name), data=f"{card.note}:decide"))
        await world.presses(name, "I agree")
    for name in ("Ana", "Ben"):
        await world.tells_bot(name, "the sun on the tram")
    assert any(shown.to.kind == "reveal" for shown in world.shared())
    assert world.actions == 7


# The card


async def test_the_card_fits_on_a_phone_and_says_who_runs_the_bot_and_what_that_means(world: World) -> None:
    text = screen(world, "Ana", "consent").text
    assert len(text) <= PHONE
    for part in ("read", "Kept:", "Who sees what:", "Olga runs this bot and can technically read", "agreed"):
        assert part in text


async def test_more_is_a_tap_away_and_the_card_stays(world: World) -> None:
    await world.presses("Ana", "What exactly is kept?")
    assert world.private("Ana")[-1].to.kind == "privacy"
    await world.agree("Ana")
    assert screen(world, "Ana", "agreed").text.startswith("Thank you")


# Hours


async def test_a_guess_is_shown_and_right_with_one_tap(world: World) -> None:
    await agrees_from(world, "Ana", "Europe/Berlin")
    assert screen(world, "Ana", "hours").text.startswith("Your clock, as it seems: Berlin, 19:00 now.")
    await world.presses("Ana", "That's right")
    await world.presses("Ana", "23:00–07:00")
    assert await quiet_hours(world, "Ana") == ("Europe/Berlin", QuietHours.parse("23:00-07:00"))


async def test_another_clock_of_the_region_is_two_taps_away_and_any_other_three(world: World) -> None:
    await agrees_from(world, "Ana", "Europe/Berlin")
    await world.presses("Ana", "Another")
    assert "London 18:00" in [b.label for b in world.private("Ana")[-1].screen.buttons()]
    await world.presses("Ana", "Elsewhere")
    await world.presses("Ana", "Asia")
    await world.presses("Ana", "Kathmandu 23:45")
    await world.presses("Ana", "None")
    assert await quiet_hours(world, "Ana") == ("Asia/Kathmandu", None)


async def test_other_hours_are_chosen_without_typing(world: World) -> None:
    await world.agree("Ana")
    await world.commands("Ana", "hours")
    for label in ("That's right", "Other hours", "21:00", "06:00"):
        await world.presses("Ana", label)
    assert (await quiet_hours(world, "Ana"))[1] == QuietHours.parse("21:00-06:00")


async def test_without_a_guess_regions_are_offered_and_ignoring_them_changes_nothing(
    world: World,
) -> None:
    await world.agree("Ana")
    assert "Europe" in [b.label for b in screen(world, "Ana", "hours").buttons()]
    assert await quiet_hours(world, "Ana") == ("UTC", None)


async def test_the_first_check_in_does_not_wait_for_it_and_stands_last(world: World) -> None:
    await agrees_from(world, "Ana", "Europe/Berlin")
    await agrees_from(world, "Ben", "Europe/Berlin")
    assert [world.private(name)[-1].to.kind for name in ("Ana", "Ben")] == ["checkin", "checkin"]


async def test_the_hours_are_asked_once_in_a_life(world: World) -> None:
    await world.agree("Ana")
    await world.commands("Ana", "withdraw")
    await world.commands("Ana", "start")
    await world.agree("Ana")
    assert sum(shown.to.kind == "hours" for shown in world.private("Ana")) == 1


async def test_a_zone_that_does_not_exist_is_no_guess(world: World) -> None:
    await agrees_from(world, "Ana", "Middle-earth/Shire")
    assert await quiet_hours(world, "Ana") == ("UTC", None)


# Alone so far


async def test_whoever_writes_to_the_bot_alone_is_told_how_to_begin_and_can_look_around() -> None:
    world = World()
    await world.commands("Ana", "start")
    assert "Add me to a chat you share" in world.texts("Ana")[-1]
    await world.presses("Ana", "See an example")
    assert "Noa and Kim are made up" in world.texts("Ana")[-1]
    await world.presses("Ana", "Mirror a draft")
    await world.tells_bot("Ana", "I am with you")
    assert world.texts("Ana")[-1].startswith("Understood: comes across")


async def test_who_agreed_first_can_look_at_an_example_meanwhile(world: World) -> None:
    await world.agree("Ana")
    await world.presses("Ana", "See an example")
    first = world.texts("Ana")[-1]
    await world.presses("Ana", "Another example")
    assert world.texts("Ana")[-1] != first


# Stepping back


@pytest.mark.parametrize(
    ("label", "consent"),
    [("Withdraw", Consent.WITHDRAWN), ("Leave", Consent.LEFT), ("Pause", Consent.AGREED)],
)
async def test_the_ways_back_are_on_one_screen_and_each_does_what_it_says(
    world: World, label: str, consent: Consent
) -> None:
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "leave")
    assert all(word in world.texts("Ana")[-1] for word in ("Pause:", "Withdraw:", "Leave:", "Forget:"))
    await world.presses("Ana", label)
    await world.says("Ana", "I am afraid of tomorrow")
    chat, _ = await world.engine.peek(HOME, who("Ana").id)
    assert chat is not None
    assert (chat.members[who("Ana").id].consent, world.seen(MessageRead)) == (consent, [])


@pytest.mark.parametrize("way", ["withdraw", "leave"])
async def test_coming_back_within_thirty_days_calls_the_erasure_off(world: World, way: str) -> None:
    await world.agree("Ana", "Ben")
    await world.commands("Ana", way)
    if way == "leave":
        await world.presses("Ana", "Leave")
    await world.passes(days=29)
    await world.commands("Ana", "start")
    await world.agree("Ana")
    await world.passes(days=40)
    await world.says("Ana", "I am afraid of tomorrow")
    assert len(world.seen(MessageRead)) == 1


async def test_being_invited_again_without_agreeing_calls_nothing_off(world: World) -> None:
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "leave")
    await world.presses("Ana", "Leave")
    await world.passes(days=29)
    await world.commands("Ana", "start")
    await world.passes(days=2)
    chat, _ = await world.engine.peek(HOME, who("Ana").id)
    assert chat is not None
    assert who("Ana").id not in chat.members


# Still fine?


def asked_again(world: World, name: str) -> list[str]:
    return [shown.screen.text for shown in world.private(name) if shown.to.kind == "still_fine"]


async def days(world: World, count: int) -> None:
    for _ in range(count):
        await world.passes(days=1)


async def test_after_thirty_and_ninety_days_each_is_asked_in_private_if_it_is_still_fine(
    world: World,
) -> None:
    await world.agree("Ana", "Ben")
    await days(world, 29)
    assert asked_again(world, "Ana") == []
    await days(world, 1)
    assert asked_again(world, "Ana") == ["A note, when you have a minute."]
    await world.presses("Ana", "Open")
    assert asked_again(world, "Ana")[-1].startswith("A month ago you agreed to take part. Still fine?")
    await world.presses("Ana", "Still fine")
    await days(world, 170)
    assert (len(asked_again(world, "Ana")), len(asked_again(world, "Ben"))) == (2, 2)
    assert not any(shown.to.kind == "still_fine" for shown in world.shared())


async def test_it_is_asked_within_waking_hours(world: World) -> None:
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "settings", "quiet 17:00-19:00")
    await world.passes(days=30)
    assert asked_again(world, "Ana") == []
    await world.passes(hours=1)
    assert len(asked_again(world, "Ana")) == 1


async def test_stepping_back_is_one_tap_from_it(world: World) -> None:
    await world.agree("Ana", "Ben")
    await world.passes(days=30)
    await world.presses("Ana", "Open")
    await world.presses("Ana", "Step back")
    await world.presses("Ana", "Withdraw")
    assert world.texts("Ana")[-1].startswith("Withdrawn.")


async def test_no_answer_changes_nothing(world: World) -> None:
    await world.agree("Ana", "Ben")
    await days(world, 120)
    await world.says("Ana", "I am afraid of tomorrow")
    assert len(world.seen(MessageRead)) == 1


async def test_who_rests_is_not_asked(world: World) -> None:
    await world.agree("Ana", "Ben")
    await world.commands("Ana", "pause")
    await world.passes(days=31)
    assert asked_again(world, "Ana") == []


# A thread that tells nothing


def thread(world: World, name: str) -> set[str]:
    return {shown.screen.text for shown in world.private(name)}


async def test_a_hidden_thread_tells_nothing_and_comes_back(world: World) -> None:
    await world.begin("Ana", "Ben")
    before = [(s.to.kind, s.screen.text) for s in world.private("Ben")]
    await world.commands("Ben", "hide")
    assert thread(world, "Ben") == {"Nothing new."}
    await world.says("Ana", "I am afraid of tomorrow")
    await world.passes(hours=1)
    assert thread(world, "Ben") == {"Nothing new."}
    await world.commands("Ben", "show")
    shown = [(s.to.kind, s.screen.text) for s in world.private("Ben")]
    assert shown[: len(before)] == before
    assert shown[-1] == ("nudge", "A note, when you have a minute.")
    await world.presses("Ben", "Open")
    assert "might be one to come back to" in world.private("Ben")[-1].screen.text


async def test_hiding_changes_nothing_for_the_other(world: World) -> None:
    await world.begin("Ana", "Ben")
    seen = world.texts("Ana")
    await world.commands("Ben", "hide")
    await world.commands("Ben", "show")
    await world.passes(days=2)
    assert world.texts("Ana") == seen
