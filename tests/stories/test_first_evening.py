"""The loop, end to end: agree, check in, disclose, be pointed to it, answer, be asked, mark, mirror."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.effects import EpisodeEnded, MessageRead, Nudge
from core.episodes import Wish
from core.ids import MessageId
from core.inbound import ConsentSaid, Inbound, MarkedPost, SettingsSaid
from core.people import QuietHours
from tests.stories.world import HOME, World, who

PRIVATELY: dict[str, Callable[[MessageId], Inbound]] = {
    "sleeps": lambda said: settings_of("Ben", quiet_hours=QuietHours.parse("20:30-08:00")),
    "Ana pauses": lambda said: settings_of("Ana", paused=True),
    "Ben pauses": lambda said: settings_of("Ben", paused=True),
    "Ana withdraws": lambda said: ConsentSaid(chat=HOME, who=who("Ana"), granted=False),
    "Ben withdraws": lambda said: ConsentSaid(chat=HOME, who=who("Ben"), granted=False),
    "Ana asks to be asked": lambda said: settings_of("Ana", ask_first=True),
    "leave it be": lambda said: MarkedPost(chat=HOME, author=who("Ana"), message=said, wish=Wish.LEAVE),
}
"""What either does for themselves, by what is handed in."""


def settings_of(name: str, **values: object) -> SettingsSaid:
    return SettingsSaid(who=who(name), values=values)


@pytest.fixture
async def evening() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def test_nothing_is_read_before_both_agreed() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.says("Ana", "I am afraid of tomorrow")
    await world.agree("Ana")
    await world.says("Ana", "I am afraid of tomorrow")
    assert world.seen(MessageRead) == []


async def test_the_first_check_in_comes_when_both_agreed() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    assert all(any("small good moment" in text for text in world.texts(name)) for name in ("Ana", "Ben"))


async def test_answers_are_shown_together_and_not_before() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await world.tells_bot("Ana", "the sun on the tram")
    assert not any(shown.to.kind == "reveal" for shown in world.shared())
    await world.tells_bot("Ben", "your laugh at breakfast")
    reveal = next(shown for shown in world.shared() if shown.to.kind == "reveal")
    assert [place for place, _ in reveal.to.copies] == ["toy:private:ana", "toy:private:ben"]


async def test_an_answer_to_a_revealed_answer_closes_its_episode() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await world.tells_bot("Ana", "the sun on the tram")
    await world.tells_bot("Ben", "your laugh at breakfast")
    await world.says("Ben", "I am with you in that tram")
    await world.passes(minutes=3)
    assert [e.episode.author for e in world.seen(EpisodeEnded)] == ["toy:ana"]


async def test_an_unanswered_disclosure_brings_the_partner_one_sealed_note(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    assert evening.texts("Ben")[-1] == "A note, when you have a minute."


async def test_the_author_sees_nothing_of_the_note(evening: World) -> None:
    before = evening.texts("Ana")
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    assert evening.texts("Ana") == before


async def test_a_note_opens_in_place_and_names_the_moment(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    count = len(evening.private("Ben"))
    await evening.presses("Ben", "Open")
    assert len(evening.private("Ben")) == count
    assert evening.texts("Ben")[-1] == "I may be wrong: Ana's 19:00 message might be one to come back to."


async def test_a_warm_answer_leads_to_no_note(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(minutes=5)
    await evening.says("Ben", "I am with you, whatever happens tomorrow")
    await evening.passes(hours=7)
    assert evening.seen(Nudge) == []


async def test_a_mark_reaches_the_partner_with_its_wish(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message)
    await evening.presses("Ana", "Listen")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    assert evening.texts("Ben")[-1] == "Ana marked the 19:00 message: listening is wanted, not advice."


async def test_we_have_talked_closes_the_episode(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "We've talked")
    assert [e.episode.state for e in evening.seen(EpisodeEnded)] == ["answered"]


async def test_why_names_the_reason_in_a_sentence(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Why")
    assert "I saw no real answer to it yet" in evening.texts("Ben")[-1]


async def test_later_brings_the_same_note_back_once(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Later")
    await evening.passes(minutes=61)
    assert evening.texts("Ben")[-1] == "A note, when you have a minute."


MEANWHILE = ["answers", "answers thinly", "takes back", "crisis", "fear", "contempt", "quarrel", "sleeps"]
MEANWHILE += [
    "Ana pauses",
    "Ben pauses",
    "Ana withdraws",
    "Ben withdraws",
    "Ana asks to be asked",
    "leave it be",
]


@pytest.mark.parametrize("meanwhile", MEANWHILE)
async def test_a_note_put_off_is_not_brought_back_when_it_should_rest(evening: World, meanwhile: str) -> None:
    said = await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Later")
    if meanwhile.startswith("answers"):
        warmly = meanwhile == "answers"
        await evening.says("Ben", "I am with you, whatever happens" if warmly else "the bus was late again")
    elif meanwhile == "takes back":
        await evening.deletes(said)
    elif meanwhile == "contempt":
        for _ in range(3):
            await evening.says("Ana", "and I am afraid of the day after")
            await evening.passes(minutes=3)
            await evening.says("Ben", "you are pathetic")
            await evening.passes(minutes=3)
    elif meanwhile == "quarrel":
        await evening.passes(minutes=45)
        for _ in range(2):
            await evening.says("Ana", "you are pathetic")
            await evening.passes(minutes=3)
    elif meanwhile in PRIVATELY:
        await evening.hand_in(PRIVATELY[meanwhile](said))
    else:
        await evening.says("Ana", "he hits me" if meanwhile == "fear" else "I want to end it all")
    before = [text for text in evening.texts("Ben") if "A note" in text]
    for _ in range(9):
        await evening.passes(minutes=10)
    assert [text for text in evening.texts("Ben") if "A note" in text] == before


async def test_the_discloser_is_asked_one_question_when_the_talk_rests(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(minutes=5)
    await evening.says("Ben", "I am with you, whatever happens tomorrow")
    await evening.passes(minutes=15)
    await evening.presses("Ana", "Open")
    assert evening.texts("Ana")[-1] == "About your 19:00 message: did you feel understood?"


async def test_an_answer_to_the_question_stays_with_its_author(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(minutes=5)
    await evening.says("Ben", "I am with you, whatever happens tomorrow")
    await evening.passes(minutes=15)
    seen_by_ben = evening.texts("Ben")
    await evening.presses("Ana", "Open")
    await evening.presses("Ana", "Partly")
    assert evening.texts("Ana")[-1].startswith("Thank you. Only I know")
    assert evening.texts("Ben") == seen_by_ben


async def test_whether_somebody_may_be_pointed_to_it_is_asked_outside_the_author_s_quiet_hours(
    evening: World,
) -> None:
    await evening.hand_in(settings_of("Ana", ask_first=True, quiet_hours=QuietHours.parse("18:00-20:00")))
    before = evening.texts("Ana")
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(minutes=59)
    assert evening.texts("Ana") == before
    await evening.passes(minutes=2)
    assert evening.texts("Ana")[-1] == "A note, when you have a minute."


async def test_the_mirror_says_what_comes_across_and_supplies_no_words(evening: World) -> None:
    await evening.mirrors("Ben", "I am with you", to="I am afraid of tomorrow")
    assert evening.texts("Ben")[-1].splitlines()[:3] == [
        "Understood: comes across",
        "Valued: comes across",
        "Cared for: comes across",
    ]


async def test_a_draft_after_the_mirror_command_is_mirrored(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(minutes=3)
    await evening.commands("Ben", "mirror")
    await evening.tells_bot("Ben", "you are pathetic")
    assert "It may also sound like blame." in evening.texts("Ben")[-1]


async def test_a_message_marked_to_be_left_alone_brings_no_note(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LEAVE)
    await evening.passes(hours=8)
    assert evening.seen(Nudge) == []


async def test_a_button_of_somebody_elses_note_does_nothing(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "We've talked", by="Ana")
    assert evening.seen(EpisodeEnded) == []
    assert evening.texts("Ana")[-1] == "That is over by now."


async def test_a_note_put_off_into_quiet_hours_that_end_in_time_comes_after_them(evening: World) -> None:
    await evening.says("Ana", "I am afraid of tomorrow")
    await evening.passes(hours=1)
    await evening.presses("Ben", "Open")
    await evening.presses("Ben", "Later")
    await evening.hand_in(settings_of("Ben", quiet_hours=QuietHours.parse("20:30-21:20")))
    await evening.passes(minutes=61)
    assert evening.texts("Ben")[-1] != "A note, when you have a minute."
    await evening.passes(minutes=25)
    assert evening.texts("Ben")[-1] == "A note, when you have a minute."


async def test_private_notes_in_communities_are_off_until_somebody_turns_them_on(evening: World) -> None:
    await evening.commands("Ben", "settings")
    await evening.presses("Ben", "Notes in communities: off")
    assert any(b.label == "Notes in communities: on" for b in evening.private("Ben")[-1].screen.buttons())
