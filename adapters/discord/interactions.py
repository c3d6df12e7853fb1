"""What people do with commands, buttons, forms and message menus, as platform-free updates. Pure.

An interaction must be acknowledged within three seconds, before anybody knows what to say: `first_reply`
tells how, from the place alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum, auto
from typing import Final

from adapters.discord.commands import MIRROR_MY_ANSWER, THIS_MATTERS
from adapters.discord.filled import chosen_in, filled_in, walk
from adapters.discord.forms import data_of, form_of
from adapters.discord.ids import channel_chat, message_id, person_id, private_chat, update_id
from adapters.discord.translate import moment_of
from adapters.discord.words import Payload, utterance, who_of
from core.chats import ChatKind
from core.ids import ChatId
from core.inbound import BotAdded, ButtonPressed, Commanded, Inbound, MarkedPost, MirrorAsked, Update, Who
from core.screens.model import Field
from core.utterance import Utterance
from core.zones import guess

EPHEMERAL: Final = 1 << 6
"""Message flag: only one person sees it."""
COMMUNITY_FROM: Final = 21
"""Members of a server from which on a channel is taken for a community's."""
COUPLE_HUMANS: Final = 2
START: Final = "start"
MIRROR_FORM: Final = "mirror"
DRAFT: Final = "draft"
_DIRECT_CHANNEL = 1
_OWN_CHAT_WITH_THE_BOT = 1
_CONVERSATION_OF_OTHERS = 2
_BY_A_SERVER, _BY_A_PERSON = "0", "1"
"""Keys of who installed the bot, where an interaction is allowed by that."""


class Kind(IntEnum):
    """Discord's types of an interaction."""

    COMMAND = 2
    PRESS = 3
    FORM = 5


class CommandKind(IntEnum):
    """Discord's types of a command."""

    SLASH = 1
    USER_MENU = 2
    MESSAGE_MENU = 3


class Reply(Enum):
    """The first reply to an interaction."""

    PRIVATE = auto()
    """Put off; what follows is seen by this person alone."""
    OPEN = auto()
    """Put off, in the person's own chat with the bot: what follows is an ordinary message."""
    IN_PLACE = auto()
    """Nothing to be seen; the message it sits on may be changed."""
    FORM = auto()
    """A form opens."""
    MIRROR = auto()
    """The form for a draft opens."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the gateway has told about a channel's server; None where it is not known."""

    members: int | None = None
    humans: int | None = None
    listening: bool = False
    """Passive listening is on: ordinary messages of the server are read."""
    channels: Mapping[ChatId, str] = field(default_factory=dict)
    """Of the server, with their names: those that the person sees and the bot may write in."""
    closed: bool = False
    """Not everybody on the server sees the channel."""

    def kind(self, chosen: ChatKind | None = None, *, moderator: bool | None = None) -> ChatKind:
        """Of the channel. In one that all of a large server see, or of a server of unknown size, `chosen`
        counts from its moderators alone: nobody goes round them."""
        large = self.members is None or self.members >= COMMUNITY_FROM
        if chosen is not None and (not large or self.closed or moderator):
            return chosen
        if large:
            return ChatKind.COMMUNITY
        return ChatKind.COUPLE if self.humans == COUPLE_HUMANS else ChatKind.FRIENDS


def first_reply(payload: Payload) -> Reply | None:
    """How to acknowledge; None for what needs no answer of ours."""
    match payload.get("type"):
        case Kind.COMMAND:
            mirrors = _menu(payload) == MIRROR_MY_ANSWER
            return Reply.MIRROR if mirrors else _in_private(payload)
        case Kind.PRESS:
            return Reply.FORM if form_on(payload)[1] else _in_private(payload)
        case Kind.FORM:
            return _in_private(payload)
    return None


def is_beginning(payload: Payload) -> bool:
    """Whether this is /start in a channel, which asks who is there."""
    name = (payload.get("data") or {}).get("name")
    in_server = "guild_id" in payload and not _is_outside(payload)
    return payload.get("type") == Kind.COMMAND and name == START and in_server


def form_on(payload: Payload) -> tuple[str, tuple[Field, ...]]:
    """The words on the pressed button, and the fields it opens (none for an ordinary one)."""
    custom_id = payload["data"]["custom_id"]
    label = next(
        (str(each.get("label") or "") for each in walk(payload) if each.get("custom_id") == custom_id), ""
    )
    return label, form_of(custom_id, label)


def mirror_key(payload: Payload) -> str:
    """Under which the message is kept in memory until its form comes back."""
    custom_id = str((payload.get("data") or {}).get("custom_id") or "")
    kind, _, key = custom_id.partition(":")
    return key if kind == MIRROR_FORM else ""


def mirrored_words(payload: Payload) -> Utterance:
    """The message that a draft is to answer."""
    return utterance(_target(payload))


