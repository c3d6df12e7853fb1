"""The maker of a link for two is asked once its opener agreed; whom nothing reached, when they are back."""

from __future__ import annotations

from bot.desk import Desk
from core import reaching
from core.hiding import standing
from core.ids import PersonId, UpdateId
from core.links import PairLink
from core.notes import Note


async def ask_maker(desk: Desk, link: PairLink, source: UpdateId) -> None:
    """Unless they said no, are out of reach, or the question stands or waits there. `source`: what it follows
    from, so that a yes given again is asked about again."""
    if not reaching.is_reached(await desk.person(link.maker)) or await _is_asked(desk, link):
        return
    ask = _question(link, f"pair_confirm/{link.keyed_hash}/{source}")
    if ask is not None:
        await desk.say(ask)


async def ask_again(desk: Desk, maker: PersonId) -> None:
    """Anew, where an opener's yes stands: what was asked before may have reached nobody."""
    for link in await desk.tx.links_of(maker):
        ask = _question(link, None) if link.maker == maker and link.lives(desk.now) else None
        if ask is not None:
            await desk.say(ask)


async def _is_asked(desk: Desk, link: PairLink) -> bool:
    notes = await desk.tx.notes_to(link.maker)
    there = [*standing(notes), *(stored for stored in notes if stored.status in ("ready", "sending"))]
    asked = (stored.note for stored in there if stored.note.kind == "pair_confirm")
    return any(note.args.get("link") == link.keyed_hash for note in asked)


def _question(link: PairLink, key: str | None) -> Note | None:
    if not link.agreed or link.opener is None or link.closed:
        return None
    return Note(
        kind="pair_confirm",
        args={"opener": link.opener, "link": link.keyed_hash},
        to_person=link.maker,
        expires_at=link.expires_at,
        key=key,
    )
