"""When check-ins come by themselves: the chat's plan, one's own part in it, and putting a question off."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot import checkins, planned
from bot.visits import Command, Press, Visit
from core import rounds, schedules
from core.agenda import CHECKIN, Regular
from core.chats import Chat
from core.ids import RoundId
from core.people import SettingsChanged
from core.quiet import quiet_end
from core.screens.schedule import SNOOZES, WEEKDAYS

A_WEEK = timedelta(days=7)
MORNING = time(9)
"""When a question that was put off to tomorrow comes back, on one's own clock. [P]"""
_HOURS_A_DAY = 24
_DAY_WORDS = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekends": (5, 6)}


async def command(visit: Command) -> None:
    """/checkins, alone or with what is to change: days and hour, on, off, mine, away."""
    chat, words = await visit.chat(), visit.what.argument.lower().replace(",", " ").split()
    if chat is None or not chat.listens_to(visit.who):
        await visit.tell("plan", {"what": "not_agreed"})
        return
    try:
        await _obey(visit, chat, words)
    except ValueError:
        await visit.tell("plan", {"what": "unknown"})
        return
    await visit.tell("plan", await _args(visit, chat), about=chat.id)


async def press(visit: Press) -> None:
    """A weekday, the hour, on or off for all; one's own holiday for oneself."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or not chat.listens_to(visit.who):
        await visit.instead("plan", {"what": "not_agreed"})
        return
    if visit.button in ("away_week", "back_now"):
        await _own(visit, "away_until", await _in_a_week(visit) if visit.button == "away_week" else None)
    else:
        changes = _pressed(chat.agenda.of(CHECKIN), visit.button)
        if changes:
            await planned.change(visit.desk, chat, **changes)
    await visit.instead("plan", await _args(visit, chat))


async def put_off(visit: Press) -> bool:
    """Under a prompt: it comes again later. Nobody notices. False for a button that is none of these."""
    if visit.button not in (*SNOOZES, "snooze_tomorrow"):
        return False
    desk, who = visit.desk, visit.who
    round = await desk.tx.round(RoundId(visit.args["round"]))
    if round is None or who not in round.asked or who in round.answers:
        await visit.instead("pressed", {"what": "gone"})
        return True
    person = await desk.person(who)
    wait = SNOOZES.get(visit.button)
    until = desk.now + wait if wait is not None else schedules.tomorrow_at(person, desk.now, MORNING)
    until = quiet_end(person, until)
    if until > round.closes_at - schedules.ANSWERING_TIME:
        await visit.tell("snooze_late")
        return True
    await desk.apply_round(round, rounds.PutOff(at=desk.now, person=who, until=until, snoozed=True))
    await checkins.await_next(desk, who)
    await visit.instead("snoozed", {"until": until.isoformat()})
    return True


async def _obey(visit: Command, chat: Chat, words: list[str]) -> None:
    """Raises ValueError for what is not understood."""
    match words:
        case []:
            return
        case ["on" | "off" as state]:
            regular = chat.agenda.of(CHECKIN)
            days = regular.days or _DAY_WORDS["daily"]
            await planned.change(visit.desk, chat, on=state == "on", days=days)
        case ["mine", "off"]:
            await _own(visit, "checkin_at", None)
        case ["mine", at]:
            await _own(visit, "checkin_at", _time(at))
        case ["away", "off"]:
            await _own(visit, "away_until", None)
        case ["away", "week"]:
            await _own(visit, "away_until", await _in_a_week(visit))
        case ["away", until]:
            await _own(visit, "away_until", date.fromisoformat(until))
        case _:
            await planned.change(visit.desk, chat, on=True, **_said(words, chat.agenda.of(CHECKIN)))


def _said(words: list[str], now: Regular) -> dict[str, object]:
    """Days and hour in words: "mon thu 20:00", "daily 19:30", "21:00". Raises ValueError."""
    days: set[int] = set()
    at = now.at
    for word in words:
        if word[:1].isdigit():
            at = _time(word)
        elif word in _DAY_WORDS:
            days.update(_DAY_WORDS[word])
        elif word[:3] in WEEKDAYS:
            days.add(WEEKDAYS.index(word[:3]))
        else:
            raise ValueError("neither a day nor an hour")
    return {"days": tuple(sorted(days)) or now.days or _DAY_WORDS["daily"], "at": at}


def _pressed(now: Regular, button: str) -> dict[str, object]:
    """What a button changes; nothing for one that is unknown."""
    if button.startswith("day_") and button[4:].isdecimal() and int(button[4:]) < len(WEEKDAYS):
        chosen = set(now.days if now.on else ()) ^ {int(button[4:])}
        return {"days": tuple(sorted(chosen)), "on": bool(chosen)}
    if button in ("earlier", "later_hour"):
        hours = now.at.hour + (1 if button == "later_hour" else -1)
        return {"at": now.at.replace(hour=hours % _HOURS_A_DAY)}
    if button in ("plan_on", "plan_off"):
        return {"on": button == "plan_on", "days": now.days or _DAY_WORDS["daily"]}
    return {}


async def _args(visit: Visit, before: Chat) -> dict[str, str]:
    """Arguments of the plan's screen: what all see, and the reader's own next moment."""
    desk = visit.desk
    chat = await desk.chat(before.id) or before
    regular, person = chat.agenda.of(CHECKIN), await desk.person(visit.who)
    own = [round for round in await desk.tx.rounds(chat.id) if visit.who in round.due]
    waiting = {round.day for round in own if visit.who not in round.snoozed}
    done = [day for day in regular.opened if day not in waiting]
    at = schedules.next_for(person, regular, desk.now, done)
    return {
        "days": " ".join(map(str, regular.days)),
        "at": f"{regular.at:%H:%M}",
        "on": "yes" if regular.on else "",
        "next": at.isoformat() if at is not None else "",
    }


async def _own(visit: Visit, name: str, value: object) -> None:
    await visit.desk.change_person(visit.who, SettingsChanged(((name, value),)))


async def _in_a_week(visit: Visit) -> date:
    """On this person's own clock."""
    return (await visit.desk.person(visit.who)).local(visit.desk.now).date() + A_WEEK


def _time(text: str) -> time:
    """From "20:00", "9:30" or "20". Raises ValueError."""
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute or 0))


COMMANDS = {"checkins": command}
BUTTONS = {"plan": press}
