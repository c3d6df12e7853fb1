"""What may be asked about a chat after an outage, and of whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.chats import Chat, ChatKind, Consent, Member
from core.gaps import Place, gap_of
from core.ids import ChatId, MessageId, PersonId
from core.moderation import Moderation
from core.people import Person

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
AGREED = NOW - timedelta(days=3)
ANA, BEN, KIM = (PersonId(f"discord:{number}") for number in (11, 12, 13))
CHAT = Chat(
    id=ChatId("discord:41"),
    members={ANA: Member(Consent.AGREED, AGREED), BEN: Member(Consent.AGREED, NOW), KIM: Member()},
    authors=((MessageId("5"), ANA),),
    kind=ChatKind.FRIENDS,
)


def heard(chat: Chat, **people: Person) -> set[PersonId]:
    return set(gap_of(chat, Place(), {p.id: p for p in people.values()}, (), NOW).heard)


def test_whoever_agreed_may_be_asked_about_since_they_did() -> None:
    gap = gap_of(CHAT, Place(), {}, (), NOW)
    assert gap.heard == {ANA: AGREED, BEN: NOW}
    assert (gap.members, gap.known) == ((ANA, BEN, KIM), frozenset({MessageId("5")}))


def test_nobody_is_asked_about_while_they_rest() -> None:
    assert heard(CHAT, ana=Person(id=ANA, paused=True)) == {BEN}


@pytest.mark.parametrize("consent", [Consent.WITHDRAWN, Consent.LEFT, Consent.DECLINED, Consent.UNASKED])
def test_a_couple_that_is_not_complete_is_not_asked_about(consent: Consent) -> None:
    couple = replace(CHAT, kind=ChatKind.COUPLE, members={**CHAT.members, BEN: Member(consent, NOW)})
    gap = gap_of(couple, Place(), {}, (), NOW)
    assert (dict(gap.heard), gap.known) == ({}, frozenset())


@pytest.mark.parametrize("enabled", [False, True])
def test_a_channel_of_a_community_only_where_its_moderators_switched_it_on(enabled: bool) -> None:
    club = replace(CHAT, kind=ChatKind.COMMUNITY, moderation=Moderation(enabled=enabled))
    assert bool(heard(club)) is enabled


def test_who_has_an_exempt_role_is_not_asked_about() -> None:
    members = {**CHAT.members, ANA: replace(CHAT.members[ANA], exempt=True)}
    club = replace(CHAT, kind=ChatKind.COMMUNITY, moderation=Moderation(enabled=True), members=members)
    assert heard(club) == {BEN}


def test_a_chat_that_was_told_nothing_is_heard_is_not_asked_about() -> None:
    assert heard(replace(CHAT, hears=False)) == set()


def test_where_nobody_agrees_any_more_nobody_is_looked_for() -> None:
    left = {who: replace(member, consent=Consent.WITHDRAWN) for who, member in CHAT.members.items()}
    assert gap_of(replace(CHAT, members=left), Place(), {}, (), NOW).members == ()


def test_a_blurred_place_is_nobodys_message_and_never_lies_before_it() -> None:
    place = Place(MessageId("1478134805299200000"), NOW)
    blurred = place.blurred()
    assert (blurred.message, blurred.edited_at) == ("1478134810000000000", NOW + timedelta(seconds=1))
    assert Place().blurred() == Place()
