"""The dates of coarse topics are what the table of ended episodes says, whatever was taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ChatKind
from core.episodes import EpisodeState
from core.events import Deleted, Edited, Forgotten, Talked
from core.ids import EpisodeId, MessageId, PersonId
from core.safety.topics import MOST_TOPICS
from tests.cases import cases
from tests.core.builders import ANA, BEN, CEM, PERSONAL, POLICY, SMALL_TALK, Life, agreed, said

Dates = dict[PersonId, dict[str, datetime]]
TOPICS = ("work", "family", "money")
steps = st.lists(
    st.tuples(
        st.sampled_from(["tells", "tells", "tells", "talked", "deletes", "edits", "waits", "waits long"]),
        st.sampled_from([ANA, BEN, CEM]),
        st.lists(st.sampled_from(TOPICS), max_size=2, unique=True),
        st.integers(0, 9),
    ),
    max_size=16,
)


def by_the_table(life: Life) -> Dates:
    """Newest date by person and topic, of ended disclosures that stand and are not too old."""
    found: Dates = {}
    since = life.at - timedelta(days=POLICY.throwback_days)
    for e in life.past.values():
        stands = e.state is not EpisodeState.WITHDRAWN and e.ended_at is not None
        if stands and e.at >= since and e.depth >= POLICY.depth_min:
            mine = found.setdefault(e.author, {})
            mine.update({t: max(e.at, mine.get(t, e.at)) for t in e.topics})
    return {person: dates for person, dates in found.items() if dates}


def not_too_old(life: Life) -> Dates:
    since = life.at - timedelta(days=POLICY.throwback_days)
    fresh = {p: {t: at for t, at in dates.items() if at >= since} for p, dates in life.chat.topics.items()}
    return {person: dates for person, dates in fresh.items() if dates}


def lived(story: list[tuple[str, PersonId, list[str], int]]) -> Life:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    told = 0
    for what, person, topics, which in story:
        about = MessageId(f"m{which % told}") if told else MessageId("m")
        reading = replace(PERSONAL, topics=tuple(topics))
        match what:
            case "tells":
                life.happens(said(person, f"m{told}", reading))
                told += 1
                life.waits(minutes=5)
            case "talked":
                for episode in list(life.chat.episodes.values()):
                    life.happens(Talked(author=episode.author, episode=episode.id))
            case "deletes":
                life.happens(Deleted(message=about))
            case "edits":
                changed = reading if which % 2 else SMALL_TALK
                life.happens(Edited(message=about, reading=changed, words=5))
            case _:
                life.waits(days=40 if what == "waits long" else 1)
    return life


@settings(max_examples=cases(80))
@given(steps)
def test_dates_are_what_the_table_says(story: list[tuple[str, PersonId, list[str], int]]) -> None:
    life = lived(story)
    assert not_too_old(life) == by_the_table(life)


@settings(max_examples=cases(60))
@given(steps)
def test_of_somebody_forgotten_no_date_stays(story: list[tuple[str, PersonId, list[str], int]]) -> None:
    life = lived(story)
    life.past = {id: e for id, e in life.past.items() if e.author != BEN}
    life.happens(Forgotten(person=BEN))
    assert BEN not in life.chat.topics
    assert not_too_old(life) == by_the_table(life)


def test_deleting_the_newest_brings_the_one_before_back() -> None:
    life = Life()
    for n in range(2):
        life.happens(said(ANA, f"a{n}", replace(PERSONAL, topics=("work",))))
        life.waits(minutes=3)
        life.happens(Talked(author=ANA, episode=EpisodeId(f"a{n}")))
        life.waits(days=4)
    newest = life.chat.topics[ANA]["work"]
    life.happens(Deleted(message=MessageId("a1")))
    assert newest - life.chat.topics[ANA]["work"] == timedelta(days=4, minutes=3)


def test_the_memory_of_a_person_is_bounded() -> None:
    life = Life()
    for n in range(30):
        topics = tuple(f"t{n}-{i}" for i in range(4))
        life.happens(said(ANA, f"a{n}", replace(PERSONAL, topics=topics)))
        life.waits(minutes=3)
        life.happens(Talked(author=ANA, episode=EpisodeId(f"a{n}")))
        life.waits(hours=1)
    assert len(life.chat.topics[ANA]) == MOST_TOPICS
