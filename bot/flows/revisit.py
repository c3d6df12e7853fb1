"""A hard topic is put off by all of them, and comes back when all are ready. One alone shows to nobody."""

from __future__ import annotations

from datetime import datetime

from bot.desk import marked_id
from bot.visits import Command, Press, Visit, among, on_sealed
from core import parking
from core.chats import Chat, ChatKind
from core.ids import ChatId
from core.notes import Note
from core.parked import FORGOTTEN, Parked

MOST_LISTED = 5
"""Of all chats together; more rows of buttons fit on no message."""


async def command(visit: Command) -> None:
    """/park: in a chat, best as a reply to a message, it proposes; in private it lists what is parked."""
    if visit.what.private:
        chats = await visit.chats()
        if chats and all(chat.apart for chat in chats):
            await visit.tell("park_reply", {"what": "apart"})
        else:
            await _list(visit)
        return
    chat = await visit.chat()
    if chat is None or not chat.agreed(visit.who):
        await visit.tell("park_reply", {"what": "not_agreed", **among(chat)})
    elif chat.kind is ChatKind.COMMUNITY:
        await visit.tell("park_reply", {"what": "community"})
    else:
        await _propose(visit, chat)


async def on_ask(visit: Press) -> None:
    """Somebody else proposed it: a yes counts, anything else looks the same."""
    if visit.button == "open":
        await visit.open()
        return
    if visit.button != "park_it":
        await visit.instead("park_ask", {"what": "not_now"})
        return
    chat, parked = await _known(visit)
    if chat is None or parked is None:
        await visit.instead("park_reply", {"what": "gone"})
        return
    after = await _agree(visit, chat, parked)
    args = _args(after) | ({} if after.parked_at is not None else {"waits": "yes"})
    await visit.instead("parked", {**args, "opened": "yes"})


async def on_parked(visit: Press) -> None:
    """Ready, or not yet; with the last one who is, all get one line."""
    if visit.button == "open":
        await visit.open()
        return
    chat, parked = await _known(visit)
    if chat is None or parked is None or not chat.agreed(visit.who):
        await visit.instead("park_reply", {"what": "gone"})
        return
    yes = visit.button == "park_ready"
    after = parking.ready(parked, visit.who, visit.desk.now, yes=yes)
    await visit.desk.save(parking.kept(chat, after, visit.desk.now))
    if not parking.all_ready(after):
        await visit.instead("parked", {**_args(after), "opened": "yes"} | ({"ready": "yes"} if yes else {}))
        return
    await visit.instead("brought_back", {**_args(after), "opened": "yes"})
    await _tell_others(visit, chat, after, "brought_back")


async def on_list(visit: Press) -> None:
    """One of the list, with one's own word about it."""
    ids, place = visit.args["parked"].split(), visit.button.removeprefix("topic_")
    if not place.isdecimal() or int(place) >= len(ids):
        return
    chat = await visit.desk.chat(ChatId(visit.args["chats"].split()[int(place)]))
    parked = parking.found(chat, ids[int(place)], visit.desk.now) if chat is not None else None
    if chat is None or parked is None or not chat.agreed(visit.who):
        await visit.tell("park_reply", {"what": "gone"})
        return
    said = parking.still_ready(parked, visit.desk.now)
    ready = {"ready": "yes"} if visit.who in said else {}
    await visit.tell("parked", {**_args(parked), "opened": "yes", **ready}, about=chat.id)


async def _propose(visit: Command, chat: Chat) -> None:
    what, desk = visit.what, visit.desk
    there = parking.about(chat, what.about, desk.now)
    if there is not None and there.parked_at is None and visit.who not in there.agreed:
        after = await _agree(visit, chat, there)
        args = _args(after) | ({} if after.parked_at is not None else {"waits": "yes"})
        await visit.tell("parked", {**args, "opened": "yes"}, about=chat.id)
        return
    if there is not None:
        await visit.tell("park_reply", {"what": "known"})
        return
    said_at = what.about_at or _said_at(visit, chat) or desk.now
    try:
        chat = parking.proposed(chat, marked_id(visit.update.id), visit.who, what.about, said_at, desk.now)
    except parking.NotParked as reason:
        await visit.tell("park_reply", {"what": str(reason), **among(chat)})
        return
    await desk.save(chat)
    await visit.tell("park_reply", {"what": "asked", "said_at": said_at.isoformat()}, about=chat.id)
    await _tell_others(visit, chat, chat.parked[-1], "park_ask")


async def _agree(visit: Visit, chat: Chat, parked: Parked) -> Parked:
    """One's own yes; with the last one all others hear that it is parked."""
    after = parking.agreed(parked, visit.who, visit.desk.now)
    await visit.desk.save(parking.kept(chat, after, visit.desk.now))
    if after.parked_at is not None and parked.parked_at is None:
        await _tell_others(visit, chat, after, "parked")
    return after


async def _tell_others(visit: Visit, chat: Chat, parked: Parked, kind: str) -> None:
    for person in parked.people:
        if person not in (visit.who, FORGOTTEN):
            note = Note(
                kind=kind,
                args=_args(parked) | ({"author": parked.by} if kind == "park_ask" else {}),
                to_person=person,
                about_chat=chat.id,
                key=f"{kind}/{chat.id}/{parked.id}/{person}",
                expires_at=parking.fades_at(parked),
            )
            await visit.desk.say(note)


async def _list(visit: Command) -> None:
    """What is parked wherever this person takes part."""
    now = visit.desk.now
    found = [(chat.id, each) for chat in await visit.chats() for each in parking.alive(chat, now)]
    parked = [(chat, each) for chat, each in found if each.parked_at is not None][:MOST_LISTED]
    args = {
        "parked": " ".join(each.id for _, each in parked),
        "chats": " ".join(chat for chat, _ in parked),
        "said_at": " ".join(each.said_at.isoformat() for _, each in parked),
    }
    await visit.tell("parked_list", args)


async def _known(visit: Press) -> tuple[Chat | None, Parked | None]:
    """The note's chat and topic, as they are now."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or not chat.agreed(visit.who):
        return None, None
    return chat, parking.found(chat, visit.args["parked"], visit.desk.now)


def _args(parked: Parked) -> dict[str, str]:
    return {"parked": parked.id, "said_at": parked.said_at.isoformat()}


def _said_at(visit: Command, chat: Chat) -> datetime | None:
    about = visit.what.about
    return visit.means.texts.said_at(chat.id, about) if about is not None else None


COMMANDS = {"park": command}
BUTTONS = {"park_ask": on_ask, "parked": on_parked, "parked_list": on_list, "brought_back": on_sealed}
