"""Fits what stands before the encoder, and what follows it on parts held back: calibration, cuts, lifts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np

from adapters.reader.encoder import word_pieces
from adapters.reader.first_stage import FirstStage
from adapters.reader.heads import ALL_HEADS, MESSAGE_HEADS
from adapters.reader.pronouns import they
from core.reading.scores import W_AFFECTIVE, W_PERSONAL, W_PRIVATE
from training import calibrate, corpora, first_stage, guess, lessons
from training.evaluate.labels import decided, disclosures
from training.examples import Encoded, Example
from training.learn import logits
from training.network import Network

CRISIS, CRITICISM = corpora.MESSAGE_COLUMNS.index("crisis"), corpora.REPLY_COLUMNS.index("criticism")
SEED = 1
_TALK, _COMMENTS = 10_000, 20_000
"""Unlabelled texts that the first stage learns from beside the labelled ones."""
ALARMS = {"danger": (0.05, 1 / 100, 2.5), "fear_partner": (0.03, 1 / 100, 2.5)}
BLAME = 0.02, 1 / 80, 0.7
"""Of what a message tells of its writer, and of what a reply does to the other: the share of near misses and
of ordinary texts that a lifted head may carry over one half, and the most that it is lifted. Near misses are
harmless texts of the safety files, which stand in pairs with danger in nearly its words; of a hostile reply
all texts that are not hostile in this way. Fear of others counts as it is, and only where force is told
(adapters/reader/trained.py)."""
RARE_CRITICISM, _CRITICISM_MOST = 1 / 400, 0.3
"""Share of harmless replies that may be read as critical; the most that criticism is lifted, up or down."""
Read = Callable[[list[tuple[str, str]]], calibrate.Floats]
"""Logits (N, heads) of texts with what stood before each."""
GOES_ON, GLANCE_KEEPS = 0.985, 0.965
"""Share of what the encoder finds that the first stage must let through, and then the guess of a glance."""


def say(what: str) -> None:
    """Tells whoever waits what is being done."""
    print(what, file=sys.stderr, flush=True)


def natural_texts(data: Path, part: str = "train") -> list[str]:
    """Texts as they come in chats, each once: those of a part, and with `train` also unlabelled ones."""
    messages, replies, dangers = corpora.written()
    labelled = [*messages, *replies, *dangers]
    labelled += [*corpora.messages(data), *corpora.replies(data), *corpora.labelled_here(data)]
    found = [one.text for one in labelled if one.part == part]
    if part == "train":
        kept = {corpora.named(one.text) for one in labelled if one.part != "train"}
        talk = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0]
        comments = [corpora.named(text) for text, _, part in corpora.emotions(data) if part == "train"]
        sms = [text for text in corpora.sms(data) if corpora.half(text) == 0]
        random = Random(SEED)
        unlabelled = [*sms, *random.sample(talk, min(len(talk), _TALK))]
        unlabelled += random.sample(comments, min(len(comments), _COMMENTS))
        found += [text for text in unlabelled if text not in kept]
    return list(dict.fromkeys(found))


def fit_all(data: Path, out: Path, pieces: list[str], network: Network, version: str) -> None:
    """Fits and writes all of it for the network whose files are in `out`."""
    tokenizer = word_pieces(pieces)

    def read(texts: list[tuple[str, str]]) -> calibrate.Floats:
        said = ((they(text), they(before)) for text, before in texts)
        return logits(network, Encoded((Example(text, before, {}) for text, before in said), tokenizer))

    say("first stage")
    natural, held = natural_texts(data), natural_texts(data, "held")
    found, found_held = read([(text, "") for text in natural]), read([(text, "") for text in held])
    stage = _first_stage(out, natural, found, held, found_held)
    say("glance")
    after, after_held = _after_others(data), _after_others(data, ("dev", "held"))
    taught = [(text, "") for text in natural] + after, np.r_[found, read(after)]
    kept_back = [(text, "") for text in held] + after_held, np.r_[found_held, read(after_held)]
    glanced, goes_on = _glance(out, taught, kept_back, stage)
    say("calibration")
    messages = [*corpora.written()[0], *corpora.messages(data), *corpora.labelled_here(data)]
    told = decided([m for m in messages if m.part in ("dev", "held")])
    log_odds = calibrate.column(read([(m.text, "") for m in told]), "disclosure")
    disclosure = calibrate.platt(log_odds, disclosures(told))
    quiet = _quiet(stage, natural, found)
    a, b, of = quiet["disclosure"]
    quiet["disclosure"] = (*calibrate.after(disclosure, (a, b)), of)
    fitted = {
        "disclosure": disclosure, "lifts": _lifts(data, read), "quiet": quiet, "goes_on": goes_on,
        "glanced": calibrate.after(disclosure, glanced),
    }  # fmt: skip
    calibrate.save(out / "numbers.json", version, fitted)


def _first_stage(
    out: Path, natural: list[str], found: calibrate.Floats, held: list[str], found_held: calibrate.Floats
) -> FirstStage:
    """Fits and writes the words of the first stage."""
    interest, dangers = _interest(found)
    words = first_stage.fit(natural, interest, 1 + 2 * dangers, _depth(found))
    stage = first_stage.cut(words, held, _interest(found_held)[0], keep=GOES_ON)
    first_stage.save(stage, out / "first_stage.json")
    return stage


Told = tuple[list[tuple[str, str]], calibrate.Floats]
"""Texts with what stood before each, and what the encoder found in them (N, heads)."""


def _glance(out: Path, taught: Told, held: Told, stage: FirstStage) -> tuple[tuple[float, float], float]:
    """Fits and writes the guess; on held texts the cut, and for those that end at it the line from guessed
    to found log odds of a disclosure."""
    texts, found = taught
    interest, dangers = _interest(found)
    linear = guess.fit(guess.glances(out, texts), found, interest, 1 + 2 * dangers, seed=SEED)
    np.save(out / "guess.npy", linear)
    texts, found = held
    guessed = guess.glances(out, texts) @ linear[:-1] + linear[-1]
    interest, dangers = _interest(found)
    goes_on = min(calibrate.lowest(guessed[:, 0], one, keep=GLANCE_KEEPS) for one in (interest, 2 * dangers))
    seen = np.array([stage.goes_on(text) for text, _ in texts])
    ends = seen & (guessed[:, 0] < goes_on)
    say(f"of texts held back {seen.mean():.0%} are glanced at, and {ends.mean():.0%} end there")
    chance = 1 / (1 + np.exp(-calibrate.column(found[ends], "disclosure")))
    return calibrate.line(calibrate.column(guessed[ends, 1:], "disclosure"), chance), goes_on


def _after_others(data: Path, parts: Sequence[str] = ("train",)) -> list[tuple[str, str]]:
    """Messages of these parts, each with what stood before it."""
    messages = [*corpora.messages(data), *corpora.written()[0]]
    return [(m.text, "\n".join(m.before)) for m in messages if m.part in parts and m.before]


def _interest(found: calibrate.Floats) -> tuple[calibrate.Floats, calibrate.Floats]:
    """How much the encoder found in each text, and how much danger of it: both (N,), 0 to 1."""
    probability = {head: 1 / (1 + np.exp(-calibrate.column(found, head))) for head in MESSAGE_HEADS}
    dangers = np.max([probability[head] for head in ("danger", "fear_partner", "fear_other")], 0)
    interest = np.maximum(np.clip(probability["disclosure"] * 1.6, 0, 1), np.clip(dangers * 2.0, 0, 1))
    return interest.astype(np.float32), dangers.astype(np.float32)


def _lifts(data: Path, read: Read) -> dict[str, float]:
    """For each head of what may hurt, for criticism and for each stance, what to add to its log odds."""
    written, replies, dangers = corpora.written()
    replies, dangers = [r for r in replies if r.part == "held"], [d for d in dangers if d.part == "held"]
    found = read([(d.text, d.before) for d in dangers])
    messages = [m for m in [*written, *corpora.labelled_here(data)] if m.part == "held"]
    talk = [text for text in corpora.topical_chat(data) if corpora.half(text) == 0][:3000]
    heard = read([(text, "") for text in [*(m.text for m in messages if not m.labels[CRISIS]), *talk]])
    answered = read([(r.text, r.to) for r in replies])
    harmless = answered[[not r.labels[CRITICISM] for r in replies]]
    given = [r for r in corpora.replies(data) if r.part == "dev" and not r.labels[CRITICISM]]
    usual = np.r_[harmless, read([(r.text, r.to) for r in given])]
    near = np.array([not any(d.labels) for d in dangers])
    lifts = {}
    for i, head in enumerate(lessons.DANGER_HEADS):
        own = calibrate.column(found, head)
        if head in ALARMS:
            lifts[head] = calibrate.alarm_lift(own[near], calibrate.column(heard, head), *ALARMS[head])
        elif head not in MESSAGE_HEADS:
            without = np.array([d.labels[i] < 0.25 for d in dangers])
            lifts[head] = calibrate.alarm_lift(own[without], calibrate.column(usual, head), *BLAME)
    blame = _graded(1 / (1 + np.exp(-harmless)), "criticism", 2)
    reached = calibrate.reached_by(np.log(blame / (1 - blame)), RARE_CRITICISM)
    lifts["criticism"] = -float(np.clip(reached, -_CRITICISM_MOST, _CRITICISM_MOST))
    return lifts | calibrate.stance_lifts(answered, [r.labels for r in replies])


def _quiet(
    stage: FirstStage, natural: list[str], found: calibrate.Floats
) -> dict[str, tuple[float, float, str]]:
    """What the encoder would have said about the messages that are let by, as lines over what the first
    stage knows of them: for each score (a, b, of) so that sigmoid(a + b · its interest or depth) is its usual
    value."""
    scores = [stage.let_by(text) for text in natural]
    by = np.array([score is not None for score in scores])
    say(f"the first stage lets by {by.mean():.0%} of texts as they come in chats")
    known = {
        "interest": np.array([score for score in scores if score is not None], np.float32),
        "depth": np.array([stage.depth(t) for t, one in zip(natural, by, strict=True) if one], np.float32),
    }
    chance = 1 / (1 + np.exp(-found[by]))
    values = {
        "self_relevance": (_graded(chance, "self", 2), "depth"),
        "personal": (_graded(chance, "personal", 3), "depth"),
        "private": (_graded(chance, "private", 3), "depth"),
        "affective": (_graded(chance, "affective", 3), "depth"),
        "nonliteral": (calibrate.column(chance, "nonliteral"), "interest"),
        "disclosure": (calibrate.column(chance, "disclosure"), "interest"),
    }
    return {score: (*calibrate.line(known[of], value), of) for score, (value, of) in values.items()}


def _graded(chance: calibrate.Floats, name: str, grades: int) -> calibrate.Floats:
    first = ALL_HEADS.index(f"{name}_1")
    return chance[:, first : first + grades].mean(1)


def _depth(found: calibrate.Floats) -> calibrate.Floats:
    """(N,), 0 to 1 (science §3a)."""
    chance = 1 / (1 + np.exp(-found))
    weights = {"personal": W_PERSONAL, "private": W_PRIVATE, "affective": W_AFFECTIVE}
    shown = sum(weight * _graded(chance, name, 3) for name, weight in weights.items())
    return (_graded(chance, "self", 2) * shown).astype(np.float32)
