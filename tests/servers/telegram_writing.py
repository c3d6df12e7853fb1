"""What people write and do with messages in their apps, each act as one verb."""

from __future__ import annotations

from typing import Any

from tests.servers.telegram_acts import ANONYMOUS_ADMIN, Acts, Place, in_topic
from tests.servers.telegram_html import utf16_units
from tests.servers.telegram_model import Chat, Message, Press, User, text_content

Json = dict[str, Any]

SAID_FIELDS = frozenset({"text", "entities", "caption", "caption_entities"})
LONGEST_TEXT = 4096  # UTF-16 units
MOST_IN_ALBUM = 10


class Writing(Acts):
    """The verbs of writing, reacting and pressing."""

    async def says(
        self,
        user: User,
        place: Place,
        text: str,
        *,
        reply_to: Message | None = None,
        quote: str | None = None,
        topic: int | None = None,
        entities: list[Json] | None = None,
    ) -> Message:
        """Somebody writes. In a private chat this also opens it, as Start does."""
        if not text.strip() or utf16_units(text) > LONGEST_TEXT:
            raise ValueError("the app sends neither an empty text nor more than 4,096 UTF-16 units")
        frame = in_topic(topic)
        if topic is not None and reply_to is None:  # in a topic, what replies to nothing replies to its first
            reply_to = self.chat(place).by_id[topic]
        if quote is not None and reply_to is not None:
            where = utf16_units(reply_to.text[: reply_to.text.index(quote)])
            frame["quote"] = {"text": quote, "position": where, "is_manual": True}
        content = text_content(text, entities or [])
        return await self.sends(user, place, content, reply_to=reply_to, frame=frame)

    async def sends(
        self,
        user: User,
        place: Place,
        content: Json,
        *,
        reply_to: Message | None = None,
        frame: Json | None = None,
    ) -> Message:
        """Somebody sends a message of any content, given as the fields of `Message` that hold it."""
        chat = self._writable(user, place)
        message = self.world.post(chat, user, content, reply_to=reply_to, frame=dict(frame or {}))
        self._tell_of(message, edited=False)
        return message

    async def sends_sticker(self, user: User, place: Place, emoji: str = "👍", **more: Any) -> Message:
        sticker = {
            **self._file(),
            "type": "regular",
            "width": 512,
            "height": 512,
            "emoji": emoji,
            "is_animated": False,
            "is_video": False,
            "set_name": "Cats",
        }
        return await self.sends(user, place, {"sticker": sticker}, **more)

    async def sends_voice(self, user: User, place: Place, *, duration_s: int = 7, **more: Any) -> Message:
        voice = {**self._file(), "duration": duration_s, "mime_type": "audio/ogg"}
        return await self.sends(user, place, {"voice": voice}, **more)

    async def sends_video_note(
        self, user: User, place: Place, *, duration_s: int = 7, **more: Any
    ) -> Message:
        note = {**self._file(), "duration": duration_s, "length": 240}
        return await self.sends(user, place, {"video_note": note}, **more)

    async def sends_photo(self, user: User, place: Place, caption: str = "", **more: Any) -> Message:
        photo = [{**self._file(), "width": side, "height": side} for side in (90, 800)]
        said = text_content(caption, [], name="caption") if caption else {}
        return await self.sends(user, place, {"photo": photo, **said}, **more)

    async def sends_album(self, user: User, place: Place, *captions: str) -> list[Message]:
        """Several pictures at once: a message each, held together by an id."""
        if not 2 <= len(captions) <= MOST_IN_ALBUM:
            raise ValueError("an album holds 2 to 10")
        frame = {"media_group_id": str(13_000_000_000_000_000 + self.world.next())}
        return [await self.sends_photo(user, place, caption, frame=frame) for caption in captions]

    async def sends_poll(
        self, user: User, place: Place, question: str, *options: str, **more: Any
    ) -> Message:
        choices = [{"text": o, "voter_count": 0, "persistent_id": str(i)} for i, o in enumerate(options)]
        poll = {
            "id": str(self.world.next()),
            "question": question,
            "options": choices,
            "type": "regular",
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return await self.sends(user, place, {"poll": poll}, **more)

    async def forwards(self, user: User, message: Message, place: Place, *, hidden: bool = False) -> Message:
        """Forwards a message; `hidden` where its author's settings show only a name."""
        if message.sender is None:
            raise ValueError("only messages of users are forwarded here")
        shown: Json = {"type": "hidden_user", "sender_user_name": message.sender.first_name}
        if not hidden:
            shown = {"type": "user", "sender_user": message.sender.json()}
        return await self.sends(
            user, place, dict(message.content), frame={"forward_origin": {**shown, "date": message.date}}
        )

    async def says_anonymously(self, chat: Chat, text: str) -> Message:
        """An admin who remains anonymous writes as the group itself."""
        frame = {"sender_chat": chat.json()}
        message = self.world.post(chat, ANONYMOUS_ADMIN, text_content(text, []), frame=frame)
        self._tell_of(message, edited=False)
        return message

    async def posts(self, channel: Chat, text: str) -> Message:
        """A post in a channel, which has no sender but the channel."""
        frame = {"sender_chat": channel.json()}
        message = self.world.post(channel, None, text_content(text, []), frame=frame)
        self._tell_of(message, edited=False)
        return message

    async def edits(self, user: User, message: Message, text: str) -> Message:
        """Edits one's own text, or the caption of one's own media."""
        if message.sender != user:
            raise ValueError(f"{user.first_name} did not write this")
        media = {k: v for k, v in message.content.items() if k not in SAID_FIELDS}
        message.content = media | text_content(text, [], name="caption" if media else "text")
        message.edit_date = self.world.now
        self._tell_of(message, edited=True)
        return message

    async def deletes(self, message: Message) -> None:
        """Deletes a message; Telegram tells a bot nothing of it."""
        message.deleted = True

    async def reacts(self, user: User, message: Message, *signs: str | Json, hidden: bool = False) -> None:
        """Sets one's reactions to a message, as emoji or as whole `ReactionType`s; none takes them back.
        `hidden`: by an admin who remains anonymous, so as the group itself."""
        if not (message.chat.has(user) and not message.deleted):
            raise ValueError(f"{user.first_name} does not see this message")
        old = message.reactions.get(user.id, [])
        new = [{"type": "emoji", "emoji": sign} if isinstance(sign, str) else sign for sign in signs]
        message.reactions[user.id] = new
        if message.chat.kind == "private" or message.chat.member(self.bot).is_admin:
            by = {"actor_chat": message.chat.json()} if hidden else {"user": user.json()}
            change = {"chat": message.chat.json(), "message_id": message.id, **by, "date": self.world.now}
            self.updates.add("message_reaction", {**change, "old_reaction": old, "new_reaction": new})

    async def presses(self, user: User, message: Message, button: str, *, late: bool = False) -> Press:
        """Presses a button of the bot's message, named by its text or its data; `late`: on a message that is
        deleted or too old by now, of which Telegram tells no more than where it stood."""
        if not (message.chat.has(user) and (late or not message.deleted)):
            raise ValueError(f"{user.first_name} does not see this message")
        data = message.button(button).data
        if data is None:
            raise ValueError(f"{button!r} only opens an address")
        gone = {"chat": message.chat.json(), "message_id": message.id, "date": 0}
        press = Press(str(4_000_000_000_000_000_000 + self.world.next()), user, message)
        self.presses_by_id[press.id] = press
        query = {
            "id": press.id,
            "from": user.json(),
            "message": gone if late else message.json(),
            "data": data,
            "chat_instance": str(abs(message.chat.id)),
        }
        self.updates.add("callback_query", query)
        return press
