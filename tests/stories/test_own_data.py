"""/mydata: everything that is kept of a person, as words and as a file, and nothing of anybody else."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest

from bot.own_data import own_data
from core.chats import ChatKind
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.inbound import BotAdded, ButtonPressed, Commanded, Posted, RatedBy, Who
from core.people import Expectation, Expecting, Person, QuietHours
from core.privacy import LINES, Kept
from core.reminders import Reminder
from core.utterance import Utterance
from tests.stories.world import HOME, MONDAY, World, who

ANA = who("Ana")
THEM = Who(PersonId("toy:THEM-person"), "THEM-name")
HELD: dict[str, str] = {
    "name": "name",
    "settings": "settings",
    "consent": "chats.consent",
    "answers": "chats.your_private_answers",
    "ready": "chats.deeper_is_fine_with_you_since",
    "came": "notes_sent_to_you",
    "spacing": "notes_sent_to_you",
    "expecting": "your_next_private_message_is",
    "reminders": "reminders",
    "contests": "chats.you_said_not_this",
    "closed": "nothing_reaches_you",
    "links": "links_to_come_together",
    "links_no": "links_to_come_together",
    "prompts": "chats.prompts_you_added",
    "parked": "chats.parked_for_later",
    "role": "chats.left_out_by_moderators",
    "moments": "chats.moments_you_opened",
    "responses": "chats.your_answers_to_others",
    "sums": "chats.older_moments_of_yours",
    "topics": "chats.topics_you_opened_up_about",
    "talk": "chats.when_you_spoke",
    "rounds": "chats.check_ins_under_way",
    "moderation": "chats.settings_you_changed_as_moderator",
    "notes": "said_to_you",
}
"""Where /mydata holds what a line of /privacy speaks of."""
NOT_OF_A_PERSON = {
    "chat": "a chat's own",
    "plan": "a chat's own",
    "decisions": "/why tells it, as far as it tells nothing of the other",
    "rest": "of both; it would tell what was noticed about the other",
    "updates": "ids alone",
    "places": "a chat's own",
    "erasures": "of people who are not here any more",
}


async def lived() -> World:
    """Ana and somebody else talk, answer, rate and check in; every id and name of the other is marked."""
    world = World()
    await world.hand_in(BotAdded(chat=HOME, kind=ChatKind.COUPLE, people=(ANA, THEM)))
    for shown in [s for s in world.platform.shown.values() if s.to.kind == "consent"]:
        whom = ANA if shown.to.to_person == ANA.id else THEM
        await world.hand_in(ButtonPressed(who=whom, data=f"{shown.note}:agree"))
    for person, message in ((ANA, "own-answer"), (THEM, "THEM-answer")):
        chat = ChatId(f"{person.id}/private")
        words = Utterance(text="I am afraid of work")
        await world.hand_in(
            Posted(chat=chat, author=person, message=MessageId(message), words=words, private=True)
        )
    turns = [(ANA, "own-1", "I am afraid of work"), (THEM, "THEM-1", "I am with you")]
    turns += [(THEM, "THEM-2", "I failed at work"), (ANA, "own-2", "I am with you")]
    for person, message, text in turns:
        words = Utterance(text=text)
        await world.hand_in(Posted(chat=HOME, author=person, message=MessageId(message), words=words))
        await world.passes(minutes=5)
    await world.passes(hours=1)
    for person, message in ((ANA, "own-1"), (THEM, "THEM-2")):
        rated = RatedBy(chat=HOME, author=person, episode=EpisodeId(message), understood=3)
        await world.hand_in(rated)
    await world.hand_in(Commanded(chat=HOME, who=THEM, name="checkin"))
    return world


def test_every_line_of_privacy_is_in_the_file_or_is_nobodys_own() -> None:
    assert set(HELD) | set(NOT_OF_A_PERSON) == {line.key for line in LINES}
    assert not set(HELD) & set(NOT_OF_A_PERSON)


@pytest.mark.parametrize("path", sorted(set(HELD.values())))
async def test_what_the_file_is_said_to_hold_is_there(path: str) -> None:
    found: Any = await own_data((await lived()).store, ANA.id)
    first, _, rest = path.partition(".")
    assert rest in found["chats"][0] if rest else first in found


async def test_what_happened_is_in_it() -> None:
    found = await own_data((await lived()).store, ANA.id)
    assert found is not None
    (home,) = found["chats"]
    for name in ("moments_you_opened", "your_answers_to_others", "your_private_answers", "when_you_spoke"):
        assert home[name], name
    assert home["check_ins_under_way"] == [
        {"closes": "2026-03-03T19:20:00+00:00", "answered": None, "passed": False}
    ]


async def test_nothing_of_anybody_else_is_in_it() -> None:
    world = await lived()
    text = json.dumps(await own_data(world.store, ANA.id))
    theirs = json.dumps(await own_data(world.store, THEM.id))
    assert "own-1" in text
    assert "THEM" not in text
    assert "own-" not in theirs
    assert "Ana" not in theirs


async def test_every_field_of_a_person_is_in_it() -> None:
    """Each field has another value than a new person's, and the file is another one without it."""
    world = await lived()
    full = Person(
        id=ANA.id,
        name="Ana",
        zone="Asia/Tokyo",
        quiet_hours=QuietHours(time(22), time(8)),
        ask_first=True,
        advice_wanted=False,
        paused=True,
        paused_until=MONDAY,
        country="GB",
        crisis_line=False,
        one_question=False,
        community_notes=True,
        fewer=True,
        no_notes=True,
        topics_off=("work",),
        nudged=(MONDAY,),
        asked_at=MONDAY,
        asked=7,
        cared_at=MONDAY,
        hours_offered=True,
        hidden=True,
        closed=True,
        written_to=False,
        checkin_at=time(21),
        away_until=date(2026, 12, 5),
        reminders=(Reminder(chat=HOME, message=MessageId("own-3"), at=MONDAY),),
        expecting=Expectation(what=Expecting.DRAFT, chat=HOME),
    )

    async def file_of(person: Person) -> str:
        await world.store.transact(lambda tx: tx.save_person(person))
        return json.dumps(await own_data(world.store, ANA.id))

    whole, plain = await file_of(full), Person(id=ANA.id)
    for field in dataclasses.fields(Person):
        if field.name != "id":
            value = getattr(plain, field.name)
            assert value != getattr(full, field.name), field.name
            assert await file_of(dataclasses.replace(full, **{field.name: value})) != whole, field.name


