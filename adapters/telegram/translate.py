"""From a raw update of the Bot API to what core understands. Pure: no clock, no I/O, no judgement.

Updates are read as the JSON they came as, so that a new field or a missing optional one breaks nothing.
To hear of one more kind of update: name it in ALLOWED and add its case to `_told`.
"""

from __future__ import annotations

from datetime import datetime

from adapters.telegram.fields import Raw, is_person, moment, part, who, whole, words
from adapters.telegram.ids import chat_id, update_id
from adapters.telegram.messages import GROUPS, Me, of_edit, of_message
from core.chats import ChatKind
from core.ids import MessageId
from core.inbound import (
    BotAdded,
    BotRemoved,
    ButtonPressed,
    ClosedToBot,
    HearingChanged,
    Inbound,
    ReactedTo,
    Update,
)
from core.rounds import MOST_PEOPLE

ALLOWED = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")
"""`allowed_updates`. Comings and goings are heard from service messages, which need no admin rights."""
MOST_IN_A_COUPLE = 3
"""Members of a couple's chat: the two and the bot."""
MOST_FRIENDS = MOST_PEOPLE + 1
"""Members of a chat in which a round can be for all: with the bot."""
PRIVACY_MODE = "privacy_mode"
"""What keeps ordinary messages from it, as a key of the wording."""
_PRESENT = {"creator", "administrator", "member"}
_SHAPES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, OSError, RecursionError)


class Unreadable(Exception):
    """An update of a shape that nobody promised. Holds no word of it."""


def translate(raw: Raw, me: Me, *, received: datetime, people: int | None = None) -> tuple[Update, ...]:
    """What one raw update tells: often one thing, sometimes several, sometimes nothing.

    `received` dates what Telegram does not date (a button's press); `people` is how many members a chat has
    that the bot was just added to, where that is known. Raises Unreadable.
    """
    try:
        at, told = _told(raw, me, received, people)
        number = whole(raw, "update_id")
    except _SHAPES:
        raise Unreadable from None
    parts = range(len(told)) if "message_reaction" in raw or len(told) > 1 else (None,)
    return tuple(
        Update(id=update_id(me.id, number, each), at=at, what=what)
        for each, what in zip(parts, told, strict=False)
    )


def lane_of(raw: Raw) -> int:
    """The chat whose order this update is part of; 0 where none can be told."""
    try:
        payload = next(raw[kind] for kind in ALLOWED if kind in raw)
        holder = payload.get("message", payload) if "callback_query" in raw else payload
        return whole(part(holder, "chat"), "id")
    except (StopIteration, *_SHAPES):
        return 0


def is_talk(raw: Raw) -> bool:
    """Whether it is what people say to each other in a group, and no command: it changes nobody's consent."""
    try:
        kind = next(kind for kind in ALLOWED if kind in raw)
        said = raw[kind]
        if part(said, "chat").get("type") == "private":
            return False
        if kind == "message_reaction":
            return True
        spoken = kind in ("message", "edited_message") and "from" in said
        return spoken and not words(said, "text").startswith("/")
    except (StopIteration, *_SHAPES):
        return False


def chat_to_count(raw: Raw) -> int | None:
    """The chat that the bot was added to with this update, if its members are worth counting."""
    try:
        change = part(raw, "my_chat_member")
        return whole(part(change, "chat"), "id") if _came(change) else None
    except _SHAPES:
        return None


def kind_of(chat: Raw, people: int | None) -> ChatKind:
    """What kind of chat the bot was added to: two people are a couple; a public one, one with topics and one
    with more people than a round takes are communities."""
    if words(chat, "username") or chat.get("is_forum") is True:
        return ChatKind.COMMUNITY
    if people is None or MOST_IN_A_COUPLE < people <= MOST_FRIENDS:
        return ChatKind.FRIENDS
    return ChatKind.COUPLE if people <= MOST_IN_A_COUPLE else ChatKind.COMMUNITY


