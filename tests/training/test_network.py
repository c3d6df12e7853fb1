"""What needs PyTorch (the extra `train`); without it these are skipped, since the bot runs without it."""

from __future__ import annotations

import warnings
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch comes with the extra `train`")

from adapters.reader.encoder import word_pieces  # noqa: E402
from adapters.reader.heads import MESSAGE_HEADS, RESPONSE_HEADS  # noqa: E402
from tests.training.small_data import small_data  # noqa: E402
from training import corpora, derived, guess, larger, lessons, shrink  # noqa: E402
from training.examples import Batch, Encoded, Example  # noqa: E402
from training.learn import _lesson, fit  # noqa: E402
from training.network import WIDTH, Network  # noqa: E402


def test_a_glance_and_the_rest_are_the_network() -> None:
    torch.manual_seed(3)
    network = Network(50, len(MESSAGE_HEADS), len(RESPONSE_HEADS)).eval()
    ids = torch.tensor([[1, 7, 9, 2], [1, 8, 2, 0]])
    kinds = torch.zeros_like(ids)
    with torch.no_grad():
        whole = network(ids, kinds)
        assert torch.equal(whole, network.rest(network.glance(ids, kinds), ids, kinds))
        alone = network(ids[1:, :3], kinds[1:, :3])
    assert torch.allclose(whole[1], alone[0], atol=1e-5)


def test_rows_of_an_embedding_are_within_half_a_step() -> None:
    embedding = torch.nn.Embedding(20, 8)
    with torch.no_grad():
        embedding.weight[3] *= 100
    rows = shrink.Rows(embedding)
    every = torch.arange(20)
    step = embedding.weight.abs().amax(1, keepdim=True) / 127
    assert ((rows(every) - embedding(every)).abs() <= step / 2 + 1e-6).all()


def test_a_guess_that_is_not_fitted_lets_everything_on() -> None:
    nothing = guess.nothing(WIDTH)
    assert (np.ones(2 * WIDTH, np.float32) @ nothing[:-1] + nothing[-1])[0] == np.inf


def test_a_guess_finds_the_line_that_was_hidden() -> None:
    random = np.random.default_rng(1)
    seen = random.normal(3, 2, (60_000, 6)).astype(np.float32)
    truth = seen @ np.array([1, -1, 0.5, 0, 0, 0], np.float32) - 1.5
    logits = np.repeat(truth[:, None], len(MESSAGE_HEADS), 1)
    interest = (1 / (1 + np.exp(-truth))).astype(np.float32)
    linear = guess.fit(seen, logits, interest, np.ones(60_000, np.float32), seed=1)
    found = seen @ linear[:-1] + linear[-1]
    assert np.corrcoef(found[:, 0], truth)[0, 1] > 0.97
    assert np.corrcoef(found[:, 1 + MESSAGE_HEADS.index("disclosure")], truth)[0, 1] > 0.97


def test_what_was_shipped_is_found_again(tmp_path: Path) -> None:
    torch.manual_seed(5)
    network = Network(50, len(MESSAGE_HEADS), len(RESPONSE_HEADS)).eval()
    with torch.no_grad():
        for parameter in network.parameters():  # equal numbers are kept once, and norms are all ones
            parameter.add_(0.01 * torch.randn_like(parameter))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the exporter, about itself
        shrink.export(network, tmp_path)
    (tmp_path / "pieces.txt").write_text("\n".join(map(str, range(50))) + "\n", encoding="utf-8")
    pieces, again = shrink.shipped(tmp_path)
    ids = torch.randint(1, 50, (4, 12))
    kinds = torch.zeros_like(ids)
    kinds[:, 8:] = 1
    with torch.no_grad():
        before, after = network(ids, kinds).numpy(), again(ids, kinds).numpy()
    assert pieces == [str(n) for n in range(50)]
    assert after == pytest.approx(before, abs=0.05)


def test_how_far_apart_two_pieces_stand_is_told_in_steps() -> None:
    far = torch.arange(32.0)[:, None].repeat(1, larger.HEADS)
    ids = torch.ones((1, 200), dtype=torch.long)
    spans = larger._bias(far, ids)[0, 0]
    assert spans[50, 50:58].tolist() == [0, 17, 18, 19, 20, 21, 22, 23]
    assert spans[50, 43:50].tolist() == [7, 6, 5, 4, 3, 2, 1]
    assert (spans[0, 199], spans[199, 0]) == (31, 15)
    ids[0, 9:] = 0
    assert (larger._bias(far, ids)[0, 0, 3, 9:] < -1000).all()


