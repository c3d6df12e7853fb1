"""For moderators: a channel's configuration, a try-out on pasted text, its file, and what was changed when.

Nothing here shows who agreed, or anybody's numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.moderation import MOST_NOTES_A_WEEK
from core.moderation_file import LONGEST, MOST_NAMED
from core.screens.buttons import row, rows_of
from core.screens.model import Button, Field, Of, Picker, Screen
from core.screens.wording import View

IN_A_ROW = 3
SWITCHES = ("enabled", "notes", "checkins")
LISTED = {"enabled_roles": Of.ROLES, "exempt_roles": Of.ROLES, "exempt_people": Of.PEOPLE}
"""Fields that are chosen from a menu where there is one; elsewhere their ids are written."""
TYPED = ("quiet_hours", "zone", *LISTED)
"""Fields that are written, one in a form."""
TYPED_LENGTH = 1000
TRIED_LENGTH = 2000


def moderate(args: Mapping[str, str], view: View) -> Screen:
    """args: title, each field of the configuration as it is now; channels (of its server, those that are on),
    where the platform has servers; problem and name, after a refusal."""
    say = view.words.say
    title = args["title"] or say("moderate", "untitled")
    lines = [say("moderate", f"is_{args['enabled']}", title=title), say("moderate"), say("moderate", "after")]
    if "problem" in args:
        lines.insert(0, _refusal(args["problem"], args.get("name", ""), view))
    lines += [_value(args, name, view) for name in TYPED if name not in LISTED]
    switches = [_turned(view, name, say("states", args[name])) for name in SWITCHES]
    switches.append(_turned(view, "notes_a_week", args["notes_a_week"]))
    forms = [_form(view, name, TYPED_LENGTH) for name in TYPED]
    more = [_form(view, "try", TRIED_LENGTH), _form(view, "import", LONGEST)]
    more += row(view, "mod_export", "mod_audit")
    return Screen(
        title=say("moderate", "title"),
        text="\n".join(lines),
        rows=rows_of([*switches, *forms, *more], IN_A_ROW),
        pickers=tuple(_pickers(args, view)),
    )


def moderate_reply(args: Mapping[str, str], view: View) -> Screen:
    return Screen(text=view.words.say("moderate_reply", args["what"]))


def moderate_file(args: Mapping[str, str], view: View) -> Screen:
    """Its attachment is made when it is sent (`bot/attachments.py`)."""
    return Screen(text=view.words.say("moderate_reply", "export"))


def dry_run(args: Mapping[str, str], view: View) -> Screen:
    """args: depth, level, valence, probability, topics; for `default` and `wanted`: opens, row, noted."""
    say = view.words.say
    for why in ("unknown", "empty"):
        if why in args:
            return Screen(title=say("dry_run", "title"), text=say("dry_run", why))
    topics = ", ".join(say("topics", topic) for topic in args["topics"].split())
    numbers = {name: args[name] for name in ("depth", "valence", "probability")}
    lines = [
        say("dry_run", "reading", now=say("depths", args["level"]), **numbers),
        say("dry_run", "topics", value=topics or say("states", "none")),
    ]
    if "crisis" in args:
        lines.append(say("dry_run", "crisis"))
    lines += [say("dry_run", world, value=_outcome(args, world, view)) for world in ("default", "wanted")]
    return Screen(title=say("dry_run", "title"), text="\n".join([*lines, say("dry_run", "after")]))


def moderation_audit(args: Mapping[str, str], view: View) -> Screen:
    """args: count; at0, by0, field0, … the newest first; `older` while there are some."""
    say = view.words.say
    lines = [_change(args, place, view) for place in range(int(args["count"]))]
    rows = (row(view, *(("mod_older",) if "older" in args else ()), "mod_back"),)
    text = "\n".join(lines) or say("moderation_audit", "nothing")
    return Screen(title=say("moderation_audit", "title"), text=text, rows=rows)


def _refusal(why: str, name: str, view: View) -> str:
    """A field by its name in words; one that is none, as it was written."""
    fields = view.words.names("moderate_fields")
    own = view.reader.id.rpartition(":")[2]
    return view.words.say("moderation_file", why, name=fields.get(name, name), value=own)


def _change(args: Mapping[str, str], place: int, view: View) -> str:
    by, at = args[f"by{place}"], args[f"at{place}"]
    return view.words.say(
        "moderation_audit",
        "line",
        day=view.calendar_day(at),
        time=view.time(at),
        name=(view.names.get(by) if by else None) or view.words.say("moderation_audit", "somebody"),  # type: ignore[call-overload]  # a stored id
        value=view.words.say("moderate_fields", args[f"field{place}"]),
    )


def _outcome(args: Mapping[str, str], world: str, view: View) -> str:
    say, deciding = view.words.say, args[f"row_{world}"]
    if not deciding:
        return say("dry_run", "opens" if f"opens_{world}" in args else "nothing")
    asked = say("asked", deciding)
    return say("dry_run", "noted" if f"noted_{world}" in args else "held", name=deciding, value=asked)


def _turned(view: View, name: str, state: str) -> Button:
    return Button(name=f"mod_{name}", label=view.words.say("buttons", f"mod_{name}", state=state))


def _value(args: Mapping[str, str], name: str, view: View) -> str:
    return view.words.say("moderate", name, value=args[name] or view.words.say("states", "none"))


def _pickers(args: Mapping[str, str], view: View) -> Iterator[Picker]:
    say = view.words.say
    if "channels" in args:
        on = tuple(args["channels"].split())
        many = say("moderate", "many_channels", count=str(len(on))) if len(on) > MOST_NAMED else ""
        label = say("moderate_menus", "channels")
        yield Picker("mod_channels", label, Of.CHANNELS, on, most=MOST_NAMED, said=many)
    for name, of in LISTED.items():
        ids, said, label = tuple(args[name].split()), _value(args, name, view), say("moderate_menus", name)
        yield Picker(f"mod_{name}", label, of, ids, most=MOST_NAMED, said=said)
    weeks = tuple(str(count) for count in range(1, MOST_NOTES_A_WEEK + 1))
    options = tuple((week, say("moderate", "week", count=week)) for week in weeks)
    label, now = say("moderate_menus", "notes_a_week"), (args["notes_a_week"],)
    yield Picker("mod_notes_a_week", label, Of.OPTIONS, now, least=1, options=options)


def _form(view: View, name: str, length: int) -> Button:
    label = view.words.say("moderate_forms", name)
    field = Field(name="value", label=label, multiline=name in ("try", "import"), max_length=length)
    return Button(name=f"mod_{name}", label=view.words.say("buttons", f"mod_{name}"), form=(field,))


SCREENS = {
    "moderate": moderate,
    "moderate_reply": moderate_reply,
    "moderate_file": moderate_file,
    "dry_run": dry_run,
    "moderation_audit": moderation_audit,
}
