"""What Telegram refuses, whatever the method: chats out of reach, lost messages, texts and keyboards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram_html import MarkupError, parse_html, utf16_units
from tests.servers.telegram_model import Chat, Message, World, text_content
from tests.servers.telegram_writing import LONGEST_TEXT

Json = dict[str, Any]

LONGEST_CALLBACK_DATA = 64  # bytes
LONGEST_CAPTION = 1024  # UTF-16 units
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
DELETABLE_S = 48 * 3600
_ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "copy_text",
        "pay",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
    }
)


@dataclass(slots=True)
class Refusal(Exception):  # it is Telegram's answer, not an error of this server
    """An error answer. `is_fault` tells that a correct bot could have known better without asking."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)
    is_fault: bool = False


def bad_request(why: str, *, is_fault: bool = False) -> Refusal:
    return Refusal(400, f"Bad Request: {why}", is_fault=is_fault)


class Rules:
    """The rules that many methods share, over one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _known_chat(self, chat_id: int | str) -> Chat:
        chat = self._world.find(chat_id)
        if chat is None or not self._was_met(chat):
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            why = "group chat was upgraded to a supergroup chat"
            raise Refusal(400, f"Bad Request: {why}", {"migrate_to_chat_id": chat.migrated_to.id})
        return chat

    def _was_met(self, chat: Chat) -> bool:
        """A bot can name only who it has seen: its own chats, and people who are with it in some group."""
        bot = self._world.bot
        if chat.kind != "private":
            return bot.id in chat.members
        shared = (c for c in self._world.chats.values() if c.member(bot).present)
        return chat.started or any(c.partner is None and chat.id in c.members for c in shared)

    def _open_chat(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may act in it."""
        chat = self._known_chat(chat_id)
        if chat.kind == "private":
            self._check_private(chat)
            return chat
        member = chat.member(self._world.bot)
        if not member.present:
            verb = "was kicked from" if member.status == "kicked" else "is not a member of"
            place = {"group": "group chat", "supergroup": "supergroup chat"}.get(chat.kind, "channel chat")
            raise Refusal(403, f"Forbidden: bot {verb} the {place}")
        return chat

    def _check_private(self, chat: Chat) -> None:
        if chat.id in self._world.deactivated:
            raise Refusal(403, "Forbidden: user is deactivated")
        if not chat.started:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")

    def _visible(self, chat: Chat, message_id: int) -> Message | None:
        message = chat.by_id.get(message_id)
        return None if message is None or message.deleted else message

    def _own_message(self, params: Json) -> Message:
        if "inline_message_id" in params:
            raise bad_request("MESSAGE_ID_INVALID")
        if "chat_id" not in params or "message_id" not in params:
            raise bad_request("message identifier is not specified", is_fault=True)
        message = self._visible(self._open_chat(params["chat_id"]), params["message_id"])
        if message is None:
            raise bad_request("message to edit not found")
        if message.sender != self._world.bot:
            raise bad_request("message can't be edited")
        return message

    def _edit(self, message: Message, content: Json, params: Json) -> Json:
        keyboard = _checked_keyboard(params.get("reply_markup"))
        if (content, keyboard) == (message.content, message.keyboard):
            raise bad_request(NOT_MODIFIED)
        message.content, message.keyboard = content, keyboard
        message.edit_date = self._world.now
        return message.json()

    def _post(
        self, chat: Chat, content: Json, params: Json, *, copied_from: Message | None = None
    ) -> Message:
        if chat.kind != "private" and not chat.member(self._world.bot).may_write:
            raise bad_request("not enough rights to send text messages to the chat")
        thread = params.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad_request("message thread not found")
        if thread in chat.closed_topics and not chat.member(self._world.bot).may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
        frame = {} if thread is None else {"message_thread_id": thread, "is_topic_message": True}
        return self._world.post(
            chat,
            self._world.bot,
            content,
            frame=frame,
            reply_to=self._replied(chat, params),
            keyboard=_checked_keyboard(params.get("reply_markup")),
            copied_from=copied_from,
            silent=params.get("disable_notification", False),
            protected=params.get("protect_content", False),
        )

    def _replied(self, chat: Chat, params: Json) -> Message | None:
        reply = params.get("reply_parameters")
        if reply is None:
            return None
        where = self._open_chat(reply["chat_id"]) if "chat_id" in reply else chat
        message = self._visible(where, reply["message_id"])
        if message is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        if message is not None and reply.get("quote", "") not in message.text:
            raise bad_request("QUOTE_TEXT_INVALID")
        return message

    def _text(self, params: Json, name: str = "text") -> Json:
        entities_name = "entities" if name == "text" else "caption_entities"
        text, formatting = self._formatted(
            params[name], params.get("parse_mode"), params.get(entities_name, [])
        )
        if not text and name == "text":
            raise bad_request("message text is empty", is_fault=True)
        if utf16_units(text) > (LONGEST_TEXT if name == "text" else LONGEST_CAPTION):
            raise bad_request(f"message {name if name == 'caption' else 'is'} too long", is_fault=True)
        if any(e["offset"] < 0 or e["offset"] + e["length"] > utf16_units(text) for e in formatting):
            raise bad_request("can't parse entities: an entity lies outside the text", is_fault=True)
        return text_content(text, formatting, name="text" if name == "text" else "caption")

    def _formatted(self, source: str, parse_mode: str | None, given: list[Json]) -> tuple[str, list[Json]]:
        if not parse_mode:
            return (source if given else source.strip()), given
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode: this server reads HTML only", is_fault=True)
        try:
            return parse_html(source)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}", is_fault=True) from error

    def _check_deletable(self, message: Message) -> None:
        mine = message.sender == self._world.bot
        may = message.chat.kind == "private" or message.chat.member(self._world.bot).may(
            "can_delete_messages"
        )
        if not (mine or may):
            raise bad_request("message can't be deleted")
        if self._world.now - message.date > DELETABLE_S:
            raise bad_request("message can't be deleted for everyone")

    def _many_ids(self, message_ids: list[int]) -> list[int]:
        if not 1 <= len(message_ids) <= 100 or message_ids != sorted(set(message_ids)):
            raise bad_request(
                "1 to 100 message identifiers in strictly increasing order expected", is_fault=True
            )
        return message_ids

    def _scope(self, params: Json) -> tuple[str, ...]:
        """Whom a list of commands is for, e.g. `("default", "")`, `("chat", "-4000000001", "de")`."""
        scope = params.get("scope", {"type": "default"})
        if "chat_id" in scope:
            self._open_chat(scope["chat_id"])
        ids = [str(scope[k]) for k in ("chat_id", "user_id") if k in scope]
        return (scope["type"], *ids, params.get("language_code", ""))


def _checked_keyboard(markup: Json | None) -> Json | None:
    """The inline keyboard, if it is one and Telegram would take it; other markup is not part of a message."""
    if markup is None or "inline_keyboard" not in markup:
        return None
    for button in (b for row in markup["inline_keyboard"] for b in row):
        if not button["text"] or len(_ACTIONS & button.keys()) != 1:
            raise bad_request("Text buttons are unallowed in the inline keyboard", is_fault=True)
        if not 1 <= len(button.get("callback_data", "-").encode()) <= LONGEST_CALLBACK_DATA:
            raise bad_request("BUTTON_DATA_INVALID", is_fault=True)
    return markup if any(markup["inline_keyboard"]) else None
