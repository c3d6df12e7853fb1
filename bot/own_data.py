"""A person's own data, and nobody else's: what `export` prints, `/mydata` hands over as a file, and counts.

Of what lies between two people it holds this person's side alone: no id, name or number of anybody else, and
not that notes rest in a chat, which would tell what was noticed about the other (rules: *Policy*).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core import precedence, reaching
from core.chats import Chat
from core.episodes import Episode, EpisodeState, Response
from core.ids import PersonId
from core.links import PairLink
from core.parked import Parked
from core.people import Person
from core.ports import Store, Transaction
from core.reading.scores import level_of
from core.rounds import Round
from core.table import known

ABOUT_NOTES = frozenset({"nudge", "why"})
"""Kinds that stand under the notes themselves: that there were fewer is all that a rest may ever show."""


async def own_data(store: Store, person: PersonId) -> dict[str, Any] | None:
    """Everything kept that is this person's alone; None for somebody unknown."""
    return await store.transact(lambda tx: own_data_in(tx, person))


async def own_data_in(tx: Transaction, person: PersonId) -> dict[str, Any] | None:
    """The same within a transaction."""
    known_as, chats = await tx.person(person), await tx.chats_of(person)
    brought_to = await tx.brought_to(person)
    if known_as is None and not chats and not brought_to:
        return None
    found: dict[str, Any] = {"person": person, "chats": [], "you_brought_the_bot_to": brought_to}
    if known_as is not None:
        found |= _person(known_as)
    said = [{"kind": stored.note.kind, "state": stored.status} for stored in await tx.notes_to(person)]
    found["said_to_you"] = [one for one in said if one["kind"] not in ABOUT_NOTES]
    notes: list[dict[str, Any]] = [{"at": at.isoformat()} for at in (known_as.nudged if known_as else ())]
    notes += [one for one in said if one["kind"] in ABOUT_NOTES]
    for chat_id in chats:
        chat = await tx.chat(chat_id)
        if chat is not None:
            found["chats"].append(await _chat(tx, chat, person))
            notes += [
                {"chat": chat.id, "last": _time(kept.at), "gap_times": kept.factor}
                for kept in chat.spacing.get(person, {}).values()
            ]
    found["notes_sent_to_you"] = notes
    found["links_to_come_together"] = [_link(link, person) for link in await tx.links_of(person)]
    return found


def _person(person: Person) -> dict[str, Any]:
    expecting = person.expecting
    return {
        "name": person.name,
        "settings": {
            "zone": person.zone,
            "country": person.country,
            "quiet_hours": str(person.quiet_hours) if person.quiet_hours is not None else None,
            "ask_first": person.ask_first,
            "advice_wanted": person.advice_wanted,
            "paused": person.paused,
            "paused_until": _time(person.paused_until),
            "one_question": person.one_question,
            "crisis_line": person.crisis_line,
            "community_notes": person.community_notes,
            "fewer": person.fewer,
            "no_notes": person.no_notes,
            "topics_off": list(person.topics_off),
            "private_thread_hidden": person.hidden,
            "clock_was_shown": person.hours_offered,
            "own_hour_for_check_ins": f"{person.checkin_at:%H:%M}" if person.checkin_at else None,
            "may_be_written_to_first": reaching.may_write(person),
            "away_until": person.away_until.isoformat() if person.away_until else None,
        },
        "reminders": [{"message": one.message, "at": one.at.isoformat()} for one in person.reminders],
        "the_one_question": {"times": person.asked, "last": _time(person.asked_at)},
        "nothing_reaches_you": person.closed,
        "line_in_a_heavy_moment": _time(person.cared_at),
        "your_next_private_message_is": expecting.what.value if expecting is not None else None,
    }


