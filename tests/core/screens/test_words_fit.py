"""Every key of the wording file is used, every screen fits every platform, and no word is there that is not
to be said to people. Everything is asked of the screens of `all_args.py`, with all their arguments."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.commands import command_payloads
from config.wording import prompts, wording
from core.nudge.order import ROWS
from core.screens import recap
from core.screens.catalogue import screen_of
from core.screens.menu import menu
from core.screens.model import Screen
from core.screens.nudges import asked_text
from core.screens.wording import Text, View, Wording
from tests.core.builders import ANA, BEN, CEM
from tests.core.screens.all_args import CASES, VIEWS
from tests.core.screens.test_screens import texts

ROOT = Path(__file__).parents[3]
WORDS = wording()

# Every key is used


class Watched(Mapping[str, Mapping[str, Text]]):
    """The wording's texts, remembering which were asked for."""

    def __init__(self, texts: Mapping[str, Mapping[str, Text]]) -> None:
        self.texts = texts
        self.asked: set[tuple[str, str]] = set()

    def __getitem__(self, section: str) -> Mapping[str, Text]:
        return WatchedSection(section, self.texts[section], self.asked)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


class WatchedSection(Mapping[str, Text]):
    def __init__(self, name: str, texts: Mapping[str, Text], asked: set[tuple[str, str]]) -> None:
        self.name, self.texts, self.asked = name, texts, asked

    def __getitem__(self, key: str) -> Text:
        self.asked.add((self.name, key))
        return self.texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def watched(words: Wording) -> tuple[Wording, Watched]:
    seen = Watched(words.texts)
    return replace(words, texts=seen), seen


def test_every_key_of_the_wording_file_is_said_on_some_screen() -> None:
    words, seen = watched(WORDS)
    for kind, args in CASES:
        for view in VIEWS:
            screen_of(kind, args, replace(view, words=words))
            if "weave" in args:
                recap.drawing(args, replace(view, words=words))
                recap.alt(args, replace(view, words=words))
    menu(words, "Olga")
    words.say("pair", "named", partner="Ben")  # the name of two who share no chat, put into other screens
    asked_text(replace(VIEWS[0], words=words), [rule.name for rule in ROWS], "before")  # a replay's page
    there = {(section, key) for section, keyed in WORDS.texts.items() for key in keyed}
    assert there - seen.asked == set()


# Every screen fits

LONG = "Maximiliane-Antoinetta Featherstonehaugh-Cholmondeley of Llanfair"
"""As long as a name may be on Telegram: 64 letters; Discord's end at 32."""
TEXT = 2000
"""Discord's content (discord.com/developers); Telegram takes 4096 UTF-16 units (core.telegram.org)."""
LABEL, OURS = 80, 40
"""Discord's button; and ours, which a phone shows whole in a row of its own. Names may be longer."""
DATA = 64
"""Bytes of Telegram's callback data."""
NUMBER = 10**15 - 1
"""A note's number outside has at most fifteen digits."""
IN_A_ROW, ROWS_AT_MOST = 5, 5
ALT = 1024
RECAP = next(args for kind, args in CASES if kind == "recap" and args.get("pattern") == "in_turn")
LONG_LISTS = frozenset({"which", "settings", "topics"})
"""One row for each chat, for each switch, for two of many topics: more words do not fit beside each other."""


def views() -> Iterator[View]:
    names = dict.fromkeys((ANA, BEN, CEM), LONG)
    for view in VIEWS:
        yield replace(view, names=names, operator=LONG, reader=replace(view.reader, name=LONG))


def rendered() -> Iterator[tuple[str, Screen]]:
    for kind, args in CASES:
        for view in views():
            yield kind, screen_of(kind, args, view)


