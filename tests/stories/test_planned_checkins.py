"""Check-ins by plan through the real shell: set, previewed, asked, put off, moved by talk, on holiday."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from core.chats import ChatKind
from core.effects import Asked, Revealed
from core.inbound import SettingsSaid
from core.people import QuietHours
from tests.stories.world import HOME, World, who

SATURDAY = datetime(2026, 3, 7, 12, 0, tzinfo=UTC)


async def couple() -> World:
    """Ana and Ben agreed; the check-in of the beginning is over. It is Saturday noon, in Berlin one."""
    world = World()
    await world.begin("Ana", "Ben")
    await world.passes(hours=48)
    for name in ("Ana", "Ben"):
        await own(world, name, zone="Europe/Berlin")
    world.clock.at = SATURDAY
    await world.passes(seconds=1)
    return world


async def own(world: World, name: str, **values: object) -> None:
    await world.hand_in(SettingsSaid(who=who(name), values=values))
    await world.passes(seconds=1)


async def until(world: World, moment: str) -> None:
    """Time passes to this moment, UTC; the alarm rings at everything that is due on the way."""
    end = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    while (wake := await world.store.next_wake()) is not None and wake.at <= end:
        await world.passes(seconds=max(0.0, (wake.at - world.clock.at).total_seconds()))
    await world.passes(seconds=(end - world.clock.at).total_seconds())


def questions(world: World, name: str) -> list[datetime]:
    """When this person was asked since the beginning."""
    return [at for _, at, e in world.effects if isinstance(e, Asked) and e.to == who(name).id][1:]


def text_of(world: World, name: str) -> str:
    return world.texts(name)[-1]


@pytest.fixture
async def planned() -> World:
    world = await couple()
    await world.commands("Ana", "checkins", "mon, thu 20:00", chat=HOME)
    return world


async def test_nothing_comes_by_itself_before_somebody_set_it() -> None:
    world = await couple()
    await until(world, "2026-03-20T00:00")
    assert questions(world, "Ana") == []


async def test_the_plan_is_shown_with_the_next_moment_on_ones_own_clock(planned: World) -> None:
    assert "on Monday and Thursday at 20:00" in text_of(planned, "Ana")
    assert "Next for you: Monday 9 March, 20:00 your time." in text_of(planned, "Ana")
    await own(planned, "Ben", zone="America/New_York")
    await planned.commands("Ben", "checkins", chat=HOME)
    assert "Next for you: Monday 9 March, 20:00 your time." in text_of(planned, "Ben")


async def test_each_is_asked_at_their_own_hour_of_the_date(planned: World) -> None:
    await own(planned, "Ben", zone="America/New_York")
    await until(planned, "2026-03-11T00:00")
    assert questions(planned, "Ana") == [datetime(2026, 3, 9, 19, 0, tzinfo=UTC)]
    assert questions(planned, "Ben") == [datetime(2026, 3, 10, 0, 0, tzinfo=UTC)]


async def test_both_get_the_same_question_and_their_answers_are_revealed(planned: World) -> None:
    await until(planned, "2026-03-09T19:30")
    assert text_of(planned, "Ana") == text_of(planned, "Ben")
    await planned.tells_bot("Ana", "the sun on the tram")
    await planned.tells_bot("Ben", "your laugh at breakfast")
    assert len(planned.seen(Revealed)) == 1


async def test_an_older_question_is_passed_when_the_next_one_comes() -> None:
    world = await couple()
    await world.commands("Ana", "checkins", "daily 20:00", chat=HOME)
    await until(world, "2026-03-08T19:30")
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    assert len(world.seen(Revealed)) == 1
    assert (await ask_rounds(world)) == 1, "yesterday's waits for its close, and for nobody"


async def ask_rounds(world: World) -> int:
    return len(await world.store.transact(lambda tx: tx.rounds(HOME))) - 1


async def test_somebody_who_is_not_asked_yet_is_not_taken_at_their_word(planned: World) -> None:
    await until(planned, "2026-03-09T18:30")
    await planned.tells_bot("Ana", "just a note to myself")
    assert "I take nothing from private messages" in text_of(planned, "Ana")


async def test_a_check_in_at_once_is_possible_while_the_plan_waits(planned: World) -> None:
    await until(planned, "2026-03-09T10:30")
    await planned.commands("Ana", "checkin", chat=HOME)
    assert len(questions(planned, "Ben")) == 1


async def test_a_check_in_at_once_moves_the_planned_one(planned: World) -> None:
    await until(planned, "2026-03-09T16:00")
    await planned.commands("Ana", "checkin", chat=HOME)
    await until(planned, "2026-03-11T00:00")
    assert len(questions(planned, "Ana")) == len(questions(planned, "Ben")) == 1


@pytest.mark.parametrize(("said_at", "asked"), [("2026-03-09T17:00", 0), ("2026-03-09T12:00", 1)])
async def test_real_talk_moves_the_check_in_to_the_next_planned_day(
    planned: World, said_at: str, asked: int
) -> None:
    await until(planned, said_at)
    await planned.says("Ana", "I am afraid of tomorrow")
    await until(planned, "2026-03-11T00:00")
    assert [len(questions(planned, name)) for name in ("Ana", "Ben")] == [asked, asked]
    await until(planned, "2026-03-13T00:00")
    assert [len(questions(planned, name)) for name in ("Ana", "Ben")] == [asked + 1, asked + 1]


async def test_a_plan_for_today_asks_today(planned: World) -> None:
    await planned.commands("Ben", "checkins", "sat 14:00", chat=HOME)
    assert "Next for you: Saturday 7 March, 14:00 your time." in text_of(planned, "Ben")
    await until(planned, "2026-03-07T14:00")
    assert questions(planned, "Ana") == [datetime(2026, 3, 7, 13, 0, tzinfo=UTC)]


async def test_a_plan_for_an_hour_that_is_over_waits_a_week(planned: World) -> None:
    await planned.commands("Ben", "checkins", "sat 13:00", chat=HOME)
    assert "Next for you: Saturday 14 March, 13:00 your time." in text_of(planned, "Ben")
    await until(planned, "2026-03-08T14:00")
    assert questions(planned, "Ana") == []


async def test_days_and_hour_are_turned_by_buttons() -> None:
    world = await couple()
    await world.commands("Ana", "checkins", chat=HOME)
    for label in ("Saturday: off", "Sunday: off", "Saturday: on", "An hour later", "An hour earlier"):
        await world.presses("Ana", label)
    await world.presses("Ana", "An hour earlier")
    assert "on Sunday at 19:00" in text_of(world, "Ana")
    await world.presses("Ana", "Turn the plan off")
    assert "No check-in comes by itself here." in text_of(world, "Ana")
    await until(world, "2026-03-20T00:00")
    assert questions(world, "Ana") == []


async def test_the_same_plan_is_shown_to_the_other(planned: World) -> None:
    await planned.commands("Ben", "checkins", chat=HOME)
    assert text_of(planned, "Ana") == text_of(planned, "Ben")


async def test_ones_own_hour_is_ones_own(planned: World) -> None:
    await planned.commands("Ben", "checkins", "mine 21:30", chat=HOME)
    assert "Next for you: Monday 9 March, 21:30 your time." in text_of(planned, "Ben")
    await planned.commands("Ana", "checkins", chat=HOME)
    assert "21:30" not in text_of(planned, "Ana")
    await until(planned, "2026-03-10T12:00")
    assert questions(planned, "Ben") == [datetime(2026, 3, 9, 20, 30, tzinfo=UTC)]


async def test_quiet_hours_that_cover_the_plan_are_told_to_their_owner(planned: World) -> None:
    await own(planned, "Ben", quiet_hours=QuietHours.parse("19:00-08:00"))
    await planned.commands("Ben", "checkins", chat=HOME)
    assert "leave no time for it" in text_of(planned, "Ben")
    await until(planned, "2026-03-12T12:00")
    assert (questions(planned, "Ben"), len(questions(planned, "Ana"))) == ([], 1)


async def test_on_holiday_nothing_comes_and_nobody_is_told(planned: World) -> None:
    before = len(planned.texts("Ana"))
    await planned.commands("Ben", "checkins", chat=HOME)
    await planned.presses("Ben", "I'm away for a week")
    assert "You are away until Saturday 14 March" in text_of(planned, "Ben")
    await until(planned, "2026-03-13T12:00")
    assert (questions(planned, "Ben"), len(questions(planned, "Ana"))) == ([], 2)
    assert len(planned.texts("Ana")) == before + 2
    await planned.presses("Ben", "I'm back")
    await until(planned, "2026-03-17T12:00")
    assert len(questions(planned, "Ben")) == 1


@pytest.mark.parametrize(
    ("label", "again"),
    [
        ("In an hour", "2026-03-09T20:00"),
        ("In three hours", "2026-03-09T22:00"),
        ("Tomorrow", "2026-03-10T08:00"),
    ],
)
async def test_a_question_that_is_put_off_comes_again_once(planned: World, label: str, again: str) -> None:
    await until(planned, "2026-03-09T19:00")
    await planned.presses("Ben", label)
    assert "Nobody is told" in text_of(planned, "Ben")
    await planned.tells_bot("Ben", "not my answer")
    await until(planned, "2026-03-10T18:00")
    assert questions(planned, "Ben")[1:] == [datetime.fromisoformat(again).replace(tzinfo=UTC)]
    await planned.tells_bot("Ana", "the sun on the tram")
    await planned.tells_bot("Ben", "your laugh at breakfast")
    assert len(planned.seen(Revealed)) == 1


async def test_a_question_that_is_put_off_past_its_close_is_not(planned: World) -> None:
    await planned.commands("Ana", "checkin", chat=HOME)
    await planned.passes(hours=22)
    await planned.presses("Ben", "In three hours")
    assert "By then this one will be over" in text_of(planned, "Ben")


async def test_a_draft_is_never_taken_for_the_answer_of_a_planned_question(planned: World) -> None:
    await until(planned, "2026-03-09T18:59")
    await planned.commands("Ben", "mirror")
    await until(planned, "2026-03-09T19:01")
    await planned.tells_bot("Ana", "the sun on the tram")
    await planned.tells_bot("Ben", "I am with you")
    assert planned.seen(Revealed) == []
    await planned.tells_bot("Ben", "your laugh at breakfast")
    assert len(planned.seen(Revealed)) == 1


async def test_three_friends_in_three_zones_for_a_month_across_two_clock_changes() -> None:
    world = World()
    zones = {"Ana": "Europe/Berlin", "Ben": "America/New_York", "Cem": "Asia/Kolkata"}
    await world.added(*zones, kind=ChatKind.FRIENDS)
    await world.agree(*zones)
    for name, zone in zones.items():
        await own(world, name, zone=zone, quiet_hours=QuietHours.parse("22:00-08:00"))
    await world.commands("Ana", "checkins", "tue fri 20:00", chat=HOME)
    await until(world, "2026-04-03T00:00")
    for name, zone in zones.items():
        local = [at.astimezone(ZoneInfo(zone)) for at in asked(world, name)]
        assert {(at.weekday(), f"{at:%H:%M}") for at in local} == {(1, "20:00"), (4, "20:00")}, name
        assert len({at.date() for at in local}) == len(local) == 9, name


def asked(world: World, name: str) -> list[datetime]:
    start = datetime(2026, 3, 3, tzinfo=UTC)
    return [at for _, at, e in world.effects if isinstance(e, Asked) and e.to == who(name).id and at > start]


async def test_who_passed_by_hand_can_start_another(planned: World) -> None:
    await until(planned, "2026-03-09T19:30")
    await planned.presses("Ana", "Pass")
    await planned.commands("Ana", "checkin", chat=HOME)
    assert len(questions(planned, "Ana")) == 2


async def test_what_is_not_understood_is_said_so(planned: World) -> None:
    for words in ("blursday", "25:00", "mon 20:61", "away soon", "mine noon", "mon 20:00 please"):
        await planned.commands("Ana", "checkins", words, chat=HOME)
        assert text_of(planned, "Ana").startswith("I did not understand that"), words


async def test_before_everybody_agreed_there_is_no_plan() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana")
    await world.commands("Ana", "checkins", "mon 20:00", chat=HOME)
    assert text_of(world, "Ana") == "That works once everybody here agreed, in private."


async def test_a_person_who_leaves_is_asked_nothing_more_and_the_other_as_beside_somebody_silent(
    planned: World,
) -> None:
    await planned.commands("Ben", "leave", chat=HOME)
    await planned.presses("Ben", "Leave")
    await until(planned, "2026-03-12T12:00")
    assert questions(planned, "Ben") == []
    assert len(questions(planned, "Ana")) == 1


async def test_a_forgetting_leaves_the_plan_that_all_of_them_made(planned: World) -> None:
    await planned.commands("Ben", "forget")
    await planned.presses("Ben", "Everything")
    await planned.presses("Ben", "Yes, forget me")
    await until(planned, "2026-03-12T12:00")
    assert len(questions(planned, "Ana")) == 1
