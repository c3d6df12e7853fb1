"""Interactions of a loopback Discord: what people do with the bot's commands, buttons, forms and menus, and
what it answers.

Strict like the real one: one first answer within three seconds, a token for fifteen minutes, a form only as
the first answer, ephemeral messages that nothing but their interaction can change.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from tests.servers.discord_messages import EPHEMERAL, LOADING, BadBody, buttons_of, walk, written
from tests.servers.discord_replies import (
    ACKNOWLEDGED,
    EXPIRED_TOKEN,
    TOO_MANY_FOLLOW_UPS,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    answer,
    refused,
)
from tests.servers.discord_world import BOT, Channel, Json, World

SLASH_COMMAND, PRESS, FORM = 2, 3, 5
SLASH, MESSAGE_MENU, STRING = 1, 3, 3
IN_SERVER, WITH_BOT, ELSEWHERE = 0, 1, 2
"""Where an interaction happens: a server, the direct messages with the bot, other private messages."""
SAYS, SAYS_LATER, LATER, CHANGES, OPENS_FORM = 4, 5, 6, 7, 9
IN_OTHERS_CONVERSATIONS: Final = 1 << 15 | 1 << 14 | 1 << 17
"""Rights that Discord names there: attach files, embed links, mention everyone (its documentation)."""
MANAGE_SERVER: Final = 1 << 5
DEADLINE_S: Final = 3.0
TOKEN_LASTS: Final = timedelta(minutes=15)
MOST_FOLLOW_UPS: Final = 5
"""Of an interaction where a person alone installed the app (Discord's change log, 27 June 2024)."""
ORIGINAL: Final = "@original"
Files = Mapping[str, bytes]


@dataclass(slots=True)
class Asked:
    """One interaction, and what was answered to it so far."""

    number: str
    token: str
    user: str
    channel: Channel
    kind: int
    at: datetime
    began_s: float
    outside: bool = False
    """A person alone installed the app here."""
    follow_ups: int = 0
    on: Json | None = None
    """The message that it sits on."""
    callback: Json | None = None
    form: Json | None = None
    """What opened for this person."""
    original: str = ""
    """The message that the first answer is, or sits on."""
    shown: list[str] = field(default_factory=list)
    """Messages that answered it, by id."""
    answers: list[Json] = field(default_factory=list)
    """What was shown after the first word, each time as the message stood then."""


class Apps:
    """`asked`: every interaction, by token. `acknowledged_s`: seconds until each was acknowledged."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.commands: list[Json] = []
        self.asked: dict[str, Asked] = {}
        self.acknowledged_s: list[float] = []
        self.refused: list[str] = []
        """What Discord would not have taken."""

    # What people do

    def interacts(
        self, user: str, channel: Channel, kind: int, data: Json, **more: object
    ) -> tuple[str, Json]:
        """The token of an interaction, and how the gateway hands it over."""
        world, number = self._world, self._world.snowflake()
        token = f"token-{number}"
        self.asked[token] = Asked(number, token, user, channel, kind, world.now(), time.monotonic())
        by: Json = {"user": world.users[user]}
        if channel.guild is not None:
            guild = world.guilds[channel.guild]
            rights = MANAGE_SERVER if user in guild.moderators else 0
            by = {"guild_id": channel.guild, "member": {**guild.members[user], "permissions": str(rights)}}
        payload: Json = {
            "id": number,
            "application_id": BOT["id"],
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "locale": "en-GB",
            "entitlements": [],
            **installed(user, channel),
            "attachment_size_limit": 10485760,
            "channel_id": channel.id,
            "channel": channel.payload(),
            **by,
            **more,
        }
        self.asked[token].outside = "0" not in payload["authorizing_integration_owners"]
        return token, payload

    def begun_elsewhere(self, payload: Json) -> None:
        """A payload that was made by hand, and may be changed before it is sent: it sits on some message."""
        channel = Channel(str(payload.get("channel_id")), None)
        asked = Asked(
            str(payload["id"]), str(payload["token"]), "", channel, 0, self._world.now(), time.monotonic()
        )
        asked.on = self._world.message(BOT["id"], channel, "")
        self.asked[payload["token"]] = asked

    def command(self, name: str, kind: int) -> Json:
        """As the bot has registered it. Raises StopIteration: nobody is offered this."""
        return next(each for each in self.commands if (each["name"], each["type"]) == (name, kind))

    def slash(self, user: str, channel: Channel, name: str, behind: str) -> Json:
        """The data of a command that is offered in this place, with one thing written behind it."""
        command = self.command(name, SLASH)
        assert context_of(channel) in command["contexts"], f"no /{name} here"
        options = []
        if behind:
            (option,) = command["options"]
            chosen = {each["name"]: each["value"] for each in option.get("choices") or ()}
            value = chosen[behind] if chosen else behind
            options = [{"type": STRING, "name": option["name"], "value": value}]
        return {"id": "5", "name": name, "type": SLASH, "options": options}

    def menu(self, channel: Channel, name: str, message: Json) -> Json:
        """The data of *Apps* on a message."""
        command = self.command(name, MESSAGE_MENU)
        assert context_of(channel) in command["contexts"], f"no {name} here"
        target = {"id": "6", "name": name, "type": MESSAGE_MENU, "target_id": message["id"]}
        return {**target, "resolved": {"messages": {message["id"]: message}}}

    def filled(self, form: Json, values: Mapping[str, str]) -> Json:
        """The data of a form, by the names of its fields."""
        fields = []
        for each in walk(form["components"]):
            if each["type"] == TEXT_INPUT:
                text = values[each["custom_id"]]
                assert len(text) <= each.get("max_length", 4000), "Discord takes no more characters here"
                value = {"type": TEXT_INPUT, "id": 2, "custom_id": each["custom_id"], "value": text}
                fields.append({"type": LABEL, "id": 1, "component": value})
        return {"custom_id": form["custom_id"], "components": fields}

    # What the bot answers

    def callback(self, body: Json, files: Files, number: str, token: str) -> web.Response:
        asked = self.asked.get(token)
        late_s = 0.0 if asked is None else time.monotonic() - asked.began_s
        if asked is None or asked.number != number or late_s > DEADLINE_S:
            return refused(404, UNKNOWN_INTERACTION)
        if asked.callback is not None:
            return refused(400, ACKNOWLEDGED)
        self.acknowledged_s.append(late_s)
        try:
            self._acknowledge(asked, body, files)
        except BadBody as bad:
            return self._refuse(bad)
        asked.callback = body
        told = {"id": number, "type": asked.kind, "response_message_id": asked.original or None}
        return answer({"interaction": told, "resource": {"type": body["type"]}})

    def _acknowledge(self, asked: Asked, body: Json, files: Files) -> None:
        data = body.get("data") or {}
        match body["type"]:
            case kind if kind == OPENS_FORM:
                if asked.kind == FORM:
                    raise BadBody("no form after a form")
                asked.form = data
            case kind if kind == SAYS_LATER:
                flags = int(data.get("flags") or 0) & EPHEMERAL | LOADING
                asked.original = self._put(asked, {"flags": flags}, ephemeral=bool(flags & EPHEMERAL))
            case kind if kind == SAYS:
                asked.original = self._say(asked, data, files)
            case kind if kind in {LATER, CHANGES}:
                if asked.on is None:
                    raise BadBody("there is no message to change")
                asked.original = asked.on["id"]
                if kind == CHANGES:
                    asked.on |= written(self._world, data, files, asked.on)

    def webhook(self, method: str, body: Json | None, files: Files, token: str, which: str) -> web.Response:
        asked = self.asked.get(token)
        if asked is None or asked.callback is None:
            return refused(404, UNKNOWN_INTERACTION)
        if self._world.now() - asked.at > TOKEN_LASTS:
            return refused(401, EXPIRED_TOKEN)
        try:
            if method == "POST" and asked.outside and asked.follow_ups == MOST_FOLLOW_UPS:
                return refused(400, TOO_MANY_FOLLOW_UPS)
            if method == "POST":
                asked.follow_ups += 1
                said = self._found(asked, self._say(asked, body or {}, files))
                asked.answers.append(dict(said or {}))
                return answer(said)
            message = self._found(asked, which)
            if message is None:
                return refused(404, UNKNOWN_MESSAGE)
            if method == "DELETE":
                asked.channel.whispers.pop(message["id"], None)
                asked.channel.messages.pop(message["id"], None)
                return answer(None, 204)
            message |= written(self._world, body or {}, files, message)
            asked.answers.append(dict(message))
            return answer(message)
        except BadBody as bad:
            return self._refuse(bad)

    def _refuse(self, bad: BadBody) -> web.Response:
        self.refused.append(str(bad))
        return refused(400, bad.code, str(bad))

    def _say(self, asked: Asked, body: Json, files: Files) -> str:
        flags = int(body.get("flags") or 0)
        return self._put(asked, written(self._world, body, files), ephemeral=bool(flags & EPHEMERAL))

    def _put(self, asked: Asked, fields: Json, *, ephemeral: bool) -> str:
        message = self._world.message(BOT["id"], asked.channel, "", **fields)
        message["application_id"] = BOT["id"]
        message["flags"] |= EPHEMERAL if ephemeral else 0
        if ephemeral:
            asked.channel.whispers[message["id"]] = asked.user, message
        else:
            self._world.posted(asked.channel, message)
        asked.shown.append(message["id"])
        return str(message["id"])

    def _found(self, asked: Asked, which: str) -> Json | None:
        number = asked.original if which == ORIGINAL else which
        own = number in asked.shown or number == asked.original
        if not own:
            return None
        whom, message = asked.channel.whispers.get(number, ("", None))
        return message if whom == asked.user else asked.channel.messages.get(number)


TEXT_INPUT, LABEL = 4, 18


def fields_of(form: Json) -> list[str]:
    """The names of what is to be filled in."""
    return [each["custom_id"] for each in walk(form["components"]) if each["type"] == TEXT_INPUT]


def button_on(message: Json, label: str) -> Json:
    """The button with this label. Raises StopIteration."""
    return next(each for each in buttons_of(message) if each.get("label") == label)


def context_of(channel: Channel) -> int:
    """Where an interaction in this channel happens."""
    if channel.is_closed_to_bot:
        return ELSEWHERE
    return WITH_BOT if channel.guild is None else IN_SERVER


def installed(user: str, channel: Channel) -> Json:
    """Where it happens, and by whose install. In a conversation of others only a person's own can be."""
    owners = {"1": user} if channel.is_closed_to_bot else {"0": channel.guild or "0"}
    rights = IN_OTHERS_CONVERSATIONS if channel.is_closed_to_bot else 0
    where = context_of(channel)
    return {"authorizing_integration_owners": owners, "context": where, "app_permissions": str(rights)}
