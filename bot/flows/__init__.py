"""What people can do with the bot: a module for each thing, with its commands, its buttons and what it does
with a private message that it asked for.

A flow that is new here is one module and one line below.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.flows import (
    chat,
    checkins,
    consent,
    example,
    forms,
    guess,
    helping,
    hide,
    hours,
    keep,
    levels,
    marking,
    mirror,
    moderation,
    nudges,
    pausing,
    prompts,
    question,
    recap,
    revisit,
    schedule,
    settings,
    stepping_back,
    trust,
    which,
)
from bot.visits import Command, Press, Written
from core.people import Expecting

FLOWS: tuple[Any, ...] = (
    chat,
    checkins,
    consent,
    example,
    forms,
    guess,
    helping,
    hide,
    hours,
    keep,
    levels,
    marking,
    mirror,
    moderation,
    nudges,
    pausing,
    prompts,
    question,
    recap,
    revisit,
    schedule,
    settings,
    stepping_back,
    trust,
    which,
)

COMMANDS: Mapping[str, Callable[[Command], Awaitable[None]]] = {
    name: do for flow in FLOWS for name, do in getattr(flow, "COMMANDS", {}).items()
}
"""By a command's name without the slash."""
BUTTONS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    kind: do for flow in FLOWS for kind, do in getattr(flow, "BUTTONS", {}).items()
}
"""By the kind of note that the button stands on."""
WRITTEN: Mapping[Expecting, Callable[[Written], Awaitable[bool]]] = {
    what: do for flow in FLOWS for what, do in getattr(flow, "WRITTEN", {}).items()
}
"""By what the bot asked for. False: it is not wanted any more, and the message is an ordinary one."""
