"""Planned check-ins on a clock of our own: random plans, zones, quiet hours, restarts and jumps of the clock.

Nobody is asked twice about one date, in quiet hours, or at another hour than theirs; and nobody is left out
whose moment the bot saw, or came to within the stated grace.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.storage.memory import MemoryStore
from bot import planned
from bot.compose import inside
from bot.desk import Desk
from bot.engine import Engine
from bot.keyed import Keyed
from core.agenda import opens_at, over_at
from core.chats import Chat, ChatKind, Consent, Member
from core.effects import Asked, Effect
from core.ids import ChatId, PersonId
from core.people import Person, QuietHours, SettingsChanged
from core.policy import Policy
from core.quiet import in_quiet_hours
from tests.cases import cases
from tests.stories.world import WordReader
from tests.zones import ZONES, first_reading

HOME = ChatId("toy:home")
POLICY = Policy()
GRACE = timedelta(hours=POLICY.late_hours)
CLOSED = timedelta(hours=POLICY.round_hours)
NEAR = (  # clocks change here or there, or a date is missing
    date(2011, 12, 28), date(2026, 2, 13), date(2026, 3, 6), date(2026, 3, 27), date(2026, 4, 3),
    date(2026, 9, 4), date(2026, 10, 2), date(2026, 10, 23), date(2026, 10, 30),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What happens: time passes while the bot is up or away, the clock jumps, the process is replaced."""

    what: str
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    people: tuple[Person, ...]
    days: tuple[int, ...]
    at: time
    start: datetime
    steps: tuple[Step, ...]


