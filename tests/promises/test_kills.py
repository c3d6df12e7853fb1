"""`kill -9` at random points, redelivery, reordering, restart: every update has its effects exactly once."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.keyed import Keyed
from core.notes import NoteId
from tests.promises.child import KEY
from tests.promises.feeding import Feeder, History, Nursery
from tests.promises.rows import dump, effects, integrity
from tests.promises.script import Writer

KILLS = int(os.environ.get("ATTUNE_TEST_KILLS", "200"))
SEED = int(os.environ.get("ATTUNE_TEST_SEED", "20261122"))
UPDATES_PER_KILL = 3

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Runs:
    """The same script, once without a kill and once with many."""

    calm: Path
    killed: Path
    history: History

    def report(self) -> str:
        """Figures for those who run many kills."""
        history, notes = self.history, Counter(row[1] for row in dump(self.killed, KEY)["notes"])
        return f"killed after {dict(history.kills)}, fed twice {history.fed_twice}, notes {dict(notes)}"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    folder = tmp_path_factory.mktemp("kills")
    script = Writer(SEED).script(UPDATES_PER_KILL * KILLS)
    with Nursery(folder) as nursery:
        Feeder(nursery, folder / "calm.db", script, SEED).feed(kills=0)
        history = Feeder(nursery, folder / "killed.db", script, SEED + 1).feed(kills=KILLS)
    return Runs(folder / "calm.db", folder / "killed.db", history)


def test_as_many_lives_were_killed_as_promised(runs: Runs, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{runs.report()}\n")
    assert runs.history.killed >= KILLS
    assert {"began", "committing", "committed", "sending", "sent"} <= set(runs.history.kills)


def test_no_update_is_lost(runs: Runs) -> None:
    calm, killed = effects(runs.calm, KEY), effects(runs.killed, KEY)
    assert set(calm["updates"]) - set(killed["updates"]) == set()


@pytest.mark.parametrize("table", ["updates", "chats", "people", "rounds", "episodes", "notes"])
def test_every_update_had_its_effects_exactly_once(runs: Runs, table: str) -> None:
    assert effects(runs.killed, KEY)[table] == effects(runs.calm, KEY)[table]


@pytest.mark.parametrize(
    "table", ["memberships", "moves", "episode_messages", "episode_pairs", "pair_counts"]
)
def test_what_is_derived_from_the_effects_agrees(runs: Runs, table: str) -> None:
    assert effects(runs.killed, KEY)[table] == effects(runs.calm, KEY)[table]


def test_two_chats_got_another_id_meanwhile(runs: Runs) -> None:
    names = sorted(row[0] for row in dump(runs.killed, KEY)["chats"])
    assert [name for name in names if name.endswith("-moved")] == ["toy:ana-ben-moved", "toy:ana-cleo-moved"]
    assert len(names) == 4


def test_no_note_is_sent_twice(runs: Runs) -> None:
    times = Counter(line["sent"] for line in runs.history.sent)
    keys = Counter(line["key"] for line in runs.history.sent if line["key"] is not None)
    assert [name for name, count in (times | keys).items() if count > 1] == []


def test_each_kill_leaves_few_notes_of_unknown_fate(runs: Runs) -> None:
    notes = Counter(row[1] for row in dump(runs.killed, KEY)["notes"])
    sent = {Keyed(KEY).inside(NoteId(int(line["sent"]))) for line in runs.history.sent}
    rows = {row[0]: row[1] for row in dump(runs.killed, KEY)["notes"]}
    assert all(number in sent for number, status in rows.items() if status == "sent")
    assert all(rows[number] in ("sent", "unknown") for number in sent if number in rows)
    assert notes["unknown"] <= 16 * runs.history.killed


def test_the_killed_database_is_whole(runs: Runs) -> None:
    assert integrity(runs.killed, KEY) == "ok"
