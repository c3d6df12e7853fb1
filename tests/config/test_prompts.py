"""The library of check-in prompts: enough of them, each its own, plain, and for whom it is."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from config.wording import Prompt, prompts
from core.chats import ChatKind
from core.prompts import LONGEST_OWN, PACKS, RESTS

LIBRARY = prompts()
THEMES = {theme for themes in PACKS.values() for theme in themes}
FILLERS = frozenset(
    re.findall(
        r"\w+",
        "what which the a an of you your do did does in to and is was were that it for with who whom when"
        " where how on at are be if as or one have has had would like from this about most not",
    )
)
"""Words that nearly every question has."""
ALIKE = 0.6
"""Share of common words from which two prompts ask the same."""
FORBIDDEN = r"\b(should|must|ought|always|never|scor\w*|have to|need to|try to|deadline|hurry)\b"
GENDERED = (
    r"\b(he|she|him|her|his|hers|m[ae]n|wom[ae]n|boys?|girls?|husband|wife|\w+friend|guys?|mother|father"
)
GENDERED += r"|mum|mom|dad|sister|brother|son|daughter)s?\b"
CLINICAL = r"therap|diagnos|disorder|symptom|patient|depress|anxi|trauma|suicid|toxic|narciss|abus|attachment"
PRESUMING = r"\b(god|pray\w*|church|faith|sins?|your (child(ren)?|kids?|parents|job|boss|body|pet))\b"
ROMANCE = (
    r"\b(kiss\w*|romance|romantic|date|dating|marr\w+|wedding|in love|partner|anniversary|sexy?|intimate)\b"
)


def words(prompt: Prompt) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", prompt.text.lower())) - FILLERS


def test_there_are_at_least_two_hundred_and_each_key_and_text_is_there_once() -> None:
    assert len(LIBRARY) >= 200
    assert len({prompt.key for prompt in LIBRARY}) == len(LIBRARY)
    assert len({prompt.text.casefold() for prompt in LIBRARY}) == len(LIBRARY)


def test_no_two_ask_nearly_the_same() -> None:
    alike = [
        (one.key, other.key)
        for one, other in combinations(LIBRARY, 2)
        if len(words(one) & words(other)) >= ALIKE * len(words(one) | words(other))
    ]
    assert alike == []


@pytest.mark.parametrize("kind", ChatKind)
def test_every_level_has_thirty_and_every_theme_three_levels_whatever_the_chat(kind: ChatKind) -> None:
    fitting = [prompt for prompt in LIBRARY if prompt.fits in (None, kind)]
    by_level = Counter(prompt.level for prompt in fitting)
    assert {prompt.theme for prompt in fitting} == THEMES
    assert all(len({p.level for p in fitting if p.theme == theme}) >= 3 for theme in THEMES)
    assert all(by_level[level] >= 30 for level in range(5))


@pytest.mark.parametrize("kind", ChatKind)
def test_a_new_chat_that_checks_in_daily_never_runs_out(kind: ChatKind) -> None:
    light = [prompt for prompt in LIBRARY if prompt.level <= 1 and prompt.fits in (None, kind)]
    assert len(light) > RESTS.days


def test_only_what_is_about_us_is_for_one_kind_of_chat() -> None:
    assert {prompt.theme for prompt in LIBRARY if prompt.fits is not None} == {"us"}


def test_every_prompt_is_short_and_plain() -> None:
    def plain(prompt: Prompt) -> bool:
        short = len(prompt.text) <= LONGEST_OWN and "{" not in prompt.text and "\n" not in prompt.text
        sentence = prompt.text[0].isupper() and prompt.text[-1] in "?."
        return short and sentence and re.fullmatch(r"[a-z]+(-[a-z]+)*", prompt.key) is not None

    assert [prompt.key for prompt in LIBRARY if not plain(prompt)] == []


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(FORBIDDEN, id="telling what to do"),
        pytest.param(GENDERED, id="gendered words"),
        pytest.param(CLINICAL, id="clinical words"),
        pytest.param(PRESUMING, id="presuming a belief, children, work"),
    ],
)
def test_no_prompt_uses(forbidden: str) -> None:
    assert [p.key for p in LIBRARY if re.search(forbidden, p.text, re.IGNORECASE)] == []


def test_nothing_presumes_romance_outside_of_what_is_for_two() -> None:
    others = [prompt for prompt in LIBRARY if prompt.fits is not ChatKind.COUPLE]
    assert [p.key for p in others if re.search(ROMANCE, p.text, re.IGNORECASE)] == []


def test_the_keys_of_the_first_version_are_still_there() -> None:
    first = "small-good looking-forward taste-of-day helped-me on-my-mind proud-of would-change hard-lately"
    first += " hope-quiet learned-home afraid-lose seen-wish not-said"
    assert set(first.split()) <= {prompt.key for prompt in LIBRARY}
