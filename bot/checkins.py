"""Starting and leaving rounds of check-ins inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from bot import calling
from bot.engine import Desk
from core import rounds, schedules
from core.chats import Chat, ChatKind
from core.events import DeeperPossible
from core.ids import ChatId, PersonId, RoundId, pair_of
from core.people import Awaited, Expectation, Expecting
from core.reciprocity.pair import of_pair
from core.safety import cool_down

KEPT_PROMPTS = 60


@dataclass(frozen=True, slots=True)
class Prompt:
    key: str
    level: int


async def start(
    desk: Desk,
    chat: ChatId,
    prompt: str,
    level: int,
    people: tuple[PersonId, ...],
    source: str,
    *,
    silent: bool = False,
    by: PersonId | None = None,
) -> None:
    """Asks these people; each one's next private message is taken for their answer. Who has quiet hours is
    asked after them, unless they started it themselves (`by`); who is on holiday or paused is not asked."""
    id = RoundId(f"{chat}/round/{source}")
    round = replace(rounds.new_round(id, chat, prompt, level, people, desk.now, desk.policy), by=by)
    if not silent:
        known = [await desk.person(person) for person in people]
        moments = {person.id: schedules.asked_now(round, person, desk.now) for person in known}
        round = replace(round, due={person: at for person, at in moments.items() if at > desk.now})
    round = await desk.apply_round(round, rounds.Started(at=desk.now, silent=silent))
    for person in people:
        if round.awaits(person):
            await calling.await_answer(desk, person, round)


async def start_next(
    desk: Desk, chat: Chat, library: Sequence[Prompt], source: str, by: PersonId | None = None
) -> bool:
    """The next prompt of the library at the chat's level; False while it has fewer than two who agreed."""
    people = chat.circle()
    if len(people) < 2:
        return False
    prompt = next_prompt(chat, library, desk.now)
    used = (*chat.prompts, prompt.key)[-KEPT_PROMPTS:]
    agenda = replace(chat.agenda, asked_by_hand_at=desk.now)
    await desk.save(replace(chat, prompts=used, first_checkin=True, agenda=agenda))
    await start(desk, chat.id, prompt.key, prompt.level, people, source, by=by)
    await _offer_deeper(desk, chat.id, people)
    return True


async def _offer_deeper(desk: Desk, chat_id: ChatId, people: Sequence[PersonId]) -> None:
    """With a check-in comes, now and then, the offer of a next step: to all, or to nobody."""
    chat = await desk.chat(chat_id)
    if chat is not None:
        await desk.apply(chat.id, DeeperPossible(await shown(desk, chat, people)))


async def shown(desk: Desk, chat: Chat, people: Sequence[PersonId]) -> int:
    """How deep a prompt may be after what all of these people have shown."""
    known = {e.id: e for e in (*await desk.tx.episodes(chat.id), *chat.episodes.values())}
    pairs = [pair_of(a, b) for a, b in combinations(people, 2)]
    least = min(of_pair(known.values(), pair, desk.now, desk.policy).level_offered for pair in pairs)
    return cool_down.deepest(chat, least, desk.now)


def next_prompt(chat: Chat, library: Sequence[Prompt], now: datetime) -> Prompt:
    """The first prompt within the chat's level that was not asked lately; else the one longest ago.

    After something hard was said in the chat it is an everyday one for a while.
    """
    fitting = [prompt for prompt in library if prompt.level <= cool_down.deepest(chat, chat.level, now)]
    fresh = [prompt for prompt in fitting if prompt.key not in chat.prompts]
    if fresh:
        return fresh[0]
    return min(fitting, key=lambda prompt: max(i for i, key in enumerate(chat.prompts) if key == prompt.key))


async def withdraw(desk: Desk, chat: ChatId, person: PersonId) -> None:
    """Somebody goes: their waiting answers go, too, and it looks like a pass."""
    for round in await desk.tx.rounds(chat):
        await desk.apply_round(round, rounds.Withdrew(at=desk.now, person=person))
    await await_next(desk, person)


async def await_next(desk: Desk, person: PersonId) -> None:
    """The next private message answers the check-in that still waits for this person, or nothing."""
    known = await desk.tx.person(person)
    if known is not None and known.expecting is not None:
        await desk.change_person(person, Awaited(await _still_asked(desk, person)))


async def _still_asked(desk: Desk, person: PersonId) -> Expectation | None:
    for chat in await desk.tx.chats_of(person):
        for round in await desk.tx.rounds(chat):
            if round.awaits(person):
                return Expectation(what=Expecting.ANSWER, chat=chat, round=round.id)
    return None


def starts_by_itself(chat: Chat) -> bool:
    """Whether the first check-in comes as soon as everybody agreed."""
    return chat.kind is not ChatKind.COMMUNITY and not chat.first_checkin and len(chat.circle()) > 1
