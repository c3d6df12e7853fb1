"""In a community somebody is pointed to something only where its moderators and both persons want that."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.choices import Choices
from core.ids import PersonId
from core.nudge.rows.public import RULE
from core.nudge.verdicts import Rest
from core.people import Person
from core.scene import Scene
from tests.core.builders import ANA, BEN
from tests.core.nudge.scenes import opened, scene_of


def community(moderators: float, *opted_in: PersonId, kind: ChatKind = ChatKind.COMMUNITY) -> Scene:
    people = {one: Person(id=one, community_notes=one in opted_in) for one in (ANA, BEN)}
    return scene_of(kind=kind, settings={"private_nudges": moderators}, people=people)


def test_where_moderators_and_both_want_it_it_does_not_apply() -> None:
    assert RULE.verdict(community(1.0, ANA, BEN), opened(), BEN) is None


@pytest.mark.parametrize("opted_in", [(), (ANA,), (BEN,)])
def test_where_one_of_them_does_not_there_is_no_note(opted_in: tuple[PersonId, ...]) -> None:
    assert RULE.verdict(community(1.0, *opted_in), opened(), BEN) == Rest()


def test_the_wish_of_both_does_not_do_without_the_moderators() -> None:
    assert RULE.verdict(community(0.0, ANA, BEN), opened(), BEN) == Rest()


def test_nobody_is_opted_in_without_having_said_so() -> None:
    scene = scene_of(kind=ChatKind.COMMUNITY, settings={"private_nudges": 1.0})
    assert RULE.verdict(scene, opened(), BEN) == Rest()


@pytest.mark.parametrize("kind", [ChatKind.COUPLE, ChatKind.FRIENDS])
def test_couples_and_friends_are_no_public(kind: ChatKind) -> None:
    assert RULE.verdict(community(0.0, kind=kind), opened(), BEN) is None


@pytest.mark.parametrize("kind", ChatKind)
def test_where_the_members_switched_notes_off_there_are_none(kind: ChatKind) -> None:
    people = {one: Person(id=one, community_notes=True) for one in (ANA, BEN)}
    settings = {"private_nudges": 1.0}
    scene = scene_of(kind=kind, settings=settings, people=people, choices=Choices(notes=False))
    assert RULE.verdict(scene, opened(), BEN) == Rest()