async def _chat(tx: Transaction, chat: Chat, person: PersonId) -> dict[str, Any]:
    member = chat.members[person]
    episodes = known(await tx.episodes(chat.id), chat)
    sums = [each for each in await tx.sums(chat.id) if each.author == person]
    return {
        "chat": chat.id,
        "consent": member.consent.value,
        "since": _time(member.since),
        "asked_whether_still_fine": member.asked_again,
        "not_to_being_read": member.unheard,
        "asked_to_be_read": member.asked_to_be_read,
        "erased_at": _time(member.erase_at),
        "left_out_by_moderators": precedence.exempt(person, chat),
        "deeper_is_fine_with_you_since": _time(chat.ready.get(person)),
        "you_said_not_this": [
            {"at": one.at.isoformat(), "topics": list(one.topics)}
            for contests in chat.contested.get(person, {}).values()
            for one in contests
        ],
        "moments_you_opened": [_episode(episode) for episode in episodes if episode.author == person],
        "your_answers_to_others": [
            _response(response) for episode in episodes for response in episode.of(person)
        ],
        "older_moments_of_yours": [
            {"month": each.month, "moments": each.disclosures, "depth": round(each.depth, 4)} for each in sums
        ],
        "prompts_you_added": [
            {"words": own.words, "level": own.level} for own in chat.repertoire.own if own.by == person
        ],
        "parked_for_later": [_parked(parked, person) for parked in chat.parked if person in parked.people],
        "your_private_answers": [
            {"about": felt.episode, "at": felt.at.isoformat(), "understood": u, "valued": v, "cared_for": c}
            for felt in chat.felt.get(person, ())
            for u, v, c in [felt.taps]
        ],
        "how_fast_you_answered": [
            {"at": reply.at.isoformat(), "minutes": round(reply.minutes, 1)}
            for reply in chat.replies.get(person, ())
        ],
        "answered_before_any_note": [
            answered.unprompted for kept in chat.answered.get(person, {}).values() for answered in kept
        ],
        "topics_you_opened_up_about": _topics(each for each in episodes if each.author == person),
        "when_you_spoke": _spoken(chat, person),
        "check_ins_under_way": [
            _round(each, person) for each in await tx.rounds(chat.id) if person in each.asked
        ],
        "settings_you_changed_as_moderator": [
            {"at": line.at.isoformat(), "field": line.field}
            for line in chat.moderation.audit
            if line.by == person
        ],
    }


def _link(link: PairLink, person: PersonId) -> dict[str, Any]:
    """Each one's own word: what the other said, or took back, is no business of theirs."""
    mine = link.maker == person
    own = {"you_said_no": link.closed} if mine else {"you_agreed": link.agreed}
    return {"made_by_you": mine, "until": link.expires_at.isoformat(), **own}


def _parked(parked: Parked, person: PersonId) -> dict[str, Any]:
    """What all of them know of it, and this person's own word."""
    ready = parked.ready.get(person)
    return {
        "moment": parked.said_at.isoformat(),
        "message": parked.message,
        "parked_since": parked.parked_at.isoformat() if parked.parked_at is not None else None,
        "you_agreed": person in parked.agreed,
        "you_are_ready_since": ready.isoformat() if ready is not None else None,
    }


def _episode(episode: Episode) -> dict[str, Any]:
    return {
        "message": episode.id,
        "messages": list(episode.messages),
        "at": episode.said_at.isoformat(),
        "way": episode.way.value,
        "wish": episode.wish.value if episode.wish is not None else None,
        "depth": round(episode.depth, 4),
        "level": level_of(episode.depth),
        "valence": round(episode.valence, 4),
        "probability": round(episode.probability, 4),
        "topics": list(episode.topics),
        "reader": episode.reader,
        "you_were_asked_first": episode.asked_first,
    }


def _topics(own: Iterable[Episode]) -> dict[str, str]:
    """When each was last spoken of, in open moments, too: when one ends hangs on the other's hours."""
    told = (each for each in own if each.state is not EpisodeState.WITHDRAWN)
    dates = sorted((topic, each.at) for each in told for topic in each.topics)
    return {topic: at.isoformat() for topic, at in dates}


def _response(response: Response) -> dict[str, Any]:
    reading = response.reading
    return {
        "at": response.at.isoformat(),
        "reaction": response.reaction,
        "messages": [said.message for said in response.parts],
        "words": response.words,
        "understanding": round(reading.understanding, 4),
        "appreciation": round(reading.appreciation, 4),
        "caring": round(reading.caring, 4),
        "disinterest": round(reading.disinterest, 4),
        "criticism": round(reading.criticism, 4),
        "advice": round(reading.advice, 4),
        "reader": reading.reader,
    }


def _spoken(chat: Chat, person: PersonId) -> dict[str, Any]:
    """Of late: when, how often, and under which ids."""
    turn = chat.turn if chat.turn is not None and chat.turn.author == person else None
    return {
        "last": _time(chat.last_spoke.get(person)),
        "turns": chat.turn_counts.get(person, 0),
        "from_to": [[run.start.isoformat(), run.end.isoformat()] for run in chat.runs.get(person, ())],
        "messages": [message for message, author in chat.authors if author == person],
        "now": [message.id for message in turn.messages] if turn is not None else [],
        "turns_ended": [past.ended_at.isoformat() for past in chat.past_turns if past.author == person],
    }


def _round(round: Round, person: PersonId) -> dict[str, Any]:
    answer = round.answers.get(person)
    return {
        "closes": round.closes_at.isoformat(),
        "answered": answer.message if answer is not None else None,
        "passed": person in round.passed,
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
