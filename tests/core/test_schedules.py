"""When each is asked: clock changes computed by hand, quiet hours, holidays, late and after real talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import rounds
from core.agenda import CHECKIN, Agenda, Regular, changed, opens_at, over_at
from core.chats import Chat, Turn, TurnMessage
from core.episodes import Episode, EpisodeState, Part, Way
from core.ids import EpisodeId, MessageId, RoundId
from core.people import Person, QuietHours
from core.quiet import in_quiet_hours
from core.rounds import Round
from core.schedules import asked_now, due_at, moment, next_for, on_clock, real_talk, tomorrow_at, verdict
from tests.cases import cases
from tests.core.builders import ANA, BEN, HOME, PERSONAL, POLICY, agreed
from tests.zones import ZONES, first_reading

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""When clocks change in Berlin."""
NIGHT = QuietHours.parse("22:00-08:00")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 28), "20:00", "2026-03-28T19:00"),
        ("Europe/Berlin", SPRING, "20:00", "2026-03-29T18:00"),
        ("Europe/Berlin", SPRING, "01:59", "2026-03-29T00:59"),
        ("Europe/Berlin", SPRING, "02:00", "2026-03-29T01:00"),  # does not exist: 03:00 is the first after
        ("Europe/Berlin", SPRING, "02:30", "2026-03-29T01:00"),
        ("Europe/Berlin", SPRING, "03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", AUTUMN, "02:30", "2026-10-25T00:30"),  # twice: the first, in summer time
        ("Europe/Berlin", AUTUMN, "03:00", "2026-10-25T02:00"),
        ("America/New_York", date(2026, 11, 1), "01:30", "2026-11-01T05:30"),
        ("America/New_York", date(2026, 11, 1), "20:00", "2026-11-02T01:00"),
        ("America/New_York", date(2026, 3, 8), "02:15", "2026-03-08T07:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "02:10", "2026-10-03T15:30"),  # half an hour
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:45", "2026-04-04T14:45"),
        ("Africa/Casablanca", date(2026, 2, 15), "02:30", "2026-02-15T01:30"),  # before Ramadan: twice
        ("Asia/Kathmandu", date(2026, 3, 2), "20:00", "2026-03-02T14:15"),
        ("Asia/Kolkata", date(2026, 3, 2), "20:00", "2026-03-02T14:30"),
        ("Pacific/Chatham", date(2026, 3, 2), "20:00", "2026-03-02T06:15"),
        ("Pacific/Kiritimati", date(2026, 3, 2), "00:00", "2026-03-01T10:00"),
        ("Etc/GMT+12", date(2026, 3, 2), "23:59", "2026-03-03T11:59"),
        ("Pacific/Apia", date(2011, 12, 29), "20:00", "2011-12-30T06:00"),
        ("Pacific/Apia", date(2011, 12, 31), "20:00", "2011-12-31T06:00"),
        ("America/Santiago", date(2026, 9, 6), "00:30", "2026-09-06T04:00"),  # a gap at midnight
        ("America/Nuuk", date(2026, 3, 28), "23:30", "2026-03-29T01:00"),  # a gap up to midnight
        ("America/St_Johns", date(2010, 3, 14), "00:30", "2010-03-14T03:31"),  # a change at 00:01
    ],
)
def test_a_time_on_a_date_is_this_moment(zone: str, day: date, at: str, expected: str) -> None:
    assert on_clock(day, time.fromisoformat(at), zone) == utc(expected)


def test_a_date_that_does_not_exist_is_left_out() -> None:
    assert on_clock(date(2011, 12, 30), time(20), "Pacific/Apia") is None


