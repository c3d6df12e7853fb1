"""Keep in mind, as somebody goes through it: by words, by buttons, brought back once, seen by nobody else."""

from __future__ import annotations

import random
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.storage.sqlcipher import open_store
from bot.own_data import own_data
from core.ids import MessageId
from core.inbound import ButtonPressed, Commanded, Posted
from core.people import QuietHours
from core.ports import MaybeSent
from core.reminders import MOST
from core.utterance import Utterance
from tests.cases import cases
from tests.stories.test_first_evening import settings_of
from tests.stories.world import HOME, MONDAY, Shown, World, private, who

KEY = bytes(range(32))
SEALED = "A note, when you have a minute."


@pytest.fixture
async def evening() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def keeps(world: World, name: str, words: str, *, message: str | None = "k1") -> None:
    """/keep with words, as a private message."""
    own = MessageId(message) if message is not None else None
    what = Commanded(
        chat=private(name), who=who(name), name="keep", argument=words, private=True, message=own
    )
    await world.hand_in(what)


async def writes(world: World, name: str, text: str, message: str = "w1") -> None:
    words, own = Utterance(text=text), MessageId(message)
    await world.hand_in(Posted(chat=private(name), author=who(name), message=own, words=words, private=True))


def brought(world: World, name: str) -> list[Shown]:
    return [shown for shown in world.private(name) if shown.to.kind == "keep_due"]


async def comes(world: World, name: str, until: timedelta) -> list[datetime]:
    """Lets the time pass in quarters of an hour; when reminders came."""
    came, end = [], world.clock.at + until
    while world.clock.at < end:
        before = len(brought(world, name))
        await world.passes(minutes=15)
        came += [world.clock.at] * (len(brought(world, name)) - before)
    return came


async def test_said_at_once_it_comes_at_its_moment_sealed_and_opens_with_its_own_words(
    evening: World,
) -> None:
    await keeps(evening, "Ben", "thu 18:00 ask about the interview")
    assert evening.texts("Ben")[-1] == "I bring it back on Thursday 5 March, 18:00. Only you see it."
    assert await comes(evening, "Ben", timedelta(days=4)) == [datetime(2026, 3, 5, 18, 0, tzinfo=UTC)]
    assert brought(evening, "Ben")[0].screen.text == SEALED
    assert brought(evening, "Ben")[0].to.copies == ()
    await evening.presses("Ben", "Open")
    (shown,) = brought(evening, "Ben")
    assert shown.screen.text.startswith("You wanted this back on Thursday 5 March, 18:00.")
    assert shown.to.copies == ((private("Ben"), MessageId("k1")),)


async def test_by_buttons_the_words_are_the_next_message(evening: World) -> None:
    await evening.commands("Ben", "keep")
    await evening.presses("Ben", "Tomorrow")
    assert evening.texts("Ben")[-1].startswith("Tuesday 3 March, 18:00. What would you like to keep in mind?")
    await writes(evening, "Ben", "the interview")
    assert await comes(evening, "Ben", timedelta(days=2)) == [datetime(2026, 3, 3, 18, 0, tzinfo=UTC)]
    await evening.presses("Ben", "Open")
    assert brought(evening, "Ben")[0].to.copies == ((private("Ben"), MessageId("w1")),)


@pytest.mark.parametrize(
    ("label", "day", "hour"), [("This evening", 2, 20), ("In three days", 5, 18), ("In a week", 9, 18)]
)
async def test_every_button_means_what_it_says(evening: World, label: str, day: int, hour: int) -> None:
    """It is seven in the evening already, so this evening is in an hour."""
    await evening.commands("Ben", "keep")
    await evening.presses("Ben", label)
    await writes(evening, "Ben", "the interview")
    assert (await comes(evening, "Ben", timedelta(days=8)))[:1] == [
        datetime(2026, 3, day, hour, 0, tzinfo=UTC)
    ]


