"""*Not this* teaches the filter for whoever said it, about one person, for a while, and for nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import Chat, ChatKind, Contest
from core.decide import decide
from core.effects import AskedFirst, Decided, Effect, Held, Nudge, NudgeClaim
from core.episodes import Way, Wish
from core.events import Event, Forgotten, Pressed, TimeReached, What
from core.ids import EpisodeId, PersonId
from core.nudge import contest, trail
from core.nudge.rows.unsure import RULE
from core.nudge.verdicts import Rest
from core.people import Person
from tests.cases import cases
from tests.core.builders import (
    ANA,
    BEN,
    CEM,
    HARSH,
    MONDAY,
    PERSONAL,
    POLICY,
    WARM,
    Life,
    agreed,
    marked,
    said,
)
from tests.core.nudge.scenes import opened, scene_of, score

PLAIN = POLICY.nudge_threshold
CONTESTED = 0.97
LIFTED = CONTESTED + contest.SURER * (1 - CONTESTED)


def contested(topics: tuple[str, ...] = (), at: datetime = MONDAY, probability: float = CONTESTED) -> Contest:
    return Contest(EpisodeId("old"), at, topics, probability)


def scene_after(*contests: Contest, by: str = BEN, about: str = ANA, **changes: object):  # type: ignore[no-untyped-def]
    return scene_of(contested={by: {about: contests}}, **changes)


@pytest.mark.parametrize(("probability", "verdict"), [(LIFTED - 0.001, Rest()), (LIFTED + 0.001, None)])
def test_one_like_it_has_to_be_surer_half_the_way(probability: float, verdict: Rest | None) -> None:
    assert RULE.verdict(scene_after(contested()), opened(probability=probability), BEN) == verdict


@pytest.mark.parametrize(
    ("topics", "others", "like"),
    [
        ((), (), True),
        (("work",), ("work", "health"), True),
        (("work",), ("money",), False),
        (("work",), (), False),
    ],
)
def test_what_is_like_it_shares_a_topic(topics: tuple[str, ...], others: tuple[str, ...], like: bool) -> None:
    episode = opened(probability=CONTESTED, topics=others)
    assert (RULE.verdict(scene_after(contested(topics)), episode, BEN) == Rest()) is like


@given(st.floats(0, 200), score)
def test_it_fades_evenly_and_is_over_after_its_days(age: float, probability: float) -> None:
    scene = scene_after(contested(at=MONDAY - timedelta(days=age), probability=probability))
    lifted = contest.threshold(scene, opened(), BEN)
    assert PLAIN <= lifted <= max(PLAIN, probability + contest.SURER * (1 - probability)) <= 1
    assert age < POLICY.contest_days or lifted == PLAIN


@given(score, st.sampled_from([Way.MARKED, Way.CHECKIN]), st.sampled_from(Wish))
def test_marks_wishes_and_check_ins_are_never_held_back_by_it(
    probability: float, way: Way, wish: Wish
) -> None:
    scene = scene_after(contested(probability=probability))
    assert RULE.verdict(scene, opened(way=way, probability=probability), BEN) is None
    assert RULE.verdict(scene, opened(wish=wish, probability=probability), BEN) is None


def test_it_is_the_recipients_alone_and_about_one_person() -> None:
    episode = opened(probability=CONTESTED)
    assert RULE.verdict(scene_after(contested(), by=CEM), episode, BEN) is None
    assert RULE.verdict(scene_after(contested(), about=CEM), episode, BEN) is None


def test_whoever_wants_to_be_asked_first_is_asked_all_the_same() -> None:
    asking = {ANA: Person(id=ANA, ask_first=True)}
    episode = opened(probability=CONTESTED)
    assert RULE.verdict(scene_after(contested(), people=asking), episode, BEN) is None
    agreed_first = replace(episode, agreed_first=True)
    assert RULE.verdict(scene_after(contested(), people=asking), agreed_first, BEN) == Rest()


def test_why_tells_its_own_reason_only_to_whoever_said_it() -> None:
    scene, episode = scene_after(contested()), opened(probability=CONTESTED)
    assert trail.decided(scene, episode, BEN, RULE.name, Rest()).told == trail.CONTESTED
    unsure = opened(probability=PLAIN - 0.01)
    assert trail.decided(scene, unsure, BEN, RULE.name, Rest()).told == "unsure"


# Pressed


def noted() -> Life:
    """Ben has a note about a spotted disclosure of Ana's."""
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.waits(hours=1)
    assert len(life.seen(Nudge)) == 1
    return life


def press(life: Life, button: str) -> None:
    life.happens(Pressed(author=BEN, episode=EpisodeId("m1"), button=button))


