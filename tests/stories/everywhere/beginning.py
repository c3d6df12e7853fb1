"""The first minutes of a couple."""

from __future__ import annotations

from core.chats import ChatKind
from tests.stories.everywhere.stage import CAST, Stage, begun

FEW_ACTIONS = 15
"""From an empty chat to the first reveal (issue 5)."""
TRAM, LAUGH = "the sun on the tram this morning", "your laugh at breakfast"


async def a_couple_comes_to_its_first_reveal(stage: Stage) -> None:
    ana, ben = CAST[ChatKind.COUPLE]
    await stage.begins(ChatKind.COUPLE)
    await stage.taps(ana, "I agree")
    await stage.taps(ben, "I agree")
    await stage.tells_bot(ana, TRAM)
    assert not any(TRAM in seen.text for seen in await stage.chat(ben))
    await stage.tells_bot(ben, LAUGH)
    for name in (ana, ben):
        answers = {seen.by: seen.text for seen in await stage.chat(name) if seen.by in (ana, ben)}
        assert answers == {ana: TRAM, ben: LAUGH}
    assert stage.actions < FEW_ACTIONS


async def saying_no_and_saying_nothing_look_the_same(stage: Stage) -> None:
    ana, ben = CAST[ChatKind.COUPLE]
    await stage.begins(ChatKind.COUPLE)
    await stage.taps(ana, "I agree")
    before = await stage.private(ana), await stage.chat(ana)
    await stage.taps(ben, "Not now")
    await stage.passes(weeks=1)
    assert (await stage.private(ana), await stage.chat(ana)) == before


async def either_makes_check_ins_lighter_and_both_make_them_deeper(stage: Stage) -> None:
    ana, ben = await begun(stage, ChatKind.COUPLE)

    async def level(name: str) -> str:
        await stage.tells_bot(name, "/level")
        return (await stage.private(name))[0].text

    small = await level(ana)
    assert await level(ben) == small
    await stage.taps(ben, "Lighter, please")
    everyday = await level(ana)
    assert everyday != small
    await stage.taps(ana, "Deeper is fine with me")
    assert await level(ben) == everyday
    await stage.taps(ben, "Deeper is fine with me")
    assert await level(ana) == await level(ben) == small


STORIES = (
    a_couple_comes_to_its_first_reveal,
    saying_no_and_saying_nothing_look_the_same,
    either_makes_check_ins_lighter_and_both_make_them_deeper,
)
