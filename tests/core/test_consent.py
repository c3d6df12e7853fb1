"""Nobody is read before everybody agreed, in whatever order they come, agree, decline and go."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import Chat, ChatKind, Consent, Member
from core.consent import KEPT_AFTER_WITHDRAWAL
from core.decide import wake_at
from core.effects import ErasureDue
from core.events import ConsentEnded, ConsentGiven, Forgotten, Joined, What
from core.ids import PersonId
from tests.core.builders import ANA, BEN, CEM, HOME, PERSONAL, POLICY, SMALL_TALK, Life, agreed, said

PEOPLE = tuple(PersonId(name) for name in ("ana", "ben", "cem", "dua", "eli"))


def chat_of(*people: PersonId, kind: ChatKind = ChatKind.COUPLE) -> Chat:
    return Chat(id=HOME, kind=kind, members={person: Member() for person in people})


def told(agreed_: set[PersonId], present: set[PersonId], what: What) -> None:
    """The same in two plain sets, to compare with."""
    match what:
        case ConsentGiven(author=author):
            agreed_.add(author)
            present.add(author)
        case ConsentEnded(author=author, left=left):
            agreed_.discard(author)
            if left:
                present.discard(author)
            else:
                present.add(author)
        case Joined(person=person):
            present.add(person)
        case Forgotten(person=person):
            agreed_.discard(person)
            present.discard(person)


def happenings(person: PersonId) -> tuple[What, ...]:
    return (
        ConsentGiven(author=person),
        ConsentEnded(author=person),
        ConsentEnded(author=person, left=True),
        Joined(person=person),
        Forgotten(person=person),
    )


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_in_every_order_of_agreeing_nobody_is_read_before_the_last(size: int) -> None:
    for order in permutations(PEOPLE[:size]):
        life = Life(chat=chat_of(*PEOPLE[:size]))
        for person in order:
            assert life.chat.circle() == ()
            life.happens(ConsentGiven(author=person))
        assert set(life.chat.circle()) == set(order)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_over_all_short_histories_of_a_couple_the_circle_is_empty_or_everybody_present(size: int) -> None:
    steps = [what for person in PEOPLE[:size] for what in happenings(person)]
    for history in product(steps, repeat=3):
        life = Life(chat=chat_of(*PEOPLE[:size]))
        who_agreed: set[PersonId] = set()
        present = set(PEOPLE[:size])
        for what in history:
            life.happens(what)
            told(who_agreed, present, what)
        if life.chat.kind is ChatKind.COUPLE:
            complete = len(who_agreed) >= 2 and who_agreed == present
            assert set(life.chat.circle()) == (who_agreed if complete else set())


@given(st.lists(st.sampled_from([what for person in PEOPLE for what in happenings(person)]), max_size=25))
@settings(max_examples=150)
def test_nobody_who_did_not_agree_last_is_ever_in_the_circle(history: list[What]) -> None:
    life = Life(chat=chat_of(*PEOPLE))
    who_agreed: set[PersonId] = set()
    present = set(PEOPLE)
    for what in history:
        life.happens(what)
        told(who_agreed, present, what)
        assert set(life.chat.circle()) <= who_agreed
        assert len(life.chat.circle()) != 1


def test_a_third_person_rests_a_couples_chat_until_all_agreed_and_then_it_is_a_group() -> None:
    life = Life()
    life.happens(Joined(person=CEM))
    assert life.chat.circle() == ()
    life.happens(ConsentGiven(author=CEM))
    assert (life.chat.kind, life.chat.circle()) == (ChatKind.FRIENDS, (ANA, BEN, CEM))


def test_when_the_third_person_leaves_again_the_couple_is_read_as_before() -> None:
    life = Life()
    life.happens(Joined(person=CEM))
    life.happens(ConsentEnded(author=CEM, left=True))
    assert (life.chat.kind, life.chat.circle()) == (ChatKind.COUPLE, (ANA, BEN))


def test_among_friends_those_who_agreed_are_read_and_the_others_are_not() -> None:
    life = Life(chat=chat_of(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    life.happens(ConsentGiven(author=ANA))
    life.happens(ConsentGiven(author=BEN))
    assert [life.chat.listens_to(person) for person in (ANA, BEN, CEM)] == [True, True, False]


def test_joining_again_never_takes_an_agreement_away() -> None:
    life = Life()
    life.happens(Joined(person=ANA))
    assert life.chat.agreed(ANA)


def test_whoever_left_and_comes_back_is_asked_anew() -> None:
    life = Life()
    life.happens(ConsentEnded(author=ANA, left=True))
    life.happens(Joined(person=ANA))
    assert life.chat.members[ANA].consent is Consent.UNASKED


def test_withdrawing_ends_the_turn_that_was_under_way() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.happens(ConsentEnded(author=ANA))
    assert life.chat.turn is None


@pytest.mark.parametrize("left", [False, True])
def test_thirty_days_after_withdrawing_or_leaving_an_erasure_is_due(left: bool) -> None:
    life = Life()
    life.happens(ConsentEnded(author=ANA, left=left))
    assert wake_at(life.chat, POLICY) == life.at + KEPT_AFTER_WITHDRAWAL
    life.waits(days=30)
    assert life.seen(ErasureDue) == [ErasureDue(ANA)]
    assert ANA not in life.chat.members


def test_agreeing_again_within_thirty_days_calls_the_erasure_off() -> None:
    life = Life()
    life.happens(ConsentEnded(author=ANA))
    life.waits(days=29)
    life.happens(ConsentGiven(author=ANA))
    life.waits(days=31)
    assert (life.seen(ErasureDue), life.chat.agreed(ANA)) == ([], True)


def test_coming_back_without_agreeing_calls_no_erasure_off() -> None:
    life = Life()
    life.happens(ConsentEnded(author=ANA, left=True))
    life.waits(days=10)
    life.happens(Joined(person=ANA))
    life.happens(ConsentEnded(author=ANA))
    life.waits(days=20)
    assert life.seen(ErasureDue) == [ErasureDue(ANA)]


def test_leaving_after_withdrawing_puts_no_erasure_off() -> None:
    life = Life()
    life.happens(ConsentEnded(author=ANA))
    life.waits(days=29)
    life.happens(ConsentEnded(author=ANA, left=True))
    life.waits(days=1)
    assert life.seen(ErasureDue) == [ErasureDue(ANA)]


@pytest.mark.parametrize(
    "what", [ConsentEnded(author=BEN), ConsentEnded(author=BEN, left=True), Forgotten(person=BEN)]
)
def test_after_the_other_went_unseen_check_ins_are_still_for_who_is_left_and_nobody_is_read(
    what: What,
) -> None:
    life = Life()
    life.happens(what)
    assert (life.chat.taking_part(), life.chat.circle()) == ((ANA,), ())


def test_who_went_before_everybody_and_a_third_who_comes_end_that() -> None:
    seen, third = Life(), Life()
    seen.happens(ConsentEnded(author=BEN, left=True, seen=True))
    third.happens(ConsentEnded(author=BEN))
    third.happens(Joined(person=CEM))
    assert (seen.chat.taking_part(), third.chat.taking_part()) == ((), ())


def test_declining_leaves_nothing_that_is_due() -> None:
    life = Life(chat=chat_of(ANA, BEN))
    life.happens(ConsentEnded(author=ANA))
    assert wake_at(life.chat, POLICY) is None


def test_an_erasure_that_is_due_does_not_hold_up_what_fell_due_after_it() -> None:
    life = Life(chat=agreed(ANA, BEN, CEM, kind=ChatKind.FRIENDS))
    life.happens(ConsentEnded(author=CEM))
    life.at += KEPT_AFTER_WITHDRAWAL - timedelta(minutes=1)
    life.happens(said(ANA, "m1", PERSONAL))
    life.at += timedelta(hours=3)
    life.happens(said(ANA, "m2", SMALL_TALK))
    assert life.chat.turn is not None
    assert [message.id for message in life.chat.turn.messages] == ["m2"]
    assert life.seen(ErasureDue) == [ErasureDue(CEM)]


def test_after_one_of_a_pair_is_forgotten_the_other_keeps_their_consent_and_the_pair_starts_at_zero() -> None:
    life = Life()
    life.happens(said(ANA, "m1", PERSONAL))
    life.waits(minutes=5)
    life.happens(Forgotten(person=ANA))
    assert (life.chat.agreed(BEN), life.chat.disclosures, life.chat.episodes) == (True, 0, {})
