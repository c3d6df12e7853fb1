"""One's own settings, edited in place; each of them obeyed by what the bot does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.effects import Held, Nudge
from core.episodes import Wish
from core.inbound import ButtonPressed
from core.people import Person, decide
from core.reading.topics import TOPICS
from core.switches import LONGEST_PAUSE, SWITCHES, day_in, state_of, topic_turned, turned
from tests.stories.world import MONDAY, Shown, World, who

SAID = "I am afraid of work"


@pytest.fixture
async def evening() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def person(world: World, name: str) -> Person:
    found = await world.store.transact(lambda tx: tx.person(who(name).id))
    assert found is not None
    return found


async def disclosed(world: World) -> None:
    """Ana says something about work; everything that is due comes."""
    await world.says("Ana", SAID)
    await world.passes(minutes=50)


def newest(world: World, name: str, kind: str) -> Shown:
    return next(s for s in reversed(world.private(name)) if s.to.kind == kind)


# Each switch


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_comes_round_to_where_it_was(name: str) -> None:
    now, states = Person(id=who("Ana").id), []
    for _ in range(6):
        states.append(state_of(now, name))
        now, _ = decide(now, turned(now, name))
    assert 2 <= len(set(states)) <= 3
    assert states == (states[: len(set(states))] * 3)[:6]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_put_off_limits_and_taken_back(topic: str) -> None:
    before = Person(id=who("Ana").id, topics_off=("money",) if topic != "money" else ())
    off, _ = decide(before, topic_turned(before, topic))
    again, _ = decide(off, topic_turned(off, topic))
    assert topic in off.topics_off
    assert again == before


async def test_the_settings_stay_one_message(evening: World) -> None:
    await evening.commands("Ben", "settings")
    count = len(evening.private("Ben"))
    for label in (
        "Notes: as they come",
        "Notes: once a week",
        "The one question: on",
        "Topics off limits: 0",
    ):
        await evening.presses("Ben", label)
    await evening.presses("Ben", "Work")
    await evening.presses("Ben", "Back to settings")
    assert len(evening.private("Ben")) == count
    assert "Topics off limits: 1" in [b.label for b in newest(evening, "Ben", "settings").screen.buttons()]


async def test_who_wants_no_notes_gets_none(evening: World) -> None:
    await evening.commands("Ben", "settings")
    await evening.presses("Ben", "Notes: as they come")
    await evening.presses("Ben", "Notes: once a week")
    await disclosed(evening)
    assert evening.seen(Nudge) == []
    assert [held.rule for held in evening.seen(Held)] == ["cap"]


async def test_no_more_notes_also_stops_one_that_waits_to_come_back(evening: World) -> None:
    await disclosed(evening)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Later")
    count = len([s for s in evening.private("Ben") if s.to.kind == "nudge"])
    await evening.commands("Ben", "settings")
    await evening.presses("Ben", "Notes: as they come")
    await evening.presses("Ben", "Notes: once a week")
    await evening.passes(hours=2)
    assert len([s for s in evening.private("Ben") if s.to.kind == "nudge"]) == count


async def test_nobody_is_pointed_to_a_topic_that_its_author_put_off_limits(evening: World) -> None:
    await evening.commands("Ana", "settings")
    await evening.presses("Ana", "Topics off limits: 0")
    await evening.presses("Ana", "Work")
    await disclosed(evening)
    assert evening.seen(Nudge) == []
    assert [held.rule for held in evening.seen(Held)] == ["paused"]
    await evening.commands("Ben", "why")
    assert "off limits" not in " ".join(evening.texts("Ben"))


async def test_a_mark_by_hand_stands_over_a_topic_off_limits(evening: World) -> None:
    await evening.commands("Ana", "settings")
    await evening.presses("Ana", "Topics off limits: 0")
    await evening.presses("Ana", "Work")
    message = await evening.says("Ana", SAID)
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.passes(minutes=50)
    assert len(evening.seen(Nudge)) == 1


# Pause


async def test_a_pause_of_a_day_ends_by_itself(evening: World) -> None:
    await evening.commands("Ben", "pause")
    assert (await person(evening, "Ben")).rests(evening.clock.at)
    await evening.presses("Ben", "For 24 hours")
    assert "until Tuesday 3 March, 19:00" in evening.texts("Ben")[-1]
    await evening.passes(hours=23)
    assert (await person(evening, "Ben")).rests(evening.clock.at)
    await evening.passes(hours=1)
    assert not (await person(evening, "Ben")).rests(evening.clock.at)


async def test_a_pause_until_a_day_in_a_form(evening: World) -> None:
    await evening.commands("Ben", "pause")
    shown = newest(evening, "Ben", "pause")
    pressed = ButtonPressed(who=who("Ben"), data=shown.button("Until a day"), fields={"date": "2026-12-24"})
    await evening.hand_in(pressed)
    paused = (await person(evening, "Ben")).paused_until
    assert paused is not None
    assert f"{paused:%Y-%m-%d %H:%M}" == "2026-12-24 00:00"


async def test_a_pause_until_a_day_without_forms(evening: World) -> None:
    await evening.commands("Ben", "pause")
    await evening.presses("Ben", "Until a day")
    assert evening.texts("Ben")[-1].startswith("Write it here")
    await evening.tells_bot("Ben", "24.12.2026")
    assert "until Thursday 24 December, 00:00" in newest(evening, "Ben", "pause").screen.text
    await evening.tells_bot("Ben", "hello?")
    assert newest(evening, "Ben", "hint").screen.text == evening.texts("Ben")[-1]


@pytest.mark.parametrize(
    "said",
    [
        "yesterday",
        "today",
        "fri 18:00",
        "in 90 weeks",
        "9999-12-31",
        "2026-02-30",
        "2020-01-01",
        "2030-01-01",
        "24.12.",
        "",
    ],
)
def test_what_is_no_day_of_the_coming_year_is_none(said: str) -> None:
    assert day_in(said, Person(id=who("Ben").id), MONDAY) is None


def test_a_day_begins_on_the_persons_own_clock() -> None:
    tokyo = Person(id=who("Ben").id, zone="Asia/Tokyo")
    found = day_in("2026-03-04", tokyo, MONDAY)
    assert found is not None
    assert tokyo.local(found).isoformat() == "2026-03-04T00:00:00+09:00"
    assert found - MONDAY < timedelta(days=2) < LONGEST_PAUSE


PAUSE_DAYS = {"tomorrow": "03", "Fri": "06", "until sunday": "08", "monday": "09", "in 3 days": "05"}


@pytest.mark.parametrize("said", PAUSE_DAYS)
async def test_a_pause_until_a_day_by_its_name(evening: World, said: str) -> None:
    await evening.commands("Ben", "pause", said)
    paused = (await person(evening, "Ben")).paused_until
    assert f"{paused:%Y-%m-%d %H:%M}" == f"2026-03-{PAUSE_DAYS[said]} 00:00"


async def test_the_settings_show_a_pause_and_end_it(evening: World) -> None:
    await evening.commands("Ben", "pause", "fri")
    await evening.commands("Ben", "settings")
    assert evening.texts("Ben")[-1].startswith("You paused me until Friday 6 March, 00:00. /resume ends it.")
    await evening.presses("Ben", "Resume")
    assert not (await person(evening, "Ben")).rests(evening.clock.at)
    assert newest(evening, "Ben", "settings").screen.text.startswith("Only you see these.")
    await evening.commands("Ben", "pause")
    await evening.commands("Ben", "settings")
    assert evening.texts("Ben")[-1].startswith("You paused me, until you say /resume.")


async def test_a_day_that_was_not_understood_pauses_all_the_same(evening: World) -> None:
    await evening.commands("Ben", "pause", "for a bit")
    assert "did not understand" in evening.texts("Ben")[-1]
    assert (await person(evening, "Ben")).rests(evening.clock.at)