@settings(max_examples=cases(150))
@given(st.sampled_from(ZONES), st.dates(date(2006, 1, 1), date(2031, 1, 1)), st.integers(0, 24 * 60 - 1))
def test_it_is_the_first_moment_at_which_the_clock_reads_it(zone: str, day: date, minute: int) -> None:
    at = time(minute // 60, minute % 60)
    assert on_clock(day, at, zone) == first_reading(day, at, zone)


@settings(max_examples=cases(150))
@given(
    st.sampled_from(ZONES),
    st.dates(date(2006, 1, 1), date(2031, 1, 1)),
    st.integers(0, 24 * 60 - 1),
    st.tuples(st.integers(0, 95), st.integers(0, 95)).filter(lambda pair: pair[0] != pair[1]),
)
def test_nobody_is_asked_in_quiet_hours_or_on_another_date(
    zone: str, day: date, minute: int, quarters: tuple[int, int]
) -> None:
    start, end = (time(quarter // 4, quarter % 4 * 15) for quarter in quarters)
    ana = Person(id=ANA, zone=zone, quiet_hours=QuietHours(start, end))
    at = moment(ana, day, time(minute // 60, minute % 60))
    if at is not None:
        assert not in_quiet_hours(ana, at)
        after_a_gap = first_reading(day, time(minute // 60, minute % 60), zone)
        assert after_a_gap is not None
        assert ana.local(at).date() == ana.local(after_a_gap).date()
        assert opens_at(day) <= at < over_at(day) + timedelta(hours=1)


# One person

BERLIN = Person(id=ANA, zone="Europe/Berlin")
DAILY = Regular(on=True, days=tuple(range(7)), at=time(20))
TUESDAY = date(2026, 3, 3)


def test_ones_own_hour_replaces_the_plan() -> None:
    assert moment(replace(BERLIN, checkin_at=time(18, 30)), TUESDAY, time(20)) == utc("2026-03-03T17:30")


def test_a_moment_in_quiet_hours_moves_to_their_end_on_that_date() -> None:
    assert moment(replace(BERLIN, quiet_hours=NIGHT), TUESDAY, time(7)) == utc("2026-03-03T07:00")


def test_quiet_hours_that_end_on_another_date_leave_the_person_out() -> None:
    assert moment(replace(BERLIN, quiet_hours=NIGHT), TUESDAY, time(23)) is None


def test_a_moment_before_the_plan_was_made_does_not_count() -> None:
    late, closes = replace(DAILY, since=utc("2026-03-03T19:30")), utc("2026-03-05T12:00")
    assert due_at(BERLIN, late, TUESDAY, closes) == closes


def test_the_preview_is_the_next_moment_on_ones_own_clock() -> None:
    thursdays = replace(DAILY, days=(3,))
    assert next_for(BERLIN, thursdays, utc("2026-11-24T12:00")) == utc("2026-11-26T19:00")


def test_the_preview_leaves_out_a_date_that_was_asked() -> None:
    assert next_for(BERLIN, DAILY, utc("2026-03-03T10:00"), done=[TUESDAY]) == utc("2026-03-04T19:00")


def test_the_preview_begins_after_the_holiday() -> None:
    away = replace(BERLIN, away_until=date(2026, 4, 20))
    assert next_for(away, DAILY, utc("2026-03-03T10:00")) == utc("2026-04-20T18:00")


def test_there_is_no_preview_where_quiet_hours_cover_it() -> None:
    plan = replace(DAILY, at=time(23))
    assert next_for(replace(BERLIN, quiet_hours=NIGHT), plan, utc("2026-03-03T10:00")) is None


def test_tomorrow_is_the_next_date_on_ones_own_clock() -> None:
    honolulu = Person(id=ANA, zone="Pacific/Honolulu")
    assert tomorrow_at(honolulu, utc("2026-03-03T05:00"), time(9)) == utc("2026-03-03T19:00")


# When the moment has come

AT = utc("2026-03-03T19:00")


def planned(due: datetime = AT, level: int = 1) -> Round:
    round = rounds.planned(RoundId("r"), HOME, "p", level, (ANA, BEN), TUESDAY, POLICY)
    return replace(round, due={ANA: due})


def home(**values: object) -> Chat:
    agenda = changed(Agenda(), CHECKIN, utc("2026-03-01T00:00"), on=True, days=DAILY.days, at=time(20))
    return replace(agreed(ANA, BEN), agenda=agenda, **values)  # type: ignore[arg-type]  # fields of Chat by name


def told(
    person: Person = BERLIN, now: datetime = AT, chat: Chat | None = None, *, talk: bool = False
) -> datetime | None:
    return verdict(planned(), person, chat or home(), now, talk, POLICY)


def test_at_their_moment_they_are_asked() -> None:
    assert told() == AT


def test_within_three_hours_they_are_asked_late() -> None:
    assert told(now=AT + timedelta(hours=3)) == AT + timedelta(hours=3)


def test_later_than_that_they_are_not_asked_unless_the_clock_is_put_right() -> None:
    assert told(now=AT + timedelta(hours=3, seconds=1)) == planned().closes_at


def test_late_and_in_quiet_hours_that_end_tomorrow_they_are_left_out() -> None:
    assert told(replace(BERLIN, quiet_hours=NIGHT), AT + timedelta(hours=2, minutes=30)) is None


def test_late_and_in_quiet_hours_that_end_today_they_are_asked_at_their_end() -> None:
    nap = replace(BERLIN, quiet_hours=QuietHours.parse("20:30-22:00"))
    assert told(nap, AT + timedelta(hours=1)) == AT + timedelta(hours=2)


@pytest.mark.parametrize(
    "person",
    [
        replace(BERLIN, away_until=date(2026, 3, 4)),
        replace(BERLIN, paused=True),
        replace(BERLIN, paused_until=AT + timedelta(days=1)),
    ],
    ids=["on holiday", "paused", "paused until"],
)
def test_who_is_away_is_left_out(person: Person) -> None:
    assert told(person) is None


def test_a_holiday_ends_on_its_date() -> None:
    assert told(replace(BERLIN, away_until=TUESDAY)) == AT


def test_after_real_talk_nobody_is_asked() -> None:
    assert told(talk=True) is None


def test_a_plan_that_was_switched_off_asks_nobody_any_more() -> None:
    chat = home()
    off = replace(chat, agenda=changed(chat.agenda, CHECKIN, AT, on=False))
    assert told(chat=off) is None


def test_a_question_that_is_too_deep_by_now_is_not_asked() -> None:
    assert told(chat=home(level=0)) is None


def test_who_wished_to_be_asked_again_is_asked_whatever_the_plan_says() -> None:
    chat = replace(agreed(ANA, BEN), agenda=Agenda())
    again = replace(planned(), snoozed=(ANA,))
    assert verdict(again, BERLIN, chat, AT, True, POLICY) == AT


# By hand

BY_HAND = rounds.new_round(RoundId("h"), HOME, "p", 1, (ANA, BEN), AT, POLICY)


def test_by_hand_somebody_in_quiet_hours_is_asked_after_them() -> None:
    nap = replace(BERLIN, quiet_hours=QuietHours.parse("19:00-23:00"))
    assert asked_now(BY_HAND, nap, AT) == AT + timedelta(hours=3)


def test_by_hand_who_started_it_is_asked_at_once() -> None:
    nap = replace(BERLIN, quiet_hours=QuietHours.parse("19:00-23:00"))
    assert asked_now(replace(BY_HAND, by=ANA), nap, AT) == AT


def test_by_hand_who_is_on_holiday_is_not_asked() -> None:
    assert asked_now(BY_HAND, replace(BERLIN, away_until=date(2026, 3, 9)), AT) == BY_HAND.closes_at


# Real talk


def said(at: datetime, **values: object) -> Episode:
    part = Part(message=MessageId("m"), at=at, depth=0.6, valence=0)
    given: dict[str, object] = {"way": Way.SPOTTED, "parts": (part,)}
    return Episode(
        id=EpisodeId("m"),
        author=ANA,
        at=at,
        said_at=at,
        depth=0.6,
        valence=0,
        **(given | values),  # type: ignore[arg-type]  # fields of Episode by name
    )


def test_what_was_disclosed_within_six_hours_is_real_talk() -> None:
    moments = [AT - timedelta(hours=hours) for hours in (5, 7)]
    assert [real_talk(home(), [said(at)], AT, POLICY) for at in moments] == [True, False]


@pytest.mark.parametrize(
    "episode",
    [
        said(AT, way=Way.CHECKIN),
        said(AT, state=EpisodeState.WITHDRAWN),
        said(AT, way=Way.MARKED, parts=(replace(said(AT).parts[0], disclosing=False, floor=0.55),)),
    ],
    ids=["an answer to a check-in", "taken back", "marked, but nothing disclosed"],
)
def test_this_is_no_real_talk(episode: Episode) -> None:
    assert not real_talk(home(), [episode], AT, POLICY)


def test_a_disclosure_counts_before_its_turn_is_over() -> None:
    message = TurnMessage(id=MessageId("m"), at=AT, reading=PERSONAL, words=5)
    assert real_talk(home(turn=Turn(author=ANA, messages=(message,))), [], AT, POLICY)


def test_where_the_bot_does_not_hear_marks_tell_nothing() -> None:
    assert not real_talk(home(hears=False), [said(AT, way=Way.MARKED)], AT, POLICY)


def test_a_check_in_started_by_hand_moves_the_planned_one() -> None:
    agenda = replace(home().agenda, asked_by_hand_at=AT - timedelta(hours=2))
    assert real_talk(replace(home(), agenda=agenda), [], AT, POLICY)


def test_the_zones_of_the_tests_have_what_is_hard() -> None:
    assert {"Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu"} <= set(ZONES)
    assert ZoneInfo("Pacific/Apia").key in ZONES
