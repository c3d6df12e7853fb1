"""Looking back: both of a pair are shown the same, in words and as a picture, and nothing before twenty."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.inbound import ButtonPressed, SettingsSaid
from core.people import QuietHours
from core.policy import Policy
from core.screens.model import Attachment, Screen
from tests.cases import cases
from tests.stories.world import Shown, World, who

pytestmark = pytest.mark.slow

SOON = Policy(shown_from=4)
"""So that a short story is long enough to be told of."""


async def began(policy: Policy | None = None) -> World:
    """The first check-in has run out."""
    world = World(policy=policy)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await world.passes(hours=13)
    return world


async def talk(world: World, names: str, *, answered: bool = True) -> None:
    """Each of these discloses in turn, an hour apart."""
    for name in names.split():
        await world.says(name, "I am afraid of tomorrow")
        await world.passes(minutes=5)
        if answered:
            await world.says("Ben" if name == "Ana" else "Ana", "I am with you, whatever happens tomorrow")
        await world.passes(hours=1)


async def asked_by(world: World, name: str) -> Shown:
    await world.commands(name, "recap")
    return next(shown for shown in reversed(world.private(name)) if shown.to.kind == "recap")


def picture(shown: Shown) -> Attachment:
    assert shown.screen.attachment is not None
    return shown.screen.attachment


async def test_both_get_the_same_byte_for_byte_whoever_asks() -> None:
    world = await began(SOON)
    await talk(world, "Ana Ben Ana Ben Ana Ben")
    await world.hand_in(SettingsSaid(who=who("Ben"), values={"zone": "Asia/Tokyo", "country": "JP"}))
    ana, ben = await asked_by(world, "Ana"), await asked_by(world, "Ben")
    assert ana.screen == ben.screen
    assert picture(ana).media_type == "image/png"


async def test_the_words_and_the_picture_count_who_opened() -> None:
    world = await began(SOON)
    await talk(world, "Ana Ben Ana Ben Ana")
    shown = await asked_by(world, "Ana")
    assert "Ana opened 3 times (3 answered) and Ben opened 2 times (2 answered)" in shown.screen.text
    assert "Ana opened 3 times (3 answered)" in picture(shown).alt


async def test_what_got_no_answer_is_told_without_reproach() -> None:
    world = await began(SOON)
    await talk(world, "Ana Ana Ana Ana", answered=False)
    text = (await asked_by(world, "Ben")).screen.text
    assert "Ana opened 4 times (0 answered)" in text
    assert "it may have come elsewhere" in text


async def test_before_twenty_nothing_tells_one_from_the_other() -> None:
    one, other = await began(), await began()
    await talk(one, "Ana Ana Ana Ben")
    await talk(other, "Ben Ana Ben Ben", answered=False)
    here, there = await asked_by(one, "Ana"), await asked_by(other, "Ana")
    assert here.screen.text.startswith("Too early to say anything")
    assert here.screen == there.screen


async def test_what_is_taken_back_is_in_no_recap() -> None:
    world = await began(SOON)
    await talk(world, "Ana Ben Ana Ben Ben")
    before = (await asked_by(world, "Ana")).screen.text
    said = await world.says("Ana", "I am afraid of tomorrow")
    await world.passes(minutes=5)
    await world.deletes(said)
    assert (await asked_by(world, "Ana")).screen.text == before


async def test_in_a_group_each_pair_has_its_own_recap() -> None:
    world = World(policy=SOON)
    await world.added("Ana", "Ben", "Cem", kind=ChatKind.FRIENDS)
    await world.agree("Ana", "Ben", "Cem")
    await world.passes(hours=13)
    for name in ("Ana", "Ben", "Ana", "Ben", "Ana", "Ben"):
        said = await world.says(name, "I am afraid of tomorrow")
        await world.passes(minutes=3)
        await world.says("Ana" if name == "Ben" else "Ben", "I am with you in this", reply_to=said)
        await world.passes(hours=2)
    alone = await asked_by(world, "Ana")
    assert [b for b in alone.screen.buttons() if "Cem" in b.label] == []  # as if Cem had gone unseen
    to_ana = await world.says("Ana", "the bus was late")
    await world.says("Cem", "I failed at work", reply_to=to_ana)
    await world.passes(hours=2)
    ana = await asked_by(world, "Ana")
    assert "Ben opened 3" in ana.screen.text
    await world.presses("Ana", "Cem")
    with_cem = world.private("Ana")[-1]
    assert "Cem" in " ".join(b.label for b in ana.screen.buttons())
    assert "Ben opened" not in with_cem.screen.text
    await world.commands("Ben", "recap")
    assert world.private("Ben")[-1].screen.text == ana.screen.text


async def test_who_is_forgotten_is_in_nobodys_recap() -> None:
    world = await began(SOON)
    await talk(world, "Ana Ben Ana Ben")
    await asked_by(world, "Ana")
    await world.commands("Ben", "forget")
    await world.presses("Ben", "Everything")
    await world.presses("Ben", "Yes, forget me")
    stored = await world.store.transact(lambda tx: tx.notes_to(who("Ana").id))
    assert "recap" not in {one.note.kind for one in stored}
    assert ": 0 of the 4 moments" in (await asked_by(world, "Ana")).screen.text


# Two worlds

STEPS = ("Ana tells", "Ben tells", "Ana answers", "Ben answers", "Ben nods", "3 min", "2 h", "9 h", "3 d")
PRIVATELY = (
    "", "", "open", "why", "not_this", "later", "talked", "yes", "partly", "no", "skip",
    "advice_wanted", "ask_first", "one_question", "fewer", "quiet_hours", "recap",
)  # fmt: skip
SET = {
    "advice_wanted": False,
    "ask_first": False,
    "one_question": False,
    "fewer": True,
    "quiet_hours": QuietHours.parse("17:00-23:30"),
}


async def lived(steps: list[str], privately: list[str]) -> list[Screen]:
    """A shared story with recaps at its end, and what both do for themselves meanwhile."""
    world = await began(SOON)
    for place, (step, secret) in enumerate(zip(steps, privately, strict=True)):
        await alone(world, secret)
        await together(world, step, place)
    await world.passes(minutes=5)
    return [(await asked_by(world, name)).screen for name in ("Ana", "Ben")]


async def together(world: World, step: str, place: int) -> None:
    """A message's id is the platform's: what somebody does alone changes none."""
    number, unit = step.split()
    lengths = {"min": "minutes", "h": "hours", "d": "days"}
    said = {"tells": "I am afraid of tomorrow", "answers": "I am with you, whatever happens", "nods": "ok"}
    if unit in lengths:
        await world.passes(**{lengths[unit]: float(number)})
    else:
        await world.says(number, said[unit], id=f"s{place:03}")


async def alone(world: World, secret: str) -> None:
    for name in ("Ana", "Ben"):
        if secret in SET:
            await world.hand_in(SettingsSaid(who=who(name), values={secret: SET[secret]}))
        elif secret == "recap":
            await world.commands(name, "recap")
        elif secret:
            kind = "question" if secret in ("yes", "partly", "no", "skip") else "nudge"
            shown = next((s for s in reversed(world.private(name)) if s.to.kind == kind), None)
            if shown is not None:
                await world.hand_in(ButtonPressed(who=who(name), data=f"{shown.note}:{secret}"))


LENGTH = 14


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """What both see, and two private lives."""
    secrets = st.lists(st.sampled_from(PRIVATELY), min_size=LENGTH, max_size=LENGTH)
    steps = draw(st.lists(st.sampled_from(STEPS), min_size=LENGTH, max_size=LENGTH))
    return steps, draw(secrets), draw(secrets)


@settings(max_examples=cases(60))
@given(worlds())
def test_recaps_are_the_same_in_both_worlds_and_for_both_people(
    two: tuple[list[str], list[str], list[str]],
) -> None:
    steps, one, other = two
    ana, ben = asyncio.run(lived(steps, one))
    assert ana == ben
    assert asyncio.run(lived(steps, other)) == [ana, ben]


def test_the_comparison_would_notice_a_difference() -> None:
    steps = ["Ana tells", "3 min", "Ben answers", "2 h"] * 4
    fewer = ["Ana tells", "3 min", "Ben nods", "2 h"] * 4
    none = [""] * len(steps)
    one, other = (asyncio.run(lived(each, none))[0] for each in (steps, fewer))
    assert one.text != other.text
    assert one.attachment != other.attachment
