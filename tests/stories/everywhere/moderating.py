"""A community's moderator sets up a channel and tries it on a made-up text; nobody's data is looked at."""

from __future__ import annotations

from core.chats import ChatKind
from tests.stories.everywhere.stage import BOT, CAST, Stage, last

MADE_UP = "I am afraid of tomorrow"


async def a_moderator_configures_and_dry_runs(stage: Stage) -> None:
    fay, gus, hana, _ = CAST[ChatKind.COMMUNITY]
    await stage.begins(ChatKind.COMMUNITY)
    for name in (gus, hana):
        await stage.taps(name, "Read it in private")
        await stage.taps(name, "I agree")
    await stage.says(gus, "/moderate")
    assert "Only who moderates" in await last(stage, gus)
    before = [await _told(stage, name) for name in (gus, hana)]
    await stage.says(fay, "/moderate")
    await stage.taps(fay, "This channel: off")
    await stage.taps(fay, "Private notes: off")
    await stage.fills(fay, "Quiet hours", "22:00-08:00")
    screen = (await stage.private(fay))[0]
    assert {"This channel: on", "Private notes: on"} <= set(screen.buttons)
    assert "22:00-08:00" in screen.text
    await stage.fills(fay, "Try a text", MADE_UP)
    assert "What I would make of it" in await last(stage, fay)
    assert await stage.mentions(MADE_UP) == []
    await stage.taps(fay, "What was changed")
    assert any("quiet hours" in seen.text for seen in await stage.private(fay))
    assert [await _told(stage, name) for name in (gus, hana)] == before
    shown = " ".join(seen.text for seen in await stage.private(fay))
    assert not any(name in shown for name in (gus, hana))


async def _told(stage: Stage, name: str) -> list[str]:
    """What the bot told somebody, anywhere."""
    everything = (*await stage.private(name), *await stage.chat(name))
    return [seen.text for seen in everything if seen.by == BOT]


STORIES = (a_moderator_configures_and_dry_runs,)
