"""Payloads of the gateway, changed at random: what is missing, of a wrong type, hostile, or new."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any, Final

HOSTILE: Final = (
    "@everyone",
    "@here <@&197038439483310086> <@81384788765712384>",
    "**x** __y__ ~~z~~ ||w|| `v` ```u``` > t\n# s\n- r\n[q](https://example.org)",
    "<@!1> <#2> <:e:3> <t:1:R> </help:4> <id:browse>",
    "\u202eevil\u202c \u200b \x00 \x07 \ufeff",
    "\ud800 lone",
    "a" * 10_000,
    "𝕳" * 2_000,
    "{0} {name} %s $(id) ${HOME}",
    "'; DROP TABLE chats; --",
    "",
    " ",
    "-1",
    "9" * 400,
    "NaN",
)
WRONG: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1 << 63, 1 << 70, 1e308, -0.5, [], {}, [[]], [None], {"id": {}}, {"": []},
)  # fmt: skip
EVENTS: Final = (
    "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE", "MESSAGE_REACTION_REMOVE_ALL", "INTERACTION_CREATE", "GUILD_CREATE",
    "GUILD_UPDATE", "GUILD_DELETE", "GUILD_MEMBER_REMOVE", "CHANNEL_CREATE", "CHANNEL_UPDATE",
    "THREAD_CREATE", "TYPING_START", "PRESENCE_UPDATE", "VOICE_STATE_UPDATE", "POLL_VOTE_ADD", "A_NEW_EVENT",
)  # fmt: skip


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each of its keys or places."""
    if isinstance(value, dict):
        for key, inner in list(value.items()):
            yield value, key
            yield from places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from places(inner)


def mutated(random: Random, payload: Any) -> Any:
    """A copy with one to four changes."""
    changed = deepcopy(payload)
    for _ in range(random.randint(1, 4)):
        everywhere = list(places(changed))
        if not everywhere:
            return deepcopy(random.choice(WRONG))
        container, key = random.choice(everywhere)
        _change(random, container, key)
    return changed


def _change(random: Random, container: Any, key: Any) -> None:
    match random.randrange(6):
        case 0:
            del container[key]
        case 1:
            container[key] = deepcopy(random.choice(WRONG))
        case 2 | 3:
            container[key] = random.choice(HOSTILE)
        case 4:
            container[key] = [deepcopy(container[key])] * random.choice((0, 1, 3))
        case _ if isinstance(container, dict):
            container[random.choice(("new_field", "type", "flags", "d"))] = deepcopy(
                random.choice(WRONG + HOSTILE)
            )


def frame(random: Random, payload: Any) -> str:
    """A frame that is wrong in itself. None of these ends a session, as a real one of its kind may."""
    match random.randrange(8):
        case 0:
            return random.choice(("", "null", "[]", "7", '"x"', "{", "[" * 5_000, '{"op": 1e999}', "NaN"))
        case 1:
            return json.dumps({"op": random.choice([5, 12, 31, -1, 99, "0", None, [], {}, True, 0.5])})
        case 2:
            return json.dumps({"op": 0, "t": random.choice(WRONG), "s": 1, "d": payload})
        case 3:
            wrong = [each for each in WRONG if not isinstance(each, int) or isinstance(each, bool)]
            return json.dumps({"op": 0, "t": "MESSAGE_CREATE", "s": random.choice(wrong), "d": payload})
        case 4:
            return json.dumps({"op": 10, "d": random.choice([*WRONG, {"heartbeat_interval": 1}])})
        case 5:
            return json.dumps({"op": 9, "d": random.choice([None, 0, [], {}, "false"])})
        case 6:
            ready = {"session_id": 5, "user": {}, "guilds": None, "shard": []}
            return json.dumps({"op": 0, "t": random.choice(["READY", "RESUMED"]), "s": None, "d": ready})
        case _:
            return json.dumps({"op": 11, "d": payload, "extra": payload})
