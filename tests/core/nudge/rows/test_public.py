"""In a community nobody is pointed to anything, unless its moderators enabled private notes there."""

from __future__ import annotations

import pytest

from core.chats import ChatKind
from core.nudge.rows.public import RULE
from core.nudge.verdicts import Rest
from tests.core.builders import BEN
from tests.core.nudge.scenes import opened, scene_of


def test_in_a_community_there_is_no_note() -> None:
    assert RULE.verdict(scene_of(kind=ChatKind.COMMUNITY), opened(), BEN) == Rest()


def test_where_moderators_enabled_private_notes_it_does_not_apply() -> None:
    scene = scene_of(kind=ChatKind.COMMUNITY, settings={"private_nudges": 1.0})
    assert RULE.verdict(scene, opened(), BEN) is None


def test_switched_off_again_is_as_never_enabled() -> None:
    scene = scene_of(kind=ChatKind.COMMUNITY, settings={"private_nudges": 0.0})
    assert RULE.verdict(scene, opened(), BEN) == Rest()


@pytest.mark.parametrize("kind", [ChatKind.COUPLE, ChatKind.FRIENDS])
def test_couples_and_friends_are_no_public(kind: ChatKind) -> None:
    assert RULE.verdict(scene_of(kind=kind), opened(), BEN) is None
