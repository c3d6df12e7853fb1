"""Somebody with two chats, in private: in which one something is meant is asked, and nothing said is lost."""

from __future__ import annotations

import pytest

from core.ids import ChatId
from core.inbound import Commanded
from tests.stories.world import HOME, World, private, who

OTHER = ChatId("toy:other")


@pytest.fixture
async def two() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    await world.added("Ana", "Cem", chat=OTHER)
    await world.agree("Ana", "Cem")
    await world.passes(hours=1)
    return world


async def test_what_was_said_counts_in_the_chat_that_is_chosen(two: World) -> None:
    await two.commands("Ana", "checkins", "Mon-Wed 19:30")
    assert two.private("Ana")[-1].to.args["argument"] == "mon tue wed 19:30"
    await two.presses("Ana", "Chat 2")
    assert "Monday, Tuesday and Wednesday at 19:30" in two.texts("Ana")[-1]
    await two.commands("Ana", "recap", "weekly")
    await two.presses("Ana", "Chat 1")
    assert any("every Sunday" in shown.screen.text for shown in [*two.shared(), *two.shared(OTHER)])


@pytest.mark.parametrize(
    ("command", "words"), [("prompts", "add What made you laugh?"), ("checkins", "monster"), ("recap", "x")]
)
async def test_words_that_no_note_may_carry_are_asked_for_again(two: World, command: str, words: str) -> None:
    await two.commands("Ana", command, words)
    shown = two.private("Ana")[-1]
    assert (shown.to.kind, shown.to.args["again"]) == ("which", command)
    assert words not in str(shown.to.args)


async def test_the_chats_choices_are_looked_at_in_private(two: World) -> None:
    before = len(two.shared()), len(two.shared(OTHER))
    await two.commands("Ana", "chat")
    await two.presses("Ana", "Chat 2")
    assert two.private("Ana")[-1].to.kind == "chat"
    assert (len(two.shared()), len(two.shared(OTHER))) == before


async def test_one_leaves_one_of_them_alone_and_in_private(two: World) -> None:
    await two.commands("Ana", "forget")
    labels = [button.label for button in two.private("Ana")[-1].screen.buttons()]
    assert labels == ["Only Chat 1", "Only Chat 2", "Everything", "Keep everything"]
    chosen = two.private("Ana")[-1].to.args["chats"].split().index(OTHER)
    await two.presses("Ana", f"Only Chat {chosen + 1}")
    await two.presses("Ana", "Yes, only this chat")
    other = await two.store.transact(lambda tx: tx.chat(OTHER))
    home = await two.store.transact(lambda tx: tx.chat(HOME))
    assert home is not None
    assert home.agreed(who("Ana").id)
    assert other is None or who("Ana").id not in other.members


@pytest.mark.parametrize(("count", "outside", "cards"), [(5, True, 5), (8, True, 5), (8, False, 8)])
async def test_where_little_fits_a_start_says_that_there_are_more_chats(
    count: int, outside: bool, cards: int
) -> None:
    world = World()
    for number in range(count):
        await world.added("Ana", "Ben", chat=ChatId(f"toy:chat{number}"))
    before = len(world.private("Ana"))
    start = Commanded(chat=private("Ana"), who=who("Ana"), name="start", private=True, outside=outside)
    await world.hand_in(start)
    shown = world.private("Ana")[before:]
    assert [each.to.kind for each in shown].count("consent") == cards
    assert ("more chats than fit here" in shown[-1].screen.text) is (cards < count)
