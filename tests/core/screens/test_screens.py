"""Every kind of note has a screen, every screen its words, and every button somebody who hears it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from inspect import getsource
from pathlib import Path
from string import Formatter

import pytest

from bot.flows import BUTTONS
from bot.flows import guess as guess_flow
from bot.flows import prompts as prompt_flow
from bot.flows.pausing import SPANS
from bot.flows.settings import ELSEWHERE
from config.contacts import contacts_for
from config.wording import prompts
from core.choices import NAMES as CHOICES
from core.commands import COMMANDS
from core.episodes import Wish
from core.privacy import Section
from core.prompts import MOST_OWN, PACKS
from core.reading.topics import TOPICS
from core.screens.catalogue import SCREENS, screen_of
from core.screens.hours import HOURS, PRESETS
from core.screens.keeping import ON_A_PAGE
from core.screens.model import Screen
from core.screens.schedule import SNOOZES
from core.screens.wording import View
from core.switches import DIRECT, SWITCHES
from core.zones import REGIONS
from tests.core.builders import ANA
from tests.core.screens.all_args import (
    ALL_ARGS,
    CASES,
    MODERATED,
    NOT_WRITTEN_TO,
    OWN_WORDS,
    VIEWS,
    WORDS,
    Args,
)

ROOT = Path(__file__).parents[3]


def rendered() -> Iterator[tuple[str, Screen]]:
    for kind, args in CASES:
        for view in VIEWS:
            yield kind, screen_of(kind, args, view)


def texts() -> Iterator[tuple[str, str]]:
    """Every text of the wording file and the library of prompts, with its name."""
    for section, keyed in WORDS.texts.items():
        for key, text in keyed.items():
            for form, words in {"": text}.items() if isinstance(text, str) else text.items():
                yield f"{section}.{key}.{form}".rstrip("."), words
    for prompt in prompts():
        yield f"prompt {prompt.key}", prompt.text


def test_every_screen_is_rendered_here_with_all_its_arguments() -> None:
    assert set(ALL_ARGS) <= set(SCREENS)


@pytest.mark.parametrize("view", VIEWS, ids=["known", "unknown", "not written to", "written to"])
@pytest.mark.parametrize(("kind", "args"), CASES, ids=lambda v: v if isinstance(v, str) else "")
def test_a_screen_renders_with_words_and_nothing_left_open(kind: str, args: Args, view: View) -> None:
    screen = screen_of(kind, args, view)
    assert screen.text.strip()
    assert "{" not in screen.text.replace("{with braces}", "")
    assert all(button.label.strip() and "{" not in button.label for button in screen.buttons())


def test_every_note_that_is_made_anywhere_has_a_screen() -> None:
    makers = [
        *(ROOT / "bot").glob("*.py"),
        *(ROOT / "bot" / "flows").glob("*.py"),
        ROOT / "core" / "noting.py",
    ]
    sources = [path.read_text("utf-8") for path in makers]
    made = {kind for source in sources for kind in re.findall(r'kind="(\w+)"', source)}
    told = {kind for source in sources for kind in re.findall(r'(?:tell|instead)\(\s*"(\w+)"', source)}
    assert len(made) > 5
    assert len(told) > 5
    assert made | told <= set(SCREENS)


def test_every_button_of_every_screen_is_heard() -> None:
    unheard = {
        (kind, button.name)
        for kind, screen in rendered()
        for button in screen.buttons()
        if not _is_heard(kind, button.name)
    }
    assert unheard == set()


def _is_heard(kind: str, button: str) -> bool:
    """Whether the kind's handler names the button, or is one for all of its buttons."""
    if kind in ("which", "recap"):
        return button in ("chat_0", "chat_1", "with_0", "weekly_on", "weekly_off")
    handler = BUTTONS.get(kind)
    if handler is None:
        return False
    source = getsource(handler)
    families: dict[str, set[str]] = {
        "card": {"decide"},
        "mark_wish": set(Wish),
        "keep": {"keep_evening", "keep_tomorrow", "keep_days", "keep_week"},
        "keep_set": {"keep_tomorrow", "keep_week"},
        "keep_one": {"keep_tomorrow", "keep_week"},
        "keep_due": {"keep_tomorrow", "keep_week"},
        "keep_list": {f"keep_show_{place}" for place in range(ON_A_PAGE)},
        "question": {"yes", "partly", "no", "skip"},
    }
    families["settings"] = {*(f"toggle_{name}" for name in (*SWITCHES, DIRECT)), *ELSEWHERE}
    families["topics"] = {f"topic_{topic}" for topic in TOPICS}
    families["pause"] = set(SPANS)
    families["privacy"] = {"privacy_back", *(f"privacy_{section}" for section in Section)}
    families["chat"] = {f"turn_{name}" for name in (*CHOICES, "recap")}
    moderating = (*MODERATED, "try", "import", "export", "audit", "older", "back")
    families["moderate"] = families["moderation_audit"] = {f"mod_{name}" for name in moderating}
    families["checkin"] = {"pass", *SNOOZES, "snooze_tomorrow"}
    families["answer_which"] = {"round_0", "round_1", "own_prompt"}
    families["plan"] = {f"day_{number}" for number in range(7)} | {"earlier", "later_hour"}
    families["plan"] |= {"plan_on", "plan_off", "away_week", "back_now"}
    families["reveal"] = {"guess"}
    families["prompts"] = {f"pack_{pack}" for pack in PACKS}
    families["own_prompts"] = {f"out_{place}" for place in range(1, MOST_OWN + 1)}
    families["prompt_ask"] = families["guess"] = families["form_ask"] = {"never_mind"}
    families["prompt_kept"] = set(prompt_flow.STEPS)
    families["guess_whom"] = {"whom_0", "whom_1"}
    families["guess_kept"] = {"guess_keep"}
    families["guess_shown"] = set(guess_flow.WORDS)
    families["park_ask"] = {"not_now"}
    families["parked"] = {"park_not_yet"}
    families["parked_list"] = {"topic_0", "topic_1"}
    families["consent"] = {"agree", "agree_unwritten", "not_now"}
    families["country"] = {
        "country_more",
        "country_off",
        *(f"country_{code}" for code in WORDS.texts["countries"]),
    }
    families["forget"] = {"forget_yes", "keep", "forget_here", "forget_all", "forget_here_yes"}
    families["forget"] |= {"forget_in_0", "forget_in_1"}
    families["leave"] = {"keep"}
    families["still_fine"] = {"still_fine"}
    zones = {f"zone_{zone}" for zones in REGIONS.values() for zone in zones}
    families["hours_zone"] = {f"region_{region}" for region in REGIONS} | zones
    families["hours"] = families["hours_zone"]
    families["hours_quiet"] = {"quiet_off", "quiet_other", *(f"quiet_{hours}" for hours in PRESETS)}
    families["hours_from"] = {f"from_{hour}" for hour in HOURS}
    families["hours_until"] = {f"until_{hour}" for hour in HOURS}
    return f'"{button}"' in source or button in families.get(kind, set())