def updates_from(
    payload: Payload,
    application: str,
    around: Surroundings | None = None,
    mirrored: Utterance | None = None,
) -> tuple[Update, ...]:
    """The updates that an interaction means. `mirrored`: what was kept under `mirror_key`."""
    at = moment_of(payload["id"])
    found = list(_meant(payload, around or Surroundings(), mirrored))
    # Of two, the last is the interaction itself: it keeps the interaction's own id.
    keys = [(*(("added",) if index else ()), payload["id"]) for index in reversed(range(len(found)))]
    return tuple(
        Update(id=update_id(application, *key), at=at, what=what)
        for key, what in zip(keys, found, strict=True)
    )


def _meant(payload: Payload, around: Surroundings, mirrored: Utterance | None) -> Iterator[Inbound]:
    who = _who(payload)
    match payload.get("type"):
        case Kind.COMMAND if (payload["data"].get("type") or CommandKind.SLASH) == CommandKind.SLASH:
            yield from _slash(payload, who, around)
        case Kind.COMMAND if _menu(payload) == THIS_MATTERS:
            yield _marked(payload, who)
        case Kind.PRESS:
            data, chosen = data_of(payload["data"]["custom_id"]), chosen_in(payload)
            place, channels = _chat(payload), around.channels
            yield ButtonPressed(who=who, data=data, chosen=chosen, channels=channels, chat=place)
        case Kind.FORM if mirror_key(payload):
            draft = Utterance(text=filled_in(payload).get(DRAFT, ""))
            yield MirrorAsked(who=who, draft=draft, to=mirrored)
        case Kind.FORM:
            data, fields = payload["data"]["custom_id"], filled_in(payload)
            place, channels = _chat(payload), around.channels
            yield ButtonPressed(who=who, data=data, fields=fields, channels=channels, chat=place)


def _slash(payload: Payload, who: Who, around: Surroundings) -> Iterator[Inbound]:
    data, outside = payload["data"], _is_outside(payload)
    private = outside or _is_own_chat(payload)
    chat = private_chat(_user(payload)["id"]) if private else _chat(payload)
    options = {each["name"]: str(each["value"]) for each in data.get("options") or ()}
    chosen = options.pop("kind", None)
    if data["name"] == START and not private:
        title = str((payload.get("channel") or {}).get("name") or "")
        wanted = ChatKind(chosen) if chosen in set(ChatKind) else None
        kind = around.kind(wanted, moderator=who.moderator)
        yield BotAdded(chat=chat, kind=kind, title=title, by=who, hears=around.listening)
    argument = " ".join(options.values())
    yield Commanded(
        chat=chat,
        who=who,
        name=data["name"],
        argument=argument,
        private=private,
        outside=outside,
        channels=around.channels,
    )


def _marked(payload: Payload, who: Who) -> MarkedPost:
    """Somebody else's words are not handed over with a mark: it would make them the marker's own."""
    message = _target(payload)
    author = person_id(message["author"]["id"])
    own = author == who.id
    return MarkedPost(
        chat=_chat(payload),
        author=who,
        message=message_id(message["id"]),
        words=utterance(message) if own else None,
        written_by=author,
        said_at=moment_of(message["id"]),
        outside=_is_outside(payload),
    )


def _in_private(payload: Payload) -> Reply:
    own_chat = _is_own_chat(payload)
    on = payload.get("message")
    if on is not None and (own_chat or int(on.get("flags") or 0) & EPHEMERAL):
        return Reply.IN_PLACE
    return Reply.OPEN if own_chat else Reply.PRIVATE


def _is_own_chat(payload: Payload) -> bool:
    """Whether it happened in the person's own chat with the bot."""
    if "context" in payload:
        return bool(payload["context"] == _OWN_CHAT_WITH_THE_BOT)
    return "guild_id" not in payload and (payload.get("channel") or {}).get("type") == _DIRECT_CHANNEL


def _is_outside(payload: Payload) -> bool:
    """Whether the bot is not where this happened: people brought it along for themselves (a user install), to
    a conversation of theirs or to a server that has not got it."""
    if payload.get("context") == _CONVERSATION_OF_OTHERS:
        return True
    owners = payload.get("authorizing_integration_owners") or {}
    return "guild_id" in payload and _BY_A_PERSON in owners and _BY_A_SERVER not in owners


def _chat(payload: Payload) -> ChatId:
    if _is_own_chat(payload):
        return private_chat(_user(payload)["id"])
    return channel_chat(payload["channel_id"])


def _user(payload: Payload) -> Payload:
    user: Payload = payload["member"]["user"] if "member" in payload else payload["user"]
    return user


def _who(payload: Payload) -> Who:
    user = _user(payload)
    zone = guess(str(payload.get("locale") or ""))
    return replace(who_of(user, payload.get("member")), zone_guess=zone)


def _menu(payload: Payload) -> str | None:
    data = payload.get("data") or {}
    return str(data.get("name")) if data.get("type") == CommandKind.MESSAGE_MENU else None


def _target(payload: Payload) -> Payload:
    data = payload["data"]
    message: Payload = data["resolved"]["messages"][str(data["target_id"])]
    return message
