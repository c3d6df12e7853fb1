"""A live `/why`, row by row through the whole shell: a sentence that says what rules.md allows, and one list.

For each row of the policy a story in which it decides, told to the one whom a note would have gone to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.desk import Desk
from config.wording import wording
from core.chats import ChatKind
from core.effects import Decided
from core.episodes import Wish
from core.inbound import ConsentSaid, SettingsSaid
from core.moderation import Moderation
from core.nudge.order import ROWS
from core.nudge.trail import PENDING, SILENT
from core.people import QuietHours
from core.ports import NotSent
from core.reading.scores import MessageReading
from core.screens.model import Screen
from core.utterance import Utterance
from tests.stories.world import HOME, WordReader, World, who

WORDS = wording()
SAID = "I am afraid of tomorrow"
RESTING = WORDS.say("held", "resting")
Story = Callable[[World], Awaitable[None]]


class UnsureReader(WordReader):
    """Is less sure of what begins with “perhaps”."""

    def read_message(self, message: Utterance, *, before: object = (), burst: object = ()) -> MessageReading:
        reading = super().read_message(message, before=before, burst=burst)
        assert isinstance(reading, MessageReading)
        return replace(reading, disclosure=0.7) if message.text.startswith("perhaps") else reading


async def evening() -> World:
    world = World(reader=UnsureReader())
    await world.begin("Ana", "Ben")
    return world


async def set_up(world: World, name: str, **values: object) -> None:
    await world.hand_in(SettingsSaid(who=who(name), values=values))


async def club(*opted_in: str, moderators: float = 1.0) -> World:
    """A community in which Ana and Ben are asked nothing first; some of them want private notes."""
    world = World()
    await world.added("Ana", "Ben", kind=ChatKind.COMMUNITY)
    await world.agree("Ana", "Ben")

    async def enable(desk: Desk) -> None:
        chat = await desk.chat(HOME)
        assert chat is not None
        settings = {"private_nudges": moderators}
        await desk.save(replace(chat, settings=settings, moderation=Moderation(enabled=True)))

    await world.engine.work(world.clock.now(), enable)
    for name in ("Ana", "Ben"):
        await set_up(world, name, ask_first=False, community_notes=name in opted_in)
    await world.says("Ben", "good evening everybody")
    await world.passes(minutes=5)
    return world


async def disclosed(world: World, text: str = SAID) -> World:
    await world.says("Ana", text)
    await world.passes(minutes=10)
    return world


async def later(world: World) -> World:
    await world.passes(hours=1)
    return world


async def consent() -> World:
    world = await disclosed(await evening())
    await world.hand_in(ConsentSaid(chat=HOME, who=who("Ana"), granted=False))
    return await later(world)


async def public() -> World:
    return await later(await disclosed(await club("Ana")))


async def paused() -> World:
    """By Ana; Ben is not told."""
    world = await disclosed(await evening())
    await world.commands("Ana", "pause")
    return await later(world)


async def crisis() -> World:
    world = await disclosed(await evening())
    await world.says("Ana", "I want to end it all")
    return await later(world)


async def unsafe() -> World:
    world = await disclosed(await evening())
    await world.says("Ana", "he hits me")
    return await later(world)


async def conflict() -> World:
    world = await disclosed(await evening())
    for _ in range(2):
        await world.says("Ana", "you are pathetic")
        await world.passes(minutes=5)
    return await later(world)


async def too_soon() -> World:
    world = await evening()
    await world.says("Ana", SAID)
    await world.passes(minutes=29)
    await world.says("Ana", "the bus is late")
    await world.passes(seconds=90)
    return world


async def met() -> World:
    world = await disclosed(await evening())
    await world.says("Ben", "I am with you, whatever happens tomorrow")
    return await later(world)


async def harsh() -> World:
    world = await disclosed(await evening())
    await world.says("Ben", "you are pathetic")
    return await later(world)


async def unsure() -> World:
    return await later(await disclosed(await evening(), f"perhaps {SAID}"))


async def ask_first() -> World:
    world = await evening()
    await set_up(world, "Ana", ask_first=True)
    return await later(await disclosed(world))


async def cap() -> World:
    world = await later(await disclosed(await evening()))
    return await later(await disclosed(world))


async def quiet_hours() -> World:
    """Due at 19:30:14, too soon until 19:31:30, and then Ben's evening has begun."""
    world = await evening()
    await set_up(world, "Ben", quiet_hours=QuietHours.parse("19:31-23:00"))
    await world.says("Ana", SAID)
    await world.passes(minutes=29, seconds=30)
    await world.says("Ana", "the bus is late")
    await world.passes(minutes=10)
    return world


async def missing() -> World:
    world = await disclosed(await evening())
    await world.says("Ben", "the bus was late again today")
    return await later(world)


async def good_news() -> World:
    return await later(await disclosed(await evening(), "I won the prize"))


async def unanswered() -> World:
    return await later(await disclosed(await evening()))


