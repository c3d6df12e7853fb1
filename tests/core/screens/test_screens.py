"""Every kind of note has a screen, every screen its words, and every button somebody who hears it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
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
from config.wording import prompts, wording
from core.chats import ChatKind
from core.choices import NAMES as CHOICES
from core.commands import COMMANDS
from core.episodes import Wish
from core.ids import PersonId
from core.nudge.order import ROWS
from core.people import Person, QuietHours
from core.privacy import Section
from core.prompts import LONGEST_OWN, MOST_OWN, PACKS
from core.question import QUESTIONS
from core.reading.topics import TOPICS
from core.screens.catalogue import SCREENS, screen_of
from core.screens.example import EXAMPLES
from core.screens.hours import HOURS, PRESETS
from core.screens.keeping import ON_A_PAGE
from core.screens.model import Screen
from core.screens.schedule import SNOOZES
from core.screens.trust import MY_COUNTS
from core.screens.wording import View
from core.switches import DIRECT, SWITCHES
from core.zones import REGIONS
from tests.core.builders import ANA, BEN, CEM, MONDAY

ROOT = Path(__file__).parents[3]
WORDS = wording()
TIME = MONDAY.isoformat()
REASONS = ("unanswered", "good_news", "missing_understanding", "missing_appreciation", "missing_caring")
WISHES = ("", *Wish)
WAYS = ("spotted", "marked", "checkin")
HELD = tuple(WORDS.texts["held"])
Args = dict[str, str]
OWN_KEYS = [f"own:{number}" for number in range(1, MOST_OWN + 1)]
OWN_LISTED = {"prompts": " ".join(OWN_KEYS), "levels": " ".join("4" for _ in OWN_KEYS)}
OWN_WORDS = dict.fromkeys(OWN_KEYS, "w" * (LONGEST_OWN - 2) + "?")


def nudge_args() -> Iterator[Args]:
    for reason in REASONS:
        for wish in WISHES:
            for way in WAYS:
                yield {"author": ANA, "said_at": TIME, "reason": reason, "wish": wish, "way": way}
                yield {
                    "author": ANA,
                    "said_at": TIME,
                    "reason": reason,
                    "wish": wish,
                    "way": way,
                    "brief": "yes",
                }


MODERATED = {"enabled": "on", "notes": "off", "checkins": "off", "notes_a_week": "2"}
MODERATED |= {
    "quiet_hours": "22:00-08:00",
    "zone": "UTC",
    "enabled_roles": "",
    "exempt_roles": "7",
    "exempt_people": "toy:7",
}
TRIED = {"depth": "0.62", "level": "3", "valence": "-0.40", "probability": "0.91", "topics": "work money"}
OUTCOMES = [
    {f"row_{world}": row for world in ("default", "wanted")} | more
    for row in ("", *(rule.name for rule in ROWS))
    for more in ({}, {"opens_wanted": "yes"}, {"opens_wanted": "yes", "noted_wanted": "yes"})
]
AMONG: tuple[Args, ...] = ({}, {"among": "friends"}, {"among": "community"})
NOT_AGREED = [{"what": "not_agreed", **among} for among in (*AMONG, {"among": "nowhere"})]
ALL_ARGS: dict[str, list[Args]] = {
    "card": [{"note": "7", "token": "abc", **among} for among in AMONG],
    "consent": [
        {**among, **heard}
        for among in AMONG
        for heard in ({}, {"heard": "yes"}, {"heard": "yes", "again": "yes"})
    ],
    "not_now": [{}, {"again": "yes"}],
    "pair_link": [{"start": "pAbC-_"}],
    "pair_ask": [{"maker": ANA, "link": "l"}],
    "pair_confirm": [{"opener": ANA, "link": "l"}, {"opener": ANA, "link": "l", "opened": "yes"}],
    "pair_reply": [
        {"what": what, "maker": ANA, "link": "l"}
        for what in ("own", "own_over", "over", "not_yet", "declined", "waits")
    ],
    "paired": [{"partner": ANA}, {"partner": ANA, "opened": "yes"}],
    "unheard": [{"missing": "privacy_mode", **where} for where in ({}, {"where": "The club"})],
    "agreed": [
        {**among, **so_far}
        for among in AMONG
        for so_far in (
            {},
            {"complete": "yes"},
            {"complete": "yes", "late": "yes"},
            {"complete": "yes", "late": "yes", "next": TIME},
        )
    ]
    + [{"among": "community", "complete": "yes", "off": "yes"}, {"again": "yes"}],
    "hidden": [{}, {"below": "yes"}, {"in_passing": "yes"}, {"below": "yes", "in_passing": "yes"}],
    "mark_wish": [{"said_at": TIME, "message": "m", **wish} for wish in ({}, {"wish": "listen"})],
    "mark_reply": [
        *({"what": what, "said_at": TIME, "message": "m"} for what in Wish),
        *(
            {"what": what}
            for what in (
                *Wish,
                "not_yours",
                "off",
                "left_out",
                "how",
                "where",
                "apart",
                "gone",
                "paused",
                "outside",
            )
        ),
        *NOT_AGREED,
        *({"what": what} for what in ("unmarked", "not_marked")),
    ],
    "mirror_ask": [{}, {"forwarded": "yes"}, {"forwarded": "wordless"}],
    "mirror_reply": [{"what": what} for what in ("empty", "emoji", "wordless")],
    "keep": [{"count": "0"}, {"count": "3"}],
    "keep_words": [{"at": TIME}],
    "keep_set": [{"at": TIME}, {"at": TIME, "put_off": "yes"}, {"at": TIME, "paused": "yes"}],
    "keep_list": [
        {"moments": " ".join([TIME] * count), "from": str(first), "of": "11"}
        for count, first in ((0, 0), (8, 0), (3, 8))
    ],
    "keep_one": [{"at": TIME}],
    "keep_due": [{"at": TIME}, {"at": TIME, "opened": "yes"}],
    "keep_reply": [
        {"what": what}
        for what in ("unclear", "past", "full", "in_private", "removed", "done", "stopped", "gone")
    ],
    "mirror": [
        {"unknown": "yes"},
        *(
            {"understood": "0.9", "valued": "0.3", "cared_for": "0.1", "also": "", "long": "yes"}
            | {f"carried_{name}": carried for name in ("understood", "valued", "cared_for")}
            | ({"wish": wish, "author": ANA, "said_at": TIME} if wish else {})
            for carried in (*(f"sentence {n}" for n in range(1, 9)), "part 1", "several")
            for wish in ("", "listen", "think", "celebrate")
        ),
        *(
            {"understood": u, "valued": "0.3", "cared_for": "0.9", "also": also}
            for u in ("0", "0.2", "0.5")
            for also in ("", "criticism", "criticism advice disinterest")
        ),
    ],
    "checkin": [{"prompt": prompt.key, "round": "r"} for prompt in prompts()]
    + [{"prompt": "our own words {with braces}", "round": "r", "where": "Work friends"}],
    "answer_which": [
        {"rounds": "a b", "title0": "Work friends", "title1": ""},
        {"rounds": "a b", "title0": "Work friends", "title1": "", "prompt_of": "c"},
        {"rounds": "a", "title0": "", "prompt_of": "c"},
        *({"what": what} for what in ("kept", "prompt", "lost")),
        {"what": "taken", "where": "Work friends"},
    ],
    "round_ended": [{"what": "answered", "where": "Work friends"}, {"what": "asked"}],
    "reveal": [{"prompt": prompts()[0].key, "round": "r", **more} for more in ({}, {"no_guess": "yes"})],
    "checkin_reply": [
        {"what": what}
        for what in (*("started", "running", "many", "where", "off", "left_off", "nothing_left", "resting"),)
    ]
    + NOT_AGREED,
    "nudge": [*nudge_args(), *({**args, "opened": "yes"} for args in nudge_args())],
    "why": [{}, *nudge_args(), *({"held": rule} for rule in HELD)],
    "pressed": [
        *(
            {"what": what}
            for what in ("talked", "not_this", "later", "fewer", "gone", "undone", "more_chats")
        ),
        {"what": "not_this", "episode": "m"},
    ],
    "question": [
        {"said_at": TIME, "question": question, **opened}
        for question in QUESTIONS
        for opened in ({}, {"opened": "yes"})
    ],
    "care": [{}, {"opened": "yes"}],
    "question_reply": [{"what": what} for what in ("thanks", "skipped")],
    "ask_first": [{"said_at": TIME, "partner": BEN, **opened} for opened in ({}, {"opened": "yes"})],
    "ask_first_reply": [{"what": what} for what in ("yes", "no")],
    "pause": [{"state": state} for state in ("on", "off", "unread")] + [{"state": "on", "until": TIME}],
    "form_ask": [{"label": "A day"}],
    "topics": [{}],
    "privacy": [{}, *({"section": section.value} for section in Section)],
    "chat": [
        {"kind": kind, "level": "1", **dict.fromkeys((*CHOICES, "recap"), state), **look}
        for kind in ChatKind
        for state in ("on", "off", "left_off")
        for look in ({}, {"look": "yes"})
    ],
    "chat_set": [{}],
    "chat_reply": [{"what": what} for what in ("not_agreed", "where")],
    "moderate": [
        {"title": "", **MODERATED},
        {"title": "Gardeners", **MODERATED, "enabled": "off"},
        {"title": "Gardeners", **MODERATED, "channels": "toy:1 toy:2"},
        {"title": "Gardeners", **MODERATED, "channels": " ".join(["toy:1"] * 26)},
        *(
            {"title": "Gardeners", **MODERATED, "problem": why, "name": "enabled"}
            for why in WORDS.texts["moderation_file"]
        ),
    ],
    "moderate_reply": [{"what": what} for what in ("not_yours", "not_told", "not_here", "where", "over")],
    "dry_run": [
        {"unknown": "yes"},
        {"empty": "yes"},
        *({**TRIED, **outcome} for outcome in OUTCOMES),
        {**TRIED, **OUTCOMES[0], "crisis": "yes", "topics": ""},
        *({**TRIED, **OUTCOMES[0], "level": str(level)} for level in range(5)),
    ],
    "moderation_audit": [
        {"count": "0"},
        {"count": "1", "at0": TIME, "by0": "", "field0": "enabled"},
        *(
            {"count": "1", "at0": TIME, "by0": ANA, "field0": field, "older": "yes"}
            for field in WORDS.texts["moderate_fields"]
        ),
    ],
    "which": [
        {"command": "leave", "chats": "one other", "title0": "Ana and Ben", "title1": ""},
        {"command": "leave", "chats": "one other", "title0": "Club", "title1": "Club"},
        *({"again": command} for command in ("prompts", "checkins", "recap")),
    ],
    "leave": [{}, *({"what": what} for what in ("done", "withdrawn", "nothing"))],
    "still_fine": [
        {"days": "30"},
        {"days": "30", "opened": "yes", "where": ""},
        {"days": "90", "opened": "yes", "where": "Ana and Ben"},
        {"opened": "yes", "what": "thanks"},
    ],
    "hours": [{"now": TIME}, {"now": TIME, "guessed": "yes"}],
    "hours_zone": [{"region": region, "now": TIME} for region in ("", *REGIONS)],
    "hours_until": [{"from": "22"}],
    "example": [{}, *({"page": str(page)} for page in range(len(EXAMPLES) + 1))],
    "forget": [
        {},
        {"all": "yes"},
        {"chats": "one other", "title0": "Ana and Ben", "title1": ""},
        {"what": "ask_here", "where": "Ana and Ben"},
        *({"what": what} for what in ("ask_here", "ask_all", "done", "done_here", "kept")),
    ],
    "country": [{"page": "0"}, {"page": "1"}],
    "settings": [{}, {"what": "saved"}, {"what": "unknown"}, {"resting": "open"}, {"resting": TIME}],
    "recap": [
        {"nothing": "yes"},
        *(
            {"keys": keys, "count": "24", "from": "20", "percent": "61", "swaps": "9"}
            | {"one": ANA, "other": BEN, "weave": woven, "pattern": pattern, "others": CEM}
            for keys, woven, pattern in (
                ("few", "2026-02-23=nn 2026-03-02=n", "early"),
                ("asked balance_even", "unheard 2026-03-02=a'b'a'b'", "early"),
                ("takes_turns balance_even swaps", "2026-02-23=AbaB 2026-03-02=", "in_turn"),
                ("described balance_uneven swaps", "2026-02-23=AAAAa 2026-03-02=B", "one_side"),
                ("described balance_even swaps", "2026-02-23=AAAAa 2026-03-02=BBBbB", "in_blocks"),
                ("described balance_even swaps", "2026-02-23=AABAa 2026-03-02=BBAbB", "loose"),
            )
        ),
        *(
            {"keys": "few", "count": "3", "from": "20", "percent": "0", "swaps": "0", "pattern": "early"}
            | {"one": ANA, "other": BEN, "weave": "2026-03-02=nnn", "weekly": weekly}
            for weekly in ("on", "off")
        ),
    ],
    "recap_switch": [{"what": what} for what in ("on", "off")],
    "level": [
        *NOT_AGREED,
        *({"level": str(n)} for n in range(5)),
        *({"level": str(n), "ready": "yes"} for n in range(4)),
    ],
    "plan": [
        *NOT_AGREED,
        {"what": "unknown"},
        *(
            {"days": days, "at": "20:00", "on": on, "next": at}
            for days, on, at in (("", "", ""), ("0 3", "yes", TIME), ("6", "yes", ""), ("0 3", "", ""))
        ),
        *(
            {"days": "6", "at": "20:00", "on": "yes", "next": TIME, "held": by}
            for by in ("chat", "moderators", "many")
        ),
    ],
    "snoozed": [{"until": TIME}],
    "prompts": [
        {"what": "not_agreed"},
        {"what": "community"},
        *({"packs": " ".join(PACKS), "left_out": "play us", "own": own} for own in ("0", "3")),
    ],
    "prompt_not_added": [{"what": what} for what in ("empty", "long", "same", "full")],
    "prompt_kept": [
        {"what": "out"},
        {"what": "kept"},
        *({"prompt": "own:1", "level": level} for level in ("0", "1", "4")),
    ],
    "prompt_added": [{"author": ANA, "prompt": "own:1"}],
    "own_prompts": [{"prompts": "", "levels": ""}, OWN_LISTED],
    "guess_whom": [{"people": f"{ANA} {BEN}", "round": "r"}],
    "guess": [
        {"partner": ANA, "round": "r"},
        *({"what": what, "partner": ANA} for what in ("nobody", "kept", "sent", "already")),
    ],
    "guess_kept": [{"partner": ANA}],
    "guess_shown": [
        {"author": ANA},
        {"author": ANA, "opened": "yes"},
        *({"author": ANA, "what": what} for what in ("yes", "partly", "no")),
    ],
    "guess_reply": [
        {"author": ANA, "what": what, **opened}
        for what in ("yes", "partly", "no")
        for opened in ({}, {"opened": "yes"})
    ],
    "park_reply": [
        {"what": "asked", "said_at": TIME},
        *({"what": what} for what in ("known", "full", "gone", "community", "apart")),
        *NOT_AGREED,
    ],
    "park_ask": [
        {"what": "not_now"},
        *({"author": ANA, "said_at": TIME, **opened} for opened in ({}, {"opened": "yes"})),
    ],
    "parked": [
        {"said_at": TIME},
        *({"said_at": TIME, "opened": "yes", **more} for more in ({}, {"waits": "yes"}, {"ready": "yes"})),
    ],
    "parked_list": [
        {"parked": "", "chats": "", "said_at": ""},
        {"parked": "a b", "chats": "c c", "said_at": f"{TIME} {TIME}"},
    ],
    "brought_back": [{"said_at": TIME}, {"said_at": TIME, "opened": "yes"}],
    "deeper": [{"level": "2"}],
    "raised": [{"level": "2"}],
    "mydata": [dict.fromkeys(MY_COUNTS, "1")],
}
NOT_WRITTEN_TO = Person(id=PersonId("discord:7"), name="Ben")
"""Where people are asked before anything comes by itself: this one was not, yet."""
CASES = [(kind, args) for kind in SCREENS for args in ALL_ARGS.get(kind, [{}])]
VIEWS = [
    View(
        words=WORDS,
        names={ANA: "Ana", BEN: "Ben", CEM: ""},
        reader=Person(id=BEN, name="Ben"),
        operator="Olga",
        helplines=contacts_for(None),
        in_group=True,
    ),
    View(
        words=WORDS.with_prompts(OWN_WORDS),
        names={},
        reader=Person(
            id=BEN,
            zone="Asia/Tokyo",
            quiet_hours=QuietHours.parse("22:00-08:00"),
            ask_first=True,
            fewer=True,
            topics_off=("work",),
            checkin_at=time(21, 30),
            away_until=date(2026, 12, 5),
        ),
        operator="Olga",
        helplines=contacts_for("JP"),
    ),
    View(words=WORDS, names={}, reader=NOT_WRITTEN_TO, operator="Olga", helplines=contacts_for(None)),
    View(
        words=WORDS,
        names={},
        reader=replace(NOT_WRITTEN_TO, written_to=True),
        operator="Olga",
        helplines=contacts_for(None),
    ),
]


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
