"""Declining, ignoring, withdrawing, leaving, passing, pausing and letting time pass look the same to others.

Random evenings of a couple or of three, with the same public events; only what Ben does about taking part
differs. Everything that reaches anybody else is compared: what, where, when and in which order.

What is left out, and why (docs/decisions/0023): after somebody withdrew nobody is read, so a person's own
count of moments stands still; evenings in which moments would be counted look at no counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.ids import MessageId
from core.inbound import ButtonPressed, ClosedToBot, Commanded, ConsentSaid, MarkedPost, Posted
from core.utterance import Utterance
from tests.cases import cases
from tests.promises.test_opting_out import use
from tests.promises.test_two_worlds import POINTED, AnasEyes, Seen
from tests.stories.world import HOME, World, private, who

pytestmark = pytest.mark.slow

BEFORE = ("ignores", "declines", "declines twice", "withdraws", "takes back", "leaves", "forgets", "pauses")
"""What Ben may do about a card he did not agree to."""
AFTER = (
    "is silent",
    "passes",
    "pauses",
    "withdraws",
    "takes back",
    "leaves",
    "forgets",
    "hides",
    "reads on",
    "blocks",
)
"""What Ben may do after he agreed, with the first check-in waiting for him."""
WAITS = {"3 min": 3, "1 h": 60, "7 h": 420, "1 d": 1440, "12 d": 17280}
TALK = (
    "Ana plain",
    "Ana with",
    "Ana answers",
    "Ana checkin",
    "Ana level",
    "Ana help",
    "Ana why",
    "Ana lighter",
)
COUNTS = ("Ana recap", "Ana mydata", "Ana checkins", "Ana plans", "Ana chat")
"""A plan waits after real talk, and nobody is read once somebody withdrew: it is not mixed with moments."""
MOMENTS = ("Ana afraid", "Ana marks")
OF_CLEO = ("Cleo plain", "Cleo answers", "Cleo checkin", "Cleo level")
OF_BEN = ("Ben afraid", "Ben with")
"""Said for all to see by somebody who did not agree: read by nobody."""
WORDS = {"plain": "the bus was late", "with": "I am with you", "afraid": "I am afraid of work"}
SETS = {"plans": ("checkins", "daily 20:00"), "weekly": ("recap", "weekly")}
"""What all of them share."""
PARKING = ("parks", "agrees", "parked", "ready")
LENGTH = 9


@dataclass(frozen=True)
class Evening:
    """What happens in both worlds."""

    others: tuple[str, ...]
    agreed: bool
    steps: tuple[str, ...]
    at: int
    """Before which step Ben does what he does."""


async def play(evening: Evening, way: str) -> Seen:
    """All that reaches the others and the chat."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    kind = ChatKind.COUPLE if evening.others == ("Ana",) else ChatKind.FRIENDS
    await world.added(*evening.others, "Ben", kind=kind)
    await world.agree(*(("Ben",) if evening.agreed else ()), *evening.others)
    for number, step in enumerate((*evening.steps, "1 d")):
        if number == evening.at:
            await says_no(world, way)
        await happens(world, step, number)
    return [line for line in eyes.seen if line[0] not in POINTED]


async def happens(world: World, step: str, number: int) -> None:
    if step in WAITS:
        await world.passes(minutes=WAITS[step])
        return
    name, what = step.split()
    if what in WORDS:
        await world.says(name, WORDS[what], id=f"m{number}")
    elif what == "answers":
        words, here = Utterance(text="the sun on the tram"), private(name)
        message = MessageId(f"p{number}")
        post = Posted(chat=here, author=who(name), message=message, words=words, private=True)
        await world.hand_in(post)
    elif what in SETS:
        await world.commands(name, *SETS[what], chat=HOME)
    elif what in PARKING:
        await parks(world, name, what)
    elif what == "marks":
        await world.hand_in(MarkedPost(chat=HOME, author=who(name), message=MessageId(f"x{number}")))
        await world.presses(name, "Listen") if _has(world, name, "Listen") else None
    elif what == "lighter":
        await world.commands(name, "level", chat=HOME)
        await world.presses(name, "Lighter, please") if _has(world, name, "Lighter, please") else None
    else:
        await world.commands(name, what, chat=HOME)


async def parks(world: World, name: str, what: str) -> None:
    """Proposing a topic, agreeing to park it, finding it in the list, and being ready for it."""
    match what:
        case "parks":
            await world.hand_in(Commanded(chat=HOME, who=who(name), name="park", about=MessageId("m0")))
        case "agrees":
            await world.presses(name, "Open")
            await world.presses(name, "Park it")
        case "ready":
            await world.presses(name, "I'm ready")
        case _:
            await world.commands(name, "park")
            listed = world.private(name)[-1]
            if listed.screen.rows:
                await world.hand_in(ButtonPressed(who=who(name), data=f"{listed.note}:topic_0"))