STORIES = {
    story.__name__: story
    for story in (
        consent, public, paused, crisis, unsafe, conflict, too_soon, met, harsh, unsure, ask_first, cap,
        quiet_hours, missing, good_news, unanswered,
    )
}  # fmt: skip
SENTENCES = {
    "public": WORDS.say("held", "public"),
    "too_soon": WORDS.say("why", "none"),
    "met": "There was an answer, and nothing to point to.",
    "harsh": "After a hard exchange I send no notes.",
    "unsure": "I was not sure enough.",
    "cap": "There was a note not long ago, or you want fewer, or none.",
    "quiet_hours": "It was within your quiet hours.",
    "missing": "There was an answer to Ana's 19:00 message. "
    "I could not see in it what the message means to Ana.",
    "good_news": "Ana's 19:00 message looked like good news, and I saw no real answer to it yet.",
    "unanswered": "Ana's 19:00 message looked like something personal, and I saw no real answer to it yet.",
    **dict.fromkeys((*SILENT, "ask_first"), RESTING),
}
each = pytest.mark.parametrize("row", [rule.name for rule in ROWS])


async def why(world: World, name: str = "Ben") -> Screen:
    await world.commands(name, "why")
    return world.private(name)[-1].screen


def parts(screen: Screen) -> tuple[str, str]:
    """The explanation, and the list of what is asked."""
    sentence, _, asked = screen.text.partition("\n\n")
    return sentence.partition("\n")[0], asked


def test_every_row_has_a_story_and_a_sentence() -> None:
    assert set(STORIES) == set(SENTENCES) == {rule.name for rule in ROWS}


@each
async def test_the_row_of_the_story_decides(row: str) -> None:
    world = await STORIES[row]()
    assert [decided.rule for decided in world.seen(Decided)][-1] == row


@each
async def test_why_says_it_in_a_sentence(row: str) -> None:
    assert parts(await why(await STORIES[row]()))[0] == SENTENCES[row]


@each
async def test_why_always_lists_the_same_questions(row: str) -> None:
    asked = parts(await why(await STORIES[row]()))[1]
    assert asked == parts(await why(await evening()))[1]
    assert all(WORDS.say("asked", rule.name) in asked for rule in ROWS)


# What reads as resting


async def left_alone() -> World:
    world = await evening()
    message = await world.says("Ana", "so, that was the day")
    await world.marks("Ana", message, Wish.LEAVE)
    return await later(world)


async def asked_first_and_no() -> World:
    world = await ask_first()
    await world.presses("Ana", "Open")
    await world.presses("Ana", "No")
    return world


async def the_other_did_not_opt_in() -> World:
    return await later(await disclosed(await club("Ben")))


async def held_back_at_the_last_moment() -> World:
    """Decided and not brought, because the platform was away; then Ana pauses."""
    world = await disclosed(await evening())
    world.platform.fails_with = lambda note: NotSent(60.0) if note.kind == "nudge" else None
    await world.passes(minutes=25)
    await world.commands("Ana", "pause")
    world.platform.fails_with = lambda note: None
    return await later(world)


ALL_RESTING = [
    *(STORIES[row] for row in sorted({*SILENT, "ask_first"})),
    left_alone,
    asked_first_and_no,
    the_other_did_not_opt_in,
    held_back_at_the_last_moment,
]


async def test_all_that_reads_as_resting_is_the_same_to_the_byte() -> None:
    screens = {story.__name__: await why(await story()) for story in ALL_RESTING}
    assert len(set(map(repr, screens.values()))) == 1, screens
    assert parts(screens["unsafe"])[0] == RESTING


async def test_whoever_paused_by_themselves_is_told_so() -> None:
    world = await disclosed(await evening())
    await world.commands("Ben", "pause")
    assert parts(await why(await later(world)))[0] == "You paused me."


@pytest.mark.parametrize(("opted_in", "moderators"), [(("Ana",), 1.0), (("Ana", "Ben"), 0.0)])
async def test_in_a_community_one_is_told_what_one_may_know(
    opted_in: tuple[str, ...], moderators: float
) -> None:
    world = await later(await disclosed(await club(*opted_in, moderators=moderators)))
    assert parts(await why(world))[0] == SENTENCES["public"]


async def test_in_a_community_where_all_want_it_there_is_a_note() -> None:
    world = await later(await disclosed(await club("Ana", "Ben")))
    assert parts(await why(world))[0] == SENTENCES["unanswered"].replace("19:00", "18:05")


# What tells nothing


async def test_what_still_waits_is_told_as_nothing_at_all() -> None:
    nothing = await why(await evening())
    assert await why(await disclosed(await evening())) == nothing
    assert await why(await too_soon()) == nothing
    assert SENTENCES[PENDING] in nothing.text


async def test_of_what_was_taken_back_nothing_is_said() -> None:
    world = await evening()
    said = await world.says("Ana", SAID)
    await set_up(world, "Ana", ask_first=True)
    await later(world)
    await world.deletes(said)
    assert await why(world) == await why(await evening())


async def test_a_wish_to_be_asked_first_changes_nothing_for_whoever_had_a_note_already() -> None:
    """Two worlds: with and without Ana's private switch, the day's note was spent."""
    plain, private = (
        await later(await disclosed(await evening())),
        await later(await disclosed(await evening())),
    )
    await set_up(private, "Ana", ask_first=True)
    screens = [await why(await later(await disclosed(world))) for world in (plain, private)]
    assert screens[0] == screens[1]


async def test_the_author_is_told_nothing_of_what_was_decided_for_the_partner() -> None:
    assert await why(await cap(), "Ana") == await why(await evening(), "Ana")
