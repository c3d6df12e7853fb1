"""The author wants to be asked first, as anybody does in a group who did not choose otherwise."""

from __future__ import annotations

import pytest

from core.chats import ChatKind, Consent, Member
from core.nudge.rows.ask_first import RULE
from core.nudge.verdicts import AskAuthor
from core.people import Person
from tests.core.builders import ANA, BEN, CEM
from tests.core.nudge.scenes import opened, scene_of, scene_with

GROUPS = [ChatKind.FRIENDS, ChatKind.COMMUNITY]


def test_in_a_couple_nobody_is_asked_first_who_did_not_choose_it() -> None:
    assert RULE.verdict(scene_of(), opened(), BEN) is None


@pytest.mark.parametrize("kind", GROUPS)
def test_in_a_group_the_author_is_asked_first(kind: ChatKind) -> None:
    assert RULE.verdict(scene_of(kind=kind), opened(), BEN) == AskAuthor()


def test_a_couples_chat_in_which_a_third_person_agreed_is_a_group() -> None:
    scene = scene_of(members={one: Member(Consent.AGREED) for one in (ANA, BEN, CEM)})
    assert RULE.verdict(scene, opened(), BEN) == AskAuthor()


@pytest.mark.parametrize("kind", ChatKind)
@pytest.mark.parametrize(("chosen", "verdict"), [(True, AskAuthor()), (False, None)])
def test_the_choice_of_the_author_holds_in_every_chat(
    kind: ChatKind, chosen: bool, verdict: AskAuthor | None
) -> None:
    scene = scene_of(kind=kind, people={ANA: Person(id=ANA, ask_first=chosen)})
    assert RULE.verdict(scene, opened(), BEN) == verdict


def test_the_choice_of_the_recipient_is_about_their_own_openings() -> None:
    assert RULE.verdict(scene_with(BEN, ask_first=True), opened(), BEN) is None


def test_after_a_yes_nobody_is_asked_again() -> None:
    assert RULE.verdict(scene_with(ANA, ask_first=True), opened(agreed_first=True), BEN) is None


def test_without_a_yes_it_stays_with_the_question() -> None:
    assert RULE.verdict(scene_with(ANA, ask_first=True), opened(asked_first=True), BEN) == AskAuthor()
