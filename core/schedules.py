"""When each person is asked: at the planned hour of the planned date, on their own clock.

Rules (docs/decisions/0021), in this order:
- *Own hour.* Somebody's own hour for check-ins replaces the plan's, for them alone.
- *Clock changes.* A time that does not exist moves to the first moment after the gap; of a time that comes
  twice the first counts; a date that does not exist in a zone (Samoa, 30 December 2011) is left out there.
- *Quiet hours.* A moment within them moves to their end, if that is on the same date; else this person is
  not asked this time.
- *Late.* Who was not asked at their moment, because the bot was away or a clock jumped, is asked within
  `policy.late_hours` of it, outside quiet hours; after that not this time.
- *Real talk.* Nobody is asked within `policy.talk_hours` after something was disclosed in the chat, or a
  check-in was started by hand: the plan's next day comes instead. It takes only words said in the chat, which
  `/recap` counts for all alike.
- *Not this time* looks to the others like a pass: on holiday, paused, in quiet hours, too late.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import precedence
from core.agenda import Regular
from core.chats import Chat
from core.clocks import change_between, readings
from core.episodes import Episode, EpisodeState, Way
from core.parts import discloses, parts_of
from core.people import Person
from core.policy import Policy
from core.quiet import quiet_end
from core.rounds import Round
from core.safety import cool_down

ANSWERING_TIME = timedelta(hours=1)
"""Nobody is asked later than this before a round closes. [P]"""
_AHEAD = 9
"""Days among which the next date of a weekly plan is found."""


def on_clock(day: date, at: time, zone: str) -> datetime | None:
    """The moment at which a clock of this zone shows the time on the date. UTC.

    The first of two; the first moment after a gap; None where the whole date is missing.
    """
    if not _exists(day, zone):
        return None
    return _moment(day, at, ZoneInfo(zone))


def moment(person: Person, day: date, at: time) -> datetime | None:
    """When this person is asked on a planned date. UTC; None: not on that date."""
    exact = on_clock(day, person.checkin_at or at, person.zone)
    return None if exact is None else awake(person, exact)


def awake(person: Person, at: datetime) -> datetime | None:
    """The moment, or the end of the quiet hours around it if that is on the same local date."""
    end = quiet_end(person, at)
    return end if person.local(end).date() == person.local(at).date() else None


def due_at(person: Person, regular: Regular, day: date, otherwise: datetime) -> datetime:
    """When to turn to this person in a round of that date. `otherwise`: when there is no such moment."""
    at = moment(person, day, regular.at)
    if at is None or (regular.since is not None and at < regular.since):
        return otherwise
    return at


def verdict(
    round: Round, person: Person, chat: Chat, now: datetime, talk: bool, policy: Policy
) -> datetime | None:
    """What is to be done about somebody whose moment has come. `now`: ask; later: look again then; None: not
    this time. `talk`: see `real_talk`.

    Too late is "look again at the round's close", so that a clock that is put right may still ask.
    """
    if now - round.due[person.id] > timedelta(hours=policy.late_hours):
        return round.closes_at
    if not _may_be_asked(round, person, chat, now, talk, policy):
        return None
    later = quiet_end(person, now)
    if later > round.closes_at - ANSWERING_TIME:
        return None
    same_day = person.local(later).date() == person.local(now).date()
    return later if same_day or not _planned_ask(round, person) else None


def asked_now(round: Round, person: Person, now: datetime) -> datetime:
    """When to turn to somebody in a round that is started by hand now: at once, after their quiet hours, or
    (its close) not at all. Who started it is asked at once."""
    if person.id == round.by:
        return now
    if person.rests(now) or person.is_away(now):
        return round.closes_at
    later = quiet_end(person, now)
    return later if later <= round.closes_at - ANSWERING_TIME else round.closes_at


def real_talk(chat: Chat, episodes: Iterable[Episode], now: datetime, policy: Policy) -> bool:
    """Whether something was disclosed in the chat lately, or a check-in started by hand.

    From words alone, as they were read: a mark, which is its author's, changes nothing here.
    """
    since = now - timedelta(hours=policy.talk_hours)
    by_hand = chat.agenda.asked_by_hand_at
    if by_hand is not None and since < by_hand <= now:
        return True
    if not chat.hears:
        return False
    under_way = chat.turn.messages if chat.turn is not None else ()
    if any(since < m.at <= now and m.reading and discloses(m.reading, policy) for m in under_way):
        return True
    talk = [e for e in episodes if e.way is not Way.CHECKIN and e.state is not EpisodeState.WITHDRAWN]
    return any(part.disclosing and since < part.at <= now for e in talk for part in parts_of(e))


def next_for(person: Person, regular: Regular, now: datetime, done: Iterable[date] = ()) -> datetime | None:
    """The next moment at which the plan asks this person, as far as can be known. UTC; None: at no time.

    `done`: dates on which they were asked already, or which are over.
    """
    over = set(done)
    first = person.local(now).date() - timedelta(days=1)
    if person.away_until is not None:
        first = min(max(first, person.away_until), date.max - timedelta(days=_AHEAD))
    for day in (first + timedelta(days=number) for number in range(_AHEAD)):
        at = moment(person, day, regular.at) if regular.comes_on(day) and day not in over else None
        if at is not None and at >= max(now, regular.since or now) and not person.is_away(at):
            return at
    return None


def tomorrow_at(person: Person, now: datetime, at: time) -> datetime:
    """That time on this person's next local date. UTC."""
    day = person.local(now).date() + timedelta(days=1)
    return _moment(day, at, ZoneInfo(person.zone))


def _may_be_asked(
    round: Round, person: Person, chat: Chat, now: datetime, talk: bool, policy: Policy
) -> bool:
    if person.id not in chat.taking_part() or person.rests(now) or person.is_away(now):
        return False
    if not precedence.checkins_are_on(chat) or round.level > cool_down.deepest(chat, chat.level, now):
        return False
    if not _planned_ask(round, person) or round.day is None:
        return True
    return not talk and chat.agenda.of(round.plan).comes_on(round.day)


def _planned_ask(round: Round, person: Person) -> bool:
    """Whether it is the plan that turns to this person, not their own wish to be asked again."""
    return round.day is not None and person.id not in round.snoozed


def _exists(day: date, zone: str) -> bool:
    start = _moment(day, time(), ZoneInfo(zone))
    return start.astimezone(ZoneInfo(zone)).date() == day


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a clock shows this first, or the first moment after the gap that it falls into. UTC."""
    first, second = readings(day, at, zone)
    return first if first <= second else change_between(second, first, zone) or first
