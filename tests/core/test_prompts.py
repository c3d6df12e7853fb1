"""Which prompt comes next: never twice within ninety days, within level and packs, evenly, or none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import wording
from core import prompts
from core.chats import Chat, ChatKind
from core.ids import ChatId
from core.prompts import LONGEST_OWN, MOST_OWN, PACKS, RESTS, NotAdded, Prompt
from core.repertoire import Repertoire
from tests.cases import cases
from tests.core.builders import ANA, BEN, MONDAY

LIBRARY = [Prompt(p.key, p.level, p.theme, p.fits) for p in wording.prompts()]
SMALL = [
    Prompt(f"{theme}-{level}", level, theme, fits)
    for level in range(5)
    for theme, fits in (("everyday", None), ("us", ChatKind.COUPLE), ("us", ChatKind.FRIENDS), ("play", None))
    if fits is None or level % 2 == (fits is ChatKind.COUPLE)
]
"""Few enough that it runs out."""


def chat(kind: ChatKind = ChatKind.COUPLE, level: int = 1, **more: object) -> Chat:
    return replace(Chat(id=ChatId("c"), kind=kind, level=level), **more)  # type: ignore[arg-type]


def ask(there: Chat, library: list[Prompt], now: datetime) -> tuple[Chat, Prompt | None]:
    prompt = prompts.next_prompt(there, library, now)
    if prompt is None:
        return there, None
    return replace(there, repertoire=prompts.asked(there.repertoire, prompt.key, library, now)), prompt


def allowed(there: Chat, library: list[Prompt], now: datetime) -> set[str]:
    """Written anew, from the words of the rule: what may be asked at all."""
    light = there.light_until is not None and now < there.light_until
    limit = 0 if light else there.level
    keys = {
        p.key
        for p in library
        if p.fits in (None, there.kind)
        and (p.level == 0 or (p.level <= limit and p.pack not in there.repertoire.left_out))
    }
    return keys | {own.key for own in there.repertoire.own if own.level <= limit and not light}


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from((1, 12, 24, 24 * 7, 24 * 40))),
        st.tuples(st.just("level"), st.integers(0, 4)),
        st.tuples(st.just("pack"), st.sampled_from(sorted(PACKS))),
        st.tuples(st.just("add"), st.integers(0, 4)),
        st.tuples(st.just("out"), st.integers(0, 3)),
        st.tuples(st.just("hard"), st.integers(1, 40)),
    ),
    min_size=10,
    max_size=60,
)


@settings(max_examples=cases(60), deadline=None)
@given(STEPS, st.sampled_from(ChatKind))
def test_nothing_is_asked_twice_within_ninety_days_nor_beyond_the_level(
    steps: list[tuple[str, int]], kind: ChatKind
) -> None:
    there, now = chat(kind), MONDAY
    asked: dict[str, datetime] = {}
    for what, number in steps:
        known = there.repertoire
        if what == "level":
            there = replace(there, level=number)
        elif what == "hard":
            there = replace(there, light_until=now + timedelta(days=number))
        elif what == "pack":
            packs = prompts.packs_for(kind, SMALL)
            there = replace(there, repertoire=prompts.toggled(known, str(number), packs))
        elif what == "add" and len(known.own) < MOST_OWN:
            words = f"own number {known.added}?"
            there = replace(there, repertoire=prompts.added(known, words, number, ANA))
        elif what == "out" and number < len(known.own):
            there = replace(there, repertoire=prompts.removed(known, known.own[number].key))
        elif what == "ask":
            now += timedelta(hours=number)
            may = allowed(there, SMALL, now)
            there, prompt = ask(there, SMALL, now)
            if prompt is None:
                assert all(key in asked and now - asked[key] < RESTS for key in may)
                continue
            assert prompt.key in may
            assert now - asked.get(prompt.key, now - RESTS) >= RESTS
            asked[prompt.key] = now


def test_a_year_of_daily_check_ins_repeats_nothing_within_ninety_days() -> None:
    there, asked = chat(level=2), dict[str, datetime]()
    for day in range(365):
        now = MONDAY + timedelta(days=day)
        there, prompt = ask(there, LIBRARY, now)
        assert prompt is not None
        assert now - asked.get(prompt.key, now - RESTS) >= RESTS
        asked[prompt.key] = now
    assert len(there.repertoire.asked) <= len(LIBRARY)


def test_levels_and_themes_take_turns() -> None:
    there, seen = chat(level=4), list[Prompt]()
    for day in range(40):
        there, prompt = ask(there, LIBRARY, MONDAY + timedelta(days=day))
        assert prompt is not None
        seen.append(prompt)
    assert [prompt.level for prompt in seen[:10]] == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]
    assert len({prompt.theme for prompt in seen[:8]}) == 8
    assert set(Counter(prompt.level for prompt in seen).values()) == {8}


def test_an_own_prompt_comes_first_and_waits_for_its_level() -> None:
    known = prompts.added(Repertoire(), "What made you laugh today?", 3, ANA)
    there = chat(level=1, repertoire=known)
    assert ask(there, LIBRARY, MONDAY)[1] != Prompt("own:1", 3)
    assert ask(replace(there, level=3), LIBRARY, MONDAY)[1] == Prompt("own:1", 3)


@pytest.mark.parametrize("level", [0, 4])
def test_after_something_hard_no_own_prompt_is_asked(level: int) -> None:
    known = prompts.added(Repertoire(), "Why did you lie to me?", 0, ANA)
    there = chat(level=level, repertoire=known, light_until=MONDAY + timedelta(days=3))
    prompt = ask(there, LIBRARY, MONDAY)[1]
    assert prompt is not None
    assert prompt.key in {p.key for p in LIBRARY if p.level == 0}


def test_packs_left_out_give_everyday_prompts_only_once_all_others_were_asked() -> None:
    there = chat(ChatKind.FRIENDS, level=4)
    packs = prompts.packs_for(there.kind, SMALL)
    there = replace(there, repertoire=prompts.toggled(there.repertoire, "play", packs))
    found = []
    for hour in range(30):
        there, prompt = ask(there, SMALL, MONDAY + timedelta(hours=hour))
        found.append(prompt.key if prompt is not None else "")
    assert found.index("play-0") == 8
    assert found[9:] == [""] * 21


def test_how_deep_a_chat_can_go_hangs_on_its_packs() -> None:
    packs = prompts.packs_for(ChatKind.COUPLE, LIBRARY)
    known = Repertoire(left_out=tuple(sorted(set(packs) - {"play"})))
    assert prompts.reach(chat(), LIBRARY) == 4
    assert prompts.reach(chat(repertoire=known), LIBRARY) == 3
    assert prompts.reach(chat(repertoire=prompts.added(known, "Our own?", 4, ANA)), LIBRARY) == 4


def test_the_last_pack_stays() -> None:
    known, packs = Repertoire(), ("us", "play")
    one = prompts.toggled(known, "us", packs)
    assert one.left_out == ("us",)
    assert prompts.toggled(one, "play", packs) == one
    assert prompts.toggled(one, "us", packs) == known
    assert prompts.toggled(one, "unknown", packs) == one


@pytest.mark.parametrize(
    ("words", "reason"),
    [("  ", "empty"), ("w" * (LONGEST_OWN + 1), "long"), ("WHAT  made you\nlaugh?", "same")],
)
def test_an_own_prompt_is_refused_with_a_reason(words: str, reason: str) -> None:
    known = prompts.added(Repertoire(), "What made you laugh?", 1, ANA)
    with pytest.raises(NotAdded, match=reason):
        prompts.added(known, words, 1, BEN)


def test_there_is_room_for_ten_of_their_own() -> None:
    known = Repertoire()
    for number in range(MOST_OWN):
        known = prompts.added(known, f"Question {number}?", 1, ANA)
    with pytest.raises(NotAdded, match="full"):
        prompts.added(known, "One more?", 1, ANA)


def test_who_is_forgotten_takes_their_prompts_along() -> None:
    known = prompts.added(prompts.added(Repertoire(), "Anas?", 1, ANA), "Bens?", 1, BEN)
    for key in ("own:1", "own:2", "small-good"):
        known = prompts.asked(known, key, LIBRARY, MONDAY)
    left = prompts.without(known, ANA)
    assert [own.words for own in left.own] == ["Bens?"]
    assert set(left.asked) == {"own:2", "small-good"}


def test_a_key_is_never_given_twice() -> None:
    known = prompts.removed(prompts.added(Repertoire(), "One?", 1, ANA), "own:1")
    assert prompts.added(known, "One?", 1, ANA).own[0].key == "own:2"


def test_words_are_kept_plain_and_out_of_a_repr() -> None:
    known = prompts.added(Repertoire(), "What\u202e made\n\tyou  laugh?", 1, ANA)
    assert known.own[0].words == "What made you laugh?"
    assert "laugh" not in repr(known)
