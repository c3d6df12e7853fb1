"""What is off in a place is off on every screen, and nothing is taken there that comes to nothing."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.episodes import Wish
from core.inbound import ButtonPressed, Commanded, MarkedPost, Who
from core.utterance import Utterance
from tests.stories.test_moderation import Club
from tests.stories.test_what_is_off import Watched
from tests.stories.world import HOME, World, who


@pytest.fixture
async def club() -> Club:
    world = Club()
    await world.opens()
    return world


async def test_a_plan_announces_nothing_where_check_ins_are_off() -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "checkins", "daily 20:00", chat=HOME)
    assert "Next for you" in world.texts("Ana")[-1]
    await world.commands("Ana", "chat", chat=HOME)
    card = next(s for s in world.shared() if s.to.kind == "chat")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=card.button("Check-ins: on")))
    await world.commands("Ana", "checkins", chat=HOME)
    assert world.texts("Ana")[-1].startswith("Check-ins are off in this chat")
    assert "Next for you" not in world.texts("Ana")[-1]


async def test_what_moderators_leave_off_is_off_on_every_screen(club: Club) -> None:
    await club.commands("Ana", "chat", chat=HOME)
    card = next(s.screen for s in reversed(club.shared()) if s.to.kind == "chat")
    assert "Check-ins: off (its moderators)" in card.text
    assert "Private notes: off (its moderators)" in card.text
    assert [b.label for b in card.buttons()] == ["Guess after a reveal: on"]
    await club.commands("Ana", "checkin", chat=HOME)
    assert club.texts("Ana")[-1] == "Check-ins are off in this channel (its moderators)."
    await club.commands("Ana", "checkins", "daily 20:00", chat=HOME)
    assert "off in this channel (its moderators)" in club.texts("Ana")[-1]
    assert "Next for you" not in club.texts("Ana")[-1]
    await club.moderates()
    await club.presses("Fay", "This channel: off")
    await club.presses("Fay", "Public check-ins: off")
    await club.commands("Ana", "chat", chat=HOME)
    card = next(s.screen for s in reversed(club.shared()) if s.to.kind == "chat")
    assert "Check-ins: on" in card.text
    await club.commands("Ana", "checkins", chat=HOME)
    assert "Next for you" in club.texts("Ana")[-1]


async def test_nobody_in_a_community_is_written_to_about_parking(club: Club) -> None:
    before = len(club.private("Ben"))
    await club.commands("Ana", "park", chat=HOME)
    assert "not in a community" in club.texts("Ana")[-1]
    assert len(club.private("Ben")) == before
    assert (await club.chat()).parked == ()


async def test_a_mark_in_a_channel_that_is_off_is_refused_and_not_kept(club: Club) -> None:
    said = await club.says("Ana", "a hard day")
    await club.marks("Ana", said, Wish.LISTEN)
    assert club.texts("Ana")[-1].startswith("This channel is off (its moderators)")
    assert (await club.chat()).episodes == {}
    assert (await club.chat()).kind is ChatKind.COMMUNITY


LEFT_OUT = "This channel's moderators left you out"


@pytest.mark.parametrize("way", ["person", "role"])
@pytest.mark.parametrize("by", ["menu", "command"])
async def test_whom_moderators_left_out_marks_nothing(club: Club, way: str, by: str) -> None:
    await club.switched_on()
    said = await club.says("Ana", "a hard day")
    ana = Who(who("Ana").id, "Ana", roles=("77",))
    await club.fills(*(("Exempt people", "ana") if way == "person" else ("Exempt roles", "77")))
    before = await club.chat()
    if by == "menu":
        words = Utterance(text="a hard day")
        await club.hand_in(MarkedPost(chat=HOME, author=ana, message=said, wish=Wish.LISTEN, words=words))
    else:
        await club.hand_in(Commanded(chat=HOME, who=ana, name="mark", about=said, about_author=ana.id))
    assert club.texts("Ana")[-1].startswith(LEFT_OUT)
    assert (await club.chat()).episodes == before.episodes == {}


async def test_whom_moderators_left_out_since_takes_a_mark_back_and_does_not_change_it(club: Club) -> None:
    await club.switched_on()
    said = await club.says("Ana", "a hard day")
    await club.marks("Ana", said, Wish.LISTEN)
    marked = club.newest("Ana", "mark_reply")
    await club.fills("Exempt people", "ana")
    await club.hand_in(ButtonPressed(who=who("Ana"), data=marked.button("Take the mark back")))
    assert club.texts("Ana")[-1] == "The mark is taken back."
    await club.marks("Ana", said, Wish.CELEBRATE)
    assert club.texts("Ana")[-1].startswith(LEFT_OUT)


async def test_whom_moderators_left_out_is_not_read_in_an_answer_either() -> None:
    reader = Watched()
    world = Club(reader=reader)
    await world.opens()
    await world.switched_on()
    await world.presses("Fay", "Public check-ins: off")
    await world.fills("Exempt people", "ana")
    await world.commands("Ben", "checkin", chat=HOME)
    for name in ("Ana", "Ben"):
        await world.tells_bot(name, f"{name} is afraid of tomorrow")
    shown = next(s for s in world.shared() if s.to.kind == "reveal")
    assert len(shown.to.copies) == 2
    assert reader.read == ["Ben is afraid of tomorrow"]


async def test_a_mark_from_before_can_be_taken_back_after_a_channel_went_off(club: Club) -> None:
    await club.switched_on()
    said = await club.says("Ana", "a hard day")
    await club.marks("Ana", said, Wish.LISTEN)
    await club.presses("Fay", "This channel: on")
    await club.presses("Ana", "Take the mark back")
    assert club.texts("Ana")[-1] == "The mark is taken back."


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Time zone", "Mars", "“time zone”"),
        ("Quiet hours", "25:00-3", "“quiet hours”"),
        ("Import", '{"attune_moderation": 1, "quiet_hours": 5}', "“quiet hours”"),
        ("Import", '{"attune_moderation": 1, "exempt_people": 5}', "“exempt people”"),
    ],
)
async def test_a_refusal_names_a_field_in_words(club: Club, label: str, value: str, said: str) -> None:
    await club.moderates()
    await club.fills(label, value)
    assert said in club.newest("Fay", "moderate").screen.text.split("\n")[0]


async def test_nothing_is_made_of_a_text_without_words(club: Club) -> None:
    await club.moderates()
    await club.fills("Try a text", "  ")
    assert club.newest("Fay", "dry_run").screen.text.startswith("There are no words in it")
