"""After a reveal: a guess at what mattered most, which the other confirms, or nobody ever sees."""

from __future__ import annotations

from core.chats import ChatKind
from tests.stories.everywhere.stage import Stage, agreed, last

THE_TRAM, THE_LAUGH = "the sun on the tram", "your laugh at breakfast"
A_GUESS = "that there was time for once"
NOTE = "A note, when you have a minute."


async def a_guess_is_shown_when_its_author_likes_and_confirmed_by_the_other(stage: Stage) -> None:
    ana, ben = await agreed(stage, ChatKind.COUPLE)
    await stage.tells_bot(ana, THE_TRAM)
    await stage.tells_bot(ben, THE_LAUGH)
    before = await stage.private(ben), await stage.chat(ben)
    await stage.taps(ana, "Guess what mattered most")
    assert "most to Ben" in await last(stage, ana)
    await stage.tells_bot(ana, A_GUESS)
    assert (await stage.private(ben), await stage.chat(ben)) == before
    await stage.taps(ana, "Show it")
    assert await last(stage, ben) == NOTE
    await stage.taps(ben, "Open")
    assert (ana, A_GUESS) in [(seen.by, seen.text) for seen in await stage.private(ben)]
    waiting = await stage.private(ana)
    await stage.taps(ben, "Yes")
    assert next(seen for seen in await stage.private(ana) if seen not in waiting).text == NOTE
    await stage.taps(ana, "Open")
    assert "Ben about your guess: yes" in await last(stage, ana)
    assert await stage.chat(ben) == before[1]
    assert await stage.mentions(A_GUESS) == []


STORIES = (a_guess_is_shown_when_its_author_likes_and_confirmed_by_the_other,)
