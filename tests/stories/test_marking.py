"""*This matters*, as its author goes through it: said, changed, taken back, and all that does not work."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.effects import EpisodeEnded, MessageRead, Nudge
from core.episodes import Wish
from core.ids import ChatId, MessageId
from core.inbound import BotAdded, Commanded, MarkedPost, ReactedTo
from tests.stories.test_first_evening import settings_of
from tests.stories.world import HOME, World, private, who


@pytest.fixture
async def evening() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def by_reply(world: World, name: str, message: MessageId | None, chat: ChatId = HOME) -> None:
    """/mark as a reply."""
    what = Commanded(chat=chat, who=who(name), name="mark", about=message, private=chat != HOME)
    await world.hand_in(what)


async def reacts(world: World, name: str, message: MessageId, emoji: str, *, removed: bool = False) -> None:
    await world.hand_in(ReactedTo(chat=HOME, author=who(name), message=message, emoji=emoji, removed=removed))


async def test_a_wish_can_be_changed_and_the_note_tells_the_newest(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.presses("Ana", "Another wish")
    assert evening.texts("Ana")[-1].endswith("So far: Marked: listening is wanted.")
    await evening.presses("Ana", "Think with me")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    assert evening.texts("Ben")[-1] == "Ana marked the 19:00 message: thinking along is welcome."


async def test_a_mark_can_be_taken_back(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.presses("Ana", "Take the mark back")
    assert evening.texts("Ana")[-1] == "The mark is taken back."
    await evening.passes(hours=8)
    assert evening.seen(Nudge) == []


@pytest.mark.parametrize("button", ["Take the mark back", "Leave it be"])
async def test_a_note_that_was_not_opened_tells_nothing_of_it_any_more(evening: World, button: str) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.passes(hours=1)
    if button == "Leave it be":
        await evening.presses("Ana", "Another wish")
    await evening.presses("Ana", button)
    await evening.presses("Ben", "Open")
    assert evening.texts("Ben")[-1] == "That is over by now."


async def test_a_note_that_was_not_opened_tells_the_wish_as_it_is_now(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.passes(hours=1)
    await evening.marks("Ana", message, Wish.CELEBRATE)
    await evening.presses("Ben", "Open")
    assert evening.texts("Ben")[-1] == "Ana marked the 19:00 message: something to be glad about together."


async def test_taken_back_it_can_be_marked_again(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.presses("Ana", "Take the mark back")
    await evening.marks("Ana", message, Wish.CELEBRATE)
    assert evening.texts("Ana")[-1] == "Marked: something to be glad about."
    await evening.passes(hours=1)
    assert [note.wish for note in evening.seen(Nudge)] == [Wish.CELEBRATE]


async def test_marked_twice_it_counts_once(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.passes(hours=30)
    assert len(evening.seen(Nudge)) == 1


async def test_an_old_message_whose_moment_is_over_is_marked_in_the_same_words(evening: World) -> None:
    message = await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=72)
    assert len(evening.seen(EpisodeEnded)) == 1
    await evening.marks("Ana", message, Wish.LISTEN)
    assert evening.texts("Ana")[-1] == "Marked: listening is wanted."


async def test_a_message_that_was_never_heard_can_be_marked(evening: World) -> None:
    await by_reply(evening, "Ana", MessageId("from-last-year"))
    await evening.presses("Ana", "Listen")
    await evening.passes(hours=1)
    assert len(evening.seen(Nudge)) == 1


async def test_a_deleted_message_is_not_there_any_more(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message)
    await evening.deletes(message)
    await evening.presses("Ana", "Listen")
    assert evening.texts("Ana")[-1] == "That message is not there any more."
    await evening.passes(hours=8)
    assert evening.seen(Nudge) == []


async def test_a_marked_message_that_was_deleted_is_not_there_any_more(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.deletes(message)
    await evening.presses("Ana", "Take the mark back")
    assert evening.texts("Ana")[-1] == "That message is not there any more."


async def test_nobody_marks_what_another_said(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ben", message, Wish.LISTEN)
    assert evening.texts("Ben")[-1] == "One can mark one's own messages only."


async def test_in_private_it_says_where_marks_belong(evening: World) -> None:
    await by_reply(evening, "Ana", MessageId("p1"), private("Ana"))
    assert evening.texts("Ana")[-1].startswith("A mark is for a message in a chat that we share.")


async def test_where_the_bot_is_not_it_says_so(evening: World) -> None:
    elsewhere = ChatId("toy:elsewhere")
    await evening.hand_in(
        MarkedPost(chat=elsewhere, author=who("Ana"), message=MessageId("m"), wish=Wish.LISTEN)
    )
    assert evening.texts("Ana")[-1].startswith("A mark is for a message in a chat that we share.")


async def test_without_a_message_it_says_how(evening: World) -> None:
    await by_reply(evening, "Ana", None)
    assert evening.texts("Ana")[-1].startswith("Reply to your own message with /mark")


async def test_before_everybody_agreed_it_says_so() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana")
    await by_reply(world, "Ana", MessageId("m"))
    assert world.texts("Ana")[-1] == "That works once everybody here agreed, in private."


async def test_paused_it_says_what_to_do_first(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.hand_in(settings_of("Ana", paused=True))
    await evening.marks("Ana", message, Wish.LISTEN)
    assert evening.texts("Ana")[-1].startswith("You paused me")


async def test_it_works_where_nothing_is_read() -> None:
    world = World()
    people = tuple(who(name) for name in ("Ana", "Ben"))
    await world.hand_in(BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=people, hears=False))
    await world.agree("Ana", "Ben")
    await world.marks("Ana", MessageId("m1"), Wish.LISTEN)
    await world.passes(hours=2)
    assert world.seen(MessageRead) == []
    assert len(world.seen(Nudge)) == 1


@pytest.mark.parametrize("sign", ["📌", "✍"])
async def test_a_sign_on_ones_own_message_asks_for_a_wish(evening: World, sign: str) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await reacts(evening, "Ana", message, sign)
    await evening.presses("Ana", "Celebrate")
    assert evening.texts("Ana")[-1] == "Marked: something to be glad about."


@pytest.mark.parametrize(
    ("name", "emoji", "removed"), [("Ben", "📌", False), ("Ana", "❤️", False), ("Ana", "📌", True)]
)
async def test_any_other_reaction_asks_nothing(evening: World, name: str, emoji: str, removed: bool) -> None:
    message = await evening.says("Ana", "so, that was the day")
    before = evening.texts("Ana"), evening.texts("Ben")
    await reacts(evening, name, message, emoji, removed=removed)
    assert (evening.texts("Ana"), evening.texts("Ben")) == before


async def test_the_other_sees_nothing_of_marking_and_taking_back(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    before = evening.texts("Ben")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.presses("Ana", "Take the mark back")
    await evening.marks("Ana", message, Wish.LEAVE)
    await evening.passes(hours=2)
    assert evening.texts("Ben") == before
