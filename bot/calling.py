"""Turning to people when their moment has come: each is asked, put off or left out, in private."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core import rounds, schedules
from core.agenda import Regular
from core.chats import Chat
from core.ids import ChatId, PersonId, RoundId
from core.people import Awaited, Expectation, Expecting, SettingsChanged

if TYPE_CHECKING:
    from bot.desk import Desk

MOVES = frozenset({"zone", "quiet_hours", "checkin_at", "away_until"})
"""Settings of a person that move the moment at which they are asked."""


async def call_due(desk: Desk, id: RoundId) -> None:
    """Turns to everybody of a round whose moment has come by now."""
    round = await desk.tx.round(id)
    chat = await desk.chat(round.chat) if round is not None else None
    if round is None or chat is None:
        return
    if round.deeper is not None and round.deeper != chat.level + 1:
        round = replace(round, deeper=None)
    due = sorted(person for person, at in round.due.items() if at <= desk.now and at < round.closes_at)
    talk = await _real_talk(desk, chat) if due else False
    for who in due:
        round = await _call(desk, round, chat, who, talk)


async def _call(desk: Desk, round: rounds.Round, chat: Chat, who: PersonId, talk: bool) -> rounds.Round:
    person, policy = await desk.person(who), desk.policy.with_settings(chat.settings)
    at = schedules.verdict(round, person, chat, desk.now, talk, policy)
    if at is None:
        return await desk.apply_round(round, rounds.Passed(at=desk.now, person=who))
    if at > desk.now or at >= round.closes_at:
        return await desk.apply_round(round, rounds.PutOff(at=desk.now, person=who, until=at))
    round = await desk.apply_round(round, rounds.Called(at=desk.now, person=who))
    await await_answer(desk, who, round)
    return round


async def await_answer(desk: Desk, who: PersonId, round: rounds.Round) -> None:
    """The next private message answers this round; an older question of the chat is passed.

    Unless something else that stays private was asked for just before.
    """
    for older in await desk.tx.rounds(round.chat):
        if older.id != round.id and older.awaits(who):
            await desk.apply_round(older, rounds.Passed(at=desk.now, person=who))
    expecting = (await desk.person(who)).expecting
    if expecting is None or expecting.gives_way(desk.now):
        expectation = Expectation(what=Expecting.ANSWER, chat=round.chat, round=round.id)
        await desk.change_person(who, Awaited(expectation))


async def moved(desk: Desk, who: PersonId, event: object) -> None:
    """Somebody changed something of their own: where they were not asked yet, their moment is found anew."""
    if isinstance(event, SettingsChanged) and not MOVES.isdisjoint(name for name, _ in event.values):
        for chat in await desk.tx.chats_of(who):
            await replan(desk, chat, who)


async def replan(desk: Desk, chat_id: ChatId, only: PersonId | None = None) -> None:
    """Finds anew when those are asked who wait for a planned question, all or one of them."""
    chat = await desk.chat(chat_id)
    for round in await desk.tx.rounds(chat_id) if chat is not None else ():
        if chat is not None and round.day is not None:
            await _replan(desk, round, chat.agenda.of(round.plan), round.day, only)


async def _replan(
    desk: Desk, round: rounds.Round, regular: Regular, day: date, only: PersonId | None
) -> None:
    for who in sorted(set(round.due) - set(round.snoozed)):
        if only in (None, who):
            at = schedules.due_at(await desk.person(who), regular, day, round.closes_at)
            if at != round.due[who]:
                round = await desk.apply_round(round, rounds.PutOff(at=desk.now, person=who, until=at))


async def _real_talk(desk: Desk, chat: Chat) -> bool:
    """What was said lately and disclosed something, still open or ended."""
    policy = desk.policy.with_settings(chat.settings)
    since = desk.now - timedelta(hours=policy.talk_hours, days=1)
    ended = await desk.tx.episodes(chat.id, since)
    known = {episode.id: episode for episode in (*ended, *chat.episodes.values())}
    return schedules.real_talk(chat, known.values(), desk.now, policy)
