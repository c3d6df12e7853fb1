"""Every effect is said, printed or only recorded, and none of it by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from core.effects import (
    AnswerTaken,
    Asked,
    AskedFirst,
    Care,
    CareClaim,
    Decided,
    DeeperOffered,
    DisclosureOpened,
    Effect,
    EndedUnshown,
    EpisodeEnded,
    EpisodeRewritten,
    ErasureDue,
    FewerAsked,
    Held,
    LevelRaised,
    LockChanged,
    MessageRead,
    Nudge,
    NudgeAgain,
    NudgeClaim,
    QuestionClaim,
    RatingRequested,
    ResponseAttached,
    Revealed,
    RoundClosed,
    StillFine,
)
from core.episodes import Way, Wish
from core.ids import EpisodeId, MessageId, RoundId
from core.lines import line_of
from core.notes import Note
from core.noting import note_of
from tests.core.builders import ANA, BEN, HOME, MONDAY, PERSONAL, answer, ended

E1, LATER = EpisodeId("e1"), MONDAY + timedelta(hours=6)
NUDGE = Nudge(
    to=BEN,
    episode=E1,
    author=ANA,
    said_at=MONDAY,
    reason="unanswered",
    wish=Wish.LISTEN,
    good_news=False,
    way=Way.MARKED,
    expires_at=LATER,
)
PRINTED: dict[type, tuple[Effect, str]] = {
    MessageRead: (MessageRead(MessageId("m"), ANA, PERSONAL), "reading"),
    DisclosureOpened: (DisclosureOpened(E1, Way.SPOTTED, ANA, 0.6, -0.5), "disclosure"),
    ResponseAttached: (ResponseAttached(E1, answer()), "response"),
    EpisodeEnded: (EpisodeEnded(ended()), "episode"),
    Nudge: (NUDGE, "nudge"),
    Held: (Held(BEN, E1, "cap"), "held"),
    Care: (Care(ANA), "care"),
    LockChanged: (LockChanged((ANA, BEN), True, ("fear",)), "safety"),
    RatingRequested: (
        RatingRequested(to=ANA, episode=E1, said_at=MONDAY, question="valued", expires_at=LATER),
        "rating_request",
    ),
    AskedFirst: (
        AskedFirst(to=ANA, episode=E1, said_at=MONDAY, partner=BEN, expires_at=LATER),
        "ask_first",
    ),
}
SILENT: dict[type, Effect] = {
    EpisodeRewritten: EpisodeRewritten(ended()),
    Decided: Decided(BEN, E1, "cap", ("consent", "cap"), None),
    NudgeAgain: NudgeAgain(nudge=NUDGE, due_at=MONDAY + timedelta(hours=1)),
    Asked: Asked(to=ANA, round=RoundId("r"), prompt="p"),
    AnswerTaken: AnswerTaken(to=ANA, round=RoundId("r")),
    Revealed: Revealed(round=RoundId("r"), prompt="p", answers=((ANA, MessageId("m")),)),
    RoundClosed: RoundClosed(round=RoundId("r")),
    EndedUnshown: EndedUnshown(to=ANA, answered=True),
    DeeperOffered: DeeperOffered(ANA, 2),
    LevelRaised: LevelRaised(ANA, 2),
    ErasureDue: ErasureDue(ANA),
    StillFine: StillFine(ANA, 30, MONDAY),
    NudgeClaim: NudgeClaim(ANA),
    QuestionClaim: QuestionClaim(ANA),
    CareClaim: CareClaim(ANA),
    FewerAsked: FewerAsked(ANA),
}
"""What a replay prints no line for: the shell's own business, and what belongs to rounds."""
SAID = {
    Nudge: "nudge",
    NudgeAgain: "nudge",
    AskedFirst: "ask_first",
    RatingRequested: "question",
    Care: "care",
    Asked: "checkin",
    AnswerTaken: "answer_taken",
    Revealed: "reveal",
    EndedUnshown: "round_ended",
    DeeperOffered: "deeper",
    LevelRaised: "raised",
    StillFine: "still_fine",
}
EVERY: list[Effect] = [*(effect for effect, _ in PRINTED.values()), *SILENT.values()]


def note(effect: Effect) -> Note:
    found = note_of(effect, HOME, MONDAY)
    assert found is not None
    return found


def test_every_effect_is_known_here() -> None:
    assert {type(effect) for effect in EVERY} == set(get_args(Effect))


@pytest.mark.parametrize(("effect", "kind"), PRINTED.values(), ids=lambda v: v if isinstance(v, str) else "")
def test_an_effect_that_a_replay_prints_has_its_line(effect: Effect, kind: str) -> None:
    line = line_of(effect, MONDAY, lambda _: ("text", "why"))
    assert line is not None
    assert (line["type"], line["at"]) == (kind, "2026-03-02T18:00:00+00:00")


@pytest.mark.parametrize("effect", SILENT.values(), ids=lambda effect: type(effect).__name__)
def test_every_other_effect_is_silent_in_a_replay(effect: Effect) -> None:
    assert line_of(effect, MONDAY, lambda _: ("", "")) is None


@pytest.mark.parametrize("effect", EVERY, ids=lambda effect: type(effect).__name__)
def test_an_effect_speaks_through_its_note_or_to_nobody(effect: Effect) -> None:
    found = note_of(effect, HOME, MONDAY)
    assert (found.kind if found is not None else None) == SAID.get(type(effect))


@pytest.mark.parametrize("effect", EVERY, ids=lambda effect: type(effect).__name__)
def test_a_note_goes_to_one_person_or_one_chat_and_is_about_its_chat(effect: Effect) -> None:
    found = note_of(effect, HOME, MONDAY)
    if found is not None:
        assert (found.to_person is None) != (found.to_chat is None)
        assert HOME in (found.about_chat, found.args.get("chat"))


def test_a_nudge_exists_once_for_its_episode_and_its_repetition_once_more() -> None:
    again = NudgeAgain(nudge=NUDGE, due_at=LATER)
    assert note(NUDGE).key == note(replace(NUDGE, reason="good_news")).key
    assert note(again).key not in (None, note(NUDGE).key)


def test_a_note_that_waits_does_not_expire_before_it_is_due() -> None:
    found = note(NudgeAgain(nudge=NUDGE, due_at=LATER + timedelta(hours=10)))
    assert found.due_at is not None
    assert found.expires_at is not None
    assert found.expires_at > found.due_at


@pytest.mark.parametrize("kind", [Nudge, AskedFirst, RatingRequested, Care])
def test_a_note_about_a_moment_expires(kind: type) -> None:
    assert note(PRINTED[kind][0]).expires_at is not None


def test_numbers_are_printed_to_four_places_and_never_as_minus_zero() -> None:
    effect = DisclosureOpened(E1, Way.SPOTTED, ANA, 0.123456, -0.00001)
    line = line_of(effect, MONDAY, lambda _: ("", ""))
    assert line is not None
    assert (line["depth"], str(line["valence"])) == (0.1235, "0.0")
