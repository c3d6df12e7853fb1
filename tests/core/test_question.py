"""When a discloser is asked the one question, and when not: each rule for random lives, through `decide`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import Phase, given, settings

from core.effects import DisclosureOpened, RatingRequested
from core.ids import EpisodeId, PersonId
from core.people import Person
from core.question import QUESTIONS
from core.reading.scores import ResponseReading
from core.responses import is_answered, pooled
from tests.cases import cases
from tests.core.builders import ANA, BEN, HARSH, PERSONAL, POLICY, WARM, Life, disclosed, said
from tests.core.scripts import NAMES, TALKING, Player, Step, begun, persons, steps

# Answers and ratings often enough that questions are asked; shorter lives, so that ten thousand can be lived.
KINDS = (*TALKING, *6 * ("say",), "reveal", "reveal")
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


def test_random_lives_do_ask_questions() -> None:
    """Or else the rules above would hold of nothing."""
    script = [Step(300, kind, who, 0, 1, 1) for kind, who in 8 * [("say", 0), ("say", 1)]]
    assert questions(script, {}).found
