"""What the moderators of a community set up, tried out and take elsewhere. Nobody's data is looked at.

`/moderate` is said in the channel by somebody of whom the platform says that they moderate it; the answer is
private. Where a platform says with each press who moderates, whoever stopped moderating stops here at once;
elsewhere an hour later, when the buttons of all end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.desk import Desk
from bot.flows.server_channels import configure, switch, switched_on
from bot.visits import Command, Press
from config.wording import wording
from core import precedence
from core.chats import Chat
from core.dry_run import Outcome, dry_run
from core.ids import ChatId
from core.moderation import MOST_NOTES_A_WEEK
from core.moderation_file import NotUsable, people_named, read, value_of
from core.notes import Note
from core.screens.model import Of
from core.screens.moderation import LISTED, SWITCHES, TYPED
from core.utterance import Utterance

GOOD_FOR = timedelta(hours=1)
"""How long the buttons of a moderator's screen work. [P]"""
ON_A_PAGE = 15
"""Lines of the audit on one screen."""
_MENTIONS = {Of.PEOPLE: re.compile(r"<@!?(\d+)>"), Of.ROLES: re.compile(r"<@&(\d+)>")}
"""How Discord writes a person and a role that are mentioned."""


async def command(visit: Command) -> None:
    """/moderate"""
    chat = await visit.desk.chat(visit.what.chat) if not visit.what.private else None
    if chat is None:
        await visit.tell("moderate_reply", {"what": "where"})
    elif not precedence.moderated(chat):
        await visit.tell("moderate_reply", {"what": "not_here"})
    elif visit.what.who.moderator is None:
        await visit.tell("moderate_reply", {"what": "not_told"})
    elif not visit.what.who.moderator:
        await visit.tell("moderate_reply", {"what": "not_yours"})
    else:
        until = visit.desk.now + GOOD_FOR
        args = await _args(visit.desk, chat, visit.what.channels)
        await visit.tell("moderate", {**args, "until": until.isoformat()}, about=chat.id)


