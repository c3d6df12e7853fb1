"""Whether and when one is asked before the other is pointed to a message tells nothing of the other."""

from __future__ import annotations

import pytest

from bot.own_data import own_data
from core.chats import ChatKind
from core.inbound import ButtonPressed, ClosedToBot, SettingsSaid
from core.people import QuietHours
from tests.promises.test_opting_out import use
from tests.promises.test_two_worlds import POINTED, POINTING, AnasEyes, Seen
from tests.stories.world import World, private, who

KINDS = (ChatKind.COUPLE, ChatKind.FRIENDS)
SETTINGS: dict[str, dict[str, object]] = {
    "quiet hours": {"quiet_hours": QuietHours.parse("17:00-19:30")},
    "no notes": {"no_notes": True},
    "another clock": {"zone": "Asia/Tokyo", "quiet_hours": QuietHours.parse("22:00-08:00")},
    "is asked first, too": {"ask_first": True},
}
TOLD_THE_BOT = {"fear": "he hits me", "a crisis": "I want to end it all"}
SECRETS = (*SETTINGS, *TOLD_THE_BOT, "pauses", "blocks")


async def ana_sees(kind: ChatKind, secret: str, *, says_yes: bool) -> Seen:
    """Four days of Ana's, whose Ben says nothing in the chat, and does something for himself or not."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    people = ("Ana", "Ben") if kind is ChatKind.COUPLE else ("Ana", "Ben", "Cleo")
    await world.added(*people, kind=kind)
    await world.agree(*people)
    await world.hand_in(SettingsSaid(who=who("Ana"), values={"ask_first": True}))
    await world.tells_bot("Ben", TOLD_THE_BOT.get(secret, "sunny day"))
    await world.says("Ben", "the bus was late")
    await world.passes(minutes=10)
    await keep_to_himself(world, secret)
    world.counts_from(100)  # else ids in Ana's file would tell how often he did anything
    for _ in range(4):
        await world.says("Ana", "I am afraid of work")
        await hours_pass(world, 8)
        if says_yes:
            await she_says_yes(world)
        await hours_pass(world, 16)
        await world.commands("Ana", "why")
    found = await own_data(world.store, who("Ana").id) or {}
    return [line for line in eyes.seen if line[0] not in POINTED] + [
        (name, repr(value)) for name, value in found.items() if name not in POINTING
    ]


async def she_says_yes(world: World) -> bool:
    asked = [shown for shown in world.private("Ana") if shown.to.kind == "ask_first"]
    for shown in asked[-1:]:
        await world.hand_in(ButtonPressed(who=who("Ana"), data=f"{shown.note}:yes"))
    return bool(asked)


async def hours_pass(world: World, hours: int) -> None:
    for _ in range(4 * hours):
        await world.passes(minutes=15)


async def keep_to_himself(world: World, secret: str) -> None:
    if secret in SETTINGS:
        await world.hand_in(SettingsSaid(who=who("Ben"), values=SETTINGS[secret]))
    elif secret == "pauses":
        await world.commands("Ben", "pause")
    elif secret == "blocks":
        await world.hand_in(ClosedToBot(who=who("Ben")))


@pytest.mark.parametrize("says_yes", [False, True], ids=["silent", "yes"])
@pytest.mark.parametrize("kind", KINDS)
async def test_whatever_the_other_keeps_to_themselves_she_is_asked_all_the_same(
    kind: ChatKind, says_yes: bool
) -> None:
    plain = await ana_sees(kind, "", says_yes=says_yes)
    assert "ask_first" in {line[0] for line in plain}
    for secret in SECRETS:
        assert await ana_sees(kind, secret, says_yes=says_yes) == plain, secret


async def test_a_yes_leads_to_no_note_while_the_other_rests() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.hand_in(SettingsSaid(who=who("Ana"), values={"ask_first": True}))
    await world.commands("Ben", "pause")
    await world.says("Ana", "I am afraid of work")
    await hours_pass(world, 2)
    assert await she_says_yes(world)
    await hours_pass(world, 2)
    assert [shown for shown in world.private("Ben") if shown.to.kind == "nudge"] == []
    assert private("Ben")