def test_not_this_is_kept_once_with_its_topics_and_probability() -> None:
    life = noted()
    press(life, "not_this")
    press(life, "not_this")
    (kept,) = life.chat.contested[BEN][ANA]
    assert (kept.episode, kept.probability, kept.topics) == ("m1", PERSONAL.disclosure, ())


def test_undone_it_is_as_if_it_had_not_been_said_and_may_be_said_again() -> None:
    life = noted()
    before = life.chat
    press(life, "not_this")
    press(life, "undo")
    assert (life.chat.contested, life.chat.spacing) == (before.contested, before.spacing)
    press(life, "not_this")
    assert life.chat.spacing[BEN][ANA].factor == 4.0


def test_a_mark_that_is_contested_teaches_nothing() -> None:
    life = Life()
    life.happens(marked(ANA, "m1"))
    life.waits(hours=1)
    press(life, "not_this")
    assert life.chat.contested == {}
    assert life.chat.spacing[BEN][ANA].factor == 4.0


def test_forgetting_either_takes_it_away() -> None:
    for person in (ANA, BEN):
        life = noted()
        press(life, "not_this")
        life.happens(Forgotten(person=person))
        assert life.chat.contested == {}


# Two worlds

Told = tuple[PersonId, str, int, float, tuple[str, ...]]
"""Author, what is said, minutes until the next, probability, topics."""
turns: st.SearchStrategy[list[Told]] = st.lists(
    st.tuples(
        st.sampled_from((ANA, BEN)),
        st.sampled_from(("personal", "personal", "light", "warm", "harsh")),
        st.sampled_from((1, 20, 45, 200, 900, 3000)),
        st.floats(0.9, 1.0),
        st.sampled_from(((), ("work",), ("work", "money"))),
    ),
    min_size=1,
    max_size=12,
)


def lived(told: list[Told], ask: bool, start: Chat) -> list[Effect]:
    """Everything that was decided over these turns, each followed by so many minutes."""
    chat, now, effects = start, MONDAY, []
    people = {ANA: Person(id=ANA, ask_first=ask), BEN: Person(id=BEN)}
    for number, (author, kind, minutes, probability, topics) in enumerate(told):
        reading = replace(PERSONAL, disclosure=probability, topics=topics) if kind == "personal" else None
        tone = {"warm": WARM, "harsh": HARSH}.get(kind)
        turn = said(author, f"m{number}", reading, tone=tone, to=chat.episodes if tone else ())
        for what in (turn, TimeReached()):
            chat, new = _step(chat, what, now, people)
            effects += new
            now += timedelta(minutes=minutes)
    return effects


def _step(chat: Chat, what: What, now: datetime, people: dict[PersonId, Person]) -> tuple[Chat, list[Effect]]:
    return decide(chat, Event(at=now, what=what, people=people), POLICY)


@settings(max_examples=cases(150), deadline=None)
@given(turns, st.booleans(), st.lists(st.tuples(st.sampled_from(((), ("work",))), score), max_size=4))
def test_what_ben_contested_changes_only_what_ben_gets(
    told: list[Told],
    ask: bool,
    contests: list[tuple[tuple[str, ...], float]],
) -> None:
    """Ana is asked, told and read the same; every episode opens, is answered and ends the same."""
    without = agreed(ANA, BEN)
    kept = tuple(contested(topics, probability=p) for topics, p in contests)
    with_contests = replace(without, contested={BEN: {ANA: kept}})

    def seen(effects: list[Effect]) -> list[Effect]:
        return [_public(e) for e in effects if not _bens_alone(e)]

    assert seen(lived(told, ask, with_contests)) == seen(lived(told, ask, without))


def _bens_alone(effect: Effect) -> bool:
    """What is decided for Ben's notes: shown to him, or to nobody."""
    match effect:
        case Nudge(to=to) | Held(to=to) | Decided(to=to):
            return to == BEN
        case NudgeClaim(person):
            return person == BEN
    return False


def _public(effect: Effect) -> Effect:
    """An ended episode without what is kept in it of Ben's notes."""
    episode = getattr(effect, "episode", None)
    if episode is None or isinstance(effect, AskedFirst) or isinstance(episode, str):
        return effect
    bare = replace(episode, nudge=None, decision=None, held=(), decide_at=None)
    return replace(effect, episode=bare)


def test_the_two_worlds_do_differ_for_ben() -> None:
    told: list[Told] = [(ANA, "personal", 45, CONTESTED, ())]
    plain = agreed(ANA, BEN, kind=ChatKind.COUPLE)
    lifted = replace(plain, contested={BEN: {ANA: (contested(),)}})
    assert [
        len([e for e in lived(told, False, chat) if isinstance(e, Nudge)]) for chat in (plain, lifted)
    ] == [1, 0]