def test_what_the_larger_encoder_found_is_half_of_what_a_message_teaches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpora, "WRITTEN", tmp_path)
    (tmp_path / "of_given").mkdir()
    (tmp_path / "of_given" / "real_texts.jsonl").touch()
    data = small_data(tmp_path / "data")
    seen = np.ones(3, np.float16)
    words = ["i am afraid of day 0", "what a day", "i am afraid of day 1 and that is all"]
    found = {text: lessons.Opinion({"disclosure": 0.4, "self_1": 0.2}, seen) for text in words}
    taught = [one for one in lessons.told(data, 1, found) if one.like is not None]
    labelled = next(one for one in taught if one.text == words[0])
    assert (labelled.targets["disclosure"], labelled.targets["self_1"]) == (0.7, 0.6)
    assert labelled.targets["personal_3"] == 1
    unlabelled = [one for one in taught if one.text in words[1:]]
    assert [one.targets for one in unlabelled] == [{"disclosure": 0.4, "self_1": 0.2}] * 2


def test_texts_that_were_not_asked_about_teach_nothing_of_what_the_larger_encoder_sees() -> None:
    torch.manual_seed(2)
    pieces = word_pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "so", "alone", "the", "bus"])
    target = np.array([2, -1, 1], np.float16)
    told = Encoded([Example("so alone", "", {}, like=target), Example("the bus", "", {})], pieces)
    network = Network(8, len(MESSAGE_HEADS), len(RESPONSE_HEADS)).eval()
    aside = torch.nn.ModuleDict({"like": torch.nn.Linear(2 * WIDTH, 3)})
    alone, both, none = (_lesson(network, told.batch(at), None, aside) for at in ([0], [0, 1], [1]))
    assert float(alone.detach()) == pytest.approx(2 * float(both.detach()), rel=1e-4)
    assert float(none.detach()) == 0
    alone.backward()
    assert network.layers[0].wide.weight.grad.abs().sum() > 0


def test_a_lesson_that_was_interrupted_ends_as_it_would_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = word_pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "so", "alone", "the", "bus"])
    examples = [
        Example("so alone", "", {"disclosure": 1.0}, like=np.ones(3, np.float16)),
        Example("the bus", "", {"disclosure": 0.0}),
    ]
    told = Encoded(examples, pieces)

    def taught(folder: Path) -> dict[str, Any]:
        torch.manual_seed(4)
        network = Network(8, len(MESSAGE_HEADS), len(RESPONSE_HEADS), layers=2)
        early, like = torch.nn.Linear(2 * WIDTH, len(MESSAGE_HEADS)), torch.nn.Linear(2 * WIDTH, 3)
        folder.mkdir(exist_ok=True)
        fit(network, told, name="x", epochs=2, rate=1e-3, seed=1, folder=folder, early=early, like=like)
        state: dict[str, Any] = network.state_dict()
        return state

    whole, batch, begun = taught(tmp_path / "whole"), told.batch, []

    def interrupted(at: list[int]) -> Batch:
        begun.append(at)
        if len(begun) == 2:
            raise KeyboardInterrupt
        return batch(at)

    monkeypatch.setattr(told, "batch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        taught(tmp_path / "halves")
    halves = taught(tmp_path / "halves")
    assert len(begun) == 3
    assert all(torch.equal(whole[key], halves[key]) for key in whole)


def test_only_texts_that_may_be_taught_are_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpora, "WRITTEN", tmp_path)
    (tmp_path / "of_given").mkdir()
    (tmp_path / "of_given" / "real_texts.jsonl").touch()
    data = small_data(tmp_path / "data")
    messages = corpora.messages(data)
    taught = {m.text for m in messages if m.part == "train"}
    kept_back = {m.text for m in messages if m.part != "train"} - taught
    asked = lessons.asked(data, {}, 1)
    assert kept_back
    assert taught <= set(asked)
    assert kept_back.isdisjoint(asked)
    assert len(asked) == len(set(asked))


def test_words_whose_vectors_point_the_same_way_are_near() -> None:
    words = {"lonely": 0, "alone": 1, "garage": 2, "so": 3, "##lonely": 4}
    vectors = torch.tensor([[1.0, 0.1], [2.0, 0.3], [-0.2, 1.0], [1.0, 0.1], [1.0, 0.1]])
    assert derived.near_words(words, vectors) == {"lonely": ["alone"], "alone": ["lonely"]}


def test_texts_are_made_of_others_and_none_is_one_of_them() -> None:
    texts = ["i cried all night, but nobody asked", "the bus is late again", "he shouted as i was lonely"]
    made = derived.derived(texts, {"lonely": ["alone"], "night": ["evening"]}, 300, Random(1))
    assert len(made) > 10
    assert not set(made) & set(texts)
    assert "i cried all evening, but nobody asked" in made
    assert "the bus is late again. but nobody asked" in made
    words = {word.strip(".,") for text in [*texts, "alone evening"] for word in text.split()}
    assert {word.strip(".,") for text in made for word in text.split()} <= words
    assert derived.derived(["ok"], {}, 5, Random(1)) == []