async def test_a_command_that_is_no_message_asks_for_the_words(evening: World) -> None:
    await keeps(evening, "Ben", "thu 18:00 ask about the interview", message=None)
    assert "What would you like to keep in mind?" in evening.texts("Ben")[-1]


async def test_a_reply_keeps_what_it_replies_to(evening: World) -> None:
    what = Commanded(
        chat=private("Ben"),
        who=who("Ben"),
        name="keep",
        argument="tomorrow",
        private=True,
        message=MessageId("k1"),
        about=MessageId("old"),
    )
    await evening.hand_in(what)
    await comes(evening, "Ben", timedelta(days=2))
    await evening.presses("Ben", "Open")
    assert brought(evening, "Ben")[0].to.copies == ((private("Ben"), MessageId("old")),)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("soon ask about it", "I did not understand when."),
        ("today 09:00 ask about it", "That moment is over."),
    ],
)
async def test_what_is_no_moment_is_said_so(evening: World, words: str, said: str) -> None:
    await keeps(evening, "Ben", words)
    assert evening.texts("Ben")[-1].startswith(said)


async def test_in_the_chat_of_both_it_is_sent_to_the_private_one(evening: World) -> None:
    await evening.hand_in(
        Commanded(chat=HOME, who=who("Ben"), name="keep", argument="thu ask Ana", message=MessageId("m9"))
    )
    assert evening.texts("Ben")[-1].startswith("This is between you and me")
    assert evening.shared()[-1].to.kind == "card"


async def test_nothing_after_all(evening: World) -> None:
    await evening.commands("Ben", "keep")
    await evening.presses("Ben", "Tomorrow")
    await evening.presses("Ben", "Nothing, thank you")
    await writes(evening, "Ben", "hello")
    assert evening.texts("Ben")[-1].startswith("I take nothing from private messages")


async def test_done_it_is_over(evening: World) -> None:
    await keeps(evening, "Ben", "20:00 call")
    await evening.passes(hours=2)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Done")
    assert evening.texts("Ben")[-1] == "Good. It is let go of."
    await evening.commands("Ben", "keep")
    assert not any(b.label == "What is waiting" for b in evening.private("Ben")[-1].screen.buttons())


async def test_again_tomorrow_it_comes_at_the_same_time_of_day(evening: World) -> None:
    await keeps(evening, "Ben", "20:30 call")
    assert len(await comes(evening, "Ben", timedelta(hours=3))) == 1
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Tomorrow")
    assert await comes(evening, "Ben", timedelta(days=3)) == [datetime(2026, 3, 3, 20, 30, tzinfo=UTC)]


async def test_the_list_shows_moments_and_brings_the_words_on_a_tap(evening: World) -> None:
    await keeps(evening, "Ben", "fri 9:00 bread", message="k1")
    await keeps(evening, "Ben", "thu 18:00 interview", message="k2")
    await evening.commands("Ben", "keep")
    await evening.presses("Ben", "What is waiting")
    labels = [b.label for b in evening.private("Ben")[-1].screen.buttons()]
    assert labels == ["5 Mar, 18:00", "6 Mar, 09:00", "A new one"]
    await evening.presses("Ben", "6 Mar, 09:00")
    assert evening.private("Ben")[-1].to.copies == ((private("Ben"), MessageId("k1")),)
    await evening.presses("Ben", "Remove it")
    assert await comes(evening, "Ben", timedelta(days=5)) == [datetime(2026, 3, 5, 18, 0, tzinfo=UTC)]


async def test_twenty_are_enough(evening: World) -> None:
    for number in range(MOST + 1):
        await keeps(evening, "Ben", "thu 18:00 interview", message=f"k{number}")
    assert evening.texts("Ben")[-1].startswith("Twenty are waiting")
    await evening.commands("Ben", "keep")
    await evening.presses("Ben", "What is waiting")
    for _ in range(2):
        await evening.presses("Ben", "More")
    assert len(evening.private("Ben")[-1].screen.buttons()) == MOST - 16 + 1