def test_a_label_is_short() -> None:
    assert [b.label for _, s in rendered() for b in s.buttons() if len(b.label) > 30] == []


def test_a_screen_fits_on_every_platform() -> None:
    assert [kind for kind, s in rendered() if len(s.title) + len(s.text) > 2000] == []


def test_no_button_is_an_emoji_alone() -> None:
    assert [
        b.label
        for _, s in rendered()
        for b in s.buttons()
        if not re.search(r"[A-Za-z]{2}|\d\d:\d\d", b.label)
    ] == []


def test_button_names_fit_beside_a_note_number_into_64_bytes() -> None:
    assert all(len(button.name.encode()) <= 40 for _, screen in rendered() for button in screen.buttons())


SEALED = ("guess_shown", "guess_reply", "park_ask", "parked", "brought_back")
"""What follows from something that another did."""


def test_before_it_is_opened_a_private_note_says_nothing_about_anybody() -> None:
    sealed = {
        screen_of(kind, args, VIEWS[0]).text
        for kind in ("nudge", "question", "ask_first", "still_fine", "keep_due", *SEALED)
        for args in ALL_ARGS[kind]
        if "opened" not in args and (kind not in SEALED or "what" not in args or kind == "guess_reply")
    }
    assert sealed == {WORDS.say("sealed")}


def test_every_text_is_used_somewhere() -> None:
    sources = "\n".join(
        p.read_text("utf-8") for folder in ("core", "bot", "adapters") for p in (ROOT / folder).rglob("*.py")
    )
    assert [section for section in WORDS.texts if f'"{section}"' not in sources] == []


def test_a_text_asks_only_for_values_that_are_known() -> None:
    known = {"author", "time", "operator", "prompt", "partner", "name", "zone", "quiet", "state", "count"}
    known |= {"least", "percent", "weeks", "sides", "opened", "chats", "answers", "nudges", "now", "next"}
    known |= {
        "does",
        "country",
        "label",
        "until",
        "title",
        "value",
        "depth",
        "valence",
        "probability",
        "kind",
    }
    known |= {"day", "days", "packs", "maker", "opener"}
    known |= {"contests", "reminders", "place", "moment"}
    known |= {"from", "percent", "swaps", "chats", "opened", "answers", "nudges", "now", "next", "country"}
    known |= {"place", "start", "ago", "where", "title", "why"}
    asked = {field for _, text in texts() for _, field, _, _ in Formatter().parse(text) if field}
    assert asked <= known


# How the bot speaks

CLINICAL = r"therap|diagnos|disorder|symptom|patient|depress|anxi|trauma|suicid|clinical|patholog|treatment"
CLINICAL += r"|mental health|toxic|narciss|abus|lonel|attachment style|unhealth|counsel"
GENDERED = r"\b(he|she|him|her|his|hers|himself|herself|husband|wife|boyfriend|girlfriend|man|woman|guys?)\b"
COMMANDING = r"\b(should|must|ought|have to|need to|you'd better|try to)\b"
PRAISING = (
    r"well done|good job|great job|awesome|amazing|congrat|proud of you|keep it up|streak|bravo|perfect"
)
PRAISING += r"|nice work|way to go|excellent"
QUOTING = r"\{(text|words|message|quote)\}"


