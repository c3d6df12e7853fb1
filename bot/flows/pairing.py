"""Two come together without a chat of theirs: one hands on a link, the other opens it, and both say yes.

Whoever opens the link first is the only one it is for. Its maker sees who that is once they agreed, and
nothing begins before the maker says yes as well. A no, or no answer, is told to neither.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from bot import checkins, reach, together
from bot.desk import Desk, marked_id
from bot.flows import hours
from bot.visits import Command, Press, Visit, on_sealed
from core.apart import COPIES, chat_of_two, copies_of
from core.chats import Chat
from core.events import ConsentGiven
from core.ids import ChatId, PersonId
from core.inbound import Posted
from core.links import VALID, PairLink
from core.notes import Note

PAYLOAD = "p"
"""What a link's payload begins with, before its token."""
TOKEN_BYTES = 24
"""Of chance in a token; a payload takes 64 letters."""
_WORD = re.compile(rf"(?:/start\s+)?{PAYLOAD}(?P<token>[0-9a-f]{{{2 * TOKEN_BYTES}}})")
"""Letters and digits alone: no platform takes them for markup, nor shows them with a sign before one."""
_ESCAPED = re.compile(r"\\(?=[^\w\s]|_)")
"""A backslash before a sign, as it is copied from a message's raw text."""


async def command(visit: Command) -> None:
    """/pair"""
    await hand_out(visit)


async def hand_out(visit: Visit) -> None:
    """A new link, in place of any earlier one. It is shown, and a keyed hash of its token is stored."""
    token = secrets.token_hex(TOKEN_BYTES)
    keyed_hash, expires_at = visit.means.keyed.token(token), visit.desk.now + VALID
    link = PairLink(keyed_hash=keyed_hash, maker=visit.who, expires_at=expires_at)
    await visit.desk.tx.save_link(link)
    await reach.ask(visit.desk, visit.who, yes=True)  # they ask to be told who opens it
    shown = Note(
        kind="pair_link",
        args={"start": f"{PAYLOAD}{token}"},
        to_person=visit.who,
        answering=visit.update.answering,
    )
    visit.desk.unkept.append(shown)


def token_in(post: Posted) -> str | None:
    """A link's word, sent by itself: where the platform has no links that open a private chat."""
    found = _WORD.fullmatch(_ESCAPED.sub("", post.words.text.strip()))
    return found["token"] if found is not None and not post.forwarded else None


async def opened(visit: Visit, token: str) -> None:
    """Whoever opens a link first is bound to it; for others, and later, it is over."""
    link = await visit.desk.tx.link(visit.means.keyed.token(token))
    if link is not None and link.maker == visit.who:
        works = link.lives(visit.desk.now) and not link.closed
        await visit.tell("pair_reply", {"what": "own" if works else "own_over"})
    elif link is not None and link.opener == visit.who and link.agreed and link.lives(visit.desk.now):
        await visit.tell("pair_reply", _waits(link))
    elif link is None or not link.may_open(visit.who, visit.desk.now):
        await visit.tell("pair_reply", {"what": "over"})
    else:
        await visit.desk.tx.save_link(replace(link, opener=visit.who))
        await visit.tell("pair_ask", {"maker": link.maker, "link": link.keyed_hash})


async def on_ask(visit: Press) -> None:
    """Its opener's own yes or no."""
    link = await _link(visit)
    if visit.button == "what_is_kept":
        await visit.tell("privacy")
    elif visit.button == "not_now":
        if link is not None and link.opener == visit.who:
            await visit.desk.tx.save_link(replace(link, agreed=False))
        await visit.instead("pair_reply", {"what": "declined"})
    elif link is None or link.opener != visit.who:
        await visit.instead("pair_reply", {"what": "over"})
    elif visit.button == "agree":
        link = link.agreed_to(visit.desk.now)
        await reach.ask(visit.desk, visit.who, yes=True)
        await visit.desk.tx.save_link(link)
        await visit.instead("pair_reply", _waits(link))
        await together.ask_maker(visit.desk, link, marked_id(visit.update.id))
        await hours.offer(visit)


