"""A message that matters: marked, pointed to, explained, answered with a mirror."""

from __future__ import annotations

from core.chats import ChatKind
from core.episodes import Wish
from tests.stories.everywhere.stage import Stage, begun, last

THE_DAY = "so that was the appointment"
TOMORROW = "I am afraid of tomorrow"
NOTE = "A note, when you have a minute."


async def a_mark_reaches_the_partner_with_its_wish(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await stage.says(ana, THE_DAY)
    await stage.marks(ana, THE_DAY, Wish.LISTEN)
    before = await stage.private(ana)
    await stage.passes(hours=1)
    assert NOTE in await last(stage, ben)
    await stage.taps(ben, "Open")
    assert "listening is wanted, not advice" in await last(stage, ben)
    assert await stage.private(ana) == before
    assert not any("listening" in seen.text for seen in await stage.chat(ben))


async def what_is_marked_to_be_left_be_is_pointed_out_to_nobody(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await stage.says(ana, THE_DAY)
    await stage.marks(ana, THE_DAY, Wish.LEAVE)
    before = await stage.private(ben)
    await stage.passes(hours=8)
    assert await stage.private(ben) == before


async def a_note_is_explained_and_closed(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await stage.says(ana, TOMORROW)
    await stage.passes(hours=1)
    await stage.taps(ben, "Open")
    assert "might be one to come back to" in await last(stage, ben)
    await stage.taps(ben, "Why")
    assert "I saw no real answer to it yet" in await last(stage, ben)
    await stage.taps(ben, "We've talked")
    assert any("That's closed" in seen.text for seen in await stage.private(ben))
    before = await stage.private(ben)
    await stage.passes(hours=8)
    assert await stage.private(ben) == before


async def why_tells_of_the_last_note_later_on(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await stage.says(ana, TOMORROW)
    await stage.passes(hours=3)
    await stage.tells_bot(ben, "/why")
    assert "I saw no real answer to it yet" in await last(stage, ben)
    await stage.tells_bot(ana, "/why")
    assert "There is no note to explain" in await last(stage, ana)


async def the_mirror_shows_what_comes_across_and_says_nothing_for_anybody(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await stage.says(ana, TOMORROW)
    before = await stage.private(ana), await stage.chat(ana)
    await stage.mirrors(ben, TOMORROW, "I am with you")
    assert await stage.mentions("I am with you") == []
    assert "Cared for: comes across" in await last(stage, ben)
    await stage.mirrors(ben, TOMORROW, "you are pathetic")
    assert "It may also sound like blame" in await last(stage, ben)
    assert (await stage.private(ana), await stage.chat(ana)) == before


STORIES = (
    a_mark_reaches_the_partner_with_its_wish,
    what_is_marked_to_be_left_be_is_pointed_out_to_nobody,
    a_note_is_explained_and_closed,
    why_tells_of_the_last_note_later_on,
    the_mirror_shows_what_comes_across_and_says_nothing_for_anybody,
)