@pytest.mark.parametrize(
    "forbidden",
    [
        pytest.param(CLINICAL, id="clinical words"),
        pytest.param(GENDERED, id="gendered words"),
        pytest.param(COMMANDING, id="telling what to do"),
        pytest.param(PRAISING, id="praise"),
        pytest.param(QUOTING, id="quoted messages"),
        pytest.param(
            r"\bdetect|\bscore[ds]?\b(?! of people)|get closer|deadline|hurry", id="what is never said"
        ),
    ],
)
def test_no_text_uses(forbidden: str) -> None:
    found = [(name, text) for name, text in texts() if re.search(forbidden, text, re.IGNORECASE)]
    assert found == []


def test_the_neutral_line_names_no_detection() -> None:
    assert not re.search("notice|seem|sound|read|crisis|you said", WORDS.say("care"), re.IGNORECASE)


def test_help_names_people_to_talk_to_for_everybody() -> None:
    for view in VIEWS:
        text = screen_of("help", {}, view).text
        assert "Someone I love is unsafe" in text
        assert "I don't feel safe" in text
        assert all(line.name in text for line in (*view.helplines.talk, *view.helplines.unsafe))


def test_a_private_note_never_asks_the_partner_to_say_certain_words() -> None:
    assert [
        t for n, t in texts() if n.startswith("nudge.") and re.search(r"say (“|\"|that)|tell them", t)
    ] == []


DIRECT_ALONE = {"answer_taken", "answer_which", "guess_kept", "form_ask", "paired"}
"""They follow a private message, or come by themselves: where an answer may stand in a channel they do not.
Where there are forms, none of their fields is asked for as a message."""
ASKS_HERE = (
    r"\b(Write|Answer)\b[^.:]*\b(here|in private)\b|this private chat|leaves this chat|(stays|waits) here"
)


@pytest.mark.parametrize("written_to", [None, True, False])
def test_what_may_stand_in_a_shared_channel_asks_for_nothing_private_here(written_to: bool | None) -> None:
    """On Discord an answer that only one person sees stands in the channel where they asked: what they then
    write there is read by the other."""
    view = View(
        words=WORDS.with_prompts(OWN_WORDS),
        names={ANA: "Ana"},
        reader=replace(NOT_WRITTEN_TO, written_to=written_to),
        operator="Olga",
        helplines=contacts_for(None),
    )
    texts = [(kind, screen_of(kind, args, view).text) for kind, args in CASES if kind not in DIRECT_ALONE]
    assert [each for each in texts if re.search(ASKS_HERE, each[1])] == []


def test_prompts_have_one_key_each_and_a_level_from_0_to_4() -> None:
    library = prompts()
    assert len({prompt.key for prompt in library}) == len(library)
    assert {prompt.level for prompt in library} == {0, 1, 2, 3, 4}


def test_what_surrounds_check_ins_fits_on_every_platform() -> None:
    """Discord takes 2000 characters and five buttons in each of five rows."""
    kinds = ("checkin", "reveal", "prompt", "own_prompts", "guess", "park", "brought_back")
    screens = [(kind, screen) for kind, screen in rendered() if kind.startswith(kinds)]
    assert [k for k, s in screens if len(s.title) + len(s.text) > 2000] == []
    assert [k for k, s in screens if len(s.rows) > 5 or any(len(row) > 5 for row in s.rows)] == []
    assert [b.label for _, s in screens for b in s.buttons() if len(b.label) > 30] == []


def test_each_command_of_help_is_set_apart_from_what_it_does() -> None:
    lines = screen_of("help", {}, VIEWS[0]).text.split("\n\n")[0].splitlines()
    assert lines == [f"/{name} – {WORDS.say('commands', name)}" for name in COMMANDS]


def _labels(kind: str, *titles: str) -> list[str]:
    several = " ".join(str(place) for place in range(len(titles)))
    args = {"chats": several, "rounds": several, "command": "leave"}
    args |= {f"title{place}": title for place, title in enumerate(titles)}
    return [b.label for b in screen_of(kind, args, VIEWS[0]).buttons()][: len(titles)]


@pytest.mark.parametrize("kind", ["which", "forget", "answer_which"])
def test_chats_whose_names_look_alike_are_numbered(kind: str) -> None:
    long = "The gardeners of the old town and of the "
    one, two, three = _labels(kind, f"{long}north", "Home", f"{long}north")
    assert one != three
    assert ("1." in one, "2." in two, "3." in three) == (True, False, True)


def test_questions_of_chats_whose_names_begin_alike_are_numbered() -> None:
    one, two = _labels(
        "answer_which", "The gardeners of the old town, north", "The gardeners of the old town, south"
    )
    assert one != two
    assert max(map(len, (one, two))) <= 30
