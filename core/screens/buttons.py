"""Buttons by name, labelled from the wording file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core import reaching
from core.screens.model import Button, Screen, Tone
from core.screens.wording import View


def button(view: View, name: str, *, tone: Tone = Tone.PLAIN, start: str | None = None) -> Button:
    return Button(name=name, label=view.words.say("buttons", name), tone=tone, start=start)


def row(view: View, *names: str) -> tuple[Button, ...]:
    """A row of plain buttons."""
    return tuple(button(view, name) for name in names)


def rows_of(buttons: Sequence[Button], in_a_row: int) -> tuple[tuple[Button, ...], ...]:
    """Rows of so many buttons each, in order."""
    return tuple(tuple(buttons[at : at + in_a_row]) for at in range(0, len(buttons), in_a_row))


def in_chat(args: Mapping[str, str], view: View, text: str) -> str:
    """The text below the title of its chat, if there is more than one. args: where (a chat's title)"""
    return f"{view.words.say('which', 'named', title=args['where'])}\n{text}" if args.get("where") else text


def asked_for(view: View, section: str, key: str, **values: str) -> str:
    """What asks for somebody's next private message. Where an answer of the bot's may stand in a shared
    channel, for one person's eyes, it names their direct messages: "here" would be the channel."""
    direct = "_direct" if reaching.asks_before(view.reader.id) else ""
    return view.words.say(section, f"{key}{direct}", **values)


def told_apart(titles: Sequence[str], view: View) -> list[str]:
    """Titles of chats as they are offered, numbered where two of them look alike."""
    alike = {title for title in titles if titles.count(title) > 1}
    return [
        view.words.say("which", "alike", count=place + 1, title=title) if title in alike else title
        for place, title in enumerate(titles)
    ]


def not_agreed(args: Mapping[str, str], view: View) -> str:
    """What it takes before something works: everybody's agreement in a couple's chat, elsewhere that of two.

    args: among (friends, community, nowhere)
    """
    return view.words.say("not_agreed", args.get("among", "couple"))


def sealed(view: View) -> Screen:
    """All that a lock screen shows of a private note."""
    return Screen(text=view.words.say("sealed"), rows=((button(view, "open", tone=Tone.PRIMARY),),))
