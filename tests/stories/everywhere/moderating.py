"""A community's moderator sets up a channel and tries it on a made-up text; nobody's data is looked at."""

from __future__ import annotations

import json

from core.chats import ChatKind
from tests.stories.everywhere.stage import BOT, CAST, Stage, last

SHORT = {"attune_moderation": 1}
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


async def a_configuration_goes_out_as_a_file_and_comes_back(stage: Stage) -> None:
    fay, gus, hana, _ = CAST[ChatKind.COMMUNITY]
    await stage.begins(ChatKind.COMMUNITY)
    before = [await _told(stage, name) for name in (gus, hana)]
    await stage.says(fay, "/moderate")
    await stage.taps(fay, "This channel: off")
    await stage.fills(fay, "Quiet hours", "22:00-08:00")
    await stage.taps(fay, "Export")
    file = await stage.file(fay)
    exported = json.loads(file)
    assert (exported["enabled"], exported["quiet_hours"]) == (True, "22:00-08:00")
    await stage.fills(fay, "Import", json.dumps({**SHORT, "enabeld": False}))
    assert any("“enabeld” is no field" in seen.text for seen in await stage.private(fay))
    await stage.fills(fay, "Import", json.dumps({**SHORT, "enabled": False, "quiet_hours": None}))
    assert await _switched(stage, fay) == ("This channel: off", "Quiet hours: none")
    await stage.fills(fay, "Import", file)
    assert await _switched(stage, fay) == ("This channel: on", "Quiet hours: 22:00-08:00")
    assert [await _told(stage, name) for name in (gus, hana)] == before


async def _switched(stage: Stage, name: str) -> tuple[str, str]:
    """What the newest configuration that they see says of two of its fields."""
    screen = next(seen for seen in await stage.private(name) if "Import" in seen.buttons)
    channel = next(label for label in screen.buttons if label.startswith("This channel"))
    return channel, next(line[2:] for line in screen.text.split("\n") if line.startswith("• Quiet hours"))


async def _told(stage: Stage, name: str) -> list[str]:
    """What the bot told somebody, anywhere."""
    everything = (*await stage.private(name), *await stage.chat(name))
    return [seen.text for seen in everything if seen.by == BOT]


STORIES = (a_moderator_configures_and_dry_runs, a_configuration_goes_out_as_a_file_and_comes_back)
