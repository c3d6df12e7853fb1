"""Updates as Telegram sends them, each kind of them, and what becomes of one under way.

A mild change leaves an update that can be read: other names, other words, entities off by one, fields that
nobody knows or that need not be there. A wild one leaves anything.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.translate import ALLOWED
from core.commands import COMMANDS
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_description import load_description
from tests.telegram import hostile
from tests.telegram.heard import MESSAGE, UPDATE, fields
from tests.telegram.recorded import UPDATES
from tests.telegram.samples import MOMENT, field_of, sample_field

Json = dict[str, Any]

NAMES = ("first_name", "last_name", "username", "title", "sender_user_name", "author_signature")
NEEDED = frozenset(
    {"message_id", "date", "chat", "from", "id", "type", "user", "new_reaction", "old_reaction"}
)
MILD = 0.6
"""Share of updates that can still be read."""
_SAID = {"text": "entities", "caption": "caption_entities"}


def shapes() -> dict[str, Json]:
    """One of every kind: as recorded, and as made from the description where it is at hand."""
    frame = UPDATES["a message in a group"]["message"]
    known = {name: _without_number(raw) for name, raw in UPDATES.items()}
    if not load_description().types:
        return known
    for name in fields(UPDATE):
        if name != "update_id":
            known[f"sample {name}"] = {name: sample_field(field_of("Update", name), hostile.SECRET)}
    for name in fields(MESSAGE):
        message = {**frame, name: sample_field(field_of("Message", name), hostile.SECRET)}
        known[f"sample message with {name}"] = {"message": message}
    return known


async def served() -> list[Json]:
    """Every update that the loopback Telegram makes of what people can do."""
    server = TelegramServer(clock=lambda: datetime.fromtimestamp(MOMENT, UTC))
    server.updates.allowed = frozenset({*ALLOWED, "chat_member", "channel_post"})
    ana, ben = server.user("Ana"), server.user("Ben", last_name="Okri")
    cleo, home = server.user("Cleo"), server.group("Ana & Ben", ana, ben, kind="supergroup", is_forum=True)
    await server.adds_bot(home, ana, admin=True)
    said = await server.says(ana, home, "I was scared all day")
    await server.says(ben, home, "I hear you", reply_to=said, quote="scared")
    await server.edits(ana, said, "I was fine")
    await server.reacts(ben, said, "❤")
    await server.sends_sticker(ben, home)
    await server.sends_voice(ben, home)
    await server.sends_video_note(ben, home)
    await server.sends_photo(ben, home, "our new door")
    await server.sends_poll(ben, home, "Pizza?", "yes", "no")
    await server.forwards(ben, said, ben)
    await server.says_anonymously(home, "be nice")
    await server.posts(server.group("News", ana, kind="channel"), "news")
    await server.says(ana, home, "roses", topic=await server.opens_topic(ana, home, "Roses"))
    await server.starts(ben, "g1")
    await server.joins(cleo, home, by=ana)
    await server.leaves(cleo, home)
    await server.renames(ana, home, "Us")
    await server.blocks(ben)
    await server.unblocks(ben)
    await server.demotes_bot(home, ana)
    await server.removes_bot(home, ana)
    old = server.group("Old", ana, ben)
    await server.adds_bot(old, ana, payload="g1")
    await server.migrates(old, ana)
    numbers = {ana.id: 7_000_000_001, ben.id: 7_000_000_002, home.id: -4_000_000_001}
    return [_without_number(placed(raw, numbers)) for raw in server.updates.pending]


def placed(value: Any, numbers: Mapping[int, int]) -> Any:
    """The same with other ids and dates."""
    match value:
        case dict():
            return {name: placed(each, numbers) for name, each in value.items()}
        case list():
            return [placed(each, numbers) for each in value]
        case bool():
            return value
        case int():
            return numbers.get(value, value)
    return value


def mutate(raw: Json, dice: random.Random) -> Json:
    """A changed copy; mostly it can still be read."""
    changed = copy.deepcopy(raw)
    mild = dice.random() < MILD
    for _ in range(dice.randint(1, 4)):
        (_mild if mild else _wild)(changed, dice)
    if not mild and dice.random() < 0.5:
        _mild(changed, dice)
    for held in _objects(changed):
        _name(held)
    return changed


def _mild(raw: Json, dice: random.Random) -> None:
    held = dice.choice(list(_objects(raw)))
    match dice.randrange(4):
        case 0:
            for name in NAMES:
                if name in held or (name == "last_name" and "first_name" in held):
                    held[name] = hostile.name(dice)
        case 1:
            _say(raw, dice)
        case 2:
            held[dice.choice(["something_new", "text2", "from_"])] = hostile.anything(dice)
        case _:
            free = [name for name in held if name not in NEEDED and held is not raw]
            if free:
                del held[dice.choice(free)]


def _name(held: Json) -> None:
    """What stands in a name may be kept and shown, so it is no secret."""
    for name in NAMES:
        if isinstance(held.get(name), str):
            held[name] = held[name].replace(hostile.SECRET, hostile.NAMED)


def _say(raw: Json, dice: random.Random) -> None:
    """Other words wherever some are said; sometimes a command."""
    for held in list(_objects(raw)):
        for name, entities in _SAID.items():
            if name in held:
                said = hostile.text(dice)
                if dice.random() < 0.3:
                    said = f"/{dice.choice(sorted(COMMANDS))} {said}"
                held[name] = said
                held[entities] = hostile.entities(dice, said)


def _wild(raw: Json, dice: random.Random) -> None:
    """Replaces, removes or adds one field somewhere within."""
    held = dice.choice(list(_objects(raw)))
    counted = [name for name, value in held.items() if isinstance(value, int)]
    if counted and dice.random() < 0.4:
        held[dice.choice(counted)] = dice.choice([*hostile.NUMBERS, *hostile.DATES])
        return
    name = dice.choice(sorted(held)) if held else "text"
    match dice.randrange(3):
        case 0:
            held[name] = hostile.anything(dice)
        case 1:
            held.pop(name, None)
        case _:
            held[dice.choice([name, "message", "text", "chat", "from"])] = hostile.anything(dice)


def _objects(value: Any) -> Iterator[Json]:
    """Every object within, the whole first; not deeper than a promised shape is."""
    waiting = [(value, 0)]
    while waiting:
        each, level = waiting.pop(0)
        if isinstance(each, dict) and level < 12:
            yield each
            waiting += [(inner, level + 1) for inner in each.values()]
        elif isinstance(each, list) and level < 12:
            waiting += [(inner, level + 1) for inner in each]


def _without_number(raw: Json) -> Json:
    return {name: value for name, value in raw.items() if name != "update_id"}
