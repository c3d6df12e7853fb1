"""Two worlds that differ only in what is private to Ben look the same to Ana, byte for byte, time for time.

What may differ is whether Ana herself is pointed to something; such notes are left out of the comparison.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.own_data import own_data
from core.ids import ChatId
from core.inbound import ButtonPressed, ClosedToBot, Commanded, ConsentSaid, SettingsSaid
from core.notes import Note, NoteId
from core.people import QuietHours
from core.screens.model import Screen
from tests.cases import cases
from tests.promises.test_opting_out import use
from tests.stories.world import HOME, HandClock, ToyPlatform, World, private, who

pytestmark = pytest.mark.slow

Seen = list[tuple[str, ...]]
POINTED = frozenset({"nudge", "care"})
POINTING = frozenset({"notes_sent_to_you", "said_to_you"})
"""Parts of Ana's file that tell of such notes."""
SHARED = ("Ana afraid", "Ana plain", "Ana with", "Ben afraid", "Ben plain", "Ben with", "Ben harsh")
WAITS = ("3 min", "1 h", "7 h", "1 d")
LONG = "16 d"
"""Twice this, and both are asked whether it is still fine."""
OF_ANA = (
    "Ana asked_first",
    "Ana checkin",
    "Ana recap",
    "Ana mydata",
    "Ana answers",
    "Ana help",
    "Ana level",
    "Ana why",
)
OF_BEN = (
    "open", "why", "not_this", "later", "yes", "partly", "no", "skip",
    "advice_wanted", "ask_first", "crisis_line", "one_question", "fewer", "help", "recap", "mydata", "mirror",
    "pass", "level", "deeper", "not_deeper", "country", "community_notes", "quiet_hours", "no_notes",
    "zone", "hours", "hours_yes", "hours_zone", "quiet_23:00-07:00", "quiet_off", "example", "privacy",
    "hide", "show", "leave", "keep", "still_fine", "what_is_kept", "pair", "blocks",
    "written_to",
)  # fmt: skip
TEXTS = {
    "afraid": "I am afraid of work",
    "plain": "the bus was late",
    "with": "I am with you",
    "harsh": "pathetic",
}


@dataclass(slots=True)
class AnasEyes(ToyPlatform):
    """Writes down everything that reaches Ana or the chat, in order, with its time."""

    clock: HandClock = field(default_factory=HandClock)
    seen: Seen = field(default_factory=list)

    async def show(self, note: NoteId, to: Note, screen: Screen, replaces: str | None) -> str:
        sent_as = await ToyPlatform.show(self, note, to, screen, replaces)
        if to.to_person != who("Ben").id:
            place = "chat" if to.to_chat is not None else to.kind
            copies = " ".join(f"{chat}/{message}" for chat, message in to.copies)
            self.seen.append((place, self.clock.now().isoformat(), screen.title, self._plain(screen), copies))
        return sent_as

    def _plain(self, screen: Screen) -> str:
        """Text and buttons; the card's token is random by intention."""
        return re.sub(r"c\d+-[\w-]+", "token", repr((screen.text, screen.rows)))


