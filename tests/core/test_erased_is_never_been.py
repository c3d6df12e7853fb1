"""Who is forgotten has never been: the others' figures are those of a history without them.

One life is lived by three friends, and one is forgotten; in the other their words were never read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.consent import cleansed
from core.episodes import Decision, Episode, EpisodeState
from core.events import Forgotten, Rated
from core.ids import EpisodeId, pair_of
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, MONDAY, PERSONAL, WARM, Life, agreed, answer, ended, said
from tests.core.test_known_in_time import WHOLE, Burst, Story, Telling, figures, stories


def forget_cem(life: Life) -> None:
    """As the shell does it: his rows go, then what the chat holds of him."""
    left = ((id, cleansed(episode, CEM)) for id, episode in life.past.items())
    life.past = {id: episode for id, episode in left if episode is not None}
    life.happens(Forgotten(person=CEM))


def without_cem(story: Story) -> Story:
    """The same evenings, in which his words were not read: the others spoke at the same moments."""
    bursts: list[Burst] = []
    waited = 0
    for burst in story.bursts:
        waited += burst.gap
        if burst.author == CEM:
            waited += 20 * len(burst.messages)
            continue
        bursts.append(Burst(burst.author, waited, burst.messages, alive=burst.alive))
        waited = 0
    return Story(story.people, bursts, [], checkin=99, replied=set())


def spoken_to_all(story: Story) -> Story:
    """Nobody replies explicitly: what was said to somebody who is forgotten goes with them."""
    for burst in story.bursts:
        for message in burst.messages:
            message.reply_to = None
    story.changes, story.checkin = [], 99
    return story


@given(stories((ANA, BEN, CEM)).map(spoken_to_all))
@settings(max_examples=cases(100), phases=WHOLE, deadline=None)
def test_erasing_a_person_gives_the_figures_of_a_history_without_them(story: Story) -> None:
    life = Telling(story, at_once=False).tell()
    forget_cem(life)
    never = Telling(without_cem(story), at_once=True).tell()
    assert figures(life, pair_of(ANA, BEN)) == figures(never, pair_of(ANA, BEN))


def rated_life(*responders: str) -> Life:
    """Ana disclosed; these answered; she told how it felt."""
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    for who in (BEN, CEM):
        life.happens(said(who, f"hello {who}"))
    life.happens(said(ANA, "a", PERSONAL))
    life.waits(minutes=3)
    for who in (BEN, CEM):
        if who in responders:
            life.happens(said(who, f"r {who}", tone=WARM, to=("a",)))
            life.waits(minutes=3)
    life.happens(Rated(author=ANA, episode=EpisodeId("a"), understood=5))
    return life


def test_what_was_felt_about_somebodys_response_goes_with_them() -> None:
    life = rated_life(CEM)
    assert len(life.chat.felt[ANA]) == 1
    forget_cem(life)
    assert life.chat.felt == {}


def test_what_was_felt_about_others_stays() -> None:
    life = rated_life(BEN)
    before = life.chat.felt
    forget_cem(life)
    assert life.chat.felt == before != {}


def about_cem(**values: Any) -> Episode:
    """Ana's disclosure, about which Cem would have got a note: what the policy found out about him."""
    decision = Decision(rule="quiet_hours", at=MONDAY, until=MONDAY + timedelta(hours=9), told="quiet_hours")
    given_: dict[str, Any] = {
        "concerned": (BEN, CEM),
        "latest": CEM,
        "decision": decision,
        "held": ("cap", "quiet_hours"),
        "soft_at": MONDAY + timedelta(hours=9),
        "hard_at": MONDAY + timedelta(hours=20),
        "decide_at": MONDAY + timedelta(hours=9),
        "state": EpisodeState.OPEN,
        "ended_at": None,
    }
    return replace(ended(), **(given_ | values))


def test_what_was_decided_about_somebody_goes_with_them() -> None:
    left, other = cleansed(about_cem(), CEM), cleansed(about_cem(hard_at=MONDAY + timedelta(hours=40)), CEM)
    assert left is not None
    assert (left.latest, left.decision, left.held) == (None, None, ())
    assert (left.soft_at, left.decide_at) == (None, None)
    assert left == other


def test_what_was_decided_about_somebody_else_stays() -> None:
    episode = about_cem(latest=BEN)
    assert cleansed(episode, CEM) == replace(episode, concerned=(BEN,))


def test_an_open_disclosure_ends_although_the_one_it_would_point_to_is_forgotten() -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    life.chat = replace(life.chat, episodes={EpisodeId("e"): about_cem()})
    life.happens(Forgotten(person=CEM))
    life.waits(days=3)
    assert [e.state for e in life.past.values()] == [EpisodeState.EXPIRED]


def test_that_somebody_answered_in_unread_words_or_said_they_talked_goes_with_them() -> None:
    voice = replace(answer(author=CEM, message="v"), answers=True, read=False)
    over = {"state": EpisodeState.ANSWERED, "ended_at": MONDAY, "decide_at": None}
    ways: list[dict[str, Any]] = [
        {"unread": True, "passed": (voice,)},
        {"talked": True},
        {"responses": (answer(author=CEM),)},
    ]
    for told in ways:
        left = cleansed(about_cem(**over, **told), CEM)
        assert left is not None
        assert (left.unread, left.talked, left.state) == (False, False, EpisodeState.EXPIRED)


def test_that_somebody_else_answered_in_unread_words_stays() -> None:
    voice = replace(answer(author=BEN, message="v"), answers=True, read=False)
    left = cleansed(about_cem(unread=True, passed=(voice,)), CEM)
    assert left is not None
    assert left.unread


def test_an_episode_of_others_is_left_exactly_as_it_is() -> None:
    episode = about_cem(concerned=(BEN,), latest=BEN, talked=True, unread=True)
    assert cleansed(episode, CEM) == episode


@given(st.sampled_from([BEN, CEM]))
def test_how_fast_somebody_answered_a_forgotten_person_is_unlearnt(author: str) -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    life.happens(said(ANA, "hello"))
    life.happens(said(BEN if author == BEN else CEM, "d", PERSONAL))
    life.waits(minutes=3)
    life.happens(said(ANA, "r", tone=WARM, to=("d",)))
    life.waits(minutes=3)
    assert [reply.to for reply in life.chat.replies[ANA]] == [author]
    forget_cem(life)
    assert bool(life.chat.replies) == (author == BEN)