async def test_the_file_comes_with_the_words() -> None:
    world = await lived()
    await world.commands("Ana", "mydata")
    shown = world.private("Ana")[-1].screen
    assert shown.attachment is not None
    assert shown.attachment.name == "own-data.json"
    held = json.loads(shown.attachment.content)
    assert (held["person"], held["chats"][0]["chat"]) == (ANA.id, HOME)


async def test_who_brought_the_bot_and_tapped_nothing_is_known_and_can_be_forgotten() -> None:
    world = World()
    added = BotAdded(chat=HOME, kind=ChatKind.FRIENDS, by=ANA, hears=False, missing="privacy_mode")
    await world.hand_in(added)
    found = await own_data(world.store, ANA.id)
    assert found is not None
    assert found["you_brought_the_bot_to"] == [HOME]
    await world.commands("Ana", "mydata")
    assert "Chats: 1." in world.texts("Ana")[-1]
    await world.commands("Ana", "forget")
    await world.presses("Ana", "Yes, forget me")
    chat = await world.store.transact(lambda tx: tx.chat(HOME))
    assert ANA.id not in repr(chat)
    assert await own_data(world.store, ANA.id) is None


async def test_the_file_is_kept_nowhere() -> None:
    world = await lived()
    await world.commands("Ana", "mydata")
    notes = await world.store.transact(lambda tx: tx.notes_to(ANA.id))
    assert all("moments_you_opened" not in repr(stored.note) for stored in notes)


# /forget


def kept_of(found: dict[str, Any]) -> Iterator[str]:
    return (chat["chat"] for chat in found["chats"])


async def test_somebody_may_be_forgotten_in_one_chat_alone() -> None:
    world = await lived()
    friends = ChatId("toy:friends")
    await world.added("Ana", "Ben", "Cem", kind=ChatKind.FRIENDS, chat=friends)
    await world.agree("Ana", "Ben", "Cem")
    await world.commands("Ana", "forget", chat=HOME)
    await world.presses("Ana", "Only this chat")
    await world.presses("Ana", "Yes, only this chat")
    assert world.texts("Ana")[-1].startswith("Done: you were erased from that chat")
    left = await own_data(world.store, ANA.id)
    assert left is not None
    assert list(kept_of(left)) == [friends]
    assert left["name"] == "Ana"
    home = await world.store.transact(lambda tx: tx.chat(HOME))
    assert home is not None
    assert ANA.id not in repr(home)


async def test_keeping_everything_is_one_tap_away_at_each_step() -> None:
    world = await lived()
    await world.commands("Ana", "forget", chat=HOME)
    await world.presses("Ana", "Only this chat")
    await world.presses("Ana", "Keep everything")
    left = await own_data(world.store, ANA.id)
    assert left is not None
    assert list(kept_of(left)) == [HOME]


def test_what_is_said_to_be_kept_until_forget_is_what_forget_is_for() -> None:
    assert {line.key for line in LINES if line.kept is Kept.ALWAYS} >= {"name", "settings"}
