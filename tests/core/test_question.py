"""When a discloser is asked the one question, and when not: each rule for random lives, through `decide`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from core.chats import Lock
from core.effects import DisclosureOpened, RatingRequested
from core.events import Confided, Edited, Rated, Talked
from core.ids import EpisodeId, MessageId, PersonId, pair_of
from core.people import Person, QuietHours
from core.question import QUESTIONS
from core.reading.scores import MessageReading, ResponseReading
from core.responses import is_answered, pooled
from tests.cases import cases
from tests.core.builders import (
    ANA,
    BEN,
    HARSH,
    MONDAY,
    PERSONAL,
    POLICY,
    SMALL_TALK,
    WARM,
    Life,
    disclosed,
    said,
)
from tests.core.scripts import NAMES, TALKING, Player, Step, begun, persons, steps

# Answers and ratings often enough that questions are asked; shorter lives, so that ten thousand can be lived.
KINDS = (*TALKING, *6 * ("say",), "reveal", "reveal")
LUKEWARM = ResponseReading(understanding=0.3, appreciation=0.2, caring=0.2, relevance=0.9)
LIVES = settings(max_examples=cases(40), phases=(Phase.explicit, Phase.generate))
short_lives = steps(KINDS, most=16)


@dataclass(slots=True)
class Asked:
    """Every question of a life, with the chat as it was when it was asked."""

    looked: int = 0
    found: list[tuple[datetime, RatingRequested, Life]] = field(default_factory=list)

    def __call__(self, life: Life) -> None:
        for at, effect in life.effects[self.looked :]:
            if isinstance(effect, RatingRequested):
                self.found.append((at, effect, replace(life, past=dict(life.past))))
        self.looked = len(life.effects)


def questions(script: list[Step], known: dict[PersonId, Person], size: int = 2) -> Asked:
    names, life = begun(size, known)
    asked = Asked()
    player = Player(names, life, watch=asked)
    player.play(script)
    life.waits(days=2)
    asked(life)
    return asked


@given(short_lives, persons(*NAMES))
@LIVES
def test_nobody_is_asked_twice_within_a_day(script: list[Step], known: dict[PersonId, Person]) -> None:
    last: dict[PersonId, datetime] = {}
    for at, one, _ in questions(script, known).found:
        assert one.to not in last or at - last[one.to] >= timedelta(hours=24)
        last[one.to] = at


@given(short_lives, persons(*NAMES))
@LIVES
def test_each_asks_one_of_three_in_turn(script: list[Step], known: dict[PersonId, Person]) -> None:
    asked: dict[PersonId, list[str]] = defaultdict(list)
    for _, one, _ in questions(script, known).found:
        asked[one.to].append(one.question)
    for found in asked.values():
        assert found == [QUESTIONS[n % 3] for n in range(len(found))]


@given(short_lives, persons(*NAMES))
@LIVES
def test_none_comes_in_the_middle_of_a_talk(script: list[Step], known: dict[PersonId, Person]) -> None:
    rest = timedelta(minutes=POLICY.question_silence_minutes)
    for at, _, life in questions(script, known).found:
        assert all(at - spoke >= rest for spoke in life.chat.last_spoke.values())


@given(short_lives, persons(*NAMES))
@LIVES
def test_none_follows_a_hurtful_reply(script: list[Step], known: dict[PersonId, Person]) -> None:
    for _, one, life in questions(script, known).found:
        episode = life.chat.episodes.get(one.episode) or life.past[one.episode]
        said_ = pooled(episode)
        assert said_ is not None
        assert is_answered(episode, POLICY)
        assert said_.k < POLICY.harsh_criticism
        assert all(r.reading.contempt < POLICY.contempt_threshold for r in episode.responses)
        assert all(harsh < episode.at for harsh in life.chat.harsh_turns)


@given(short_lives, persons(*NAMES))
@LIVES
def test_none_is_asked_twice_about_an_episode_nor_of_anybody_but_its_author(
    script: list[Step], known: dict[PersonId, Person]
) -> None:
    found = questions(script, known).found
    about = [one.episode for _, one, _ in found]
    assert len(about) == len(set(about))
    for _, one, life in found:
        opened = {e.episode: e.author for e in life.seen(DisclosureOpened) if isinstance(e, DisclosureOpened)}
        assert opened[one.episode] == one.to


@given(short_lives, persons(*NAMES))
@LIVES
def test_who_wants_none_or_rests_is_asked_none(script: list[Step], known: dict[PersonId, Person]) -> None:
    quiet = {name: replace(known[name], one_question=False, paused=name == BEN) for name in NAMES}
    assert questions(script, quiet).found == []


def answered(*tones: ResponseReading) -> Life:
    life = disclosed()
    for n, tone in enumerate(tones):
        life.happens(said(BEN, f"b{2 + n}", tone=tone, to=["a1"]))
    return life


def asked_of(life: Life) -> list[RatingRequested]:
    return [e for e in life.seen(RatingRequested) if isinstance(e, RatingRequested)]


def test_when_the_talk_has_come_to_rest_the_discloser_is_asked_one_question() -> None:
    life = answered(WARM)
    life.waits(minutes=11)
    assert asked_of(life) == []
    life.waits(minutes=2)
    assert [e.to for e in asked_of(life)] == [ANA]


@pytest.mark.parametrize(
    "hurtful",
    [
        pytest.param(replace(HARSH, understanding=0.9, caring=0.9), id="harsh however warm beside it"),
        pytest.param(replace(WARM, contempt=POLICY.contempt_threshold), id="contempt"),
        pytest.param(replace(WARM, criticism=POLICY.harsh_criticism), id="criticism"),
    ],
)
def test_no_question_follows_a_hurtful_answer(hurtful: ResponseReading) -> None:
    life = answered(hurtful)
    life.waits(days=1)
    assert asked_of(life) == []


def test_no_question_follows_hurtful_words_that_came_after_a_good_answer() -> None:
    life = answered(WARM)
    life.waits(minutes=4)
    life.happens(said(BEN, "b9", tone=HARSH))
    life.waits(days=1)
    assert asked_of(life) == []


def test_hurtful_words_before_the_disclosure_were_about_something_else() -> None:
    life = Life()
    life.happens(said(BEN, "b1", tone=HARSH))
    life.waits(minutes=5)
    life.happens(said(ANA, "a1", PERSONAL))
    life.waits(minutes=5)
    life.happens(said(BEN, "b2", tone=WARM, to=["a1"]))
    life.waits(days=1)
    assert len(asked_of(life)) == 1


def test_a_talk_that_goes_on_puts_the_question_off_until_it_rests() -> None:
    life = answered(WARM)
    life.waits(minutes=8)
    life.happens(said(ANA, "a2"))
    life.waits(minutes=9)
    assert asked_of(life) == []
    life.waits(minutes=4)
    assert [e.episode for e in asked_of(life)] == [EpisodeId("a1")]


def test_the_question_comes_at_most_once_a_day_and_rotates() -> None:
    life = Life()
    for n in range(4):
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=3)
        life.happens(said(BEN, f"b{n}", tone=WARM, to=[f"a{n}"]))
        life.waits(hours=13)
    assert [e.question for e in asked_of(life)] == ["understood", "valued"]


def test_a_lock_does_not_show_in_a_missing_question() -> None:
    life = answered(WARM)
    life.chat = replace(life.chat, locks=(Lock(pair_of(ANA, BEN), MONDAY + timedelta(days=30)),))
    life.waits(days=1)
    assert len(asked_of(life)) == 1


def told_to_the_bot(who: PersonId, reading: MessageReading) -> Life:
    """Something hard is told to the bot alone; then Ana discloses and is answered warmly."""
    life = Life()
    life.happens(Confided(message=MessageId("p1"), author=who, reading=reading))
    life.waits(hours=1)
    life.happens(said(ANA, "a1", PERSONAL))
    life.waits(minutes=3)
    life.happens(said(BEN, "b2", tone=WARM, to=["a1"]))
    life.waits(days=1)
    return life


def test_what_one_told_the_bot_alone_takes_no_question_from_the_other() -> None:
    ways = [replace(SMALL_TALK, crisis=1.0), replace(SMALL_TALK, unsafe=1.0), SMALL_TALK]
    assert [len(asked_of(told_to_the_bot(BEN, reading))) for reading in ways] == [1, 1, 1]


def test_who_told_the_bot_of_a_crisis_is_asked_nothing_for_three_days() -> None:
    life = told_to_the_bot(ANA, replace(SMALL_TALK, crisis=1.0))
    assert asked_of(life) == []
    life.waits(days=2)
    life.happens(said(ANA, "a9", PERSONAL))
    life.waits(minutes=3)
    life.happens(said(BEN, "b9", tone=WARM, to=["a9"]))
    life.waits(days=1)
    assert len(asked_of(life)) == 1


@pytest.mark.parametrize(("crisis", "unsafe"), [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)])
@pytest.mark.parametrize("who", [ANA, BEN])
def test_after_words_of_distress_in_the_chat_nobody_is_asked_for_three_days(
    who: PersonId, crisis: float, unsafe: float
) -> None:
    life = Life()
    life.happens(said(who, "x", replace(SMALL_TALK, crisis=crisis, unsafe=unsafe)))
    for n in range(4):
        life.waits(minutes=10)
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=3)
        life.happens(said(BEN, f"b{n}", tone=WARM, to=[f"a{n}"]))
        life.waits(hours=24)
    assert [one.episode for one in asked_of(life)] == [EpisodeId("a3")]


def own_question_at(*, felt: float = 3, ask_first: bool = False) -> list[datetime]:
    """Ben's disclosure was answered, and shortly before it there was one of Ana's that he hardly answered.

    How Ana feels answers, and what she chose for herself, is private.
    """
    life = Life()
    for n in range(5):
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=3)
        life.happens(said(BEN, f"b{n}", tone=LUKEWARM, to=[f"a{n}"]))
        life.waits(hours=9)
        told = Rated(author=ANA, episode=EpisodeId(f"a{n}"), understood=felt, valued=felt, cared_for=felt)
        life.happens(told)
        life.waits(hours=15)
    life.people[ANA] = replace(life.person(ANA), ask_first=ask_first)
    for author, message, reading, tone, to in (
        (ANA, "x", PERSONAL, None, []),
        (BEN, "y", SMALL_TALK, LUKEWARM, ["x"]),
        (BEN, "bd", PERSONAL, None, []),
        (ANA, "ar", SMALL_TALK, WARM, ["bd"]),
    ):
        life.happens(said(author, message, reading, tone=tone, to=to))
        life.waits(minutes=3)
    life.waits(days=1)
    return [at for at, e in life.effects if isinstance(e, RatingRequested) and e.to == BEN]


def test_the_moment_of_ones_own_question_tells_nothing_of_how_the_other_feels_answers() -> None:
    assert own_question_at(felt=1) == own_question_at(felt=5) == own_question_at(ask_first=True) != []


def asked_after_a_thin_answer(
    *, quiet: str = "", talked: bool = False, reply_minutes: float = 3
) -> list[datetime]:
    """When Ana is asked about a disclosure that Ben answered thinly, whatever he keeps to himself."""
    life = disclosed()
    if quiet:
        life.people[BEN] = replace(life.person(BEN), quiet_hours=QuietHours.parse(quiet))
    life.waits(minutes=3)
    life.happens(said(BEN, "b2", tone=LUKEWARM, to=["a1"]))
    life.waits(hours=1)
    if talked:
        life.happens(Talked(author=BEN, episode=EpisodeId("a1")))
    life.waits(days=2)
    return [at for at, e in life.effects if isinstance(e, RatingRequested)]


@pytest.mark.parametrize("private", [{"quiet": "20:00-09:00"}, {"quiet": "18:05-18:30"}, {"talked": True}])
def test_the_moment_of_ones_own_question_tells_nothing_of_what_the_other_keeps_private(
    private: dict[str, Any],
) -> None:
    assert asked_after_a_thin_answer(**private) == asked_after_a_thin_answer() != []


def test_an_answer_that_was_edited_into_a_hurtful_one_brings_no_question() -> None:
    life = answered(WARM)
    life.waits(minutes=5)
    life.happens(
        Edited(message=MessageId("b2"), reading=SMALL_TALK, words=3, responses={EpisodeId("a1"): HARSH})
    )
    life.waits(days=1)
    assert asked_of(life) == []


def test_a_question_waits_half_an_hour_after_something_else_was_disclosed() -> None:
    life = answered(WARM)
    life.happens(said(BEN, "b9", PERSONAL))
    life.waits(minutes=31)
    assert asked_of(life) == []
    life.waits(minutes=12)
    assert [e.episode for e in asked_of(life)] == [EpisodeId("a1")]


def test_random_lives_do_ask_questions() -> None:
    """Or else the rules above would hold of nothing."""
    script = [Step(300, kind, who, 0, 1, 1) for kind, who in 8 * [("say", 0), ("say", 1)]]
    assert questions(script, {}).found
