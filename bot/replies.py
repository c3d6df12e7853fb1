"""What a person's buttons do. Everything is answered in private, through the outbox."""

from __future__ import annotations

from datetime import datetime

from bot import checkins
from bot.answering import level_args, resting
from bot.commands import Commands
from bot.engine import Desk, marked_id
from config.contacts import country_codes
from core import rounds
from core.chats import Wish
from core.events import (
    ConsentEnded,
    ConsentGiven,
    DeeperWelcome,
    LevelLowered,
    Marked,
    Pressed,
    Rated,
    Talked,
    What,
)
from core.ids import ChatId, EpisodeId, MessageId, PersonId, RoundId
from core.inbound import ButtonPressed, Commanded, Update, Who
from core.notes import Note, StoredNote
from core.people import SettingsChanged
from core.screens.trust import SWITCHES

TAPS = {"yes": 5.0, "partly": 3.0, "no": 1.0}
"""What an answer to the one question counts for (rules: *The one question*)."""


class Replies(Commands):
    """One method for each kind of note: what its buttons do. Commands are in `bot/commands.py`."""

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
            await self._instead(desk, update, stored, "level", level_args(desk, chat, who))

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
