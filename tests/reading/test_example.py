"""The worked examples say what really follows from their words: reader and rules run over them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from adapters.reader import load_reader
from config.wording import wording
from core.chats import ChatKind
from core.effects import DisclosureOpened, Nudge
from core.episodes import Wish
from core.ids import ChatId, MessageId, PersonId
from core.inbound import BotAdded, MarkedPost, Posted, Who
from core.ports import Reader
from core.screens.example import EXAMPLES, NAMES, Example
from core.utterance import Utterance
from tests.stories.world import World

DAY = datetime(2026, 9, 19, tzinfo=UTC)
HOME = ChatId("toy:example")
ASKING = ("question", "ask_first", "care")
LINE = re.compile(r"(?P<name>\w+), (?P<hour>\d\d):(?P<minute>\d\d): (?P<said>.+)")
PEOPLE = {name: Who(PersonId(f"toy:{name.lower()}"), name) for name in NAMES.values()}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


async def lived_through(example: Example, reader: Reader) -> World:
    """The example's lines, each at its own time, and two hours after them."""
    world = World(reader=reader)
    world.clock.at = DAY
    await world.hand_in(BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=tuple(PEOPLE.values())))
    await world.agree(*PEOPLE)
    for name in PEOPLE:
        await world.presses(name, "Pass")
    newest = (PEOPLE["Noa"], MessageId(""))
    for key, text in wording().names(example.name).items():
        line = LINE.fullmatch(text)
        if key == "noticed":
            continue
        if line is None:  # the one line that is no message says that Noa marks the last one
            assert text == "(Noa marks that message: listening is wanted.)"
            await world.hand_in(MarkedPost(chat=HOME, author=newest[0], message=newest[1], wish=Wish.LISTEN))
            continue
        at = DAY + timedelta(hours=int(line["hour"]), minutes=int(line["minute"]), seconds=20)
        await world.passes(minutes=(at - world.clock.at).total_seconds() / 60)
        newest = PEOPLE[line["name"]], MessageId(f"e{key}")
        words = Utterance(text=line["said"])
        await world.hand_in(Posted(chat=HOME, author=newest[0], message=newest[1], words=words))
    for _ in range(24):
        await world.passes(minutes=5)
    return world


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
async def test_what_an_example_tells_is_what_happens(example: Example, reader: Reader) -> None:
    world = await lived_through(example, reader)
    assert [opened.author for opened in world.seen(DisclosureOpened)] == [PEOPLE["Noa"].id]
    notes = [shown.to.args for shown in world.private("Kim") if shown.to.kind == "nudge"]
    own = ("note", "episode", "author")
    told = [{key: value for key, value in note.items() if key not in own} for note in notes]
    nudge = example.nudge
    promised = [] if nudge is None else [{key: value for key, value in nudge.items() if key != "author"}]
    assert told == promised
    others = [(name, s.to.kind) for name in PEOPLE for s in world.private(name) if s.to.kind in ASKING]
    assert others == ([("Noa", "question")] if example.name == "example_warm" else [])
    assert {nudge.to for nudge in world.seen(Nudge)} <= {PEOPLE["Kim"].id}


@pytest.mark.parametrize(("name", "after_minutes"), [("example_unanswered", 30), ("example_marked", 15)])
async def test_it_comes_about_when_the_example_says(name: str, after_minutes: int, reader: Reader) -> None:
    """“Half an hour later”, counted from what was said; “a quarter of an hour after the last word”."""
    example = next(one for one in EXAMPLES if one.name == name)
    world = await lived_through(example, reader)
    at = next(at for _, at, effect in world.effects if isinstance(effect, Nudge))
    spoken = (18, 3) if name == "example_unanswered" else (21, 21)
    last = DAY + timedelta(hours=spoken[0], minutes=spoken[1])
    assert abs((at - last) / timedelta(minutes=1) - after_minutes) <= 3
