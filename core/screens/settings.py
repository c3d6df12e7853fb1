"""A person's own settings: one screen edited in place, topics off limits, and the pause."""

from __future__ import annotations

from collections.abc import Mapping

from core import reaching
from core.reading.topics import TOPICS
from core.screens.buttons import button, row, rows_of
from core.screens.helplines import country_name
from core.screens.hours import in_words
from core.screens.model import Button, Field, Screen, Tone
from core.screens.wording import View
from core.switches import DIRECT, SWITCHES, state_of

IN_A_ROW = 2
TOPICS_IN_A_ROW = 4
DATE_LENGTH = 20
OPEN_END = "open"
"""In place of a moment: a pause that lasts until its person says."""


def settings(args: Mapping[str, str], view: View) -> Screen:
    """args: what, for an answer in place of the screen; resting, while paused (until when, or open)."""
    say, person = view.words.say, view.reader
    if "what" in args:
        return Screen(text=say("settings", args["what"]))
    quiet = in_words(person.quiet_hours, view) if person.quiet_hours is not None else say("states", "off")
    text = say("settings", quiet=quiet, zone=person.zone, country=country_name(person.country, view))
    if "resting" in args:
        text = f"{_resting(args['resting'], view)}\n{text}"
    topics = view.words.say("buttons", "topics", count=str(len(person.topics_off)))
    named = (*SWITCHES, DIRECT) if reaching.asks_before(person.id) else SWITCHES
    buttons = [_switch(view, name) for name in named]
    buttons += [Button(name="topics", label=topics), button(view, "resume" if "resting" in args else "pause")]
    zone = Button(name="hours_zone", label=say("buttons", "settings_zone"))
    buttons += [zone, button(view, "hours_quiet")]
    return Screen(title=say("settings", "title"), text=text, rows=rows_of(buttons, IN_A_ROW))


def topics(args: Mapping[str, str], view: View) -> Screen:
    """Each topic turns with a tap."""
    say, off = view.words.say, view.reader.topics_off
    buttons = [
        Button(
            name=f"topic_{topic}",
            label=say("buttons", "topic_off" if topic in off else "topic_on", name=say("topics", topic)),
            tone=Tone.PRIMARY if topic in off else Tone.PLAIN,
        )
        for topic in TOPICS
    ]
    chosen = ", ".join(say("topics", topic) for topic in TOPICS if topic in off) or say("states", "none")
    text = say("topics_off", now=chosen)
    return Screen(
        title=say("topics_off", "title"),
        text=text,
        rows=rows_of([*buttons, button(view, "settings")], TOPICS_IN_A_ROW),
    )


def pause(args: Mapping[str, str], view: View) -> Screen:
    """args: state (on, off, unread: a day that was not understood); until, of a pause that ends by itself."""
    say, state = view.words.say, args["state"]
    if state == "off":
        return Screen(text=say("pause", "off"))
    date = Field(name="date", label=say("pause", "date"), max_length=DATE_LENGTH)
    until = Button(name="pause_date", label=say("buttons", "pause_date"), form=(date,))
    spans = (*row(view, "pause_day", "pause_week"), until)
    resume = row(view, "resume")
    if state == "unread":
        return Screen(text=say("pause", "unread"), rows=(spans, resume))
    if "until" in args:
        moment = {"day": view.day(args["until"]), "time": view.time(args["until"])}
        return Screen(text=say("pause", "until", **moment), rows=(spans, resume))
    return Screen(text=say("pause", "on"), rows=(spans, resume))


def form_ask(args: Mapping[str, str], view: View) -> Screen:
    """Where a platform has no forms: the next private message fills the field. args: label, form (a note)."""
    return Screen(text=view.words.say("form_ask", label=args["label"]), rows=(row(view, "never_mind"),))


def _resting(until: str, view: View) -> str:
    if until == OPEN_END:
        return view.words.say("settings", "paused")
    return view.words.say("settings", "paused_until", day=view.day(until), time=view.time(until))


def _switch(view: View, name: str) -> Button:
    state = view.words.say("states", state_of(view.reader, name))
    return Button(name=f"toggle_{name}", label=view.words.say("buttons", f"toggle_{name}", state=state))


SCREENS = {"settings": settings, "topics": topics, "pause": pause, "form_ask": form_ask}
