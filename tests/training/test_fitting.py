"""What is fitted without PyTorch: targets, the first stage, calibration."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest

from adapters.reader.first_stage import FirstStage
from adapters.reader.heads import ALL_HEADS
from core.reading.scores import Stance
from tests.training.small_data import small_data
from training import calibrate, corpora, first_stage
from training.labels import graded, of_message, of_reply, stance_of
from training.variants import said_otherwise

pytestmark = pytest.mark.slow


def test_a_grade_is_one_target_for_at_least_each() -> None:
    assert graded("personal", 2, 3) == {"personal_1": 1, "personal_2": 1, "personal_3": 0}


def test_labellings_that_differ_give_half_a_target() -> None:
    assert graded("personal", 1.5, 3) == {"personal_1": 1, "personal_2": 0.5, "personal_3": 0}


def test_crisis_of_an_unknown_kind_teaches_no_danger_head() -> None:
    assert "danger" not in of_message([2, 2, 3, 3, -1, 0, 1, 1])
    assert of_message([0, 0, 0, 0, 0, 0, 0, 0])["danger"] == 0


@pytest.mark.parametrize(
    ("labels", "stance"),
    [
        ([2, 1, 1, 0, 0, 1, 1], Stance.RESPONSIVE),
        ([0, 0, 0, 1, 2, 1, -1], Stance.CRITICAL),
        ([0, 0, 0, 1, 0, 1, 0], Stance.ADVICE),
        ([0, 0, 0, 2, 0, 0, -1], Stance.DISINTERESTED),
        ([1, 0, 0, 0, 0, 0, 0], Stance.NEUTRAL),
    ],
)
def test_labels_as_classes(labels: list[float], stance: Stance) -> None:
    assert stance_of(labels) is stance
    assert of_reply(labels)[f"stance_{stance.value}"] == 1


def test_the_first_stage_lets_through_what_was_found(tmp_path: Path) -> None:
    deep = ["i feel so alone", "i feel ashamed", "i feel so ashamed of him", "i feel so alone with her"] * 10
    flat = ["see you at the station", "bring the milk", "see you later", "bring the keys"] * 40
    interest = np.array([1.0] * len(deep) + [0.0] * len(flat), np.float32)
    words = first_stage.fit(deep + flat, interest, np.ones(len(interest), np.float32), interest)
    first_stage.save(first_stage.cut(words, deep + flat, interest, keep=1.0), tmp_path / "stage.json")
    stage = FirstStage.load(tmp_path / "stage.json")
    assert all(stage.goes_on(text) for text in deep)
    assert not any(stage.goes_on(text) for text in flat)
    assert stage.score("i feel so alone with her") == stage.score("i feel so alone with him")
    assert min(map(stage.depth, deep)) > max(map(stage.depth, flat))
    assert stage.depth("i feel so alone with her") == stage.depth("i feel so alone with him")


def test_the_cut_of_a_glance_keeps_what_was_found() -> None:
    promises = np.linspace(-5, 5, 101).astype(np.float32)
    interest = (promises > 0).astype(np.float32)
    cut = calibrate.lowest(promises, interest, keep=0.9)
    assert (promises[interest >= 0.5] >= cut).mean() == pytest.approx(0.9, abs=0.02)


def test_numbers_are_kept_with_three_digits(tmp_path: Path) -> None:
    fitted = {"glanced": (0.12345, 2.0), "quiet": {"personal": (1.00004, 0.5, "depth")}, "goes_on": -1.23456}
    calibrate.save(tmp_path / "numbers.json", "v", fitted)
    kept = json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))
    assert kept["glanced"] == [0.123, 2.0]
    assert kept["quiet"] == {"personal": [1.0, 0.5, "depth"]}
    assert (kept["goes_on"], kept["version"]) == (-1.235, "v")


def test_few_texts_are_said_otherwise_and_none_loses_a_word() -> None:
    text = "I was going to tell her that he is with my brother and I can't sleep, not with the news"
    said = [said_otherwise(text, Random(n)) for n in range(400)]
    assert 0.7 < said.count(text) / len(said) < 0.78
    assert any("da " in one or "de " in one for one in said)
    assert {len(one.split()) for one in said} == {len(text.split())}


def test_calibration_finds_the_sigmoid_that_made_the_labels() -> None:
    random = np.random.default_rng(3)
    x = random.normal(0, 2, 20_000).astype(np.float32)
    labels = (random.random(len(x)) < 1 / (1 + np.exp(-(0.5 * x - 1)))).astype(np.float32)
    a, b = calibrate.platt(x, labels)
    assert a == pytest.approx(-1, abs=0.1)
    assert b == pytest.approx(0.5, abs=0.05)


def test_a_line_of_log_odds_is_found() -> None:
    x = np.linspace(-6, -2, 50).astype(np.float32)
    a, b = calibrate.line(x, 1 / (1 + np.exp(-(0.4 * x - 1))))
    assert a == pytest.approx(-1, abs=1e-3)
    assert b == pytest.approx(0.4, abs=1e-3)
    assert calibrate.after((1.0, 2.0), (3.0, 4.0)) == (7.0, 8.0)


def test_an_alarm_is_lifted_to_where_false_alarms_begin() -> None:
    misses = np.linspace(-6, -1, 200).astype(np.float32)
    rule = (0.02, 1 / 150, 0.7)
    lift = calibrate.alarm_lift(misses, np.full(4000, -5.0, np.float32), *rule)
    assert ((misses + lift) >= 0).mean() <= 0.025
    assert 0.6 < lift <= 0.7
    everyday = calibrate.alarm_lift(misses, np.linspace(-9, 3, 4000, dtype=np.float32), *rule)
    assert everyday < -2.5


def test_what_a_share_of_texts_reaches() -> None:
    scores = np.arange(1000, dtype=np.float32)
    assert (scores >= calibrate.reached_by(scores, 1 / 100)).mean() == pytest.approx(0.011, abs=1e-3)


def test_stances_are_lifted_to_be_told_apart() -> None:
    labels = [[1, 0, 0, 0, 0, 0, 0]] * 30 + [[2, 1, 1, 0, 0, 0, 1]] * 30
    logits = np.full((60, len(ALL_HEADS)), -4.0, np.float32)
    logits[:, ALL_HEADS.index("stance_responsive")] = [0.5] * 30 + [1.5] * 30
    logits[:, ALL_HEADS.index("stance_neutral")] = 0.2
    assert calibrate.stance_lifts(logits, labels)["stance_neutral"] > 0.2


def test_a_second_labelling_is_averaged_in(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "x", "labels": [2, 2, 2, 2, -1, 0, 0, 1]}]
    path = tmp_path / "second.jsonl"
    path.write_text(json.dumps({"id": "a", "labels": [2, 1, 1, 1, -1, 0, 0, 0]}) + "\n", encoding="utf-8")
    assert corpora.with_second(rows, path)[0]["labels"] == [2, 1.5, 1.5, 1.5, -1, 0, 0, 0.5]


def test_labels_of_given_texts_find_their_words_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = small_data(tmp_path / "data")
    first, second = [2, 2, 2, 1, -1, 0, 0, 1], [2, 2, 1, 1, -1, 0, 0, 0]
    keys = [sha256(f"see you at {n}".encode()).hexdigest()[:16] for n in range(30)]
    (tmp_path / "of_given").mkdir()
    (tmp_path / "of_given" / "real_texts.jsonl").write_text(
        "".join(
            json.dumps({"corpus": "sms", "sha256": key, "labels": first, "second": second}) + "\n"
            for key in [*keys, "0" * 16]
        ),
        encoding="utf-8",
    )
    monkeypatch.setattr(corpora, "WRITTEN", tmp_path)
    found = corpora.labelled_here(data)
    assert [message.text for message in found] == [f"see you at {n}" for n in range(30)]
    assert {message.labels for message in found} == {(2, 2, 1.5, 1, -1, 0, 0, 0.5)}
    assert {message.part for message in found} == {"train", "held"}


def test_no_two_safety_texts_that_stand_side_by_side_are_learnt_from_and_held_back() -> None:
    dangers = corpora.written()[2]
    for one, other in pairwise(dangers):
        if one.id.partition("-")[0] == other.id.partition("-")[0]:
            assert {one.part, other.part} != {"train", "held"}, (one.id, other.id)


def test_the_safety_set_shares_no_passage_with_what_is_learnt() -> None:
    unseen = corpora.unseen_safety()
    assert len(unseen) >= 600
    assert sum(danger.kind.startswith("near") for danger in unseen) >= 300
    taught = {" ".join(danger.text.lower().split()) for danger in corpora.written()[2]}
    assert taught.isdisjoint(" ".join(danger.text.lower().split()) for danger in unseen)


def test_passages_are_six_words_in_a_row() -> None:
    assert corpora.passages("Oh, no!") == {("oh", "no")}
    assert len(corpora.passages("one two three four five six seven")) == 2


def test_what_was_written_is_whole() -> None:
    """Every file of `training/written` can be read, and names no text twice in one conversation's id."""
    messages, replies, dangers = corpora.written()
    assert len(messages) > 10_000
    assert len(replies) > 4_000
    assert len(dangers) > 1_000
    assert all(0 <= label <= 3 for message in messages for label in message.labels[:4])
    held = [m for m in messages if m.part == "held"]
    assert 0.05 < len(held) / len(messages) < 0.2
