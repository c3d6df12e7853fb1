"""The bot's side of the loopback Telegram: what each Bot API method does.

To add a method: write `async def _<method_name>(self, params)`, name it in `table`, raise `Refusal` where
Telegram would. Parameters arrive decoded and already checked
against the description.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from telegram.constants import ChatAction, ReactionEmoji

from tests.servers.telegram_model import Message, Press, World
from tests.servers.telegram_rules import Refusal, Rules, bad_request
from tests.servers.telegram_updates import MOST_AT_ONCE, UpdateQueue

Json = dict[str, Any]
Method = Callable[[Json], Awaitable[Any]]

LONGEST_ANSWER = 200
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


class Methods(Rules):
    """Every method that this server knows, over one world."""

    def __init__(self, world: World, updates: UpdateQueue, presses: dict[str, Press]) -> None:
        super().__init__(world)
        self._updates = updates
        self._presses = presses
        self.commands: dict[tuple[str, ...], list[Json]] = {}
        self.actions: list[tuple[int, str]] = []

    @property
    def table(self) -> dict[str, Method]:
        return {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "sendPhoto": self._send_photo,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "deleteMessage": self._delete_message,
            "deleteMessages": self._delete_messages,
            "copyMessage": self._copy_message,
            "copyMessages": self._copy_messages,
            "answerCallbackQuery": self._answer_callback_query,
            "setMessageReaction": self._set_message_reaction,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": self._get_my_commands,
            "deleteMyCommands": self._delete_my_commands,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "getChatMemberCount": self._get_chat_member_count,
            "getChatAdministrators": self._get_chat_administrators,
            "leaveChat": self._leave_chat,
        }

    # The bot itself and its updates

    async def _get_me(self, _: Json) -> Any:
        able = {"can_join_groups": True, "can_read_all_group_messages": self._world.reads_all}
        unable = (
            "supports_inline_queries",
            "can_connect_to_business",
            "has_main_web_app",
            "has_topics_enabled",
        )
        return self._world.bot.json() | able | dict.fromkeys(unable, False)

    async def _get_updates(self, params: Json) -> Any:
        limit = params.get("limit", MOST_AT_ONCE)
        if not 1 <= limit <= MOST_AT_ONCE:
            raise bad_request("limit must be from 1 to 100", is_fault=True)
        if "allowed_updates" in params:
            self._updates.allowed = frozenset(params["allowed_updates"]) or None
        self._updates.confirm(params.get("offset", 0))
        batch = await self._updates.poll(limit, params.get("timeout", 0))
        if batch is None:
            why = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise Refusal(409, f"Conflict: {why}")
        return batch

    async def _delete_webhook(self, params: Json) -> Any:
        if params.get("drop_pending_updates"):
            self._updates.pending.clear()
        return True

    async def _get_webhook_info(self, _: Json) -> Any:
        return {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }

    # Messages

    async def _send_message(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        content = self._text(params)
        return self._post(chat, content, params).json()

    async def _send_document(self, params: Json) -> Any:
        return self._send_file(params, "document").json()

    async def _send_photo(self, params: Json) -> Any:
        return self._send_file(params, "photo").json()

    def _send_file(self, params: Json, kind: str) -> Message:
        """Files arrive as parts of a form; what is shown of them is a name and a size."""
        chat = self._open_chat(params["chat_id"])
        part = params[kind]
        if not isinstance(part, web.FileField):
            raise bad_request("wrong file identifier/HTTP URL specified")
        upload = part.file.read()
        size = len(upload)
        if size == 0:
            raise bad_request("file must be non-empty", is_fault=True)
        known = {"file_id": f"{kind}-{part.filename}", "file_unique_id": part.filename, "file_size": size}
        shown: Any = {**known, "file_name": part.filename, "mime_type": part.content_type}
        if kind == "photo":
            shown = [{**known, "width": 1, "height": 1}]
        caption = self._text(params, "caption") if params.get("caption") else {}
        message = self._post(chat, {kind: shown, **caption}, params)
        message.upload = upload
        return message

    async def _edit_message_text(self, params: Json) -> Any:
        message = self._own_message(params)
        if "text" not in params:
            raise bad_request("message text is empty", is_fault=True)
        if "text" not in message.content:
            raise bad_request("there is no text in the message to edit")
        return self._edit(message, self._text(params), params)

    async def _edit_message_reply_markup(self, params: Json) -> Any:
        message = self._own_message(params)
        return self._edit(message, message.content, params)

    async def _delete_message(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        message = self._visible(chat, params["message_id"])
        if message is None:
            raise bad_request("message to delete not found")
        self._check_deletable(message)
        message.deleted = True
        return True

    async def _delete_messages(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        for message_id in self._many_ids(params["message_ids"]):
            if message := self._visible(chat, message_id):
                self._check_deletable(message)
                message.deleted = True
        return True

    async def _copy_message(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        source = self._visible(self._open_chat(params["from_chat_id"]), params["message_id"])
        if source is None:
            raise bad_request("message to copy not found")
        if not _copyable(source):
            raise bad_request("message can't be copied")
        content = dict(source.content)
        if "caption" in params and "text" not in content:
            content = {k: v for k, v in content.items() if not k.startswith("caption")} | self._text(
                params, "caption"
            )
        copy = self._post(chat, content, params)
        copy.copied_from = source
        return {"message_id": copy.id}

    async def _copy_messages(self, params: Json) -> Any:
        chat, origin = self._open_chat(params["chat_id"]), self._open_chat(params["from_chat_id"])
        sources = [self._visible(origin, i) for i in self._many_ids(params["message_ids"])]
        copyable = [m for m in sources if m is not None and _copyable(m)]
        if not copyable:
            raise bad_request("there are no messages to copy")
        return [{"message_id": self._post(chat, dict(m.content), params, copied_from=m).id} for m in copyable]

    async def _answer_callback_query(self, params: Json) -> Any:
        press = self._presses.get(params["callback_query_id"])
        if press is None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > LONGEST_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG", is_fault=True)
        if press.answer is None:
            press.answer = {k: v for k, v in params.items() if k != "callback_query_id"}
            press.answered.set()
        return True

    async def _set_message_reaction(self, params: Json) -> Any:
        message = self._visible(self._open_chat(params["chat_id"]), params["message_id"])
        if message is None:
            raise bad_request("message to react not found")
        reaction = params.get("reaction", [])
        if len(reaction) > 1:
            raise bad_request("REACTIONS_TOO_MANY", is_fault=True)
        if any(r["type"] != "emoji" or r["emoji"] not in set(ReactionEmoji) for r in reaction):
            raise bad_request("REACTION_INVALID", is_fault=True)
        message.reactions[self._world.bot.id] = reaction
        return True

    async def _send_chat_action(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        if params["action"] not in set(ChatAction):
            raise bad_request("wrong parameter action in request", is_fault=True)
        self.actions.append((chat.id, params["action"]))
        return True

    # Commands and chats

    async def _set_my_commands(self, params: Json) -> Any:
        for command in params["commands"]:
            if not _COMMAND.fullmatch(command["command"]):
                raise bad_request("BOT_COMMAND_INVALID", is_fault=True)
            if not 1 <= len(command["description"]) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID", is_fault=True)
        if len(params["commands"]) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH", is_fault=True)
        self.commands[self._scope(params)] = params["commands"]
        return True

    async def _get_my_commands(self, params: Json) -> Any:
        return self.commands.get(self._scope(params), [])

    async def _delete_my_commands(self, params: Json) -> Any:
        self.commands.pop(self._scope(params), None)
        return True

    async def _get_chat(self, params: Json) -> Any:
        chat = self._known_chat(params["chat_id"])
        gifts = (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        )
        fixed = {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
        return chat.json() | fixed

    async def _get_chat_member(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        user = self._world.users.get(params["user_id"])
        if user is None:
            raise bad_request("member not found")
        return chat.member(user).json()

    async def _get_chat_member_count(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        return 2 if chat.kind == "private" else sum(m.present for m in chat.members.values())

    async def _get_chat_administrators(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        if chat.kind == "private":
            raise bad_request("there are no administrators in the private chat")
        shown = [m for m in chat.members.values() if m.is_admin]
        return [
            m.json()
            for m in shown
            if not m.user.is_bot or params.get("return_bots") or m.user == self._world.bot
        ]

    async def _leave_chat(self, params: Json) -> Any:
        chat = self._open_chat(params["chat_id"])
        if chat.kind == "private":
            raise bad_request("chat member status can't be changed in private chats")
        chat.members.pop(self._world.bot.id)
        return True


def _copyable(message: Message) -> bool:
    return not message.is_service and not message.protected
