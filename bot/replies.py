"""What a person's commands and buttons do. Everything is answered in private, through the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot import checkins, looking_back, mirror
from bot.checkins import Prompt
from bot.engine import Desk, marked_id
from bot.keyed import Keyed
from bot.texts import Texts
from config.contacts import country_codes
from core import levels, lingering, rounds
from core.chats import Chat, Episode, Member, Wish
from core.events import (
    ConsentEnded,
    ConsentGiven,
    DeeperWelcome,
    Joined,
    LevelLowered,
    Marked,
    Pressed,
    Rated,
    Talked,
    What,
)
from core.ids import ChatId, EpisodeId, MessageId, PersonId, RoundId
from core.inbound import BotAdded, ButtonPressed, Commanded, Update, Who
from core.notes import Note, NoteId, StoredNote
from core.people import Awaited, Expectation, Expecting, QuietHours, SettingsChanged
from core.ports import Store
from core.reading.scores import MessageReading, ResponseReading
from core.screens.trust import SWITCHES
from core.utterance import Utterance

NUMBER_DIGITS = 15
"""Of a note's number outside, below 2^48."""
TAPS = {"yes": 5.0, "partly": 3.0, "no": 1.0}
"""What an answer to the one question counts for (rules: *The one question*)."""
Receipt = Callable[[Note], Awaitable[None]]
ReadAgain = Callable[[ChatId, MessageId], MessageReading | None]
ReadDraft = Callable[[Utterance, Utterance | None], ResponseReading | None]
ABOUT_ONE_CHAT = frozenset({"leave", "recap", "checkin", "level"})
"""Commands that need a chat: said in private by somebody with several, they ask in which."""
MOST_CHATS = 20
"""Chats that are offered; more buttons than that fit on no message."""


