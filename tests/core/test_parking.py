"""Topics put off: parked when all agreed, back when all are ready, and nothing of one alone shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import parking
from core.chats import Chat, ChatKind, Consent, Member
from core.decide import decide, wake_at
from core.events import ConsentEnded, Deleted, Event, Forgotten, TimeReached, What
from core.ids import ChatId, MessageId, PersonId
from core.parked import Parked
from core.parking import MOST_PARKED, PARKED_LASTS, PROPOSAL_LASTS, READY_LASTS, NotParked
from core.policy import Policy
from tests.cases import cases
from tests.core.builders import ANA, BEN, MONDAY

CLEO = PersonId("toy:cleo")
SAID = MessageId("m1")
BENS, OLD = MessageId("m2"), MessageId("m0")


def chat(*people: PersonId) -> Chat:
    members = {person: Member(Consent.AGREED, MONDAY, asked_again=2) for person in people}
    return Chat(
        id=ChatId("c"), kind=ChatKind.COUPLE if len(people) == 2 else ChatKind.FRIENDS, members=members
    )


def proposed(there: Chat, now: datetime = MONDAY, message: MessageId | None = SAID) -> Chat:
    return parking.proposed(there, f"p{len(there.parked)}", ANA, message, MONDAY, now)


def both(there: Chat, now: datetime = MONDAY) -> Chat:
    return parking.kept(there, parking.agreed(there.parked[0], BEN, now), now)


def happen(there: Chat, what: What, now: datetime) -> Chat:
    return decide(there, Event(at=now, what=what), Policy())[0]


def test_it_is_parked_when_the_last_one_agreed() -> None:
    there = proposed(chat(ANA, BEN, CLEO))
    there = both(there)
    assert there.parked[0].parked_at is None
    there = parking.kept(there, parking.agreed(there.parked[0], CLEO, MONDAY), MONDAY)
    assert there.parked[0].parked_at == MONDAY


def test_it_comes_back_when_all_are_ready_and_is_gone_then() -> None:
    there = both(proposed(chat(ANA, BEN)))
    one = parking.ready(there.parked[0], ANA, MONDAY, yes=True)
    assert not parking.all_ready(one)
    two = parking.ready(one, BEN, MONDAY + timedelta(days=1), yes=True)
    assert parking.all_ready(two)
    assert parking.kept(there, two, MONDAY).parked == ()


def test_one_s_being_ready_fades() -> None:
    one = parking.ready(both(proposed(chat(ANA, BEN))).parked[0], ANA, MONDAY, yes=True)
    assert not parking.all_ready(parking.ready(one, BEN, MONDAY + READY_LASTS, yes=True))


def test_nobody_is_ready_for_what_is_not_parked_and_a_stranger_never() -> None:
    waiting = proposed(chat(ANA, BEN)).parked[0]
    assert parking.ready(waiting, BEN, MONDAY, yes=True) == waiting
    parked = both(proposed(chat(ANA, BEN))).parked[0]
    assert parking.ready(parked, CLEO, MONDAY, yes=True) == parked
    assert parking.agreed(waiting, CLEO, MONDAY) == waiting


def test_there_is_room_for_five_and_a_faded_one_makes_room() -> None:
    there = chat(ANA, BEN)
    for number in range(MOST_PARKED):
        there = proposed(there, message=MessageId(f"m{number}"))
    with pytest.raises(NotParked, match="full"):
        proposed(there)
    assert len(proposed(there, MONDAY + PROPOSAL_LASTS).parked) == 1


def test_it_takes_two_who_agreed_once() -> None:
    with pytest.raises(NotParked, match="not_agreed"):
        proposed(chat(ANA))


@pytest.mark.parametrize(("after", "lasts"), [(proposed, PROPOSAL_LASTS), (None, PARKED_LASTS)])
def test_time_alone_lets_go_of_it(after: object, lasts: timedelta) -> None:
    there = proposed(chat(ANA, BEN)) if after is not None else both(proposed(chat(ANA, BEN)))
    assert wake_at(there, Policy()) == MONDAY + lasts
    assert happen(there, TimeReached(), MONDAY + lasts - timedelta(seconds=1)).parked != ()
    gone = happen(there, TimeReached(), MONDAY + lasts)
    assert gone.parked == ()
    assert wake_at(gone, Policy()) is None


def test_a_message_that_is_taken_back_is_parked_no_more() -> None:
    there = both(proposed(chat(ANA, BEN)))
    assert happen(there, Deleted(message=MessageId("other")), MONDAY).parked != ()
    assert happen(there, Deleted(message=SAID), MONDAY).parked == ()


@pytest.mark.parametrize("people", [(ANA, BEN), (ANA, BEN, CLEO)])
def test_what_the_forgotten_proposed_or_said_goes_and_the_rest_waits(people: tuple[PersonId, ...]) -> None:
    there = replace(chat(*people), authors=((SAID, ANA), (BENS, BEN)))
    for number, (by, message) in enumerate(((ANA, SAID), (BEN, SAID), (ANA, BENS), (ANA, OLD))):
        there = parking.proposed(there, f"p{number}", by, message, MONDAY, MONDAY)
    there = replace(there, parked=tuple(replace(p, agreed=people, parked_at=MONDAY) for p in there.parked))
    gone = happen(there, Forgotten(person=BEN), MONDAY)
    assert [(p.id, p.message) for p in gone.parked] == [("p0", SAID), ("p3", None)]
    assert BEN not in repr(gone.parked)
    parked = gone.parked[0]
    for person in people:
        parked = parking.ready(parked, person, MONDAY, yes=True)
    assert not parking.all_ready(parked)


@pytest.mark.parametrize("people", [(ANA, BEN), (ANA, BEN, CLEO)])
def test_beside_somebody_forgotten_a_proposal_waits_as_beside_somebody_silent(
    people: tuple[PersonId, ...],
) -> None:
    there = proposed(happen(chat(*people), Forgotten(person=BEN), MONDAY))
    parked = there.parked[0]
    for person in people:
        parked = parking.agreed(parked, person, MONDAY)
    assert parked.parked_at is None


@pytest.mark.parametrize("left", [False, True])
def test_to_the_other_a_withdrawal_looks_like_silence(left: bool) -> None:
    there = both(proposed(chat(ANA, BEN)))
    bens = parking.kept(there, parking.ready(there.parked[0], BEN, MONDAY, yes=True), MONDAY)
    gone = happen(bens, ConsentEnded(author=BEN, left=left), MONDAY)
    silent = parking.ready(there.parked[0], ANA, MONDAY, yes=True)
    assert parking.ready(gone.parked[0], ANA, MONDAY, yes=True) == silent
    assert proposed(gone).parked[-1].people == proposed(there).parked[-1].people


def seen_by(parked: Parked, person: PersonId) -> Parked:
    """What of it may show to somebody: everything but the others' own."""
    own = {who: at for who, at in parked.ready.items() if who == person}
    agreed = parked.agreed if parked.parked_at is not None else ()
    return replace(parked, ready=own, agreed=agreed)


@settings(max_examples=cases(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from((ANA, BEN, CLEO)), st.booleans(), st.integers(0, 10)),
        max_size=30,
    )
)
def test_it_is_back_exactly_when_all_said_so_lately(said: list[tuple[PersonId, bool, int]]) -> None:
    there = proposed(chat(ANA, BEN, CLEO))
    for person in (BEN, CLEO):
        there = parking.kept(there, parking.agreed(there.parked[0], person, MONDAY), MONDAY)
    parked, now = there.parked[0], MONDAY
    newest: dict[PersonId, tuple[bool, datetime]] = {}
    for person, yes, days in said:
        now += timedelta(days=days)
        before = parked
        parked = parking.ready(parked, person, now, yes=yes)
        newest[person] = (yes, now)
        lately = [who for who, (fine, at) in newest.items() if fine and now - at < READY_LASTS]
        assert parking.all_ready(parked) == (set(lately) == {ANA, BEN, CLEO})
        for other in {ANA, BEN, CLEO} - {person}:
            shown = seen_by(parked, other)
            assert shown == replace(seen_by(before, other), ready=shown.ready)
