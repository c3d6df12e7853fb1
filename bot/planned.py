"""Check-ins by plan: a date is opened once for all, and each is asked when their own hour comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot import calling, checkins
from bot.desk import Desk
from core import agenda, levels, precedence, prompts, rounds, schedules
from core.chats import Chat
from core.ids import PersonId, RoundId
from core.policy import Policy
from core.prompts import Prompt


async def open_day(desk: Desk, chat: Chat, day: date, library: Sequence[Prompt]) -> None:
    """Chooses the date's question and finds out when to turn to each. Nobody notices anything yet."""
    people = chat.taking_part()
    if held_by(chat, desk.policy) or not people:
        return
    prompt = prompts.next_prompt(chat, library, desk.now)
    if prompt is None:
        await checkins.nothing_left(desk, chat.id, people)
        return
    asked = prompts.asked(chat.repertoire, prompt.key, library, desk.now)
    chat = replace(chat, repertoire=asked, first_checkin=True)
    deeper = None
    if levels.may_offer(chat, await checkins.shown(desk, chat, library), desk.now, desk.policy):
        deeper = chat.level + 1
        chat = replace(chat, deeper_offered_at=desk.now)
    await desk.save(chat)
    id = RoundId(f"{chat.id}/round/{agenda.CHECKIN}/{day.isoformat()}")
    policy = desk.policy.with_settings(chat.settings)
    round = rounds.planned(id, chat.id, prompt.key, prompt.level, people, day, policy)
    await desk.tx.save_round(replace(round, deeper=deeper, waits=chat.gone_unseen))
    await calling.replan(desk, chat.id)


def held_by(chat: Chat, policy: Policy) -> str:
    """What keeps planned check-ins from coming here, as all see it: moderators, chat (its members), many."""
    if not precedence.checkins_are_on(chat):
        return "moderators" if "checkins" in precedence.left_off(chat, policy) else "chat"
    return "many" if checkins.too_many(chat) else ""


async def next_for(desk: Desk, chat: Chat, who: PersonId) -> datetime | None:
    """When the plan next asks this person, as far as can be known. UTC; None: at no time."""
    regular, person = chat.agenda.of(agenda.CHECKIN), await desk.person(who)
    own = [round for round in await desk.tx.rounds(chat.id) if who in round.due]
    waiting = {round.day for round in own if who not in round.snoozed}
    done = [day for day in regular.opened if day not in waiting]
    return schedules.next_for(person, regular, desk.now, done)


async def change(desk: Desk, chat: Chat, **changes: object) -> None:
    """Somebody changes the plan for all. Raises ValueError when it would be on without a day."""
    await desk.save(replace(chat, agenda=agenda.changed(chat.agenda, agenda.CHECKIN, desk.now, **changes)))
    await calling.replan(desk, chat.id)
