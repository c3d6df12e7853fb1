"""Starting and leaving rounds of check-ins inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from bot import calling
from bot.desk import Desk, answer_id
from core import precedence, prompts, rounds, schedules
from core.chats import Chat, ChatKind, Consent
from core.events import Confided, DeeperPossible
from core.ids import ChatId, MessageId, PersonId, RoundId, pair_of
from core.notes import Note
from core.people import Awaited, Expectation, Expecting
from core.prompts import Prompt
from core.reading.scores import MessageReading
from core.reciprocity.pair import of_pair
from core.rounds import Round
from core.safety import cool_down


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
    topic: str = "",
) -> None:
    """Asks these people; each one's next private message is taken for their answer. Who has quiet hours is
    asked after them, unless they started it themselves (`by`); who is on holiday or paused is not asked."""
    id = RoundId(f"{chat}/round/{source}")
    round = replace(
        rounds.new_round(id, chat, prompt, level, people, desk.now, desk.policy), by=by, topic=topic
    )
    place = await desk.chat(chat)
    round = replace(round, waits=place is not None and place.gone_unseen)
    if not silent:
        known = [await desk.person(person) for person in people]
        moments = {person.id: schedules.asked_now(round, person, desk.now) for person in known}
        round = replace(round, due={person: at for person, at in moments.items() if at > desk.now})
    round = await desk.apply_round(round, rounds.Started(at=desk.now, silent=silent))
    for person in people:
        if round.awaits(person):
            await calling.await_answer(desk, person, round)


async def start_next(
    desk: Desk,
    chat: Chat,
    library: Sequence[Prompt],
    source: str,
    by: PersonId | None = None,
    topic: str = "",
) -> bool:
    """Asks the chat's next prompt; False before at least two agreed, where they are too many, and when
    nothing is left to ask.

    That nothing is left is told to all of them, once a week.
    """
    people = chat.taking_part()
    if not people or too_many(chat):
        return False
    prompt = prompts.next_prompt(chat, library, desk.now)
    if prompt is None:
        await nothing_left(desk, chat.id, people)
        return False
    asked = prompts.asked(chat.repertoire, prompt.key, library, desk.now)
    agenda = replace(chat.agenda, asked_by_hand_at=desk.now)
    await desk.save(replace(chat, repertoire=asked, first_checkin=True, agenda=agenda))
    await start(desk, chat.id, prompt.key, prompt.level, people, source, by=by, topic=topic)
    await _offer_deeper(desk, chat.id, library)
    return True


async def nothing_left(desk: Desk, chat: ChatId, people: Sequence[PersonId]) -> None:
    for person in people:
        key = f"nothing_left/{chat}/{person}/{desk.now:%G-%V}"
        await desk.say(Note(kind="nothing_left", to_person=person, about_chat=chat, key=key))


async def _offer_deeper(desk: Desk, chat_id: ChatId, library: Sequence[Prompt]) -> None:
    """With a check-in comes, now and then, the offer of a next step: to all, or to nobody.

    Only where the chat's packs hold something that deep.
    """
    chat = await desk.chat(chat_id)
    if chat is not None:
        await desk.apply(chat.id, DeeperPossible(await shown(desk, chat, library)))


async def shown(desk: Desk, chat: Chat, library: Sequence[Prompt]) -> int:
    """How deep a prompt may be after what all who take part have shown, as far as the packs go."""
    known = {e.id: e for e in (*await desk.tx.episodes(chat.id), *chat.episodes.values())}
    pairs = [pair_of(a, b) for a, b in combinations(_ever(chat), 2)]
    found = [of_pair(known.values(), pair, desk.now, desk.policy).level_offered for pair in pairs]
    least = min(found, default=0)  # as of two who have shown nothing
    return min(cool_down.deepest(chat, least, desk.now), prompts.reach(chat, library))


def too_many(chat: Chat) -> bool:
    """Whether more take part than a round is for. Whoever goes counts until they are erased: it shows in
    nothing on that day."""
    return len(_ever(chat)) > rounds.MOST_PEOPLE


def _ever(chat: Chat) -> list[PersonId]:
    """Who takes part, and who went unseen and is still known: they count as somebody silent does."""
    gone = (Consent.WITHDRAWN, Consent.LEFT)
    unseen = (
        p for p, member in chat.members.items() if member.erase_at is not None and member.consent in gone
    )
    return sorted({*chat.taking_part(), *unseen})


async def withdraw(desk: Desk, chat: ChatId, person: PersonId) -> None:
    """Somebody goes: their waiting answers go, too, and it looks like a pass."""
    for round in await desk.tx.rounds(chat):
        await desk.apply_round(round, rounds.Withdrew(at=desk.now, person=person))
    await desk.tx.take_out_of_reveals(chat, person)
    await await_next(desk, person)


async def await_next(desk: Desk, person: PersonId) -> None:
    """The next private message answers the check-in that still waits for this person, or nothing."""
    known = await desk.tx.person(person)
    if known is not None and known.expecting is not None:
        await desk.change_person(person, Awaited(await still_asked(desk, person)))


async def still_asked(desk: Desk, person: PersonId) -> Expectation | None:
    """The check-in that still waits for this person, as what is awaited."""
    for round in await waiting_for(desk, person):
        return Expectation(what=Expecting.ANSWER, chat=round.chat, round=round.id)
    return None


async def waiting_for(desk: Desk, person: PersonId) -> list[Round]:
    """The rounds that wait for an answer of this person, in whichever chat."""
    chats = await desk.tx.chats_of(person)
    rounds_there = [round for chat in chats for round in await desk.tx.rounds(chat)]
    return [round for round in rounds_there if round.awaits(person)]


async def answered_with(desk: Desk, person: PersonId, place: ChatId, message: MessageId) -> list[Round]:
    """The rounds under way for which a message of their private chat is this person's answer."""
    chats = await desk.tx.chats_of(person)
    under_way = [round for chat in chats for round in await desk.tx.rounds(chat)]
    return [
        round
        for round in under_way
        if person in round.answers and round.answers[person].message == answer_id(round.chat, place, message)
    ]


async def read_anew(desk: Desk, round: Round, person: PersonId, reading: MessageReading | None) -> None:
    """An answer that its author changed before it is shown."""
    answer = replace(round.answers[person], reading=reading)
    await desk.tx.save_round(replace(round, answers={**round.answers, person: answer}))
    if reading is not None:
        await desk.apply(round.chat, Confided(author=person, message=answer.message, reading=reading))


async def stop(desk: Desk, chat: ChatId) -> None:
    """Ends what is under way here without showing anything, where everybody can see why.

    Whoever answered is told, and whoever was asked: each of them the same, whatever the others did.
    """
    for round in await desk.tx.rounds(chat):
        after = await desk.apply_round(round, rounds.Stopped(at=desk.now))
        for person in sorted(round.asked):
            await _leave_round(desk, person, after)


async def _leave_round(desk: Desk, person: PersonId, round: Round) -> None:
    expecting = (await desk.person(person)).expecting
    if expecting is not None and expecting.round == round.id:
        await await_next(desk, person)


def starts_by_itself(chat: Chat) -> bool:
    """Whether the first check-in comes as soon as it has begun here."""
    may = chat.kind is not ChatKind.COMMUNITY and precedence.checkins_are_on(chat)
    return may and not chat.first_checkin and len(chat.circle()) > 1
