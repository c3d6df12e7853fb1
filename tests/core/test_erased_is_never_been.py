"""Who is forgotten has never been: the others' figures are those of a history without them.

One life is lived by three friends, and one is forgotten; in the other their words were never read.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.consent import cleansed
from core.events import Forgotten, Rated
from core.ids import EpisodeId, pair_of
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, PERSONAL, WARM, Life, agreed, said
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
