"""Keep in mind: a private reminder about somebody else, at a moment one sets."""

from __future__ import annotations

from core.chats import ChatKind
from tests.stories.everywhere.stage import Stage, begun, last

INTERVIEW = "ask how the interview went"


async def a_reminder_comes_at_its_moment_to_its_author_alone(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)
    before = await stage.private(ana), await stage.chat(ana)
    await stage.tells_bot(ben, "/keep mon 18:00")
    await stage.tells_bot(ben, INTERVIEW)
    set_up = len(await stage.private(ben))
    await stage.passes(hours=3)
    assert len(await stage.private(ben)) == set_up
    await stage.passes(weeks=1)
    assert INTERVIEW not in await last(stage, ben), "a notification tells nothing"
    await stage.taps(ben, "Open")
    assert any(INTERVIEW in seen.text for seen in (await stage.private(ben))[:-set_up])
    assert (await stage.private(ana), await stage.chat(ana)) == before


STORIES = (a_reminder_comes_at_its_moment_to_its_author_alone,)
