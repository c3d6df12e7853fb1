"""Whether a note may still go: asked in the transaction that is its last look before it is sent."""

from __future__ import annotations

from datetime import datetime

from bot import keeping, reach
from core import precedence, revealing
from core.chats import Chat
from core.ids import ChatId, EpisodeId, PersonId
from core.notes import Note
from core.nudge.still_wanted import goes_at as nudge_goes_at
from core.people import Person
from core.policy import Policy
from core.ports import Transaction
from core.quiet import quiet_end
from core.scene import Scene
from core.unasked import ANSWERS, FROM_ANOTHER, LOOKED_AT, is_unasked

OUTSIDE_QUIET_HOURS = (
    frozenset(
        {"question", "ask_first", "checkin", "round_ended", "weekly_recap", "deeper", "raised", "revealed"}
    )
    | FROM_ANOTHER
)
"""What waits until its addressee's quiet hours are over, but for who began a check-in. Of nudges the rules
ask that themselves."""


async def goes_at(tx: Transaction, note: Note, now: datetime, policy: Policy) -> datetime | None:
    """From when on the note may go: `now`, or a later moment. None: not any more.

    None when it would not reach them, and when somebody it is to, or about, has withdrawn, left or paused
    since it was posted; what another did
    waits until a rest is over, as long as it lasts. Of a nudge the rules are asked again, with what is known
    of the chat and its people by now. An answer to a command or a press goes to whoever gave it.
    """
    if await reach.is_closed(tx, note):
        return await reach.looked_at_again(tx, note, now)
    if note.kind in OWN_RULES and note.replaces is None:
        return await OWN_RULES[note.kind](tx, note, now)
    about = [PersonId(author) for author in note.args.get("authors", "").split()]
    if note.kind in LOOKED_AT and is_unasked(note):
        # Whoever is asked about another sees whether they are: nothing of the other may have a part in it.
        other = None if note.kind == "ask_first" else note.args.get("partner")
        named = (note.to_person, note.args.get("author"), other)
        about += [PersonId(person) for person in named if person]
    elif note.kind != revealing.REVEAL or note.replaces is not None:
        return now
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    if chat is None:
        return None
    if note.kind == revealing.REVEAL:
        return revealing.goes_at(note, chat, now)
    if not all(_may(chat, note, person) for person in about):
        return None
    if note.kind == "nudge" and note.to_person is not None:
        scene = await _scene(tx, chat, now, policy)
        episode = chat.episodes.get(EpisodeId(note.args["episode"]))
        return nudge_goes_at(scene, episode, note.to_person, note.args["reason"])
    people = [await tx.person(person) for person in about]
    resting = [person for person in people if person is not None and person.rests(now)]
    if resting:
        return _after_rests(note, resting, now)
    reader = next((person for person in people if person is not None and person.id == note.to_person), None)
    return _awake_at(note, reader, chat, now)


def _awake_at(note: Note, reader: Person | None, chat: Chat, now: datetime) -> datetime:
    """`now`, or the end of the quiet hours that count for this reader in this chat."""
    if reader is None or note.kind not in OUTSIDE_QUIET_HOURS or "at_once" in note.args:
        return now
    return quiet_end(precedence.quiet_hours(reader, chat).value, now)


def _after_rests(note: Note, resting: list[Person], now: datetime) -> datetime | None:
    """When to look again at a note that waits for somebody's rest to end; None: it does not wait."""
    if note.kind not in FROM_ANOTHER or note.expires_at is None:
        return None
    return max(keeping.rest_over(person, now) for person in resting)


def _may(chat: Chat, note: Note, person: PersonId) -> bool:
    match note.kind:
        case "care" | "round_ended":
            return chat.agreed(person)
        case kind if kind in FROM_ANOTHER or kind in ("checkin", "weekly_recap", "deeper", "raised"):
            return person in chat.taking_part()
        case _:
            return chat.listens_to(person)


async def _asked_again_at(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """Consent is asked about in somebody's waking hours, and of nobody who rests: they get no notes."""
    chat = await tx.chat(ChatId(note.args["chat"]))
    person = await tx.person(note.to_person) if note.to_person is not None else None
    if chat is None or person is None or not chat.agreed(person.id):
        return None
    if person.rests(now):
        return None if person.paused else person.paused_until
    return quiet_end(person, now)


async def _revealed_at(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """Answers that wait for a tap: what their reader's rest and quiet hours say, and nobody else's. Whose
    author stopped taking part since, is left out at the tap."""
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    reader = await tx.person(note.to_person) if note.to_person is not None else None
    if chat is None or reader is None or not chat.agreed(reader.id):
        return None
    if reach.is_opened(note, await tx.notes_to(reader.id)):
        return None
    if ANSWERS in note.args:
        return now
    return keeping.rest_over(reader, now) if reader.rests(now) else _awake_at(note, reader, chat, now)


async def _to_be_read_at(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """Whoever agreed unheard is asked to be read in their waking hours, after a rest, and while it hears."""
    if "again" not in note.args or ANSWERS in note.args:
        return now
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    reader = await tx.person(note.to_person) if note.to_person is not None else None
    if chat is None or reader is None or not chat.agreed(reader.id) or not chat.members[reader.id].unheard:
        return None
    if reader.rests(now):
        return keeping.rest_over(reader, now)
    awake = quiet_end(precedence.quiet_hours(reader, chat).value, now)
    return awake if chat.hears else max(awake, now + keeping.WHILE_PAUSED)


async def _pair_confirm_at(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """While its opener's yes stands, and its maker did not say no."""
    link = await tx.link(note.args["link"])
    if link is None or not link.agreed or link.closed or not link.lives(now):
        return None
    return await _paired_at(tx, note, now)


async def _paired_at(tx: Transaction, note: Note, now: datetime) -> datetime | None:
    """What their own rest and quiet hours say."""
    reader = await tx.person(note.to_person) if note.to_person is not None else None
    if reader is None:
        return now
    return keeping.rest_over(reader, now) if reader.rests(now) else quiet_end(reader, now)


OWN_RULES = {"still_fine": _asked_again_at, "keep_due": keeping.goes_at, "revealed": _revealed_at}
OWN_RULES |= {"consent": _to_be_read_at, "pair_confirm": _pair_confirm_at, "paired": _paired_at}
"""By kind of note, where it comes by itself."""


async def _scene(tx: Transaction, chat: Chat, now: datetime, policy: Policy) -> Scene:
    people = {person: await tx.person(person) or Person(id=person) for person in chat.members}
    return Scene(chat, now, people, (), policy)
