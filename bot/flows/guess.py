"""After a reveal: a guess at what mattered most to another, and their own word about it.

The guess stays a message of its author's private chat until they choose to show it. Nothing here asks what
the other does, has set or wants: whether a guess arrives shows in nothing but their own reply.
"""

from __future__ import annotations

from datetime import timedelta

from bot import checkins
from bot.visits import Press, Visit, Written, on_sealed
from core.ids import ChatId, MessageId, PersonId
from core.notes import SOMEBODY, Note, StoredNote
from core.people import Awaited, Expectation, Expecting

WAITS = timedelta(days=14)
"""So long a guess, or a word about one, waits for somebody who rests. [P]"""
WORDS = ("yes", "partly", "no")


async def on_reveal(visit: Press) -> None:
    """The one button below the answers, for anybody who agreed: about one other's answer."""
    others = [one for one in visit.args.get("authors", "").split() if one not in (visit.who, SOMEBODY)]
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or not chat.agreed(visit.who) or not others:
        await visit.tell("guess", {"what": "nobody"})
    elif len(others) == 1:
        await _await(visit, chat.id)
        args = {"round": visit.args["round"], "partner": others[0]}
        await visit.tell("guess", args, about=chat.id)
    else:
        args = {"round": visit.args["round"], "people": " ".join(others)}
        await visit.tell("guess_whom", args, about=chat.id)


async def on_whom(visit: Press) -> None:
    people, place = visit.args["people"].split(), visit.button.removeprefix("whom_")
    if not place.isdecimal() or int(place) >= len(people):
        return
    if people[int(place)] == SOMEBODY:
        await visit.tell("pressed", {"what": "gone"})
    elif visit.about is not None:
        await _await(visit, visit.about)
        await visit.instead("guess", {"round": visit.args["round"], "partner": people[int(place)]})


async def on_asked(visit: Press) -> None:
    """Never mind: the next private message is what it was before."""
    await checkins.await_next(visit.desk, visit.who)
    await visit.instead("guess", {"what": "kept"})


async def written(visit: Written) -> bool:
    """The guess as the next private message: kept of it is where it stands."""
    await checkins.await_next(visit.desk, visit.who)
    asked = await _asked(visit)
    if asked is None:
        return False
    args = {**asked.note.args, "private": visit.post.chat, "message": visit.post.message}
    await visit.tell("guess_kept", args, about=visit.expected.chat)
    return True


async def on_kept(visit: Press) -> None:
    """Shown to the other, or kept where it is."""
    args, chat = visit.args, visit.about
    if visit.button != "guess_show" or chat is None:
        await visit.instead("guess", {"what": "kept"})
        return
    shown = Note(
        kind="guess_shown",
        args={"author": visit.who, "private": args["private"], "message": args["message"]},
        to_person=PersonId(args["partner"]),
        about_chat=chat,
        key=f"guess/{args['round']}/{visit.who}/{args['partner']}",
        expires_at=visit.desk.now + WAITS,
    )
    new = await visit.desk.say(shown) is not None
    await visit.instead("guess", {"what": "sent" if new else "already", "partner": args["partner"]})


async def on_shown(visit: Press) -> None:
    """Opened, with the guess below; and the other's own word about it."""
    author, chat_id = PersonId(visit.args["author"]), visit.about
    chat = await visit.desk.chat(chat_id) if chat_id is not None else None
    if chat is None:
        await visit.instead("pressed", {"what": "gone"})
    elif visit.button == "open":
        await _open(visit, author, with_it=chat.agreed(author))
    elif visit.button in WORDS:
        reply = Note(
            kind="guess_reply",
            args={"author": visit.who, "what": visit.button},
            to_person=author,
            about_chat=chat.id,
            key=f"guess_reply/{visit.stored.id}",
            expires_at=visit.desk.now + WAITS,
        )
        await visit.desk.say(reply)
        await visit.instead("guess_shown", {"author": author, "what": visit.button})


async def _open(visit: Press, author: PersonId, *, with_it: bool) -> None:
    """Whose author stopped taking part since: without their words, as when they took the message back."""
    place = (ChatId(visit.args["private"]), MessageId(visit.args["message"]))
    note = Note(
        kind="guess_shown",
        args={"author": author, "authors": author, "opened": "yes"},
        to_person=visit.who,
        about_chat=visit.about,
        answering=visit.update.answering,
        replaces=visit.stored.id,
        copies=(place,) if with_it else (),
        key=f"guess_opened/{visit.stored.id}",
    )
    await visit.desk.say(note)


async def _await(visit: Visit, chat: ChatId) -> None:
    expectation = Expectation(what=Expecting.GUESS, chat=chat, since=visit.desk.now)
    await visit.desk.change_person(visit.who, Awaited(expectation))


async def _asked(visit: Written) -> StoredNote | None:
    """The newest question for a guess in that chat; none once its person is forgotten."""
    notes = await visit.desk.tx.notes_to(visit.who)
    mine = [s for s in notes if s.note.kind == "guess" and s.note.about_chat == visit.expected.chat]
    asked = mine[-1] if mine else None
    return asked if asked is not None and "partner" in asked.note.args else None


BUTTONS = {
    "reveal": on_reveal,
    "guess_whom": on_whom,
    "guess": on_asked,
    "guess_kept": on_kept,
    "guess_shown": on_shown,
    "guess_reply": on_sealed,
}
WRITTEN = {Expecting.GUESS: written}