class Replies:
    """One method for each command, and one for each button of a kind of note."""

    def __init__(
        self,
        texts: Texts,
        library: Sequence[Prompt],
        keyed: Keyed,
        read_again: ReadAgain,
        read_draft: ReadDraft,
    ) -> None:
        self._texts = texts
        self._library = library
        self._keyed = keyed
        self._read_again = read_again
        self._read_draft = read_draft
        self.erased: list[Note] = []
        """Receipts of erasures that were committed; they leave no row behind."""
        self.receipt: Receipt | None = None

    async def tell(
        self, desk: Desk, update: Update, to: PersonId, kind: str, args: Mapping[str, str]
    ) -> None:
        """Answers somebody in private."""
        await desk.say(Note(kind=kind, args=dict(args), to_person=to, answering=update.answering))

    async def scrub(self, store: Store) -> None:
        """Erasures were committed: their bytes go, and then each person gets a receipt."""
        receipts, self.erased = self.erased, []
        await store.scrub()
        for note in receipts:
            if self.receipt is not None:
                await self.receipt(note)

    # The bot comes into a chat

    async def added(self, desk: Desk, update: Update, what: BotAdded) -> None:
        chat = await desk.chat(what.chat)
        if chat is None:
            members = {who.id: Member() for who in what.people}
            chat = Chat(id=what.chat, kind=what.kind, title=what.title, members=members)
        chat = replace(chat, hears=what.hears)
        await desk.save(chat)
        for who in what.people:
            await desk.known_name(who.id, who.name)
        await self.renew_card(desk, what.chat)
        for who in what.people:
            if await desk.tx.forgotten_at(self._keyed.mark(who.id)) is None:
                await desk.say(consent_card(chat, who.id))

    async def renew_card(self, desk: Desk, chat: ChatId) -> None:
        """The card in the chat: the bot is never there covertly."""
        args = {"token": secrets.token_urlsafe(9)}
        await desk.say(Note(kind="card", args=args, to_chat=chat, about_chat=chat))

    async def ask_wish(
        self,
        desk: Desk,
        update: Update,
        who: PersonId,
        chat: ChatId,
        message: MessageId,
        said_at: datetime | None,
    ) -> None:
        said_at = said_at or self._texts.said_at(chat, message) or desk.now
        args = {"message": message, "said_at": said_at.isoformat()}
        note = Note(kind="mark_wish", args=args, to_person=who, about_chat=chat, answering=update.answering)
        await desk.say(note)

    # Commands

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
        args = _level(desk, chat, what.who.id)
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

    # Buttons

    async def pressed(self, desk: Desk, update: Update, what: ButtonPressed) -> None:
        """A button counts only from the person its note was sent to (a card's: from anybody in the chat)."""
        number, _, button = what.data.partition(":")
        stored = await self._noted(desk, number)
        who = what.who.id
        if stored is None or (stored.note.to_person != who and stored.note.kind != "card"):
            await self.tell(desk, update, who, "pressed", {"what": "gone"})
            return
        await desk.known_name(who, what.who.name)
        handler = getattr(self, f"_on_{stored.note.kind}", None)
        if handler is not None:
            await handler(desk, update, stored, who, button)

    async def _on_card(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        await self._invite(desk, update, who, stored.note.about_chat)

    async def _on_consent(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        chat_id = stored.note.about_chat
        if chat_id is None:
            return
        if button != "agree":
            await checkins.withdraw(desk, chat_id, who)
            await desk.apply(chat_id, ConsentEnded(author=who))
            await self._instead(desk, update, stored, "not_now", {})
            return
        await desk.apply(chat_id, ConsentGiven(author=who))
        chat = await desk.chat(chat_id)
        complete = chat is not None and chat.listens_to(who)
        await self._instead(desk, update, stored, "agreed", {"complete": "yes"} if complete else {})
        if chat is not None and checkins.starts_by_itself(chat):
            await checkins.start_next(desk, chat, self._library, marked_id(update.id))

    async def _on_checkin(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        round = await desk.tx.round(RoundId(stored.note.args["round"]))
        if round is None:
            await self._instead(desk, update, stored, "pressed", {"what": "gone"})
            return
        await desk.apply_round(round, rounds.Passed(at=desk.now, person=who))
        await checkins.await_next(desk, who)
        await self._instead(desk, update, stored, "passed", {})

    async def _on_nudge(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        chat_id, episode = stored.note.about_chat, EpisodeId(stored.note.args["episode"])
        if chat_id is None:
            return
        past = await desk.past_about(chat_id, MessageId(episode))
        if button == "open":
            await self._open(desk, update, stored)
        elif button == "why":
            await desk.apply(chat_id, Pressed(author=who, episode=episode, button="why"), past=past)
            args = {**stored.note.args}
            note = Note(kind="why", args=args, to_person=who, about_chat=chat_id, answering=update.answering)
            await desk.say(note)
        elif button == "talked":
            await desk.apply(chat_id, Talked(author=who, episode=episode), past=past)
            await self._instead(desk, update, stored, "pressed", {"what": button})
        elif button in ("not_this", "later"):
            await desk.apply(chat_id, Pressed(author=who, episode=episode, button=button), past=past)
            await self._instead(desk, update, stored, "pressed", {"what": button})

    async def _on_why(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        if button == "fewer":
            await desk.change_person(who, SettingsChanged((("fewer", True),)))
            await self._instead(desk, update, stored, "pressed", {"what": "fewer"})

    async def _on_question(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        if button == "open":
            await self._open(desk, update, stored)
            return
        chat_id, episode = stored.note.about_chat, EpisodeId(stored.note.args["episode"])
        tap = TAPS.get(button)
        if tap is not None and chat_id is not None:
            question = stored.note.args["question"]
            rated = Rated(
                author=who,
                episode=episode,
                understood=tap if question == "understood" else None,
                valued=tap if question == "valued" else None,
                cared_for=tap if question == "cared_for" else None,
            )
            await desk.apply(chat_id, rated, past=await desk.past_about(chat_id, MessageId(episode)))
        reply = {"what": "thanks" if tap is not None else "skipped"}
        await self._instead(desk, update, stored, "question_reply", reply)

    async def _on_ask_first(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        if button == "open":
            await self._open(desk, update, stored)
            return
        chat_id, episode = stored.note.about_chat, EpisodeId(stored.note.args["episode"])
        if chat_id is not None and button in ("yes", "no"):
            await desk.apply(chat_id, Pressed(author=who, episode=episode, button=button))
            await self._instead(desk, update, stored, "ask_first_reply", {"what": button})

    async def _on_mark_wish(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        chat_id, message = stored.note.about_chat, MessageId(stored.note.args["message"])
        if chat_id is None or button not in set(Wish):
            return
        marked = Marked(
            author=who,
            message=message,
            wish=Wish(button),
            reading=self._read_again(chat_id, message),
            said_at=datetime.fromisoformat(stored.note.args["said_at"]),
        )
        await desk.apply(chat_id, marked, past=await desk.past_about(chat_id, message))
        await self._instead(desk, update, stored, "mark_reply", {"what": button})

    async def _on_level(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        """Also under an offer: what is shown afterwards is the level as it is now."""
        chat_id = stored.note.about_chat
        events: dict[str, What] = {
            "lighter": LevelLowered(who),
            "deeper": DeeperWelcome(who, yes=True),
            "not_deeper": DeeperWelcome(who, yes=False),
        }
        if chat_id is None or button not in events:
            return
        await desk.apply(chat_id, events[button])
        chat = await desk.chat(chat_id)
        if chat is not None:
            await self._instead(desk, update, stored, "level", _level(desk, chat, who))

    _on_deeper = _on_level

    async def _on_pause(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        await desk.change_person(who, resting(on=False))
        await self._instead(desk, update, stored, "pause", {"state": "off"})

    async def _on_which(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        """The command again, as if it had been said in that chat; its answer is as private."""
        place, chats = button.removeprefix("chat_"), stored.note.args["chats"].split()
        if place.isdecimal() and int(place) < len(chats):
            asked = Commanded(
                chat=ChatId(chats[int(place)]), who=Who(who, ""), name=stored.note.args["command"]
            )
            await self._obey(desk, update, asked)

    async def _on_leave(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        chat_id = stored.note.about_chat
        if button == "leave_yes" and chat_id is not None:
            await checkins.withdraw(desk, chat_id, who)
            await desk.tx.drop_notes(who, chat_id)
            await desk.apply(chat_id, ConsentEnded(author=who, left=True))
            await self._instead(desk, update, stored, "leave", {"what": "done"})
        else:
            await self._instead(desk, update, stored, "forget", {"what": "kept"})

    async def _on_forget(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        if button != "forget_yes":
            await self._instead(desk, update, stored, "forget", {"what": "kept"})
            return
        await self.forget(desk, who)
        note = Note(kind="forget", args={"what": "done"}, to_person=who, answering=update.answering)
        self.erased.append(note)

    async def _on_settings(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        name = button.removeprefix("toggle_")
        if name in SWITCHES:
            value = bool(getattr(await desk.person(who), name))
            await desk.change_person(who, SettingsChanged(((name, not value),)))
        await self._instead(desk, update, stored, "settings", {})

    async def _on_help(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        if button == "country":
            await self._instead(desk, update, stored, "country", {"page": "0"})

    async def _on_country(
        self, desk: Desk, update: Update, stored: StoredNote, who: PersonId, button: str
    ) -> None:
        """A country was chosen: /help again, with its numbers."""
        chosen = button.removeprefix("country_")
        if chosen == "more":
            page = int(stored.note.args["page"]) + 1
            await self._instead(desk, update, stored, "country", {"page": str(page)})
            return
        code = chosen if chosen in country_codes() else None
        await desk.change_person(who, SettingsChanged((("country", code),)))
        await self._instead(desk, update, stored, "help", {})

    # What several of them do

    async def forget(self, desk: Desk, who: PersonId) -> None:
        """Erases a person: out of every chat, then their own rows; a keyed mark with today's date stays."""
        for chat in await desk.tx.chats_of(who):
            await desk.forget_here(chat, who)
            self._texts.forget(chat)
        await desk.tx.forget(who, desk.now, self._keyed.mark(who))

    async def _noted(self, desk: Desk, number: str) -> StoredNote | None:
        """The note that is known outside by this number; None for what is no number of a note."""
        if not (number.isascii() and number.isdecimal() and len(number) <= NUMBER_DIGITS):
            return None
        return await desk.tx.note(self._keyed.inside(NoteId(int(number))))

    async def _invite(self, desk: Desk, update: Update, who: PersonId, chat_id: ChatId | None) -> None:
        """The private consent card, for somebody who asked for it in the chat."""
        chat = await desk.chat(chat_id) if chat_id is not None else None
        if chat is None:
            await self.tell(desk, update, who, "pressed", {"what": "gone"})
            return
        await desk.apply(chat.id, Joined(person=who))
        await desk.say(replace(consent_card(chat, who), answering=update.answering))

    async def _pause(self, desk: Desk, update: Update, who: PersonId, *, on: bool) -> None:
        await desk.change_person(who, resting(on=on))
        if on:
            await desk.tx.drop_notes(who)
        await self.tell(desk, update, who, "pause", {"state": "on" if on else "off"})

    async def _open(self, desk: Desk, update: Update, stored: StoredNote) -> None:
        """The content of a sealed note, in its place."""
        await self._instead(desk, update, stored, stored.note.kind, {**stored.note.args, "opened": "yes"})

    async def _instead(
        self, desk: Desk, update: Update, stored: StoredNote, kind: str, args: Mapping[str, str]
    ) -> None:
        """Shows something in place of a note that was sent."""
        note = Note(
            kind=kind,
            args=dict(args),
            to_person=stored.note.to_person,
            about_chat=stored.note.about_chat,
            answering=update.answering,
            replaces=stored.id,
        )
        await desk.say(note)

    async def _chat_meant(self, desk: Desk, what: Commanded) -> Chat | None:
        return next(iter(await self._chats_meant(desk, what)), None)

    async def _chats_meant(self, desk: Desk, what: Commanded) -> list[Chat]:
        """The chat a command was said in; in private, those this person takes part in."""
        ids = await desk.tx.chats_of(what.who.id) if what.private else [what.chat]
        chats = [chat for chat_id in ids if (chat := await desk.chat(chat_id)) is not None]
        return [chat for chat in chats if not what.private or chat.agreed(what.who.id)]


def _level(desk: Desk, chat: Chat, who: PersonId) -> dict[str, str]:
    """Arguments of the level's screen: what both see, and what only this person said of it."""
    ready = who in levels.still_ready(chat, desk.now, desk.policy)
    return {"level": str(chat.level)} | ({"ready": "yes"} if ready else {})


def resting(*, on: bool) -> SettingsChanged:
    return SettingsChanged((("paused", on), ("paused_until", None)))


def _answerable(desk: Desk, chat: Chat, who: PersonId) -> list[Episode]:
    """What somebody else disclosed here, while it is within reach. Not by whether it ended: that would tell
    what its author answered in private."""
    others = [e for e in chat.episodes.values() if e.author != who]
    return [e for e in others if lingering.in_reach(chat, e, desk.now, desk.policy)]


def no_mark(chat: Chat, who: PersonId, message: MessageId, written_by: PersonId | None) -> str | None:
    """Why somebody cannot mark a message, as a key of the wording; None when they can.

    What is known here goes before `written_by`: to a platform, a revealed answer's copy is the bot's.
    """
    if not chat.listens_to(who):
        return "not_agreed"
    author = dict(chat.authors).get(message) or written_by
    return None if author in (None, who) else "not_yours"


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


def consent_card(chat: Chat, who: PersonId) -> Note:
    """What somebody is asked to agree to: where the bot cannot hear, it does not speak of reading."""
    args = {"heard": "yes"} if chat.hears else {}
    return Note(kind="consent", args=args, to_person=who, about_chat=chat.id)
