"""The weekly recap: written once for both, brought to each at their own hour, sealed like every note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import set_for_both
from bot.desk import Desk
from bot.looking_back import pair_args, took_part
from core import agenda, recaps, weave
from core.chats import Chat
from core.ids import PersonId, pair_of
from core.notes import Note
from core.table import known


async def open_day(desk: Desk, chat: Chat, day: date) -> None:
    """Posts the date's recap to both of a couple. In a group recaps come when somebody asks for one.

    Who went unseen goes on being one of the two, as somebody silent would; nothing is sent to them.
    """
    people = sorted(person for person in chat.members if took_part(chat, person))
    if chat.is_group() or len(people) != 2:
        return
    readers = chat.taking_part()
    episodes = known(await desk.tx.episodes(chat.id), chat)
    args = pair_args(episodes, pair_of(*people), desk.now, desk.policy, heard=chat.hears)
    if not recaps.worth_sending(weave.read(args["weave"]), few="few" in args["keys"].split()):
        return
    hour = chat.agenda.of(recaps.RECAP).at
    for place, who in enumerate(people):
        at = recaps.moment(await desk.person(who), day, hour)
        if at is not None and who in readers:
            await desk.say(
                Note(
                    kind="weekly_recap",
                    args=args,
                    to_person=who,
                    about_chat=chat.id,
                    key=f"recap/{chat.id}/{day.isoformat()}/{place}",
                    due_at=at,
                    expires_at=at + recaps.EXPIRES,
                )
            )


def is_on(chat: Chat) -> bool:
    """Whether the two get a recap every week."""
    return chat.agenda.of(recaps.RECAP).on


async def switch(desk: Desk, chat: Chat, by: PersonId, *, on: bool, topic: str = "") -> None:
    """Somebody turns the weekly recap on or off for both: said in the chat, for both to see. Of two who share
    none, the other is told in their own time."""
    changes = {"on": on, "days": (recaps.SUNDAY,), "at": recaps.AT}
    await desk.save(replace(chat, agenda=agenda.changed(chat.agenda, recaps.RECAP, desk.now, **changes)))
    args = {"what": "on" if on else "off"}
    note = Note(kind="recap_switch", args=args, to_chat=chat.id, about_chat=chat.id, topic=topic)
    if chat.apart:
        note = replace(note, to_chat=None, to_person=by, topic="")
        await set_for_both.tell_others(desk, chat, by)
    await desk.say(note)
