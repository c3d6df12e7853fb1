"""A person's own data, and nobody else's: what `export` prints and `/mydata` counts."""

from __future__ import annotations

from typing import Any

from core.chats import Chat, Episode
from core.ids import PersonId
from core.ports import Store, Transaction
from core.reading.scores import level_of
from core.table import known


async def own_data(store: Store, person: PersonId) -> dict[str, Any] | None:
    """Everything kept that is this person's alone; None for somebody unknown."""

    async def look(tx: Transaction) -> dict[str, Any] | None:
        known = await tx.person(person)
        chats = await tx.chats_of(person)
        if known is None and not chats:
            return None
        found: dict[str, Any] = {"person": person, "chats": []}
        if known is not None:
            found["name"] = known.name
            found["settings"] = {
                "zone": known.zone,
                "country": known.country,
                "quiet_hours": str(known.quiet_hours) if known.quiet_hours is not None else None,
                "ask_first": known.ask_first,
                "advice_wanted": known.advice_wanted,
                "paused": known.paused,
                "one_question": known.one_question,
                "crisis_line": known.crisis_line,
                "community_notes": known.community_notes,
                "fewer": known.fewer,
            }
            found["notes_sent_to_you"] = [at.isoformat() for at in known.nudged]
        for chat_id in chats:
            chat = await tx.chat(chat_id)
            if chat is not None:
                found["chats"].append(await _chat(tx, chat, person))
        return found

    return await store.transact(look)


async def _chat(tx: Transaction, chat: Chat, person: PersonId) -> dict[str, Any]:
    member, ready = chat.members[person], chat.ready.get(person)
    own = [e for e in known(await tx.episodes(chat.id), chat) if e.author == person]
    return {
        "chat": chat.id,
        "consent": member.consent.value,
        "since": member.since.isoformat() if member.since is not None else None,
        "deeper_is_fine_with_you_since": ready.isoformat() if ready is not None else None,
        "moments_you_opened": [_episode(episode) for episode in own],
        "your_private_answers": [
            {"about": felt.episode, "at": felt.at.isoformat(), "understood": u, "valued": v, "cared_for": c}
            for felt in chat.felt.get(person, ())
            for u, v, c in [felt.taps]
        ],
    }


def _episode(episode: Episode) -> dict[str, Any]:
    return {
        "message": episode.id,
        "at": episode.said_at.isoformat(),
        "way": episode.way.value,
        "wish": episode.wish.value if episode.wish is not None else None,
        "depth": round(episode.depth, 4),
        "level": level_of(episode.depth),
        "valence": round(episode.valence, 4),
        "topics": list(episode.topics),
        "reader": episode.reader,
    }