async def says_no(world: World, way: str) -> None:
    """What Ben does, all of it in private."""
    match way:
        case "declines":
            await world.presses("Ben", "Not now")
        case "declines twice":
            await world.presses("Ben", "Not now")
            await world.commands("Ben", "start")
            await world.presses("Ben", "Not now")
        case "blocks":
            await world.hand_in(ClosedToBot(who=who("Ben")))
        case "takes back":
            await world.hand_in(ConsentSaid(chat=HOME, who=who("Ben"), granted=False))
        case "leaves" | "forgets":
            command, button = ("leave", "leave_yes") if way == "leaves" else ("forget", "forget_yes")
            # In a place that only Ben sees the answer of, as on Discord: also before he agreed.
            await world.hand_in(Commanded(chat=HOME, who=who("Ben"), name=command))
            note = next(s.note for s in reversed(world.private("Ben")) if s.to.kind == command)
            await world.hand_in(ButtonPressed(who=who("Ben"), data=f"{note}:{button}"))
        case "passes":
            await world.presses("Ben", "Pass")
        case "withdraws" | "pauses" | "hides":
            await world.commands("Ben", way.removesuffix("s"))
        case "reads on":
            for command in ("help", "privacy", "example", "hours", "settings", "mydata"):
                await world.commands("Ben", command)


def _has(world: World, name: str, label: str) -> bool:
    return any(b.label == label for s in world.private(name) for b in s.screen.buttons())


@st.composite
def evenings(draw: st.DrawFn, *, agreed: bool) -> Evening:
    others = draw(st.sampled_from((("Ana",), ("Ana", "Cleo"))))
    said = (*TALK, *draw(st.sampled_from((COUNTS, MOMENTS))), *(OF_CLEO if len(others) > 1 else ()))
    said = said if agreed else (*said, *OF_BEN)
    steps = draw(st.lists(st.sampled_from((*said, *WAITS)), min_size=LENGTH, max_size=LENGTH))
    return Evening(others, agreed, tuple(steps), draw(st.integers(0, LENGTH)))


def the_same(evening: Evening, ways: Sequence[str]) -> None:
    one, other = (asyncio.run(play(evening, way)) for way in ways)
    assert one == other


@settings(max_examples=cases(100))
@given(evenings(agreed=False), st.permutations(BEFORE))
def test_a_card_that_is_declined_ignored_or_left_looks_the_same(evening: Evening, ways: list[str]) -> None:
    the_same(evening, ways[:2])


@settings(max_examples=cases(100))
@given(evenings(agreed=True), st.permutations(AFTER))
def test_passing_pausing_withdrawing_leaving_and_silence_look_the_same(
    evening: Evening, ways: list[str]
) -> None:
    the_same(evening, ways[:2])


@pytest.mark.parametrize("way", AFTER)
def test_what_waits_for_the_others_comes_although_somebody_is_erased_meanwhile(way: str) -> None:
    steps = ("12 d", "12 d", "Cleo checkin", "Cleo answers", "12 d")
    the_same(Evening(("Ana", "Cleo"), agreed=True, steps=steps, at=0), ("is silent", way))


@pytest.mark.parametrize("way", AFTER)
@pytest.mark.parametrize("others", [("Ana",), ("Ana", "Cleo")])
def test_the_next_check_ins_look_the_same_whatever_became_of_the_first(
    way: str, others: tuple[str, ...]
) -> None:
    steps = (
        "Ana answers",
        "1 d",
        "Ana checkin",
        "Ana answers",
        *(("Cleo answers",) * (len(others) - 1)),
        "1 d",
    )
    late = ("12 d", "12 d", "12 d", "Ana checkin", "Ana answers", "Ana level", "Ana recap")
    the_same(Evening(others, True, (*steps, *late), 1), ("is silent", way))


@pytest.mark.parametrize("way", ["passes", "pauses", "withdraws", "leaves", "forgets"])
@pytest.mark.parametrize("others", [("Ana",), ("Ana", "Cleo")])
def test_the_plan_and_what_all_set_go_on_whatever_became_of_one(way: str, others: tuple[str, ...]) -> None:
    sets = ("Ana weekly", "Ana plans", "1 d", "1 h")
    asks = ("Ana checkins", "Ana chat", "Ana prompts", "Ana recap", "Ana plans", "1 d", "Ana checkins")
    the_same(Evening(others, True, (*sets, *asks, *("12 d",) * 3, *asks), 4), ("is silent", way))


@pytest.mark.parametrize("way", ["pauses", "withdraws", "leaves", "forgets", "hides"])
@pytest.mark.parametrize("others", [("Ana",), ("Ana", "Cleo")])
def test_what_was_parked_stays_parked_and_can_be_proposed(way: str, others: tuple[str, ...]) -> None:
    parks = ("Ana plain", "Ana parks", "Ben agrees", *(("Cleo agrees",) * (len(others) - 1)), "1 h")
    looks = ("Ana parked", "Ana ready", "Ana park", "1 d")
    evening = Evening(others, True, (*parks, *looks, *("12 d",) * 3, *looks), len(parks))
    the_same(evening, ("is silent", way))


def test_the_comparison_would_notice_an_answer() -> None:
    evening = Evening(("Ana",), True, ("Ana answers",), 0)
    assert asyncio.run(play(evening, "is silent")) != asyncio.run(play(replace_answer(evening), "is silent"))


def replace_answer(evening: Evening) -> Evening:
    return Evening(evening.others, evening.agreed, ("Ana answers", "Ben answers"), evening.at)
