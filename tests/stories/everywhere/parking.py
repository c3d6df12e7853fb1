"""A hard topic is put off by both, and comes back once both are ready."""

from __future__ import annotations

from core.chats import ChatKind
from tests.stories.everywhere.stage import BOT, Stage, begun, last

THE_FLAT = "and what about the flat?"
NOTE = "A note, when you have a minute."


async def what_both_parked_comes_back_when_both_are_ready(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    said_here = await _by_bot(stage, ana)
    await stage.says(ana, THE_FLAT)
    await stage.says(ana, "/park")
    assert await last(stage, ben) == NOTE
    await stage.taps(ben, "Open")
    assert "Ana would like to park something for later" in await last(stage, ben)
    await stage.taps(ben, "Park it")
    await stage.taps(ana, "Open")
    parked = await last(stage, ana)
    assert parked.startswith("Parked, since all of you agreed")
    assert await last(stage, ben) == parked
    waiting = await stage.private(ana), await stage.chat(ana)
    await stage.taps(ben, "I'm ready")
    await stage.passes(weeks=1)
    assert (await stage.private(ana), await stage.chat(ana)) == waiting
    await stage.tells_bot(ana, "/park")
    await stage.taps(ana, "I'm ready")
    await stage.taps(ben, "Open")
    for name in (ana, ben):
        assert any("All of you are ready to come back" in seen.text for seen in await stage.private(name))
    assert await _by_bot(stage, ana) == said_here
    assert await stage.mentions("the flat") == []


async def _by_bot(stage: Stage, name: str) -> list[str]:
    """What the bot said in the chat of both."""
    return [seen.text for seen in await stage.chat(name) if seen.by == BOT]


STORIES = (what_both_parked_comes_back_when_both_are_ready,)
