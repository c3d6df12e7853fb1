"""From a note to a screen: one function for each kind of note."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.screens import (
    agreeing,
    chat,
    checkins,
    example,
    guessing,
    hours,
    keeping,
    marking,
    mirrors,
    moderation,
    nudges,
    pairing,
    parking,
    privacy,
    prompts,
    recap,
    schedule,
    settings,
    standing,
    stepping_back,
    trust,
)
from core.screens.model import Screen
from core.screens.wording import View

Render = Callable[[Mapping[str, str], View], Screen]

SCREENS: Mapping[str, Render] = {
    **agreeing.SCREENS,
    **pairing.SCREENS,
    **standing.SCREENS,
    **checkins.SCREENS,
    **schedule.SCREENS,
    **prompts.SCREENS,
    **guessing.SCREENS,
    **parking.SCREENS,
    **nudges.SCREENS,
    **marking.SCREENS,
    **recap.SCREENS,
    **mirrors.SCREENS,
    **keeping.SCREENS,
    **trust.SCREENS,
    **privacy.SCREENS,
    **settings.SCREENS,
    **chat.SCREENS,
    **moderation.SCREENS,
    **hours.SCREENS,
    **example.SCREENS,
    **stepping_back.SCREENS,
}


def screen_of(kind: str, args: Mapping[str, str], view: View) -> Screen:
    """Renders a note of this kind. Raises KeyError for a kind that no module knows."""
    return SCREENS[kind](args, view)
