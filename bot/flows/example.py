"""A worked example on made-up words, for whoever is alone so far."""

from __future__ import annotations

from bot.flows import mirror, pairing
from bot.visits import Command, Press
from core.ids import ChatId
from core.inbound import Commanded, Who


async def command(visit: Command) -> None:
    """/example"""
    await visit.tell("example", {"page": "0"})


async def on_example(visit: Press) -> None:
    if visit.button == "example_more":
        await visit.instead("example", {"page": str(int(visit.args["page"]) + 1)})


async def on_agreed(visit: Press) -> None:
    """Below a thank-you: it stays where it is."""
    if visit.button == "example":
        await visit.tell("example", {"page": "0"})


async def on_start_alone(visit: Press) -> None:
    """An example, a draft to mirror, or a link for somebody."""
    if visit.button == "example":
        await visit.tell("example", {"page": "0"})
    elif visit.button == "mirror":
        await mirror.command(said(visit, "mirror"))
    elif visit.button == "pair":
        await pairing.hand_out(visit)


def said(visit: Press, name: str) -> Command:
    """A button in private that does what a command does."""
    in_private = ChatId("")  # a command said in private is about no chat of its own
    what = Commanded(chat=in_private, who=Who(visit.who, ""), name=name, private=True)
    return Command(means=visit.means, desk=visit.desk, update=visit.update, who=visit.who, what=what)


COMMANDS = {"example": command}
BUTTONS = {"example": on_example, "agreed": on_agreed, "start_alone": on_start_alone}