async def play(steps: Sequence[str], privately: Sequence[str]) -> Seen:
    """The shared story, and between its steps what Ben does for himself alone."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    for place, (step, secret) in enumerate(zip(steps, privately, strict=True), 1):
        await ben_alone(world, secret)
        world.counts_from(100 * place)  # else ids in Ana's file would tell how often he did anything
        await together(world, step)
    return [line for line in eyes.seen if line[0] not in POINTED] + await file_of_ana(world)


async def file_of_ana(world: World) -> Seen:
    """What /mydata hands over to her, without the notes that she herself was pointed to."""
    found = await own_data(world.store, who("Ana").id) or {}
    return [(name, repr(value)) for name, value in found.items() if name not in POINTING]


async def together(world: World, step: str) -> None:
    minutes = {"3 min": 3, "1 h": 60, "7 h": 420, "1 d": 1440, LONG: 16 * 1440}.get(step)
    if minutes is not None:
        await world.passes(minutes=minutes)
        return
    name, what = step.split()
    if what in TEXTS:
        await world.says(name, TEXTS[what])
    elif what == "asked_first":
        await world.hand_in(SettingsSaid(who=who("Ana"), values={"ask_first": True}))
    elif what == "answers":
        await world.tells_bot(name, "the sun on the tram")
    else:
        await world.commands(name, what)


SET = {
    "advice_wanted": False,
    "ask_first": False,
    "crisis_line": False,
    "one_question": False,
    "fewer": True,
    "no_notes": True,
    "country": "GB",
    "community_notes": True,
    "quiet_hours": QuietHours.parse("17:00-19:30"),
    "zone": "Asia/Tokyo",
    "written_to": False,
}


COMMANDS = (
    "help",
    "recap",
    "mydata",
    "mirror",
    "level",
    "hours",
    "example",
    "privacy",
    "hide",
    "show",
    "leave",
    "pair",
)


async def ben_alone(world: World, secret: str) -> None:
    if secret in SET:
        await world.hand_in(SettingsSaid(who=who("Ben"), values={secret: SET[secret]}))
    elif secret == "blocks":  # and comes back with the next command of his own
        await world.hand_in(ClosedToBot(who=who("Ben")))
    elif secret in COMMANDS:
        await world.commands("Ben", secret)
    elif secret:
        kinds = {
            "yes": "question",
            "partly": "question",
            "no": "question",
            "skip": "question",
            "pass": "checkin",
            "deeper": "level",
            "not_deeper": "level",
            "hours_yes": "hours",
            "hours_zone": "hours",
            "quiet_23:00-07:00": "hours_quiet",
            "quiet_off": "hours_quiet",
            "keep": "leave",
            "still_fine": "still_fine",
            "what_is_kept": "consent",
        }
        kind = kinds.get(secret, "nudge")
        shown = next((s for s in reversed(world.private("Ben")) if s.to.kind == kind), None)
        if shown is not None:
            await world.hand_in(ButtonPressed(who=who("Ben"), data=f"{shown.note}:{secret}"))


def the_same(steps: Sequence[str], one: Sequence[str], other: Sequence[str]) -> None:
    first, second = asyncio.run(play(steps, one)), asyncio.run(play(steps, other))
    assert first == second


LENGTH = 14


@st.composite
def pairs_of_worlds(draw: st.DrawFn, secrets: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """A shared story that begins with Ana's own answer or not, and two private lives of Ben."""
    story = st.sampled_from(("Ana answers", *SHARED, *WAITS, *WAITS, LONG, *OF_ANA))
    lives = st.lists(st.sampled_from(("", "", *secrets)), min_size=LENGTH, max_size=LENGTH)
    steps = draw(st.lists(story, min_size=LENGTH, max_size=LENGTH))
    return steps, draw(lives), draw(lives)


@settings(max_examples=cases(150))
@given(pairs_of_worlds([secret for secret in OF_BEN if secret != "pass"]))
def test_ana_cannot_tell_what_ben_does_in_private(worlds: tuple[list[str], list[str], list[str]]) -> None:
    the_same(*worlds)


@settings(max_examples=cases(100))
@given(pairs_of_worlds(["pass"]))
def test_ana_cannot_tell_whether_ben_passed_or_let_time_pass(
    worlds: tuple[list[str], list[str], list[str]],
) -> None:
    the_same(*worlds)


@pytest.mark.parametrize("hours", [1, 6])
def test_what_a_moment_was_about_is_in_the_file_while_it_is_open_too(hours: int) -> None:
    """When it ends hangs on Ben's hours."""
    steps = ("Ana afraid", "Ana plain", *("1 h",) * hours)
    nothing = ("",) * len(steps)
    the_same(steps, nothing, ("", "quiet_hours", *nothing[2:]))


def test_the_comparison_would_notice_a_difference() -> None:
    plain = asyncio.run(play(["1 h", "Ana help"], ["", ""]))
    assert plain != asyncio.run(play(["3 min", "Ana help"], ["", ""]))


# Declining, ignoring, withdrawing and being forgotten

REFUSALS = ("ignores", "declines", "withdraws", "leaves by card", "is forgotten")


async def refuse(way: str) -> Seen:
    """What Ana sees before, while and after Ben says no in one of the ways."""
    world = World()
    eyes = AnasEyes(clock=world.clock)
    use(world, eyes)
    await world.added("Ana", "Ben")
    await world.agree("Ana")
    await world.passes(minutes=3)
    if way == "declines":
        await world.presses("Ben", "Not now")
    elif way == "withdraws":
        await world.hand_in(ConsentSaid(chat=HOME, who=who("Ben"), granted=False))
    elif way != "ignores":
        command = "leave" if way == "leaves by card" else "forget"
        await world.commands("Ben", command)
        note = next(s.note for s in world.private("Ben") if s.to.kind == command)
        await world.hand_in(ButtonPressed(who=who("Ben"), data=f"{note}:{command}_yes"))
    for _ in range(3):
        await world.says("Ana", "I am afraid of tomorrow")
        await world.says("Ben", "I am with you")
        await world.passes(hours=8)
        for command in ("checkin", "recap", "why", "mydata", "help"):
            await world.commands("Ana", command)
            await world.hand_in(Commanded(chat=HOME, who=who("Ana"), name=command))
    await world.marks("Ana", await world.says("Ana", "this"), None, chat=ChatId(HOME))
    await world.passes(days=31)
    await world.commands("Ana", "mydata")
    assert private("Ana")
    return eyes.seen


@pytest.mark.parametrize("way", REFUSALS[1:])
async def test_every_way_of_saying_no_looks_like_no_answer(way: str) -> None:
    assert await refuse(way) == await refuse("ignores")