async def test_quiet_hours_are_waited_for(evening: World) -> None:
    await evening.hand_in(settings_of("Ben", quiet_hours=QuietHours.parse("22:00-08:00")))
    await keeps(evening, "Ben", "23:00 call")
    assert evening.texts("Ben")[-1].startswith("I bring it back on Tuesday 3 March, 08:00.")
    assert "quiet hours are over" in evening.texts("Ben")[-1]
    assert await comes(evening, "Ben", timedelta(days=1)) == [datetime(2026, 3, 3, 8, 0, tzinfo=UTC)]


async def test_quiet_hours_chosen_afterwards_are_waited_for_too(evening: World) -> None:
    await keeps(evening, "Ben", "23:00 call")
    await evening.hand_in(settings_of("Ben", quiet_hours=QuietHours.parse("22:00-08:00")))
    assert await comes(evening, "Ben", timedelta(days=1)) == [datetime(2026, 3, 3, 8, 0, tzinfo=UTC)]


async def test_while_its_person_rests_it_waits_and_comes_once_afterwards(evening: World) -> None:
    await keeps(evening, "Ben", "20:00 call")
    await evening.commands("Ben", "pause")
    assert await comes(evening, "Ben", timedelta(days=2)) == []
    await evening.commands("Ben", "resume")
    assert len(await comes(evening, "Ben", timedelta(days=2))) == 1


async def test_a_send_that_is_unclear_is_not_repeated_and_still_listed(evening: World) -> None:
    await keeps(evening, "Ben", "20:00 call")
    evening.platform.fails_with = lambda note: MaybeSent() if note.kind == "keep_due" else None
    await evening.passes(hours=2)
    evening.platform.fails_with = lambda note: None
    assert await comes(evening, "Ben", timedelta(days=2)) == []
    await evening.commands("Ben", "keep")
    assert any(b.label == "What is waiting" for b in evening.private("Ben")[-1].screen.buttons())


async def test_two_weeks_after_its_moment_it_is_not_brought_any_more(evening: World) -> None:
    await keeps(evening, "Ben", "20:00 call")
    await evening.passes(days=15)
    assert brought(evening, "Ben") == []


async def test_nobody_else_sees_that_there_is_one(evening: World) -> None:
    before = evening.texts("Ana"), len(evening.shared())
    await keeps(evening, "Ben", "20:00 call")
    await evening.passes(hours=2)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Done")
    assert (evening.texts("Ana"), len(evening.shared())) == before


async def test_nobody_opens_anothers(evening: World) -> None:
    await keeps(evening, "Ben", "20:00 call")
    await evening.passes(hours=2)
    data = brought(evening, "Ben")[0].button("Open")
    await evening.hand_in(ButtonPressed(who=who("Ana"), data=data))
    assert evening.texts("Ana")[-1] == "That is over by now."
    assert not any(shown.to.copies for shown in evening.private("Ana"))


async def test_the_others_leaving_and_forgetting_changes_nothing_of_it(evening: World) -> None:
    await keeps(evening, "Ben", "thu 18:00 call")
    await evening.commands("Ana", "forget")
    await evening.presses("Ana", "Everything")
    await evening.presses("Ana", "Yes, forget me")
    assert len(await comes(evening, "Ben", timedelta(days=4))) == 1


async def test_forgotten_it_never_comes(evening: World) -> None:
    await keeps(evening, "Ben", "thu 18:00 call")
    await evening.commands("Ben", "forget")
    await evening.presses("Ben", "Everything")
    await evening.presses("Ben", "Yes, forget me")
    assert await comes(evening, "Ben", timedelta(days=4)) == []


