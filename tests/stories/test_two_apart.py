"""Two who came together by a link: what is for both goes to each, in private, in their own time."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.storage.sqlcipher import open_store
from bot.desk import Desk
from core.effects import Nudge
from core.ids import MessageId
from core.inbound import Commanded
from tests.promises.child import KEY
from tests.promises.rows import dump
from tests.stories.pairing import link_from, opens, pair, revealed, theirs
from tests.stories.world import World, private, who


async def test_answers_come_to_each_in_private_on_a_tap() -> None:
    world = await revealed()
    for name in ("Ana", "Ben"):
        assert world.texts(name)[-1] == "A note, when you have a minute."
        await world.presses(name, "Open")
        shown = world.private(name)[-1]
        assert shown.screen.title == "Your answers"
        assert {place for place, _ in shown.to.copies} == {private("Ana"), private("Ben")}
    assert not [s for s in world.platform.shown.values() if s.to.to_chat is not None]


async def goes(world: World, name: str, way: str) -> None:
    if way == "withdraw":
        await world.commands(name, "withdraw")
    elif way == "leave":
        await world.commands(name, "leave")
        await world.presses(name, "Leave")
    elif way == "forget":

        async def forget(desk: Desk) -> None:
            await world.inbox.forget(desk, who(name).id)

        await world.engine.work(world.clock.now(), forget)


@pytest.mark.parametrize("way", ["withdraw", "leave", "forget"])
async def test_the_seal_of_answers_opens_whoever_went_since(way: str) -> None:
    world = await revealed()
    await goes(world, "Ben", way)
    await world.presses("Ana", "Open")
    shown = world.private("Ana")[-1]
    assert (shown.screen.title, [b.label for b in shown.screen.buttons()]) == (
        "Your answers",
        ["Guess what mattered most"],
    )
    assert [place for place, _ in shown.to.copies] == [private("Ana")]


async def test_a_seal_that_waits_comes_whoever_went_meanwhile() -> None:
    seen = []
    for way in ("", "withdraw", "leave", "forget"):
        world = World()
        await pair(world)
        await world.commands("Ana", "settings", "quiet 17:00-20:00")
        await world.tells_bot("Ana", "the sun on the tram")
        await world.tells_bot("Ben", "your laugh at breakfast")
        before = len(world.private("Ana"))
        await goes(world, "Ben", way)
        await world.passes(hours=3)
        seen.append(world.texts("Ana")[before:])
        await world.presses("Ana", "Open")
        assert world.private("Ana")[-1].screen.title == "Your answers"
    assert seen == [["A note, when you have a minute."]] * 4


async def test_ones_own_answer_can_be_marked_by_replying_to_it() -> None:
    world = await revealed()
    chat = await theirs(world)
    message = MessageId(next(iter(chat.episodes)).rpartition("/")[2])
    name = "Ana" if next(iter(chat.episodes.values())).author == who("Ana").id else "Ben"
    await world.hand_in(
        Commanded(chat=private(name), who=who(name), name="mark", private=True, about=message)
    )
    await world.presses(name, "Listen")
    assert world.texts(name)[-1].startswith("Marked: listening is wanted.")
    await world.passes(hours=2)
    assert [nudge.wish for nudge in world.seen(Nudge)] == ["listen"]


async def test_what_cannot_be_heard_is_not_said_to_be_unanswered() -> None:
    world = await revealed()
    await world.passes(hours=30)
    assert world.seen(Nudge) == []


@pytest.mark.parametrize("command", ["park", "mark"])
async def test_nobody_is_sent_to_a_chat_that_does_not_exist(command: str) -> None:
    world = await revealed()
    await world.commands("Ana", command)
    text = world.texts("Ana")[-1]
    assert "in the chat" not in text
    assert text.startswith("/park is for" if command == "park" else "Once your answers are shown")


async def test_settings_for_both_are_seen_by_both() -> None:
    world = World()
    await pair(world)
    await world.commands("Ana", "chat")
    await world.presses("Ana", "Check-ins: on")
    assert world.texts("Ben")[-1] == "A note, when you have a minute."
    await world.presses("Ben", "Open")
    assert [s.screen.title for s in (world.private("Ana")[-1], world.private("Ben")[-1])] == [
        "What holds for this chat"
    ] * 2
    assert not (await theirs(world)).choices.checkins


@pytest.mark.parametrize("rest", ["hide", "pause", "quiet"])
async def test_what_one_sets_for_both_waits_for_the_other(rest: str) -> None:
    world = World()
    await pair(world)
    await world.commands("Ben", *(("settings", "quiet 17:00-20:00") if rest == "quiet" else (rest,)))
    before = len(world.private("Ben"))
    await world.commands("Ana", "chat")
    await world.presses("Ana", "Check-ins: on")
    await world.presses("Ana", "Private notes: on")
    await world.commands("Ana", "recap", "weekly")
    if rest == "pause":
        assert len(world.private("Ben")) == before
        await world.commands("Ben", "resume")
        before = len(world.private("Ben"))
        await world.passes(hours=2)
    elif rest == "quiet":
        assert len(world.private("Ben")) == before
        await world.passes(hours=3)
    came = [shown for shown in world.private("Ben")[before:] if shown.to.kind == "chat_set"]
    line = "Nothing new." if rest == "hide" else "A note, when you have a minute."
    assert [shown.screen.text for shown in came] == [line]


async def test_a_chat_of_two_is_called_by_the_others_name() -> None:
    world = World()
    await pair(world)
    await world.added("Ana", "Cleo")
    await world.agree("Ana")
    await world.commands("Ana", "leave")
    labels = {button.label for button in world.private("Ana")[-1].screen.buttons()}
    assert "Ben and you" in labels


async def test_which_question_is_answered_is_asked_by_the_others_name() -> None:
    world = World()
    await pair(world)
    await world.added("Ben", "Cleo")
    await world.agree("Ben", "Cleo")
    await world.tells_bot("Ben", "your laugh at breakfast")
    labels = {button.label for button in world.private("Ben")[-1].screen.buttons()}
    assert "Ana and you" in labels


async def test_who_left_comes_back_with_a_new_link_to_the_same_chat() -> None:
    world = World()
    before = await pair(world)
    await world.commands("Ben", "leave")
    await world.presses("Ben", "Leave")
    after = await pair(world)
    assert (after.id, len(after.circle())) == (before.id, 2)


@pytest.mark.parametrize("name", ["Ana", "Ben"])
async def test_forgetting_takes_the_link_and_the_chat_along(name: str) -> None:
    world = World()
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)

    async def forget(desk: Desk) -> None:
        await world.inbox.forget(desk, who(name).id)

    await world.engine.work(world.clock.now(), forget)
    assert await world.store.transact(lambda tx: tx.links_of(who("Ana").id)) == []
    await opens(world, "Ben", start)
    assert world.texts("Ben")[-1].startswith("That link is over by now.")


async def test_of_the_forgotten_no_byte_is_left_with_the_other(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "attune.db", KEY)
    world = World(store=store)
    await pair(world)
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    await world.commands("Ben", "chat")

    async def forget(desk: Desk) -> None:
        await world.inbox.forget(desk, who("Ana").id)

    await world.engine.work(world.clock.now(), forget)
    await store.close()
    rows = dump(tmp_path / "attune.db", KEY)
    assert [(name, row) for name, found in rows.items() for row in found if "ana" in repr(row).lower()] == []
    assert len(rows["chats"]) == 1


async def test_answers_reach_each_in_their_own_time() -> None:
    """What one has set shows in nothing that the other gets, nor when."""
    seen = []
    for quiet in ("", "quiet 17:00-20:00"):
        world = World()
        await pair(world)
        if quiet:
            await world.commands("Ben", "settings", quiet)
        await world.tells_bot("Ben", "your laugh at breakfast")
        await world.tells_bot("Ana", "the sun on the tram")
        seen.append(world.texts("Ana")[1:])
        assert (world.texts("Ben")[-1] == "A note, when you have a minute.") is not bool(quiet)
        await world.passes(hours=3)
        assert world.texts("Ben")[-1] == "A note, when you have a minute."
    assert seen[0] == seen[1]


async def test_a_pause_keeps_the_answers_that_wait_for_quiet_hours_to_end() -> None:
    world = World()
    await pair(world)
    await world.commands("Ana", "settings", "quiet 17:00-20:00")
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    assert not any(s.to.kind == "revealed" for s in world.private("Ana"))
    await world.commands("Ana", "pause", "24h")
    await world.passes(hours=20)
    assert not any(s.to.kind == "revealed" for s in world.private("Ana"))
    await world.passes(hours=8)
    assert [s.to.kind for s in world.private("Ana")].count("revealed") == 1
