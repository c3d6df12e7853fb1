"""How episodes open, and what happens while the disclosing turn is still under way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.chats import ChatKind
from core.effects import DisclosureOpened, EpisodeEnded, ResponseAttached
from core.episodes import Episode, Way, Wish
from core.events import AnswersRevealed, Deleted, Edited, Forgotten, Reacted, RevealedAnswer, Talked
from core.ids import EpisodeId, MessageId
from core.reading.scores import MessageReading
from tests.core.builders import (
    ANA,
    BEN,
    CEM,
    CHEER,
    MONDAY,
    PERSONAL,
    POLICY,
    SMALL_TALK,
    UNSURE,
    WARM,
    Life,
    agreed,
    marked,
    said,
)


def the_only(life: Life) -> Episode:
    (episode,) = life.chat.episodes.values()
    return episode


def reaction(message: str, removed: bool = False) -> Reacted:
    return Reacted(author=BEN, message=MessageId(message), reading=CHEER, removed=removed)


def test_a_disclosure_is_known_when_its_turn_is_over() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    assert life.seen(DisclosureOpened) == []
    life.waits(minutes=2)
    assert the_only(life).id == "m1"


def test_a_burst_is_one_disclosure_named_after_its_deepest_message() -> None:
    life = Life()
    for message, reading in (("m1", SMALL_TALK), ("m2", PERSONAL), ("m3", SMALL_TALK)):
        life.happens(said(ANA, message, reading))
        life.at += timedelta(seconds=30)
    life.waits(minutes=2)
    assert (the_only(life).id, the_only(life).messages) == ("m2", ("m1", "m2", "m3"))


@pytest.mark.parametrize(("below", "opens"), [(0.01, 0), (0.0, 1)])
def test_a_spotted_disclosure_opens_from_the_tracking_threshold_on(below: float, opens: int) -> None:
    life = Life()
    disclosure = POLICY.tracking_threshold - below
    reading = MessageReading(self_relevance=1, personal=1, private=1, affective=1, disclosure=disclosure)
    life.happens(said(ANA, "m1", reading))
    life.waits(minutes=2)
    assert len(life.seen(DisclosureOpened)) == opens


def test_a_mark_opens_at_once_and_counts_for_something() -> None:
    life = Life()
    life.happens(said(ANA, "m1"))
    life.happens(marked(ANA, "m1", Wish.CELEBRATE))
    episode = the_only(life)
    assert (episode.way, episode.depth, episode.wish) == (Way.MARKED, 0.55, Wish.CELEBRATE)


def test_a_marked_message_that_was_talked_about_does_not_open_again_when_its_turn_closes() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.happens(marked(ANA, "m1"))
    life.happens(Talked(author=BEN, episode=EpisodeId("m1")))
    life.waits(days=1)
    assert len(life.seen(DisclosureOpened)) == len(life.seen(EpisodeEnded)) == 1


def test_a_mark_on_what_ended_while_nobody_looked_opens_nothing() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.at += timedelta(days=10)
    life.happens(marked(ANA, "m1"))
    assert len(life.seen(DisclosureOpened)) == 1


def test_a_quick_reaction_belongs_to_the_disclosure_that_its_turn_becomes() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.happens(reaction("m1"))
    life.waits(minutes=2)
    assert [r.reaction for r in the_only(life).responses] == [True]
    assert len(life.seen(ResponseAttached)) == 1


def test_a_quick_reaction_to_a_message_that_is_then_marked_belongs_to_it() -> None:
    life = Life()
    life.happens(said(ANA, "m1"))
    life.happens(reaction("m1"))
    life.happens(marked(ANA, "m1"))
    assert [r.author for r in the_only(life).responses] == [BEN]


def test_a_mark_on_a_part_of_what_ended_counts_there_and_opens_no_second_episode() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.happens(said(ANA, "m2"))
    life.waits(minutes=2)
    life.happens(Talked(author=BEN, episode=EpisodeId("m1")))
    life.happens(marked(ANA, "m2", at=life.at))
    assert list(life.chat.episodes) == ["m1"]
    assert (life.chat.episodes[EpisodeId("m1")].wish, life.chat.disclosures) == (Wish.LISTEN, 1)
    life.happens(reaction("m2"))
    assert [r.late for r in life.chat.episodes[EpisodeId("m1")].responses] == [True]


@pytest.mark.parametrize(
    "undone", [reaction("m1", removed=True), Deleted(message=MessageId("m1"))], ids=["removed", "deleted"]
)
def test_a_quick_reaction_that_lost_its_ground_is_gone(undone: Reacted | Deleted) -> None:
    life = Life()
    life.happens(said(ANA, "m1", SMALL_TALK))
    life.happens(said(ANA, "m2", PERSONAL))
    life.happens(reaction("m1"))
    life.happens(undone)
    life.waits(minutes=2)
    assert the_only(life).responses == ()


@pytest.mark.parametrize(("level", "depth"), list(enumerate((0.15, 0.15, 0.35, 0.55, 0.75))))
def test_a_checkin_answer_counts_at_least_as_deep_as_its_prompt(level: int, depth: float) -> None:
    life = Life()
    answers = tuple(
        RevealedAnswer(person=who, message=MessageId(f"of-{who}"), reading=None) for who in (ANA, BEN)
    )
    life.happens(AnswersRevealed(level=level, answers=answers))
    assert {e.depth for e in life.chat.episodes.values()} == {depth}


def test_an_edit_withdraws_only_what_is_no_disclosure_any_more() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.waits(minutes=3)
    life.happens(Edited(message=MessageId("m1"), reading=UNSURE, words=5))
    assert len(life.chat.episodes) == 1
    life.happens(Edited(message=MessageId("m1"), reading=SMALL_TALK, words=5))
    assert life.chat.episodes == {}


def test_in_a_group_the_replied_to_person_is_concerned_and_nobody_else() -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    for who, message in ((BEN, "m1"), (CEM, "m2")):
        life.happens(said(who, message))
        life.at += timedelta(minutes=1)
    life.happens(said(ANA, "m3", PERSONAL, reply_to="m1"))
    life.waits(minutes=2)
    assert (the_only(life).concerned, the_only(life).latest) == ((BEN,), BEN)


def test_in_a_group_those_who_took_part_lately_are_concerned_and_the_latest_of_them_is_named() -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    for who, message in ((CEM, "m1"), (BEN, "m2")):
        life.happens(said(who, message))
        life.at += timedelta(minutes=1)
    life.happens(said(ANA, "m3", PERSONAL))
    life.waits(minutes=2)
    assert (the_only(life).concerned, the_only(life).latest) == ((BEN, CEM), BEN)


def test_forgetting_somebody_leaves_no_trace_in_the_turn_that_answers_them() -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    life.happens(said(ANA, "ana/1", PERSONAL))
    reply = said(BEN, "ben/1", tone=WARM, to=["ana/1"], reply_to="ana/1", reply_to_author=ANA)
    life.happens(reply)
    life.happens(Forgotten(person=ANA))
    assert life.chat.turn is not None
    assert "ana" not in repr(life.chat)


def began(*gaps: int) -> list[timedelta]:
    """When each conversation began in which Ben disclosed something, so many minutes after the last words."""
    life = Life()
    for n, gap in enumerate(gaps):
        life.waits(minutes=gap)
        life.happens(said((ANA, BEN)[n % 2], f"m{n}", PERSONAL if n % 2 else SMALL_TALK))
    life.waits(minutes=5)
    return [e.conversations[ANA] - MONDAY for e in life.chat.episodes.values()]


@pytest.mark.parametrize(("silence", "conversation"), [(60, 0), (61, 61)])
def test_a_turn_after_an_hour_of_silence_begins_another_conversation(silence: int, conversation: int) -> None:
    assert began(0, silence) == [timedelta(minutes=conversation)]


def test_a_talk_goes_on_while_one_of_the_two_speaks_within_the_hour() -> None:
    assert began(0, 50, 50, 50) == [timedelta(), timedelta()]


def test_a_third_persons_words_do_not_make_two_evenings_of_two_people_one() -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    for n, who in enumerate((ANA, CEM, BEN)):
        life.happens(
            said(who, f"m{n}", PERSONAL if who == BEN else SMALL_TALK, reply_to="m0", reply_to_author=ANA)
        )
        life.waits(minutes=40)
    assert life.chat.episodes[EpisodeId("m2")].conversations == {ANA: MONDAY + timedelta(minutes=80)}
