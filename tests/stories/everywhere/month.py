"""A month of check-ins for three friends in three time zones, across both days on which clocks change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.chats import ChatKind
from core.people import QuietHours
from tests.stories.everywhere.stage import BOT, Stage, begun

ZONES = {"Cleo": "Europe/Lisbon", "Dan": "America/New_York", "Esra": "Asia/Kolkata"}
"""Dan's clock changes on 8 March 2026, Cleo's on 29 March, Esra's not at all."""
HOURS = {"Cleo": time(20), "Dan": time(20), "Esra": time(20, 30)}
"""When each is asked: at the planned hour, and Esra when the quiet hours are over."""
QUIET = {"Cleo": "22:00-08:00", "Dan": "23:00-07:00", "Esra": "19:00-20:30"}
MONDAY, THURSDAY = 0, 3
FIRST, LAST = date(2026, 3, 5), date(2026, 4, 6)
DATES = [
    day
    for day in (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    if day.weekday() in (MONDAY, THURSDAY)
]


async def three_friends_are_each_asked_once_at_their_own_hour_for_a_month(stage: Stage) -> None:
    cleo, dan, esra = await begun(stage, ChatKind.FRIENDS)
    for name, zone in ZONES.items():
        await stage.tells_bot(name, f"/settings zone {zone}")
        await stage.tells_bot(name, f"/settings quiet {QUIET[name]}")
    await stage.passes(hours=8)  # Monday is over for all three
    await stage.tells_bot(cleo, "/checkins mon thu 20:00")
    planned = stage.now()
    await stage.passes(weeks=4)
    answers = {name: f"what {name} answers" for name in (cleo, dan, esra)}
    for name, answer in answers.items():
        await stage.tells_bot(name, answer)
    for name in answers:
        seen = await stage.chat(name)
        assert {one.by: one.text for one in seen if one.by != BOT} == answers
    answered = stage.now()
    await stage.passes(weeks=1)
    for name, zone in ZONES.items():
        asked = [at.astimezone(ZoneInfo(zone)) for at in await _asked(stage, name, planned)]
        assert [(at.date(), at.time().replace(second=0)) for at in asked] == [
            (day, HOURS[name]) for day in DATES
        ]
        quiet = QuietHours.parse(QUIET[name])
        notes = [seen.at for seen in await stage.private(name) if seen.by == BOT and seen.at > planned]
        came = [at for at in notes if at != answered]  # what one is told at once, one asked for
        assert not any(_within(quiet, at.astimezone(ZoneInfo(zone))) for at in came)


async def _asked(stage: Stage, name: str, since: datetime) -> list[datetime]:
    """When check-ins came to this person, oldest first."""
    notes = reversed(await stage.private(name))
    return [seen.at for seen in notes if "Pass" in seen.buttons and seen.at > since]


def _within(quiet: QuietHours, at: datetime) -> bool:
    clock = at.time().replace(second=0, microsecond=0)
    if quiet.start < quiet.end:
        return quiet.start <= clock < quiet.end
    return clock >= quiet.start or clock < quiet.end


STORIES = (three_friends_are_each_asked_once_at_their_own_hour_for_a_month,)
