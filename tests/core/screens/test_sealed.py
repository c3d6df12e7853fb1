"""What comes by itself tells nothing on a lock screen: its words come on a tap."""

from __future__ import annotations

import pytest

from core.screens.catalogue import screen_of
from core.unasked import BY_ITSELF
from tests.core.screens.all_args import ALL_ARGS, VIEWS, WORDS

TELLS_NOTHING = {"unheard", "checkin", "consent", "hours", "deeper", "raised", "nothing_left", "round_ended"}
"""Of nobody's moment: what the library asks, what one may agree to, what was set up or is missing."""


@pytest.mark.parametrize("kind", sorted(BY_ITSELF - TELLS_NOTHING))
def test_it_comes_sealed(kind: str) -> None:
    unopened = [args for args in ALL_ARGS.get(kind, [{}]) if "opened" not in args]
    came = [args for args in unopened if "what" not in args] or unopened
    shown = [screen_of(kind, args, VIEWS[0]) for args in came]
    assert {(screen.title, screen.text) for screen in shown} == {("", WORDS.say("sealed"))}
