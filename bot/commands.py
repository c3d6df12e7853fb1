"""What a person's commands do. Everything is answered in private, through the outbox."""

from __future__ import annotations

from collections.abc import Sequence

from bot import checkins, looking_back, mirror
from bot.answering import Answering, level_args, no_mark
from bot.engine import Desk, marked_id
from config.contacts import country_codes
from core import lingering
from core.chats import Chat, Episode
from core.ids import MessageId, PersonId
from core.inbound import Commanded, Update
from core.notes import Note
from core.people import Awaited, Expectation, Expecting, QuietHours, SettingsChanged
from core.utterance import Utterance

ABOUT_ONE_CHAT = frozenset({"leave", "recap", "checkin", "level"})
"""Commands that need a chat: said in private by somebody with several, they ask in which."""
MOST_CHATS = 20
"""Chats that are offered; more buttons than that fit on no message."""


class Commands(Answering):
    """One method for each command."""

    async def commanded(self, desk: Desk, update: Update, what: Commanded) -> None:
        """Unknown commands are answered with the help that lists the known ones."""
        await desk.known_name(what.who.id, what.who.name)
        if what.private and what.name in ABOUT_ONE_CHAT:
            chats = await self._chats_meant(desk, what)
            if len(chats) > 1:
                await self._ask_which(desk, update, what, chats[:MOST_CHATS])
                return
        await self._obey(desk, update, what)

    async def _obey(self, desk: Desk, update: Update, what: Commanded) -> None:
        handler = getattr(self, f"_command_{what.name}", self._command_help)
        await handler(desk, update, what)

    async def _ask_which(self, desk: Desk, update: Update, what: Commanded, chats: Sequence[Chat]) -> None:
        args = {"command": what.name, "chats": " ".join(chat.id for chat in chats)}
        args |= {f"title{place}": chat.title for place, chat in enumerate(chats)}
        await self.tell(desk, update, what.who.id, "which", args)

    async def _command_help(self, desk: Desk, update: Update, what: Commanded) -> None:
        await self.tell(desk, update, what.who.id, "help", {})

    async def _command_privacy(self, desk: Desk, update: Update, what: Commanded) -> None:
        await self.tell(desk, update, what.who.id, "privacy", {})

    async def _command_start(self, desk: Desk, update: Update, what: Commanded) -> None:
        if what.private and what.argument.startswith("c"):
            number, _, token = what.argument[1:].partition("-")
            card = await self._noted(desk, number)
            if card is not None and card.note.kind == "card" and card.note.args.get("token") == token:
                await self._invite(desk, update, what.who.id, card.note.about_chat)
                return
        if not what.private and await desk.chat(what.chat) is not None:
            if update.answering:  # only this person sees what answers them; the card came with the bot
                await self._invite(desk, update, what.who.id, what.chat)
            else:
                await self.renew_card(desk, what.chat)
            return
        invited = False
        for chat_id in await desk.tx.chats_of(what.who.id) if what.private else ():
            chat = await desk.chat(chat_id)
            if chat is not None and not chat.agreed(what.who.id):
                await self._invite(desk, update, what.who.id, chat_id)
                invited = True
        if not invited:
            await self._command_help(desk, update, what)

    async def _command_pause(self, desk: Desk, update: Update, what: Commanded) -> None:
        await self._pause(desk, update, what.who.id, on=True)

    async def _command_resume(self, desk: Desk, update: Update, what: Commanded) -> None:
        await self._pause(desk, update, what.who.id, on=False)

    async def _command_leave(self, desk: Desk, update: Update, what: Commanded) -> None:
        chat = await self._chat_meant(desk, what)
        if chat is None:
            await self.tell(desk, update, what.who.id, "leave", {"what": "nothing"})
            return
        note = Note(kind="leave", to_person=what.who.id, about_chat=chat.id, answering=update.answering)
        await desk.say(note)

    async def _command_forget(self, desk: Desk, update: Update, what: Commanded) -> None:
        await self.tell(desk, update, what.who.id, "forget", {})

    async def _command_why(self, desk: Desk, update: Update, what: Commanded) -> None:
        args, chat = await looking_back.last_decision(desk, what.who.id)
        await desk.say(
            Note(kind="why", args=args, to_person=what.who.id, about_chat=chat, answering=update.answering)
        )

    async def _command_recap(self, desk: Desk, update: Update, what: Commanded) -> None:
        chat = await self._chat_meant(desk, what)
        args = await looking_back.recap(desk, chat, what.who.id) if chat is not None else {"nothing": "yes"}
        await self.tell(desk, update, what.who.id, "recap", args)

    async def _command_mydata(self, desk: Desk, update: Update, what: Commanded) -> None:
        await self.tell(desk, update, what.who.id, "mydata", await looking_back.own_data(desk, what.who.id))

    async def _command_settings(self, desk: Desk, update: Update, what: Commanded) -> None:
        words = what.argument.split()
        if not words:
            await self.tell(desk, update, what.who.id, "settings", {})
            return
        try:
            changed = SettingsChanged((_own_setting(words),))
        except ValueError:
            await self.tell(desk, update, what.who.id, "settings", {"what": "unknown"})
            return
        await desk.change_person(what.who.id, changed)
        await self.tell(desk, update, what.who.id, "settings", {})

    async def _command_checkin(self, desk: Desk, update: Update, what: Commanded) -> None:
        chat = await self._chat_meant(desk, what)
        reply = "where"
        if chat is not None and chat.agreed(what.who.id):
            # Who passed is done with the round under way; whether others passed, nobody can tell from this.
            under_way = [round for round in await desk.tx.rounds(chat.id) if what.who.id not in round.passed]
            if under_way:
                reply = "running"
            else:
                started = await checkins.start_next(desk, chat, self._library, marked_id(update.id))
                reply = "started" if started else "not_agreed"
        elif chat is not None:
            reply = "not_agreed"
        await self.tell(desk, update, what.who.id, "checkin_reply", {"what": reply})

    async def _command_level(self, desk: Desk, update: Update, what: Commanded) -> None:
        chat = await self._chat_meant(desk, what)
        if chat is None or not chat.listens_to(what.who.id):
            await self.tell(desk, update, what.who.id, "level", {"what": "not_agreed"})
            return
        args = level_args(desk, chat, what.who.id)
        await desk.say(
            Note(
                kind="level", args=args, to_person=what.who.id, about_chat=chat.id, answering=update.answering
            )
        )

    async def _command_mark(self, desk: Desk, update: Update, what: Commanded) -> None:
        chat, who = await desk.chat(what.chat), what.who.id
        if chat is None or what.about is None:
            await self.tell(desk, update, who, "mark_reply", {"what": "how"})
        elif reason := no_mark(chat, who, what.about, what.about_author):
            await self.tell(desk, update, who, "mark_reply", {"what": reason})
        else:
            await self.ask_wish(desk, update, who, chat.id, what.about, what.about_at)

    async def _command_mirror(self, desk: Desk, update: Update, what: Commanded) -> None:
        """A draft, said with the command or in the next private message, for the newest disclosure of
        somebody else that can be answered."""
        who, chats = what.who.id, await self._chats_meant(desk, what)
        waiting = [
            (e.said_at, chat.id, MessageId(e.id)) for chat in chats for e in _answerable(desk, chat, who)
        ]
        place, about = max(waiting)[1:] if waiting else (chats[0].id if chats else what.chat, None)
        if what.argument:
            to = self._texts.of(place, about) if about is not None else None
            args = mirror.args_of(self._read_draft(Utterance(text=what.argument), to))
            await self.tell(desk, update, who, "mirror", args)
            return
        expectation = Expectation(what=Expecting.DRAFT, chat=place, message=about)
        await desk.change_person(who, Awaited(expectation))
        await self.tell(desk, update, who, "mirror_ask", {})


def _answerable(desk: Desk, chat: Chat, who: PersonId) -> list[Episode]:
    """What somebody else disclosed here, while it is within reach. Not by whether it ended: that would tell
    what its author answered in private."""
    others = [e for e in chat.episodes.values() if e.author != who]
    return [e for e in others if lingering.in_reach(chat, e, desk.now, desk.policy)]


def _own_setting(words: list[str]) -> tuple[str, object]:
    """One setting said in words. Raises ValueError for what is not understood."""
    match words:
        case ["quiet", "off"]:
            return "quiet_hours", None
        case ["quiet", hours]:
            return "quiet_hours", QuietHours.parse(hours)
        case ["zone", zone]:
            return "zone", _known_zone(zone)
        case ["country", "off"]:
            return "country", None
        case ["country", country]:
            return "country", _known_country(country)
        case _:
            raise ValueError("unknown setting")


def _known_zone(name: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError("unknown time zone") from error


def _known_country(said: str) -> str:
    """Its two letters. Everybody in the United Kingdom says UK, and ISO 3166-1 says GB."""
    code = {"UK": "GB"}.get(said.upper(), said.upper())
    if code not in country_codes():
        raise ValueError("unknown country")
    return code
