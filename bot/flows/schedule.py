"""When check-ins come by themselves: the chat's plan, one's own part in it, and putting a question off."""

from __future__ import annotations

from datetime import date, time, timedelta

from bot import checkins, planned
from bot.visits import Command, Press, Visit, among
from core import plan_words, rounds, schedules
from core.agenda import CHECKIN, Regular
from core.chats import Chat
from core.ids import RoundId
from core.people import SettingsChanged
from core.plan_words import WEEKDAYS
from core.quiet import quiet_end
from core.screens.schedule import SNOOZES
from core.when import FARTHEST

A_WEEK = timedelta(days=7)
MORNING = time(9)
"""When a question that was put off to tomorrow comes back, on one's own clock. [P]"""
_HOURS_A_DAY = 24


async def command(visit: Command) -> None:
    """/checkins, alone or with what is to change: days and hour, on, off, mine, away."""
    chat = await visit.chat()
    if chat is None or visit.who not in chat.taking_part():
        await visit.tell("plan", {"what": "not_agreed", **among(chat)})
        return
    try:
        await _obey(visit, chat, plan_words.understood(visit.what.argument))
    except (ValueError, OverflowError):
        await visit.tell("plan", {"what": "unknown"})
        return
    await visit.tell("plan", await _args(visit, chat), about=chat.id)


async def press(visit: Press) -> None:
    """A weekday, the hour, on or off for all; one's own holiday for oneself."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or visit.who not in chat.taking_part():
        await visit.instead("plan", {"what": "not_agreed", **among(chat)})
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


async def _obey(visit: Command, chat: Chat, words: tuple[str, ...]) -> None:
    """Raises ValueError for a holiday that ends in the past, or too far ahead."""
    regular = chat.agenda.of(CHECKIN)
    match words:
        case ():
            return
        case ("on" | "off" as state,):
            days = regular.days or plan_words.DAILY
            await planned.change(visit.desk, chat, on=state == "on", days=days)
        case ("mine", "off"):
            await _own(visit, "checkin_at", None)
        case ("mine", at):
            await _own(visit, "checkin_at", time.fromisoformat(at))
        case ("away", "off"):
            await _own(visit, "away_until", None)
        case ("away", "week"):
            await _own(visit, "away_until", await _in_a_week(visit))
        case ("away", until):
            await _own(visit, "away_until", await _to_come(visit, date.fromisoformat(until)))
        case _:
            days, hour = plan_words.days_and_hour(words)
            days = days or regular.days or plan_words.DAILY
            await planned.change(visit.desk, chat, on=True, days=days, at=hour or regular.at)


def _pressed(now: Regular, button: str) -> dict[str, object]:
    """What a button changes; nothing for one that is unknown."""
    if button.startswith("day_") and button[4:].isdecimal() and int(button[4:]) < len(WEEKDAYS):
        chosen = set(now.days if now.on else ()) ^ {int(button[4:])}
        return {"days": tuple(sorted(chosen)), "on": bool(chosen)}
    if button in ("earlier", "later_hour"):
        hours = now.at.hour + (1 if button == "later_hour" else -1)
        return {"at": now.at.replace(hour=hours % _HOURS_A_DAY)}
    if button in ("plan_on", "plan_off"):
        return {"on": button == "plan_on", "days": now.days or plan_words.DAILY}
    return {}


async def _args(visit: Visit, before: Chat) -> dict[str, str]:
    """Arguments of the plan's screen: what all see, and the reader's own next moment."""
    desk = visit.desk
    chat = await desk.chat(before.id) or before
    regular = chat.agenda.of(CHECKIN)
    at = await planned.next_for(desk, chat, visit.who)
    return {
        "days": " ".join(map(str, regular.days)),
        "at": f"{regular.at:%H:%M}",
        "on": "yes" if regular.on else "",
        "next": at.isoformat() if at is not None else "",
        "held": planned.held_by(chat, desk.policy),
    }


async def _own(visit: Visit, name: str, value: object) -> None:
    await visit.desk.change_person(visit.who, SettingsChanged(((name, value),)))


async def _in_a_week(visit: Visit) -> date:
    """On this person's own clock."""
    return (await visit.desk.person(visit.who)).local(visit.desk.now).date() + A_WEEK


async def _to_come(visit: Visit, day: date) -> date:
    """A day from today on this person's clock to a year ahead. Raises ValueError for any other."""
    today = (await visit.desk.person(visit.who)).local(visit.desk.now).date()
    if not today <= day <= today + FARTHEST:
        raise ValueError("over, or too far ahead")
    return day


COMMANDS = {"checkins": command}
BUTTONS = {"plan": press}
