"""Two who share no chat with the bot come together by a link; nothing begins without a yes of each."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.storage.sqlcipher import open_store
from bot.desk import Desk
from core.chats import Chat
from core.effects import Nudge
from core.ids import MessageId
from core.inbound import Commanded
from core.links import VALID
from tests.promises.child import KEY
from tests.promises.rows import dump
from tests.stories.world import World, private, who

QUESTION = "What was a small good moment of the last few days?"


def payload(world: World, name: str) -> str:
    """What the newest link of this person carries."""
    return next(s.screen.link for s in reversed(world.private(name)) if s.screen.link)


async def opens(world: World, name: str, start: str) -> None:
    await world.commands(name, "start", start)


async def link_from(world: World, name: str) -> str:
    await world.commands(name, "pair")
    return payload(world, name)


async def pair(world: World) -> Chat:
    """Ana and Ben, after both agreed; the first check-in is asked."""
    await opens(world, "Ben", await link_from(world, "Ana"))
    await world.presses("Ben", "I agree")
    await world.presses("Ana", "Open")
    await world.presses("Ana", "I agree")
    return await theirs(world)


async def theirs(world: World) -> Chat:
    (chat_id,) = await world.store.transact(lambda tx: tx.chats_of(who("Ana").id))
    chat = await world.store.transact(lambda tx: tx.chat(chat_id))
    assert chat is not None
    return chat


async def revealed() -> World:
    world = World()
    await pair(world)
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    return world


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
    await opens(world, "Ben", await link_from(world, "Ana"))
    await world.presses("Ben", "I agree")
    await world.presses("Ben", "Not now")
    await world.presses("Ana", "Open")
    assert world.texts("Ana")[-1].startswith("Thank you. Nothing has begun")
    assert not any("Ben" in text for text in world.texts("Ana"))


async def test_of_a_yes_that_was_taken_back_its_maker_learns_nothing() -> None:
    world = World()
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
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
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
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
        start = await link_from(world, "Ana")
        await opens(world, "Ben", start)
        await world.presses("Ben", "I agree")
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
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
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
    start = await link_from(world, "Ana")
    await opens(world, "Ben", start)
    await world.presses("Ben", "I agree")
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


def test_a_link_lives_for_two_days() -> None:
    assert timedelta(hours=48) == VALID
