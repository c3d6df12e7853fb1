"""A check-in that ends without a reveal: whoever answered hears so, the same whatever the others did."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.effects import Revealed
from core.inbound import ConsentSaid, SettingsSaid
from core.people import QuietHours
from tests.stories.world import HOME, World, who

ENDED = "This check-in has ended without showing answers. Yours stays with you."
WAYS = ("is silent", "passes", "withdraws", "takes back", "puts off", "pauses", "hides", "forgets")


async def asked(*names: str, kind: ChatKind = ChatKind.COUPLE) -> World:
    world = World()
    await world.added(*names, kind=kind)
    await world.agree(*names)
    await world.passes(hours=80)
    await world.commands("Ana", "checkin", chat=HOME)
    return world


async def says_no(world: World, name: str, way: str) -> None:
    match way:
        case "passes":
            await world.presses(name, "Pass")
        case "puts off":
            await world.presses(name, "Tomorrow")
        case "takes back":
            await world.hand_in(ConsentSaid(chat=HOME, who=who(name), granted=False))
        case "withdraws" | "pauses" | "hides":
            await world.commands(name, {"withdraws": "withdraw", "pauses": "pause", "hides": "hide"}[way])
        case "forgets":
            await world.commands(name, "forget")
            await world.presses(name, "Everything")
            await world.presses(name, "Yes, forget me")


async def told(names: tuple[str, ...], kind: ChatKind, way: str) -> list[list[tuple[object, str]]]:
    """What the others are told from then on, and when, hour by hour."""
    world = await asked(*names, kind=kind)
    await world.tells_bot("Ana", "the sun on the tram")
    await says_no(world, names[-1], way)
    others = names[:-1]
    seen: list[list[tuple[object, str]]] = [[] for _ in others]
    known = [len(world.private(name)) for name in others]
    for hour in range(80):
        await world.passes(hours=1)
        for place, name in enumerate(others):
            seen[place] += [(hour, s.screen.text) for s in world.private(name)[known[place] :]]
            known[place] = len(world.private(name))
    assert world.seen(Revealed) == []
    return seen


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("names", "kind"), [(("Ana", "Ben"), ChatKind.COUPLE), (("Ana", "Cleo", "Ben"), ChatKind.FRIENDS)]
)
async def test_whoever_answered_hears_it_at_the_close_whatever_the_others_did(
    names: tuple[str, ...], kind: ChatKind, way: str
) -> None:
    seen = await told(names, kind, way)
    assert seen == await told(names, kind, "is silent")
    assert [text for _, text in seen[0]] == [ENDED]
    assert all(of_others == [] for of_others in seen[1:])


async def test_who_did_not_answer_hears_nothing() -> None:
    world = await asked("Ana", "Ben")
    before = len(world.private("Ana")), len(world.private("Ben"))
    await world.passes(hours=80)
    assert (len(world.private("Ana")), len(world.private("Ben"))) == before


async def test_after_a_reveal_nobody_hears_that_it_ended() -> None:
    world = await asked("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    for name in ("Ana", "Ben"):
        await world.tells_bot(name, "mine")
    await world.passes(hours=80)
    assert len(world.seen(Revealed)) == 1
    assert "round_ended" not in [s.to.kind for name in ("Ana", "Ben", "Cleo") for s in world.private(name)]


async def test_it_waits_for_the_end_of_ones_own_quiet_hours() -> None:
    world = await asked("Ana", "Ben")
    await world.tells_bot("Ana", "mine")
    closes = (await world.store.transact(lambda tx: tx.rounds(HOME)))[0].closes_at
    hours = QuietHours(closes.time(), closes.replace(hour=(closes.hour + 2) % 24).time())
    await world.hand_in(SettingsSaid(who=who("Ana"), values={"quiet_hours": hours}))
    world.clock.at = closes
    await world.passes(hours=1)
    assert ENDED not in world.texts("Ana")
    await world.passes(hours=1)
    assert world.texts("Ana")[-1] == ENDED
