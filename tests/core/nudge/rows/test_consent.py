"""Without the live consent of both nothing is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chats import ChatKind, Consent, Member
from core.nudge.rows.consent import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import ANA, BEN, CEM
from tests.core.nudge.scenes import opened, scene_of

AGREED = Member(Consent.AGREED)


def test_where_both_agreed_it_does_not_apply() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize("consent", [one for one in Consent if one is not Consent.AGREED])
def test_without_the_consent_of_the_author_there_is_no_note(consent: Consent) -> None:
    scene = scene_of(members={ANA: Member(consent), BEN: AGREED})
    assert RULE.verdict(scene, opened(), BEN) == Rest()


@pytest.mark.parametrize("consent", [one for one in Consent if one is not Consent.AGREED])
def test_without_the_consent_of_the_recipient_there_is_no_note(consent: Consent) -> None:
    scene = scene_of(members={ANA: AGREED, BEN: Member(consent)})
    assert RULE.verdict(scene, opened(), BEN) == Rest()


def test_a_third_person_who_was_not_asked_yet_rests_a_couples_notes() -> None:
    scene = scene_of(members={ANA: AGREED, BEN: AGREED, CEM: Member()})
    assert RULE.verdict(scene, opened(), BEN) == Rest()


def test_a_third_person_who_has_left_does_not() -> None:
    scene = scene_of(members={ANA: AGREED, BEN: AGREED, CEM: Member(Consent.LEFT)})
    assert RULE.verdict(scene, opened(), BEN) is None


@given(st.sampled_from(Consent), st.sampled_from(Consent), st.sampled_from(Consent))
def test_among_friends_it_is_these_two_who_must_agree(ana: Consent, ben: Consent, cem: Consent) -> None:
    members = {ANA: Member(ana), BEN: Member(ben), CEM: Member(cem)}
    both = ana is ben is Consent.AGREED
    verdict = RULE.verdict(scene_of(kind=ChatKind.FRIENDS, members=members), opened(), BEN)
    assert (verdict is None) == both
