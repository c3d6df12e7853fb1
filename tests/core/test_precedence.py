"""A person's own word, else the moderators', else the default; what is off in a place is off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import precedence
from core.chats import Chat, ChatKind, Consent, Member
from core.choices import Choices
from core.ids import PersonId
from core.moderation import Moderation
from core.nudge.order import first_match
from core.nudge.rows import cap, public
from core.nudge.rows import quiet_hours as quiet_row
from core.nudge.verdicts import Rest
from core.people import Person, QuietHours
from core.precedence import By, Settled
from tests.cases import cases
from tests.core.builders import ANA, BEN, MONDAY, POLICY, agreed
from tests.core.nudge.scenes import opened, scene_of

NIGHT, EVENING = QuietHours.parse("22:00-08:00"), QuietHours.parse("17:00-19:00")
OPEN = Moderation(enabled=True, notes=True, checkins=True)


def community(moderation: Moderation = OPEN, *, exempt: bool = False) -> Chat:
    chat = replace(agreed(ANA, BEN), kind=ChatKind.COMMUNITY, moderation=moderation)
    return replace(chat, members={**chat.members, BEN: Member(Consent.AGREED, MONDAY, exempt)})


def ben(**switches: object) -> Person:
    return replace(Person(id=BEN, community_notes=True), **switches)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("said", "moderated", "settled"),
    [
        (1, 2, Settled(1, By.PERSON)),
        (1, None, Settled(1, By.PERSON)),
        (None, 2, Settled(2, By.MODERATOR)),
        (None, None, Settled(3, By.DEFAULT)),
    ],
)
def test_a_person_beats_a_moderator_beats_the_default(
    said: int | None, moderated: int | None, settled: Settled[int]
) -> None:
    assert precedence.settled(said, moderated, 3) == settled


@pytest.mark.parametrize(
    ("person", "ceiling", "settled"),
    [
        (ben(), 3, Settled(3.0, By.DEFAULT)),
        (ben(), 2, Settled(2.0, By.MODERATOR)),
        (ben(fewer=True), 2, Settled(1.0, By.PERSON)),
        (ben(fewer=True), 3, Settled(1.0, By.PERSON)),
        (ben(no_notes=True), 1, Settled(0.0, By.PERSON)),
        (ben(no_notes=True, fewer=True), 3, Settled(0.0, By.PERSON)),
    ],
)
def test_notes_in_a_week(person: Person, ceiling: int, settled: Settled[float]) -> None:
    chat = community(replace(OPEN, notes_a_week=ceiling))
    assert precedence.notes_a_week(person, chat, POLICY) == settled


@pytest.mark.parametrize(
    ("own", "theirs", "by"),
    [
        (NIGHT, str(EVENING), By.PERSON),
        (NIGHT, None, By.PERSON),
        (None, str(EVENING), By.MODERATOR),
        (None, None, By.DEFAULT),
    ],
)
def test_quiet_hours(own: QuietHours | None, theirs: str | None, by: By) -> None:
    chat = community(replace(OPEN, quiet_hours=theirs, zone="Asia/Tokyo"))
    found = precedence.quiet_hours(ben(quiet_hours=own), chat)
    counts = {By.PERSON: NIGHT, By.MODERATOR: EVENING, By.DEFAULT: None}[by]
    assert (found.by, found.value.quiet_hours) == (by, counts)
    assert found.value.zone == ("Asia/Tokyo" if by is By.MODERATOR else "UTC")


@pytest.mark.parametrize("said", [None, True, False])
@pytest.mark.parametrize("kind", ChatKind)
def test_asked_first(said: bool | None, kind: ChatKind) -> None:
    found = precedence.asks_first(ben(ask_first=said), replace(community(), kind=kind))
    default = kind is not ChatKind.COUPLE
    assert found == (Settled(default, By.DEFAULT) if said is None else Settled(said, By.PERSON))


@pytest.mark.parametrize(
    ("chat", "on"),
    [
        (community(), True),
        (community(replace(OPEN, enabled=False)), False),
        (community(replace(OPEN, notes=False)), False),
        (community(Moderation()), False),
        (replace(community(), choices=Choices(notes=False)), False),
        (replace(agreed(ANA, BEN), moderation=Moderation()), True),
        (replace(agreed(ANA, BEN), choices=Choices(notes=False)), False),
    ],
)
def test_whether_there_are_notes_at_all(chat: Chat, on: bool) -> None:
    assert precedence.notes_are_on(chat, POLICY) == on


@pytest.mark.parametrize(
    ("person", "chat", "wants"),
    [
        (ben(), community(), True),
        (ben(community_notes=False), community(), False),
        (ben(), community(exempt=True), False),
        (ben(), community(replace(OPEN, exempt_people=(BEN,))), False),
        (ben(community_notes=False), agreed(ANA, BEN), True),
    ],
)
def test_a_persons_own_switch_is_needed_in_a_community(person: Person, chat: Chat, wants: bool) -> None:
    assert precedence.wants_notes(person, chat) == wants


@pytest.mark.parametrize(
    ("chat", "on"),
    [
        (community(), True),
        (community(replace(OPEN, checkins=False)), False),
        (community(replace(OPEN, enabled=False)), False),
        (replace(agreed(ANA, BEN)), True),
        (replace(agreed(ANA, BEN), choices=Choices(checkins=False)), False),
    ],
)
def test_check_ins_where_they_are_allowed(chat: Chat, on: bool) -> None:
    assert precedence.checkins_are_on(chat) == on


# What the policy makes of it

moderations = st.builds(
    Moderation,
    enabled=st.booleans(),
    notes=st.booleans(),
    checkins=st.booleans(),
    notes_a_week=st.integers(1, 3),
    quiet_hours=st.sampled_from((None, "17:00-19:00", "22:00-08:00")),
    exempt_people=st.sampled_from(((), (ANA,), (BEN,))),
)
persons = st.builds(
    Person,
    id=st.just(BEN),
    quiet_hours=st.sampled_from((None, NIGHT, EVENING)),
    community_notes=st.booleans(),
    fewer=st.booleans(),
    no_notes=st.booleans(),
    nudged=st.lists(st.integers(1, 9).map(lambda day: MONDAY - timedelta(days=day)), max_size=3).map(tuple),
)


@given(moderations, persons)
@settings(max_examples=cases(200))
def test_no_configuration_brings_a_note_that_the_defaults_would_not(
    moderation: Moderation, person: Person
) -> None:
    """Moderators can only take away: against everything allowed and nothing else configured."""
    people = {ANA: Person(id=ANA, community_notes=True, ask_first=False), BEN: person}
    some = scene_of(kind=ChatKind.COMMUNITY, moderation=moderation, people=people)
    most = scene_of(kind=ChatKind.COMMUNITY, moderation=Moderation(enabled=True, notes=True), people=people)
    if first_match(some, opened(), BEN)[0].name == "unanswered":
        assert first_match(most, opened(), BEN)[0].name == "unanswered"


@given(moderations, persons)
@settings(max_examples=cases(200))
def test_what_a_person_said_about_themselves_counts_whatever_moderators_say(
    moderation: Moderation, person: Person
) -> None:
    scene = scene_of(kind=ChatKind.COMMUNITY, moderation=moderation, people={BEN: person})
    if not person.community_notes:
        assert public.RULE.verdict(scene, opened(), BEN) == Rest()
    if person.no_notes or (person.fewer and person.nudges_in_week(MONDAY)):
        assert cap.RULE.verdict(scene, opened(), BEN) == Rest()
    if person.quiet_hours is not None:
        own = scene_of(people={BEN: person})
        assert quiet_row.RULE.verdict(scene, opened(), BEN) == quiet_row.RULE.verdict(own, opened(), BEN)


@given(moderations, persons)
@settings(max_examples=cases(100))
def test_in_a_couples_chat_no_moderator_has_a_say(moderation: Moderation, person: Person) -> None:
    moderated = scene_of(moderation=moderation, people={BEN: person})
    plain = scene_of(people={BEN: person})
    assert first_match(moderated, opened(), BEN) == first_match(plain, opened(), BEN)


def test_every_line_of_the_table_names_who_has_a_say() -> None:
    lines = [line for line in (precedence.__doc__ or "").splitlines() if line.startswith("| ")]
    assert len(lines) == 7
    assert all(line.count("|") == 5 for line in lines)


def test_roles_count_in_a_community_alone_and_only_where_something_changes() -> None:
    chat = community(replace(OPEN, exempt_roles=("7",)))
    left_out = precedence.with_roles(chat, BEN, ("6", "7"))
    assert precedence.exempt(BEN, left_out)
    assert precedence.with_roles(left_out, BEN, ("7",)) is left_out
    assert precedence.with_roles(left_out, BEN, ()) == chat
    assert precedence.with_roles(chat, PersonId("nobody"), ("7",)) is chat
    friends = replace(chat, kind=ChatKind.FRIENDS)
    assert precedence.with_roles(friends, BEN, ("7",)) is friends


def test_where_it_is_for_some_roles_only_who_has_one_of_them_is_let_in() -> None:
    chat = community(replace(OPEN, enabled_roles=("8", "9")))
    assert precedence.exempt(BEN, chat)
    assert precedence.exempt(PersonId("nobody"), chat)
    let_in = precedence.with_roles(chat, BEN, ("6", "9"))
    assert not precedence.exempt(BEN, let_in)
    assert precedence.with_roles(let_in, BEN, None) is let_in
    assert precedence.exempt(BEN, precedence.with_roles(let_in, BEN, ("6",)))
    assert precedence.exempt(BEN, precedence.configured(let_in, replace(OPEN, exempt_people=(BEN,))))
    assert not precedence.exempt(BEN, replace(let_in, kind=ChatKind.FRIENDS))


def test_who_was_let_in_by_other_roles_waits_until_theirs_are_known_again() -> None:
    chat = precedence.with_roles(community(replace(OPEN, enabled_roles=("9",))), BEN, ("9",))
    assert not precedence.exempt(BEN, precedence.configured(chat, replace(chat.moderation, notes=False)))
    assert precedence.exempt(BEN, precedence.configured(chat, replace(chat.moderation, enabled_roles=("8",))))


def test_who_is_left_out_by_one_role_is_not_let_in_by_another() -> None:
    chat = community(replace(OPEN, enabled_roles=("9",), exempt_roles=("7",)))
    assert precedence.exempt(BEN, precedence.with_roles(chat, BEN, ("7", "9")))


def test_somebody_unknown_is_not_exempt() -> None:
    assert not precedence.exempt(PersonId("nobody"), community())
