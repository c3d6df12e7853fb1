"""What reading costs: one thread, a batch of one, CPU time; VADER reads the same messages in the same run.

The messages are real text messages where the corpora lie beside the project, else a few of ours many times.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from time import process_time
from typing import TypeVar

from adapters.reader import load_reader
from adapters.reader.input import plain
from adapters.reader.trained import FOLDER, TrainedReader
from benchmarks.rows import ROOT, Row
from core.utterance import Utterance

T = TypeVar("T")
MESSAGES = ROOT.parent / "shared" / "data" / "sms_ham.csv"
MOST, ROUNDS = 1500, 5
SAYINGS = (
    "did you see where I left the keys?",
    "ok see you at seven then",
    "haha no way, tell me more when you're home",
    "I was so scared today that I could not say a word in there",
    "on the shelf, I think",
)
THIRTY_TWO = " ".join(["hello"] * 30)
"""With the two marks around it, 32 word pieces."""


def rows() -> Iterator[Row]:
    reader = load_reader()
    texts, which = _messages()
    spoken = [Utterance(text=text) for text in texts]
    vader = _vader()
    first, other = [], []
    for _ in range(ROUNDS):
        first.append(_each(reader.first_stage.goes_on, texts))
        if vader is not None:
            other.append(_each(vader, texts))
    beside = f"; {median(first) / median(other):.2f} of VADER" if other else "; VADER is not installed"
    yield Row("reader", f"first stage, a message of {which}", f"{median(first) * 1e6:.1f} µs{beside}")
    on = sum(map(reader.first_stage.goes_on, texts)) / len(texts)
    yield Row("reader", "share that the first stage sends on to the encoder", f"{on:.1%}")
    more = sum(_read_whole(reader, text) for text in texts) / len(texts)
    yield Row("reader", "share that is read by more than the first layer", f"{more:.1%}")
    whole = median(_each(reader.read_message, spoken) for _ in range(2))
    yield Row("reader", "a message, all stages, mean (limit 1 ms)", f"{whole * 1e3:.2f} ms")
    glance = _each(reader.encoder.glance, [THIRTY_TWO] * 100)
    yield Row("reader", "its first layer alone at 32 word pieces", f"{glance * 1e3:.1f} ms")
    encoder = _each(reader.encoder.probabilities, [THIRTY_TWO] * 100)
    yield Row("reader", "the encoder alone at 32 word pieces (limit 8 ms)", f"{encoder * 1e3:.1f} ms")
    to = Utterance(text=SAYINGS[3])
    answer = _each(lambda said: reader.read_response(said, to=to), spoken[:200])
    yield Row("reader", "a response with its disclosure, mean", f"{answer * 1e3:.1f} ms")
    size = sum(path.stat().st_size for path in FOLDER.iterdir()) / 2**20
    yield Row("reader", "files of the model (limit 15 MiB)", f"{size:.1f} MiB")


def _read_whole(reader: TrainedReader, text: str) -> bool:
    if not reader.first_stage.goes_on(text):
        return False
    return reader.encoder.glance(plain(text)).promise >= reader.numbers.goes_on


def _messages() -> tuple[Sequence[str], str]:
    if not MESSAGES.exists():
        return SAYINGS * 100, "ours"
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)][:MOST], "real text messages"


def _vader() -> Callable[[str], object] | None:
    """A reader of sentiment by rules (Hutto and Gilbert 2014), where the extra `evaluate` is installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()
    read: Callable[[str], object] = analyzer.polarity_scores
    return read


def _each(read: Callable[[T], object], texts: Sequence[T]) -> float:
    """Seconds of CPU for each of these, on average."""
    began = process_time()
    for text in texts:
        read(text)
    return (process_time() - began) / len(texts)
