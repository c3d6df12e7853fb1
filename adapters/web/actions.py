"""What a person does on the page: a request becomes a change of the room and an update for the bot."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from adapters.web.room import BOT, CHAT, Entry, NotPossible, Room
from core.episodes import Wish
from core.inbound import (
    ButtonPressed,
    Commanded,
    DeletedPost,
    EditedPost,
    Inbound,
    MarkedPost,
    MirrorAsked,
    Posted,
    ReactedTo,
)
from core.utterance import MessageKind, Utterance

MESSAGE_LENGTH = 4096
REACTIONS = ("❤️", "👍", "🤗", "😂", "😮", "😢", "🎉")
COMMAND = re.compile(r"/([a-z][a-z_]*)(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
Asked = Mapping[str, object]


def _person(room: Room, asked: Asked) -> str:
    key = asked.get("person")
    if key not in room.names:
        raise NotPossible("It is not clear whose step this was.")
    return str(key)


def _thread(asked: Asked, key: str) -> str:
    return key if asked.get("private") is True else CHAT


def _text(asked: Asked, name: str = "text") -> str:
    text = asked.get(name, "")
    if not isinstance(text, str) or len(text) > MESSAGE_LENGTH:
        raise NotPossible(f"A message has at most {MESSAGE_LENGTH} characters.")
    return text.strip()


def _kind(asked: Asked) -> MessageKind:
    try:
        return MessageKind(str(asked.get("kind", MessageKind.TEXT)))
    except ValueError:
        raise NotPossible("There is no such kind of message here.") from None


def _visible(room: Room, key: str, message: object) -> tuple[str, Entry]:
    """A message that this person can see."""
    thread, entry = room.find(message)
    if thread not in {CHAT, key}:
        raise NotPossible("This message is not here any more.")
    return thread, entry


def _own(room: Room, key: str, message: object) -> tuple[str, Entry]:
    thread, entry = _visible(room, key, message)
    if entry.author != key or entry.role == "draft":
        raise NotPossible("This can only be done with one's own messages.")
    return thread, entry


def _of_somebody(room: Room, key: str, message: object) -> tuple[str, Entry]:
    thread, entry = _visible(room, key, message)
    if entry.author == BOT:
        raise NotPossible("This can only be done with a person's message.")
    return thread, entry


def post(room: Room, asked: Asked, at: datetime) -> Inbound:
    """A message or a command, in the chat or in private."""
    key = _person(room, asked)
    thread, text, kind = _thread(asked, key), _text(asked), _kind(asked)
    emoji = _text(asked, "emoji")
    if not text and kind is MessageKind.TEXT:
        raise NotPossible("There is nothing to send yet.")
    answered = asked.get("reply_to")
    target = _visible(room, key, answered)[1] if answered else None
    if target is not None and room.find(target.id)[0] != thread:
        raise NotPossible("A reply stays in the thread of what it answers.")
    entry = Entry(id="", author=key, at=at, text=text, kind=kind, emoji=emoji)
    entry.reply_to = target.id if target else None
    command = COMMAND.fullmatch(text) if kind is MessageKind.TEXT else None
    entry.role = "command" if command else "message"
    room.add(thread, entry)
    about = target.known_as if target else None
    if command:
        return Commanded(
            chat=room.chat_id(thread),
            who=room.who(key),
            name=command[1].lower(),
            argument=(command[2] or "").strip(),
            private=thread != CHAT,
            message=entry.known_as,
            about=about,
        )
    return Posted(
        chat=room.chat_id(thread),
        author=room.who(key),
        message=entry.known_as,
        words=entry.words(),
        reply_to=about,
        reply_to_author=room.person_id(target.author) if target and target.author != BOT else None,
        private=thread != CHAT,
    )


def edit(room: Room, asked: Asked, at: datetime) -> Inbound:
    key = _person(room, asked)
    thread, entry = _own(room, key, asked.get("message"))
    text = _text(asked)
    if entry.role != "message" or entry.kind is not MessageKind.TEXT:
        raise NotPossible("Only one's own written messages can be changed.")
    if not text:
        raise NotPossible("There is nothing to send yet.")
    entry.text, entry.edited = text, True
    return EditedPost(
        chat=room.chat_id(thread), author=room.who(key), message=entry.known_as, words=entry.words()
    )


def delete(room: Room, asked: Asked, at: datetime) -> Inbound:
    thread, entry = _own(room, _person(room, asked), asked.get("message"))
    if entry.original is not None:
        raise NotPossible("This is a copy; delete the message it was copied from, in the private thread.")
    entry.deleted, entry.text, entry.emoji = True, "", ""
    return DeletedPost(chat=room.chat_id(thread), message=entry.known_as)


def react(room: Room, asked: Asked, at: datetime) -> Inbound:
    """Puts a reaction on a message, or takes it back when it was there."""
    key, emoji = _person(room, asked), asked.get("emoji")
    thread, entry = _of_somebody(room, key, asked.get("message"))
    if emoji not in REACTIONS:
        raise NotPossible("There is no such reaction here.")
    by = entry.reactions.setdefault(str(emoji), [])
    removed = key in by
    by.remove(key) if removed else by.append(key)
    if not by:
        del entry.reactions[str(emoji)]
    return ReactedTo(
        chat=room.chat_id(thread),
        author=room.who(key),
        message=entry.known_as,
        emoji=str(emoji),
        removed=removed,
    )


def mark(room: Room, asked: Asked, at: datetime) -> Inbound:
    """*This matters*, on one's own message in the chat, with a wish."""
    key = _person(room, asked)
    thread, entry = _own(room, key, asked.get("message"))
    if thread != CHAT or entry.role == "command":
        raise NotPossible("Only a message in the chat can be marked.")
    try:
        wish = Wish(str(asked.get("wish")))
    except ValueError:
        raise NotPossible("There is no such wish.") from None
    entry.wish = wish.value
    return MarkedPost(
        chat=room.chat_id(CHAT),
        author=room.who(key),
        message=entry.known_as,
        wish=wish,
        words=entry.words(),
    )


def press(room: Room, asked: Asked, at: datetime) -> Inbound:
    """A button of a note, with what was filled into its form."""
    key = _person(room, asked)
    entry = _visible(room, key, asked.get("message"))[1]
    buttons = {button.name: button for button in entry.screen.buttons()} if entry.screen else {}
    button = buttons.get(str(asked.get("button")))
    if button is None or button.url:
        raise NotPossible("This button is not here any more.")
    given = asked.get("fields")
    values = given if isinstance(given, Mapping) else {}
    fields = {each.name: _text(values, each.name)[: each.max_length] for each in button.form}
    return ButtonPressed(who=room.who(key), data=f"{entry.note}:{button.name}", fields=fields)


def mirror(room: Room, asked: Asked, at: datetime) -> Inbound:
    """A draft, kept in the private thread, of an answer to somebody's message."""
    key, draft = _person(room, asked), _text(asked)
    if not draft:
        raise NotPossible("There is no draft yet.")
    target = _of_somebody(room, key, asked["message"])[1] if asked.get("message") else None
    entry = Entry(id="", author=key, at=at, text=draft, role="draft")
    entry.reply_to = target.id if target else None
    room.add(key, entry)
    return MirrorAsked(who=room.who(key), draft=Utterance(text=draft), to=target.words() if target else None)


ACTIONS: Mapping[str, Callable[[Room, Asked, datetime], Inbound]] = {
    "post": post,
    "edit": edit,
    "delete": delete,
    "react": react,
    "mark": mark,
    "press": press,
    "mirror": mirror,
}
"""What may be done, by the last part of its address."""
