"""What somebody does for themselves about planned check-ins shows to nobody: neither what comes nor when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.inbound import ButtonPressed, Commanded, Inbound, SettingsSaid
from core.people import QuietHours
from tests.cases import cases
from tests.promises.test_opting_out import use
from tests.promises.test_two_worlds import AnasEyes, Seen
from tests.stories.world import HOME, World, who

OWN: dict[str, dict[str, object]] = {
    "zone east": {"zone": "Pacific/Kiritimati"},
    "zone west": {"zone": "Pacific/Pago_Pago"},
    "quiet evenings": {"quiet_hours": QuietHours.parse("18:00-09:00")},
    "no quiet hours": {"quiet_hours": None},
    "early hour": {"checkin_at": time(6, 30)},
    "holiday": {"away_until": date(2026, 3, 7)},
    "back": {"away_until": None},
}
PRESSED = ("pass", "snooze_1h", "snooze_3h", "snooze_tomorrow")
COMMANDS = {"looks": "checkins", "pauses": "pause", "resumes": "resume"}
SECRETS = ("", "", *OWN, *PRESSED, *COMMANDS)
SHARED = ("Ana answers", "Cem answers", "Ana afraid", "Cem plain", "Ana checkins", "Ana checkin", "Cem later")
LENGTH = 12
HOURS = 9
"""Between two steps; the story takes four and a half days, with daily questions."""


async def play(steps: Sequence[str], privately: Sequence[str]) -> Seen:
    """What Ana sees of days with a daily plan, while Ben lives his own life and answers nothing."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    await world.added("Ana", "Ben", "Cem", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben", "Cem")
    await world.commands("Cem", "checkins", "daily 20:00", chat=HOME)
    for step, secret in zip(steps, privately, strict=True):
        await ben_alone(world, secret)
        await together(world, step)
        await pass_hours(world)
    return eyes.seen


async def pass_hours(world: World) -> None:
    """The alarm rings at whatever is due, as it would."""
    for _ in range(HOURS * 4):
        await world.passes(minutes=15)


async def together(world: World, step: str) -> None:
    name, what = step.split()
    texts = {"afraid": "I am afraid of work", "plain": "the bus was late"}
    if what in texts:
        await world.says(name, texts[what])
    elif what == "answers":
        await world.tells_bot(name, "the sun on the tram")
    elif what == "later":
        await world.commands(name, "checkins", "21:00", chat=HOME)
    else:
        await world.commands(name, what, chat=HOME)


async def ben_alone(world: World, secret: str) -> None:
    """Ben's updates have numbers of their own: those of the others are the same in both worlds."""
    what: Inbound
    if secret in OWN:
        what = SettingsSaid(who=who("Ben"), values=OWN[secret])
    elif secret in COMMANDS:
        what = Commanded(chat=HOME, who=who("Ben"), name=COMMANDS[secret])
    else:
        shown = next((s for s in reversed(world.private("Ben")) if s.to.kind == "checkin"), None)
        if shown is None or not secret:
            return
        what = ButtonPressed(who=who("Ben"), data=f"{shown.note}:{secret}")
    number = world._updates
    await world.hand_in(what, id=f"toy:ben:{len(world.effects)}:{world.clock.at.isoformat()}")
    world._updates = number


def story(length: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(SHARED), min_size=length, max_size=length)


def life(length: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(SECRETS), min_size=length, max_size=length)


@settings(max_examples=cases(12), deadline=None)
@given(story(LENGTH), life(LENGTH), life(LENGTH))
def test_nobody_can_tell_what_ben_did_about_his_check_ins(
    steps: list[str], one: list[str], other: list[str]
) -> None:
    assert asyncio.run(play(steps, one)) == asyncio.run(play(steps, other))


@pytest.mark.parametrize("secret", [*OWN, *PRESSED, "pauses"])
async def test_each_way_of_not_being_asked_looks_like_not_answering(secret: str) -> None:
    steps = [*["Cem plain"] * 3, "Ana answers", "Cem answers", "Ana checkin", *["Cem plain"] * 6]
    quiet = [""] * LENGTH
    assert await play(steps, ["", "", "", secret, *quiet[4:]]) == await play(steps, quiet)


async def test_the_story_has_a_reveal_that_came_by_time() -> None:
    steps = ["Cem plain", "Cem plain", "Cem plain", "Ana answers", "Cem answers", *["Cem plain"] * 7]
    seen = await play(steps, [""] * LENGTH)
    assert any(line[2] == "Your answers" for line in seen)
