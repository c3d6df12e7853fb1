"""What the moderators of a community set up, tried out and take elsewhere. Nobody's data is looked at.

`/moderate` is said in the channel by somebody of whom the platform says that they moderate it; the answer is
private, and its buttons work for an hour: whoever stopped moderating stops here soon after.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.visits import Command, Press
from config.wording import wording
from core import precedence
from core.chats import Chat
from core.dry_run import Outcome, dry_run
from core.events import Joined
from core.ids import PersonId
from core.moderation import MOST_NOTES_A_WEEK
from core.moderation_file import NotUsable, people_named, read, value_of
from core.notes import Note
from core.screens.moderation import SWITCHES, TYPED
from core.utterance import Utterance

GOOD_FOR = timedelta(hours=1)
"""How long the buttons of a moderator's screen work. [P]"""
ON_A_PAGE = 15
"""Lines of the audit on one screen."""
_MENTIONS = {"exempt_people": re.compile(r"<@!?(\d+)>"), "exempt_roles": re.compile(r"<@&(\d+)>")}
"""How Discord writes a person and a role that are mentioned."""


async def command(visit: Command) -> None:
    """/moderate"""
    chat = await visit.desk.chat(visit.what.chat) if not visit.what.private else None
    if chat is None:
        await visit.tell("moderate_reply", {"what": "where"})
    elif not precedence.moderated(chat):
        await visit.tell("moderate_reply", {"what": "not_here"})
    elif not visit.what.who.moderator:
        await visit.tell("moderate_reply", {"what": "not_yours"})
    else:
        until = visit.desk.now + GOOD_FOR
        await visit.tell("moderate", {**_args(chat), "until": until.isoformat()}, about=chat.id)


async def on_moderate(visit: Press) -> None:
    """A switch, a form, a file or the audit of the channel's configuration."""
    chat = await visit.desk.chat(visit.about) if visit.about is not None else None
    if chat is None or visit.desk.now > datetime.fromisoformat(visit.args["until"]):
        await visit.instead("moderate_reply", {"what": "over"})
        return
    name = visit.button.removeprefix("mod_")
    if name in SWITCHES:
        await _change(visit, chat, {name: not getattr(chat.moderation, name)})
    elif name == "notes_a_week":
        week = chat.moderation.notes_a_week - 1 or MOST_NOTES_A_WEEK
        await _change(visit, chat, {name: week})
    elif name in (*TYPED, "try", "import"):
        await _form(visit, chat, name)
    else:
        await _look(visit, chat, name)


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
    ids = [] if nothing else _MENTIONS[name].sub(r"\1", said).replace(",", " ").split()
    return ids if name == "exempt_roles" else people_named(visit.who, ids)


async def _change(visit: Press, chat: Chat, values: Mapping[str, Any]) -> None:
    """Whoever changes something, or is left out, is known to the chat: so they can be forgotten there."""
    desk = visit.desk
    changed = chat.moderation.changed(visit.who, desk.now, **values)
    for person in (visit.who, *changed.exempt_people):
        if person not in chat.members:
            await desk.apply(chat.id, Joined(person=PersonId(person)))
    chat = await desk.chat(chat.id) or chat
    await desk.save(replace(chat, moderation=changed))
    await _show(visit, replace(chat, moderation=changed))


async def _show(visit: Press, chat: Chat, more: Mapping[str, str] | None = None) -> None:
    await visit.instead("moderate", {**_args(chat), "until": visit.args["until"], **(more or {})})


def _args(chat: Chat) -> dict[str, str]:
    """The configuration in words and ids, and nothing else of the chat but its title."""
    now = chat.moderation
    said = {name: "on" if getattr(now, name) else "off" for name in SWITCHES}
    said |= {"quiet_hours": now.quiet_hours or "", "zone": now.zone, "notes_a_week": str(now.notes_a_week)}
    said |= {"exempt_roles": " ".join(now.exempt_roles), "exempt_people": " ".join(now.exempt_people)}
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