async def on_moderate(visit: Press) -> None:
    """A switch, a form, a file or the audit of the channel's configuration."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or visit.desk.now > datetime.fromisoformat(visit.args["until"]):
        await visit.instead("moderate_reply", {"what": "over"})
        return
    if visit.moderator is False:
        await visit.instead("moderate_reply", {"what": "not_yours"})
        return
    name = visit.button.removeprefix("mod_")
    if visit.chosen is not None:
        await _picked(visit, chat, name, visit.chosen)
    elif name in SWITCHES:
        await _change(visit, chat, {name: visit.args[name] == "off"})
    elif name == "notes_a_week":
        week = chat.moderation.notes_a_week - 1 or MOST_NOTES_A_WEEK
        await _change(visit, chat, {name: week})
    elif name in (*TYPED, "try", "import"):
        await _form(visit, chat, name)
    else:
        await _look(visit, chat, name)


async def _picked(visit: Press, chat: Chat, name: str, chosen: tuple[str, ...]) -> None:
    """What is chosen in a menu now. Raises KeyError for a menu that no screen shows."""
    try:
        if name == "channels":
            await _switch_channels(visit, chat, chosen)
        else:
            await _change(visit, chat, {name: _with_others(visit, chat, name, chosen)})
    except NotUsable as refusal:
        await _show(visit, chat, {"problem": refusal.why, "name": refusal.name})


async def _switch_channels(visit: Press, chat: Chat, chosen: tuple[str, ...]) -> None:
    """What somebody else switched meanwhile, and was not shown here, stays. Raises NotUsable."""
    before = set(visit.args.get("channels", "").split())
    if not visit.channels.keys() >= set(chosen) - before:
        raise NotUsable("no_channel")
    on = frozenset(map(ChatId, set(chosen) - before))
    off = frozenset(map(ChatId, before - set(chosen)))
    await switch(visit, chat, on=on, off=off)
    chat = await visit.desk.chat(chat.id) or chat
    noted = chat.moderation.noted(visit.who, visit.desk.now, "channels") if on | off else chat.moderation
    await _show(visit, await configure(visit.desk, chat, noted))


def _with_others(visit: Press, chat: Chat, name: str, chosen: tuple[str, ...]) -> Any:
    """What was chosen; what another put into a list or took out meanwhile stays so. Raises NotUsable."""
    value = value_of(name, _of_menu(visit, name, chosen))
    if name not in LISTED:
        return value
    before, wanted = set(visit.args[name].split()), set(value)
    return value_of(name, list((set(getattr(chat.moderation, name)) - (before - wanted)) | (wanted - before)))


def _of_menu(visit: Press, name: str, chosen: tuple[str, ...]) -> object:
    """What was chosen, as it would stand in the file."""
    if name == "notes_a_week":
        return next((int(each) for each in chosen if each.isdecimal()), None)
    return people_named(visit.who, chosen) if name == "exempt_people" else list(chosen)


async def _look(visit: Press, chat: Chat, name: str) -> None:
    match name:
        case "export":
            await visit.tell("moderate_file", about=chat.id)
        case "audit":
            await visit.instead("moderation_audit", _audit_args(visit, chat, page=0))
        case "older":
            page = int(visit.args.get("page", "0")) + 1
            await visit.instead("moderation_audit", _audit_args(visit, chat, page=page))
        case "back":
            await _show(visit, chat)


async def _form(visit: Press, chat: Chat, name: str) -> None:
    text = visit.filled
    if text is None:
        await visit.ask_for(wording().say("moderate_forms", name))
        return
    if name == "try" and visit.below:
        await visit.again()
    if name == "try" and not text.strip():
        visit.desk.unkept.append(
            Note(kind="dry_run", args={"empty": "yes"}, to_person=visit.who, answering=visit.update.answering)
        )
    elif name == "try":
        _try(visit, chat, text)
    else:
        try:
            values = _read(visit, name, text)
        except NotUsable as refusal:
            await _show(visit, chat, {"problem": refusal.why, "name": refusal.name})
            return
        await _change(visit, chat, values)


def _try(visit: Press, chat: Chat, text: str) -> None:
    """The answer goes out past the store: not even the numbers of a pasted text are kept."""
    reading = visit.means.listener.answer(Utterance(text=text), None)
    args = {"unknown": "yes"}
    if reading is not None:
        found = dry_run(reading, chat.moderation, visit.desk.policy, visit.desk.now)
        args = {
            "depth": f"{found.depth:.2f}",
            "level": str(found.level),
            "valence": f"{found.valence:+.2f}",
            "probability": f"{found.probability:.2f}",
            "topics": " ".join(found.topics),
            **({"crisis": "yes"} if found.crisis else {}),
            **_outcome_args("default", found.default),
            **_outcome_args("wanted", found.wanted),
        }
    visit.desk.unkept.append(
        Note(kind="dry_run", args=args, to_person=visit.who, answering=visit.update.answering)
    )


def _outcome_args(world: str, outcome: Outcome) -> dict[str, str]:
    said = {f"row_{world}": outcome.row}
    if outcome.opens:
        said[f"opens_{world}"] = "yes"
    return said | ({f"noted_{world}": "yes"} if outcome.noted else {})


def _read(visit: Press, name: str, text: str) -> dict[str, Any]:
    """The values of a file, or of one field. Raises NotUsable."""
    if name != "import":
        return {name: value_of(name, _typed(visit, name, text))}
    values = read(text)
    if "exempt_people" in values:
        people = people_named(visit.who, values["exempt_people"])
        values["exempt_people"] = value_of("exempt_people", people)
    return values


def _typed(visit: Press, name: str, text: str) -> object:
    """What was written in a form, as it would stand in the file."""
    said = text.strip()
    nothing = said.lower() in ("", "off", "none")
    if name == "quiet_hours":
        return None if nothing else said
    if name == "zone":
        return said
    ids = [] if nothing else _MENTIONS[LISTED[name]].sub(r"\1", said).replace(",", " ").split()
    return people_named(visit.who, ids) if name == "exempt_people" else ids


async def _change(visit: Press, chat: Chat, values: Mapping[str, Any]) -> None:
    changed = chat.moderation.changed(visit.who, visit.desk.now, **values)
    await _show(visit, await configure(visit.desk, chat, changed))


async def _show(visit: Press, chat: Chat, more: Mapping[str, str] | None = None) -> None:
    args = await _args(visit.desk, chat, visit.channels)
    await visit.instead("moderate", {**args, "until": visit.args["until"], **(more or {})})


async def _args(desk: Desk, chat: Chat, channels: Iterable[ChatId]) -> dict[str, str]:
    """The configuration in words and ids, and nothing else of the chat but its title; of its server's other
    channels, which are on."""
    now = chat.moderation
    said = {name: "on" if getattr(now, name) else "off" for name in SWITCHES}
    said |= {"quiet_hours": now.quiet_hours or "", "zone": now.zone, "notes_a_week": str(now.notes_a_week)}
    said |= {name: " ".join(getattr(now, name)) for name in LISTED}
    channels = tuple(channels)
    if channels:
        said["channels"] = " ".join(await switched_on(desk, channels))
    return {"title": chat.title, **said}


def _audit_args(visit: Press, chat: Chat, *, page: int) -> dict[str, str]:
    newest = tuple(reversed(chat.moderation.audit))
    shown = newest[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    args = {"count": str(len(shown)), "page": str(page), "until": visit.args["until"]}
    for place, line in enumerate(shown):
        args |= {f"at{place}": line.at.isoformat(), f"by{place}": line.by or "", f"field{place}": line.field}
    return args | ({"older": "yes"} if len(newest) > (page + 1) * ON_A_PAGE else {})


COMMANDS = {"moderate": command}
BUTTONS = {"moderate": on_moderate, "moderation_audit": on_moderate}
