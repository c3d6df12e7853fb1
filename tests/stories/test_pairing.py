"""Two who share no chat with the bot come together by a link; nothing begins without a yes of each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.links import VALID
from tests.stories.pairing import QUESTION, agreed, link_from, opens, pair, payload, theirs
from tests.stories.world import World, who


async def test_who_is_alone_is_offered_a_link() -> None:
    world = World()
    await world.commands("Ana", "start")
    await world.presses("Ana", "Link for my partner")
    assert payload(world, "Ana").startswith("p")


async def test_both_say_yes_and_the_first_question_comes_to_each() -> None:
    world = World()
    chat = await pair(world)
    assert (set(chat.members), chat.apart) == ({who("Ana").id, who("Ben").id}, True)
    assert all(any(QUESTION in text for text in world.texts(name)) for name in ("Ana", "Ben"))
    assert len(chat.circle()) == 2


async def test_the_maker_sees_who_opened_it_and_nothing_begins_before_their_yes() -> None:
    world = World()
    await opens(world, "Ben", await link_from(world, "Ana"))
    assert not any("Ben" in text for text in world.texts("Ana"))
    await world.presses("Ben", "I agree")
    assert world.texts("Ana")[-1] == "A note, when you have a minute."
    await world.presses("Ana", "Open")
    assert world.texts("Ana")[-1].startswith("Ben opened your link and agreed.")
    assert await world.store.transact(lambda tx: tx.chats_of(who("Ben").id)) == []


@pytest.mark.parametrize("name", ["Ben", "Ana"])
async def test_the_others_no_looks_like_no_answer(name: str) -> None:
    other = "Ana" if name == "Ben" else "Ben"
    seen = []
    for says_no in (True, False):
        world = World()
        await opens(world, "Ben", await link_from(world, "Ana"))
        if name == "Ana":
            await world.presses("Ben", "I agree")
            await world.presses("Ana", "Open")
        if says_no:
            await world.presses(name, "Not now")
        await world.passes(hours=72)
        seen.append(world.texts(other))
        assert await world.store.transact(lambda tx: tx.chats_of(who("Ana").id)) == []
    first, second = ([text for text in texts if "Pass this on" not in text] for texts in seen)
    assert first == second


@pytest.mark.parametrize("rest", ["pause", "quiet"])
@pytest.mark.parametrize("name", ["Ana", "Ben"])
async def test_what_a_link_leads_to_waits_for_its_reader(name: str, rest: str) -> None:
    world = World()
    start = await link_from(world, "Ana")
    command = ("settings", "quiet 17:00-20:00") if rest == "quiet" else (rest,)
    if name == "Ana":
        await world.commands("Ana", *command)
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
    if name == "Ben":
        await world.commands("Ben", *command)
        await world.presses("Ana", "Open")
        await world.presses("Ana", "I agree")
    kind = "pair_confirm" if name == "Ana" else "paired"
    assert not any(shown.to.kind == kind for shown in world.private(name))
    if rest == "pause":
        await world.commands(name, "resume")
    await world.passes(hours=3)
    assert any(shown.to.kind == kind for shown in world.private(name))


async def test_of_a_yes_taken_back_in_quiet_hours_nothing_comes() -> None:
    world = World()
    start = await link_from(world, "Ana")
    await world.commands("Ana", "settings", "quiet 17:00-20:00")
    before = len(world.private("Ana"))
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
    await world.presses("Ben", "Not now")
    await world.passes(hours=4)
    assert len(world.private("Ana")) == before


async def test_a_yes_can_be_taken_back_before_the_maker_answered() -> None:
    world = World()
    await agreed(world)
    await world.presses("Ben", "Not now")
    await world.presses("Ana", "Open")
    assert world.texts("Ana")[-1].startswith("Thank you. Nothing has begun")
    assert not any("Ben" in text for text in world.texts("Ana"))


async def test_of_a_yes_that_was_taken_back_its_maker_learns_nothing() -> None:
    world = World()
    start = await agreed(world)
    await world.presses("Ana", "Open")
    await world.presses("Ben", "Not now")
    await world.presses("Ana", "I agree")
    assert world.texts("Ana")[-1].startswith("Thank you. Nothing has begun")
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
    await world.presses("Ana", "Open")
    assert world.texts("Ana")[-1].startswith("Ben opened your link and agreed.")
    await world.presses("Ana", "I agree")
    assert len((await theirs(world)).circle()) == 2


async def test_a_question_that_stands_is_not_asked_again() -> None:
    world = World()
    start = await agreed(world)
    before = len(world.private("Ana"))
    for _ in range(3):
        await world.presses("Ben", "Not now")
        await opens(world, "Ben", start)
        await world.presses("Ben", "I agree")
    assert len(world.private("Ana")) == before


async def test_the_makers_no_looks_like_no_answer_to_whoever_tries_again() -> None:
    seen = []
    for says_no in (True, False):
        world = World()
        start = await agreed(world)
        await world.presses("Ana", "Open")
        if says_no:
            await world.presses("Ana", "Not now")
        before = len(world.private("Ana"))
        await opens(world, "Ben", start)
        await world.presses("Ben", "Not now")
        await opens(world, "Ben", start)
        await world.presses("Ben", "I agree")
        await world.passes(hours=50)
        await opens(world, "Ben", start)
        seen.append(world.texts("Ben"))
        assert len(world.private("Ana")) == before
    assert seen[0] == seen[1]


async def test_after_their_own_no_a_link_is_over_for_its_maker() -> None:
    world = World()
    start = await agreed(world)
    await world.presses("Ana", "Open")
    await world.presses("Ana", "Not now")
    await opens(world, "Ana", start)
    assert world.texts("Ana")[-1] == "That link is over by now. /pair makes another one."


async def test_a_link_is_for_whoever_opens_it_first() -> None:
    world = World()
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)
    await opens(world, "Eve", start)
    assert world.texts("Eve") == [
        "That link is over by now. Whoever gave it to you can make another one with /pair."
    ]
    await opens(world, "Ben", start)
    assert world.texts("Ben")[-1].startswith("Ana made this link")


async def test_a_used_link_leads_nowhere() -> None:
    world = World()
    start = await agreed(world)
    await world.presses("Ana", "Open")
    await world.presses("Ana", "I agree")
    for name in ("Ben", "Eve"):
        await opens(world, name, start)
        assert world.texts(name)[-1].startswith("That link is over by now.")


async def test_a_link_expires_and_a_newer_one_takes_its_place() -> None:
    world = World()
    first = await link_from(world, "Ana")
    second = await link_from(world, "Ana")
    await opens(world, "Ben", first)
    assert world.texts("Ben")[-1].startswith("That link is over by now.")
    world.clock.at += VALID
    await opens(world, "Ben", second)
    assert world.texts("Ben")[-1].startswith("That link is over by now.")
    await world.store.prune(world.clock.now())
    assert await world.store.transact(lambda tx: tx.links_of(who("Ana").id)) == []


async def test_ones_own_link_pairs_nobody() -> None:
    world = World()
    start = await link_from(world, "Ana")
    await opens(world, "Ana", start)
    assert world.texts("Ana")[-1] == "This is your own link. It is for whom you mean to pass it on to."
    await opens(world, "Ben", start)
    assert world.texts("Ben")[-1].startswith("Ana made this link")


async def test_the_word_of_a_link_can_be_sent_instead_of_opened() -> None:
    world = World()
    await world.tells_bot("Ben", await link_from(world, "Ana"))
    assert world.texts("Ben")[-1].startswith("Ana made this link")


async def test_nothing_stored_holds_the_token() -> None:
    world = World()
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)

    async def look(tx: object) -> str:
        notes = [await tx.notes_to(who(name).id) for name in ("Ana", "Ben")]  # type: ignore[attr-defined]
        return repr((notes, await tx.links_of(who("Ana").id)))  # type: ignore[attr-defined]

    assert start.removeprefix("p") not in await world.store.transact(look)


def test_a_link_lives_for_two_days() -> None:
    assert timedelta(hours=48) == VALID
