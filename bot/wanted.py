"""Whether a note may still go: asked in the transaction that is its last look before it is sent."""

from __future__ import annotations

from datetime import datetime

from core.chats import Chat
from core.ids import EpisodeId, PersonId, pair_of
from core.notes import Note
from core.ports import Transaction

UNASKED = frozenset({"nudge", "question", "ask_first", "care", "checkin"})
"""What the bot says by itself. An answer to a command or a press goes out to whoever gave it."""


async def is_wanted(tx: Transaction, note: Note, now: datetime) -> bool:
    """False when somebody it is to, or about, has withdrawn, left or paused since it was posted, or when what
    a nudge points to is over by now, or rests."""
    about = [PersonId(author) for author in note.args.get("authors", "").split()]
    if note.kind in UNASKED and note.replaces is None:
        named = (note.to_person, note.args.get("author"), note.args.get("partner"))
        about += [PersonId(person) for person in named if person]
    elif note.kind != "reveal":
        return True
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    may = chat is not None and (chat.agreed if note.kind == "care" else chat.listens_to)
    if not may or not all(may(person) for person in about):
        return False
    if note.kind == "reveal":
        return True
    if note.kind == "nudge" and _rests(chat, note, now):
        return False
    people = [await tx.person(person) for person in about]
    return not any(person is not None and person.rests(now) for person in people)


def _rests(chat: Chat | None, note: Note, now: datetime) -> bool:
    """What holds a nudge back holds one that waits, too: a crisis, a lock, an episode that was answered or
    taken back in the meantime."""
    if chat is None or note.to_person is None:
        return True
    episode = chat.episodes.get(EpisodeId(note.args["episode"]))
    if episode is None or episode.ended_at is not None:
        return True
    pair = pair_of(episode.author, note.to_person)
    locked = any(lock.pair == pair and lock.until > now for lock in chat.locks)
    return locked or (chat.crisis_until is not None and now < chat.crisis_until)
