"""What needs PyTorch (the extra `train`); without it these are skipped, since the bot runs without it."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch comes with the extra `train`")

from adapters.reader.heads import MESSAGE_HEADS, RESPONSE_HEADS  # noqa: E402
from training import guess, shrink  # noqa: E402
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