@dataclass(slots=True)
class Virtual:
    """The bot over one store on a virtual clock. `up`: from and to which reading it was awake, in order."""

    now: datetime
    store: MemoryStore = field(default_factory=MemoryStore)
    up: list[tuple[datetime, datetime]] = field(default_factory=list)
    asked: list[tuple[PersonId, date, datetime]] = field(default_factory=list)
    engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Another process over the same rows."""
        self.engine, _ = inside(self.store, WordReader(), POLICY, Keyed(b"test"))
        self.engine.watch(self._watch)

    def _watch(self, chat: ChatId, at: datetime, effect: Effect) -> None:
        if isinstance(effect, Asked):
            day = date.fromisoformat(effect.round.rpartition("/")[2])
            self.asked.append((effect.to, day, self.now))

    async def be_up(self, minutes: int) -> None:
        """Rings at each moment that anything waits for, as the alarm does."""
        end, start = self.now + timedelta(minutes=minutes), self.now
        await self.engine.ring(self.now)
        while (wake := await self.store.next_wake()) is not None and wake.at <= end:
            self.now = max(wake.at, self.now)
            await self.engine.ring(self.now)
        self.now = end
        await self.engine.ring(self.now)
        self.up.append((start, end))

    async def do(self, step: Step) -> None:
        match step.what:
            case "up":
                await self.be_up(step.minutes)
            case "away":
                self.restart()
                self.now += timedelta(minutes=step.minutes)
                await self.be_up(0)
            case "restart":
                self.restart()
                await self.be_up(0)
            case "jump":
                self.now += timedelta(minutes=step.minutes)
                await self.be_up(0)


async def live(case: Case) -> Virtual:
    bot = Virtual(case.start)

    async def begin(desk: Desk) -> None:
        members = {person.id: Member(Consent.AGREED, case.start) for person in case.people}
        for person in case.people:
            await desk.tx.save_person(person)
        chat = Chat(id=HOME, kind=ChatKind.FRIENDS, members=members)
        await desk.save(chat)
        await planned.change(desk, desk.touched[HOME], on=True, days=case.days, at=case.at)

    await bot.engine.work(case.start, begin)
    for step in case.steps:
        await bot.do(step)
    return bot


PEOPLE = st.builds(
    lambda zone, own, quiet: (zone, own, quiet),
    st.sampled_from(ZONES),
    st.one_of(st.none(), st.none(), st.integers(0, 24 * 60 - 1)),
    st.one_of(st.none(), st.tuples(st.integers(0, 47), st.integers(1, 47))),
)
JUMPS = (30, 61, 179, 181, 700, 1500, 6000, 600_000)
"""Minutes, either way."""
STEPS = st.one_of(
    st.builds(Step, st.just("up"), st.sampled_from((7, 90, 600, 1440, 1440, 2880))),
    st.builds(Step, st.just("away"), st.sampled_from((1, 45, 170, 190, 700, 4000))),
    st.builds(Step, st.just("restart")),
    st.builds(Step, st.just("jump"), st.sampled_from((*JUMPS, *(-minutes for minutes in JUMPS)))),
)


def minute_of_day(minute: int) -> time:
    return time(minute // 60, minute % 60)


@st.composite
def lives(draw: st.DrawFn) -> Case:
    people = []
    for number, (zone, own, quiet) in enumerate(draw(st.lists(PEOPLE, min_size=2, max_size=4))):
        hours = None
        if quiet is not None:
            begin, length = quiet
            end = (begin + length) % 48
            hours = QuietHours(minute_of_day(begin * 30), minute_of_day(end * 30))
        own_at = minute_of_day(own) if own is not None else None
        id = PersonId(f"toy:{number}")
        people.append(Person(id=id, zone=zone, quiet_hours=hours, checkin_at=own_at))
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    at = minute_of_day(draw(st.sampled_from((20 * 60, 9 * 60, 2 * 60 + 30, 23 * 60 + 30, 0, 13 * 60 + 7))))
    day = draw(st.sampled_from(NEAR)) + timedelta(days=draw(st.integers(0, 2)))
    start = datetime.combine(day, time(draw(st.integers(0, 23))), tzinfo=UTC)
    steps = draw(st.lists(STEPS, min_size=4, max_size=12))
    return Case(tuple(people), tuple(sorted(days)), at, start, tuple(steps))


def expected(case: Case, person: Person, day: date, up: list[tuple[datetime, datetime]]) -> datetime | None:
    """When this person is to be asked about the date, by looking at the times at which the bot was up.

    None: at no time, or where nothing is promised (too late, in quiet hours by then, closed before).
    """
    if day.weekday() not in case.days:
        return None
    at = first_reading(day, person.checkin_at or case.at, person.zone)
    if at is None:
        return None
    that_day = person.local(at).date()
    while in_quiet_hours(person, at):
        at += timedelta(minutes=1)
    if person.local(at).date() != that_day or at < case.start:
        return None
    opened = False
    for begin, end in up:
        seen = max(begin, at)
        if seen <= min(end, at + GRACE):
            return seen
        opened = opened or (begin < over_at(day) + GRACE and end >= opens_at(day))
        if opened and end >= over_at(day) + CLOSED:
            return None
    return None


def dates_of(case: Case, bot: Virtual) -> list[date]:
    """Every date near which the bot was up."""
    days: set[date] = set()
    for begin, end in bot.up:
        first = begin.date() - timedelta(days=2)
        days |= {first + timedelta(days=number) for number in range((end - begin).days + 5)}
    return sorted(days)


@settings(max_examples=cases(60))
@given(lives())
def test_each_is_asked_once_at_their_own_hour_whatever_happens_to_the_clock(case: Case) -> None:
    bot = asyncio.run(live(case))
    by_id = {person.id: person for person in case.people}
    assert len({(who, day) for who, day, _ in bot.asked}) == len(bot.asked), "asked twice"
    asked = {(who, day): at for who, day, at in bot.asked}
    for (who, day), at in asked.items():
        assert not in_quiet_hours(by_id[who], at), "asked in quiet hours"
        assert day.weekday() in case.days, "asked on another day"
    for person in case.people:
        for day in dates_of(case, bot):
            due = expected(case, person, day, bot.up)
            found = asked.pop((person.id, day), None)
            if due is None or not in_quiet_hours(person, due):
                assert found == due, f"{person.id} was asked about {day} at {found}, not at {due}"
    assert asked == {}


SETTINGS = st.one_of(
    st.sampled_from(ZONES).map(lambda zone: ("zone", zone)),
    st.sampled_from((None, QuietHours.parse("18:00-21:00"), QuietHours.parse("23:00-07:30"))).map(
        lambda hours: ("quiet_hours", hours)
    ),
    st.sampled_from((None, time(7), time(22, 15))).map(lambda at: ("checkin_at", at)),
    st.integers(-2, 4).map(lambda days: ("away", days)),
)
CHANGES = st.one_of(
    STEPS,
    st.tuples(st.integers(0, 1), SETTINGS),
    st.sampled_from((time(6), time(12), time(19, 45))),
    st.booleans(),
)


@settings(max_examples=cases(40))
@given(lives(), st.lists(CHANGES, min_size=4, max_size=12))
def test_what_people_change_meanwhile_asks_nobody_twice_or_in_quiet_hours(
    case: Case, changes: list[Step | tuple[int, tuple[str, object]] | time | bool]
) -> None:
    asyncio.run(_change_meanwhile(case, changes))


async def _change_meanwhile(
    case: Case, changes: list[Step | tuple[int, tuple[str, object]] | time | bool]
) -> None:
    bot = await live(Case(case.people, case.days, case.at, case.start, ()))
    told = 0
    for change in changes:
        if isinstance(change, Step):
            await bot.do(change)
        else:
            await bot.engine.work(bot.now, lambda desk, change=change: _change(desk, case, change))  # type: ignore[misc]  # bound now
            await bot.be_up(0)
        for who, _, at in bot.asked[told:]:
            person = (await bot.engine.peek(HOME, who))[1]
            assert person is not None
            assert not in_quiet_hours(person, at)
            assert not person.is_away(at)
        told = len(bot.asked)
    assert len({(who, day) for who, day, _ in bot.asked}) == len(bot.asked)


async def _change(desk: Desk, case: Case, change: tuple[int, tuple[str, object]] | time | bool) -> None:
    if isinstance(change, tuple):
        person = await desk.person(case.people[change[0]].id)
        name, value = change[1]
        if name == "away":
            assert isinstance(value, int)
            name, value = "away_until", person.local(desk.now).date() + timedelta(days=value)
        await desk.change_person(person.id, SettingsChanged(((name, value),)))
        return
    chat = await desk.chat(HOME)
    assert chat is not None
    if isinstance(change, time):
        await planned.change(desk, chat, at=change)
    else:
        await planned.change(desk, chat, on=change)


async def test_a_clock_far_ahead_for_a_while_costs_only_the_date_that_was_open() -> None:
    ana, ben = (Person(id=PersonId(f"toy:{name}"), zone="Europe/Berlin") for name in ("ana", "ben"))
    ahead = 60 * 24 * 365 * 3
    steps = (
        Step("up", 1440),
        Step("jump", ahead),
        Step("restart"),
        Step("jump", -ahead),
        Step("up", 5 * 1440),
    )
    start = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    bot = await live(Case((ana, ben), tuple(range(7)), time(20), start, steps))
    near = sorted(day for who, day, at in bot.asked if who == ana.id and at.year == 2026)
    assert near == [date(2026, 3, day) for day in (2, 4, 5, 6, 7)]