def test_no_screen_is_longer_than_the_platforms_allow() -> None:
    sizes = [(kind, len(f"{s.title}\n{s.text}".encode("utf-16-le")) // 2) for kind, s in rendered()]
    assert [(kind, size) for kind, size in sizes if size > TEXT] == []


def test_every_label_fits_on_its_button() -> None:
    assert [(k, b.label) for k, s in rendered() for b in s.buttons() if len(b.label) > LABEL] == []


def test_our_own_labels_are_short() -> None:
    values = {"state": "off", "day": "12 March", "time": "18:00", "name": "", "title": "", "count": "10"}
    said = [text.format(**values) for key, text in texts() if key.startswith("buttons.")]
    assert [label for label in said if len(label) > OURS] == []


def test_every_press_fits_beside_the_longest_number_of_a_note() -> None:
    pressed = {f"{NUMBER}:{button.name}" for _, screen in rendered() for button in screen.buttons()}
    assert [data for data in pressed if len(data.encode()) > DATA] == []


def test_what_a_picture_shows_fits_beside_it_in_words() -> None:
    """Discord's description and Telegram's caption end at 1024."""
    long_weeks = {**RECAP, "weave": " ".join(f"2026-{month:02}-16={'aBA' * 50}" for month in range(1, 9))}
    assert all(len(recap.alt(long_weeks, view)) <= ALT for view in views())


def test_no_screen_has_more_buttons_than_a_message_takes() -> None:
    crowded = {
        kind
        for kind, screen in rendered()
        if len(screen.rows) > ROWS_AT_MOST or any(len(row) > IN_A_ROW for row in screen.rows)
    }
    assert crowded <= LONG_LISTS


# What is not said

FORBIDDEN = {
    "should": r"\bshould(n't)?\b",  # it points to a moment, and tells nobody what to do (product.md)
    "must": r"\bmust(n't)?\b",  # the same
    "ought, have to, need to": r"\b(ought|have to|has to|need to|needs to)\b",  # the same in other clothes
    "always, never": r"\b(always|never)\b",  # of people it would be a verdict, of a program a boast
    "score": r"\bscor(e[ds]?|ing)\b",  # nobody is measured
    "rank, level up, streak, points": r"\brank(s|ed|ing)?\b|\bstreaks?\b|\bpoints\b|level up",  # no game
    "diagnosis": r"diagnos|disorder|symptom|patholog|depress|\banxi|trauma|narciss|toxic|codepend"
    r"|attachment style|love language|therap|clinic|bipolar|autis|adhd|gaslight|avoidant",  # a verdict
    "he, she": r"\b(he|she|him|her|his|hers|himself|herself)\b",  # gender is neither used nor inferred
    "gendered": r"\b(husband|wife|boyfriend|girlfriend|man|men|woman|women|guys?|lad(y|ies)|girls?|boys?"
    r"|mr|mrs|ms|sir|madam|mum|dad|mother|father|brother|sister|son|daughter)\b",  # the same
}
"""What wording meant for people does not contain, each with its reason."""


def people_s_words() -> Iterator[tuple[str, str]]:
    """Every text that people may read: wording, prompts, what Discord offers, the page."""
    yield from texts()
    offered = command_payloads(menu(WORDS, "Olga"))
    yield from ((f"discord {n}", said) for n, said in enumerate(_strings(offered)))
    titles = tomllib.loads((ROOT / "config/conversations/titles.toml").read_text("utf-8"))
    yield from ((f"conversation {n}", said) for n, said in enumerate(_strings(titles)))
    for page in (ROOT / "adapters/web/page").glob("*.html"):
        yield page.name, re.sub(r"<[^>]*>", " ", page.read_text("utf-8"))


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for one in value.values():
                yield from _strings(one)
        case list() | tuple():
            for one in value:
                yield from _strings(one)
        case _:
            pass


@pytest.mark.parametrize("word", FORBIDDEN)
def test_wording_meant_for_people_does_not_say(word: str) -> None:
    found = [(name, text) for name, text in people_s_words() if re.search(FORBIDDEN[word], text, re.I)]
    assert found == []


def test_the_test_would_find_such_a_word() -> None:
    said = "You should never tell him his score, said the therapist to the boys: they must rank"
    assert [word for word, pattern in FORBIDDEN.items() if not re.search(pattern, said, re.I)] == [
        "ought, have to, need to"
    ]


def test_the_library_of_prompts_and_the_countries_are_read_here() -> None:
    """So that the tests above cover them."""
    names = {name for name, _ in texts()}
    assert {f"prompt {prompt.key}" for prompt in prompts()} <= names
    assert "countries.GB" in names
