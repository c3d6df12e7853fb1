"""What was said before a yes stays unread, however late it comes; and nobody unheard is called silent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.chats import ChatKind
from core.effects import MessageRead, Nudge
from core.ids import MessageId, UpdateId
from core.inbound import BotAdded, HearingChanged, Posted, Update
from core.utterance import Utterance
from tests.stories.world import HOME, World, who

AFRAID = "I am afraid of work"


def _late(world: World, name: str, before: timedelta) -> Update:
    """A message that was said some time ago and is delivered only now."""
    post = Posted(chat=HOME, author=who(name), message=MessageId("old"), words=Utterance(text=AFRAID))
    return Update(id=UpdateId("toy:9999"), at=world.clock.at - before, what=post)


@pytest.mark.parametrize("kind", [ChatKind.COUPLE, ChatKind.FRIENDS])
async def test_a_message_from_before_the_second_yes_is_not_read_after_it(kind: ChatKind) -> None:
    world = World()
    await world.added("Ana", "Ben", kind=kind)
    await world.agree("Ana")
    world.clock.at += timedelta(minutes=30)
    await world.agree("Ben")
    await world.inbox.handle(_late(world, "Ana", timedelta(minutes=10)))
    assert not world.seen(MessageRead)
    await world.says("Ana", AFRAID)
    assert len(world.seen(MessageRead)) == 1


async def test_among_friends_who_agreed_long_ago_one_more_yes_hides_nothing() -> None:
    world = World()
    await world.added("Ana", "Ben", "Cleo", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben")
    world.clock.at += timedelta(minutes=30)
    await world.agree("Cleo")
    await world.inbox.handle(_late(world, "Ana", timedelta(minutes=10)))
    assert len(world.seen(MessageRead)) == 1


@pytest.mark.parametrize(("ben", "read"), [("Not now", False), ("I agree", True)])
async def test_whose_answers_are_not_heard_gets_no_note_of_an_answer_that_is_missing(
    ben: str, read: bool
) -> None:
    world = World()
    people = (who("Ana"), who("Ben"))
    came = BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=people, hears=False, missing="x", by=people[0])
    await world.hand_in(came)
    await world.agree("Ana", "Ben")
    await world.hand_in(HearingChanged(chat=HOME, hears=True, missing=""))
    await world.presses("Ana", "I agree")
    await world.presses("Ben", ben)
    await world.tells_bot("Ana", AFRAID)
    await world.tells_bot("Ben", "I failed at work")
    chat = await world.store.transact(lambda tx: tx.chat(HOME))
    assert chat is not None
    assert chat.hears_from(who("Ben").id) is read
    opened = list(chat.episodes)
    await world.says("Ben", "I am with you", reply_to=MessageId(opened[0]))
    await world.says("Ana", "I am with you too", reply_to=MessageId(opened[-1]))
    await world.passes(hours=30)
    assert not world.seen(Nudge)


async def test_who_agrees_to_being_read_later_agrees_from_then_on() -> None:
    world = World()
    await world.hand_in(
        BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=(who("Ana"), who("Ben")), hears=False, missing="x")
    )
    await world.agree("Ana", "Ben")
    await world.hand_in(HearingChanged(chat=HOME, hears=True, missing=""))
    world.clock.at += timedelta(hours=1)
    for name in ("Ana", "Ben"):
        await world.presses(name, "I agree")
    await world.inbox.handle(_late(world, "Ana", timedelta(minutes=30)))
    assert not world.seen(MessageRead)
