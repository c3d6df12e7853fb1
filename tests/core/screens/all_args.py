"""Every screen with all that it may be told, and the readers who may see it: what tests of screens share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

from config.contacts import contacts_for
from config.wording import prompts, wording
from core.chats import ChatKind
from core.choices import NAMES as CHOICES
from core.episodes import Wish
from core.ids import PersonId
from core.nudge.order import ROWS
from core.people import Person, QuietHours
from core.privacy import Section
from core.prompts import LONGEST_OWN, MOST_OWN, PACKS
from core.question import QUESTIONS
from core.screens.catalogue import SCREENS
from core.screens.example import EXAMPLES
from core.screens.trust import MY_COUNTS
from core.screens.wording import View
from core.zones import REGIONS
from tests.core.builders import ANA, BEN, CEM, MONDAY

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
