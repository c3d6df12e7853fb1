"""What can be said to the bot, and people to talk to."""

from __future__ import annotations

from bot.visits import Press, Visit
from config.contacts import country_codes
from core.people import SettingsChanged


async def command(visit: Visit) -> None:
    """/help, and whatever the bot does not know."""
    await visit.tell("help")


async def on_help(visit: Press) -> None:
    if visit.button == "country":
        await visit.instead("country", {"page": "0"})


async def on_country(visit: Press) -> None:
    """A country was chosen: /help again, with its numbers."""
    chosen = visit.button.removeprefix("country_")
    if chosen == "more":
        await visit.instead("country", {"page": str(int(visit.args["page"]) + 1)})
        return
    code = chosen if chosen in country_codes() else None
    await visit.desk.change_person(visit.who, SettingsChanged((("country", code),)))
    await visit.instead("help")


COMMANDS = {"help": command}
BUTTONS = {"help": on_help, "country": on_country}