def _waits(link: PairLink) -> dict[str, str]:
    return {"what": "waits", "maker": link.maker, "link": link.keyed_hash}


async def on_waiting(visit: Press) -> None:
    """Its opener takes their yes back, while its maker has not answered."""
    link = await _link(visit)
    if link is not None and link.opener == visit.who and visit.button == "not_now":
        await visit.desk.tx.save_link(replace(link, agreed=False))
        await visit.instead("pair_reply", {"what": "declined"})
    else:
        await visit.instead("pair_reply", {"what": "over"})


async def on_confirm(visit: Press) -> None:
    """Its maker sees who it is, and says yes or no: with the yes it begins. Of a yes that its opener took
    back, nothing is told; of the maker's no, neither: the link rests as one that is not answered."""
    if visit.button == "what_is_kept":
        await visit.tell("privacy")
        return
    link = await _link(visit)
    if link is None or link.maker != visit.who or link.closed:
        await visit.instead("pair_reply", {"what": "own_over"})
    elif visit.button == "not_now":
        await visit.desk.tx.save_link(replace(link, closed=True))
        await visit.instead("pair_reply", {"what": "declined"})
    elif not link.agreed or link.opener is None:
        await visit.instead("pair_reply", {"what": "not_yet"})
    elif visit.button == "open":
        await visit.open()
    elif visit.button == "agree":
        await reach.ask(visit.desk, visit.who, yes=True)
        await visit.desk.tx.drop_link(link.maker)
        await _begin(visit, link.maker, link.opener)


async def _begin(visit: Press, maker: PersonId, opener: PersonId) -> None:
    """Both said yes: each is told, and the first question comes to both."""
    chat = await _together(visit.desk, maker, opener)
    await visit.instead("agreed", {"complete": "yes"}, about=chat.id)
    await visit.desk.say(Note(kind="paired", args={"partner": maker}, to_person=opener, about_chat=chat.id))
    await hours.offer(visit)
    if checkins.starts_by_itself(chat):
        await checkins.start_next(visit.desk, chat, visit.means.library, marked_id(visit.update.id))


async def on_revealed(visit: Press) -> None:
    """The answers, in place of the seal. Whose author stopped taking part since: without theirs, as when they
    took the message back."""
    if visit.button != "open":
        return
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or not chat.agreed(visit.who):
        await visit.instead("pressed", {"what": "gone"})
        return
    note = Note(
        kind="reveal",
        args={name: value for name, value in visit.args.items() if name != COPIES},
        to_person=visit.who,
        about_chat=visit.about,
        answering=visit.update.answering,
        replaces=visit.stored.id,
        copies=tuple(place for author, place in copies_of(visit.args) if chat.agreed(author)),
        key=f"revealed/{visit.stored.id}",
    )
    await visit.desk.say(note)


async def _together(desk: Desk, one: PersonId, other: PersonId) -> Chat:
    """The chat of these two: a new one, or the one that they had before."""
    known = [await desk.chat(id) for id in await desk.tx.chats_of(one)]
    chat = next((c for c in known if c is not None and c.apart and set(c.members) == {one, other}), None)
    if chat is None:
        platform = one.partition(":")[0]
        chat = chat_of_two(ChatId(f"{platform}:pair-{secrets.token_hex(8)}"), one, other)
        await desk.save(chat)
    for person in (other, one):
        await desk.apply(chat.id, ConsentGiven(author=person, heard=False))
    return desk.touched[chat.id]


async def _link(visit: Press) -> PairLink | None:
    """The link that a note is about, while it leads anywhere."""
    link = await visit.desk.tx.link(visit.args.get("link", ""))
    return link if link is not None and link.lives(visit.desk.now) else None


COMMANDS = {"pair": command}
BUTTONS = {"pair_ask": on_ask, "pair_reply": on_waiting, "pair_confirm": on_confirm}
BUTTONS |= {"paired": on_sealed, "revealed": on_revealed}