def press_of(raw: Raw) -> str | None:
    """The id under which a button's press wants its answer."""
    query = raw.get("callback_query")
    number = query.get("id") if isinstance(query, dict) else None
    return number if isinstance(number, str) else None


def _told(raw: Raw, me: Me, received: datetime, people: int | None) -> tuple[datetime, list[Inbound]]:
    """When it happened, and what. It happened at the latest when it was received, whatever a clock says."""
    match raw:
        case {"message": message}:
            return min(moment(message, "date"), received), of_message(message, me)
        case {"edited_message": message}:
            at = moment(message, "edit_date") if message.get("edit_date") else received
            return min(at, received), of_edit(message)
        case {"callback_query": query}:
            return received, _pressed(query)
        case {"message_reaction": change}:
            return min(moment(change, "date"), received), _reacted(change)
        case {"my_chat_member": change}:
            return min(moment(change, "date"), received), _stands(change, me, people)
        case _:
            return received, []


def _pressed(query: Raw) -> list[Inbound]:
    if "data" not in query or not is_person(query, "from"):
        return []
    return [ButtonPressed(who=who(part(query, "from")), data=words(query, "data"))]


def _reacted(change: Raw) -> list[Inbound]:
    """First what was taken back, then what was added, in Telegram's order.

    Of several reactions that somebody has on one message the newest counts: while one is left after another
    was taken back, that one is told again.
    """
    if not is_person(change, "user"):
        return []
    old, new = _emoji(change["old_reaction"]), _emoji(change["new_reaction"])
    gone, added = [e for e in old if e not in new], [e for e in new if e not in old]
    changes = [(e, True) for e in gone] + [(e, False) for e in added or (new[-1:] if gone else [])]
    chat, message = chat_id(whole(part(change, "chat"), "id")), MessageId(str(whole(change, "message_id")))
    author = who(part(change, "user"))
    return [
        ReactedTo(chat=chat, author=author, message=message, emoji=emoji, removed=removed)
        for emoji, removed in changes
    ]


def _emoji(reactions: list[Raw]) -> list[str]:
    """The emoji of each; of custom and paid ones, whose meaning is not told, an empty text: noticed."""
    return [words(each, "emoji") if words(each, "type") == "emoji" else "" for each in reactions]


def _stands(change: Raw, me: Me, people: int | None) -> list[Inbound]:
    """The bot came to a group or left it, or may hear more or less there; or a person blocked it."""
    chat = part(change, "chat")
    if chat["type"] == "private":
        closed = words(part(change, "new_chat_member"), "status") == "kicked"
        return [ClosedToBot(who=who(part(change, "from")))] if closed else []
    if not _in_group(change):
        return []
    number, hears = chat_id(whole(chat, "id")), me.reads_groups or _is_admin(change, "new_chat_member")
    missing = "" if hears else PRIVACY_MODE
    if _came(change):
        by = who(part(change, "from")) if is_person(change, "from") else None
        kind, title = kind_of(chat, people), words(chat, "title")
        return [BotAdded(chat=number, kind=kind, title=title, by=by, hears=hears, missing=missing)]
    if _went(change):
        return [BotRemoved(chat=number)]
    if _is_admin(change, "old_chat_member") != _is_admin(change, "new_chat_member"):
        return [HearingChanged(chat=number, hears=hears, missing=missing)]
    return []


def _is_admin(change: Raw, name: str) -> bool:
    return words(part(change, name), "status") == "administrator"


def _came(change: Raw) -> bool:
    return (
        _in_group(change)
        and not _is_there(change, "old_chat_member")
        and _is_there(change, "new_chat_member")
    )


def _went(change: Raw) -> bool:
    return (
        _in_group(change)
        and _is_there(change, "old_chat_member")
        and not _is_there(change, "new_chat_member")
    )


def _in_group(change: Raw) -> bool:
    return part(change, "chat")["type"] in GROUPS


def _is_there(change: Raw, name: str) -> bool:
    member = part(change, name)
    return member["status"] in _PRESENT or (
        member["status"] == "restricted" and member.get("is_member") is True
    )