async def test_it_is_among_ones_own_data_and_nobody_elses(evening: World) -> None:
    await keeps(evening, "Ben", "thu 18:00 call")
    bens, anas = await own_data(evening.store, who("Ben").id), await own_data(evening.store, who("Ana").id)
    assert bens is not None
    assert anas is not None
    assert [one["message"] for one in bens["reminders"]] == ["k1"]
    assert anas["reminders"] == []


async def test_mydata_counts_it(evening: World) -> None:
    await keeps(evening, "Ben", "thu 18:00 call")
    await evening.commands("Ben", "mydata")
    assert "Reminders: 1." in evening.texts("Ben")[-1]


async def test_no_word_of_it_is_stored(evening: World) -> None:
    await keeps(evening, "Ben", "thu 18:00 ask about the interview")
    notes = await evening.store.transact(lambda tx: tx.notes_to(who("Ben").id))
    person = await evening.store.transact(lambda tx: tx.person(who("Ben").id))
    assert person is not None
    assert "interview" not in f"{[asdict(one.note) for one in notes]}{asdict(person)}"


async def test_it_survives_a_restart_of_the_encrypted_store(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "attune.db", KEY)
    world = World(store=store)
    await world.begin("Ana", "Ben")
    await keeps(world, "Ben", "thu 18:00 call")
    await store.close()
    again = World(store=await open_store(tmp_path / "attune.db", KEY))
    again.clock.at, again._updates = world.clock.at, world._updates
    assert await comes(again, "Ben", timedelta(days=4)) == [datetime(2026, 3, 5, 18, 0, tzinfo=UTC)]
    await again.presses("Ben", "Open")
    assert brought(again, "Ben")[0].to.copies == ((private("Ben"), MessageId("k1")),)
    await again.store.close()


@pytest.mark.parametrize("seed", range(cases(12)))
async def test_whatever_the_zone_and_the_hours_each_comes_once_and_in_no_quiet_hour(seed: int) -> None:
    """Random zones across the changes of clocks, quiet hours, moments and jumps of the clock."""
    dice = random.Random(seed)
    world = World()
    world.clock.at = datetime(2026, dice.choice((3, 10)), dice.randint(20, 28), 12, tzinfo=UTC)
    zone = dice.choice(("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"))
    hours = QuietHours.parse(dice.choice(("22:00-08:00", "00:30-06:15", "13:00-15:00")))
    await world.hand_in(settings_of("Ben", zone=zone, quiet_hours=hours))
    for number in range(4):
        day = dice.choice(("today", "tomorrow", "sun", "in 2 days"))
        await keeps(
            world, "Ben", f"{day} {dice.randint(0, 23)}:{dice.randint(0, 59):02} x", message=f"k{number}"
        )
    person = await world.store.transact(lambda tx: tx.person(who("Ben").id))
    assert person is not None
    wanted = {one.message: one.at for one in person.reminders}
    came: dict[MessageId, datetime] = {}
    while world.clock.at < max(wanted.values(), default=MONDAY) + timedelta(days=2):
        await world.passes(minutes=dice.choice((7, 30, 300)))
        for shown in brought(world, "Ben"):
            came.setdefault(MessageId(shown.to.args["message"]), world.clock.at)
    assert len(brought(world, "Ben")) == len(wanted)
    for message, at in came.items():
        local = at.astimezone(ZoneInfo(zone)).time()
        quiet = (
            hours.start <= local < hours.end
            if hours.start < hours.end
            else not hours.end <= local < hours.start
        )
        assert at >= wanted[message]
        assert not quiet


@pytest.mark.parametrize("pause", ["", "tomorrow"])
async def test_what_falls_into_a_pause_is_said_to_come_after_it(evening: World, pause: str) -> None:
    await evening.commands("Ana", "pause", pause)
    await keeps(evening, "Ana", "in 1 hour call")
    assert evening.texts("Ana")[-1].endswith("and I bring it back once your pause is over. Only you see it.")
    await evening.commands("Ana", "resume")
    assert len(await comes(evening, "Ana", timedelta(hours=3))) == 1
