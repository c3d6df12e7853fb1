"""`attune evaluate`: figures on made-up data, what is kept, and what is said when something is missing."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from bot import __main__ as command_line
from bot import evaluate as command
from bot.exits import Exit
from tests.training.small_data import AfraidAtLength, small_data
from training.evaluate.baselines import Baselines
from training.evaluate.command import NEEDED, missing_files, report
from training.evaluate.run import Run
from training.evaluate.sections import SECTIONS
from training.evaluate.tables import Table

Find = Callable[[str], ModuleSpec | None]


@pytest.fixture(autouse=True)
def quiet_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests run in pytest's own process, whose log must stay as it is."""
    monkeypatch.setattr("bot.logs.install", lambda *_: None)


def finding(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """As if everything were installed but that."""
    there = importlib.util.find_spec("json")
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == missing else there)


def rows_of(run: Run, section: str) -> dict[str, tuple[str, ...]]:
    tables: list[Table] = SECTIONS[section](run, Baselines(run))
    return {row[0]: row for table in tables for row in table.rows}


def test_the_command_knows_every_section_in_order() -> None:
    assert tuple(SECTIONS) == command.SECTIONS


def test_help_names_every_section_and_says_that_the_test_figure_is_final(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["evaluate", "--help"])
    said = capsys.readouterr().out
    assert all(name in said for name in SECTIONS)
    assert "final figure" in said


def test_an_unknown_section_ends_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        command_line.main(["evaluate", "--only", "weather"])
    assert left.value.code == Exit.BAD_INPUT
    assert "weather" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("training.evaluate", "no `training` package"),
        ("vaderSentiment", "pip install -e '.[evaluate]'"),
        ("matplotlib", "pip install -e '.[evaluate]'"),
    ],
)
def test_what_is_not_installed_is_said_in_one_sentence(
    missing: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finding(monkeypatch, missing)
    assert command_line.main(["evaluate"]) == Exit.BAD_INPUT
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_folder_without_data_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    finding(monkeypatch, "nothing")
    assert command_line.main(["evaluate", "--data", str(tmp_path)]) == Exit.BAD_INPUT
    assert capsys.readouterr().err == (
        f"The data folder {tmp_path} has no {NEEDED[0]}; give another with --data.\n"
    )


def test_the_small_data_lacks_no_file(tmp_path: Path) -> None:
    assert missing_files(small_data(tmp_path)) == []


def test_every_section_gives_a_table_on_small_data(
    small_run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    report(small_run, list(SECTIONS))
    said = capsys.readouterr()
    assert "Everyday dialogue" in said.out
    assert "Slices: length" in said.out
    assert "fairness (8 of 10)" in said.err


def test_two_runs_say_the_same(small_run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    report(small_run, list(SECTIONS))
    first = capsys.readouterr().out
    report(replace(small_run), list(SECTIONS))
    assert capsys.readouterr().out == first


def test_the_same_tables_are_kept_as_markdown(small_run: Run, tmp_path: Path) -> None:
    report(replace(small_run, out=tmp_path / "kept"), ["everyday"])
    kept = (tmp_path / "kept" / "figures.md").read_text(encoding="utf-8")
    assert kept.startswith("# Figures of the reader `afraid-1`")
    assert "| average precision | 12 | 1.000 (1.000–1.000) | ≥ 0.6 | met |" in kept


def test_a_final_figure_takes_no_dev_figures_place(small_run: Run, tmp_path: Path) -> None:
    report(replace(small_run, out=tmp_path / "kept", test=True), ["everyday"])
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["figures-test.md"]


def test_a_flagged_look_alike_is_counted_under_its_kind(small_run: Run) -> None:
    assert rows_of(small_run, "written")["logistics (dev)"][2].startswith("1/2 =")


def test_warm_replies_rank_above_cold_ones_of_their_length(small_run: Run) -> None:
    row = rows_of(small_run, "replies")["responsive against disinterested, same length, AUC"]
    assert row[2].startswith("1.000")


def test_a_text_on_which_the_labellings_differ_counts_neither_way(small_run: Run) -> None:
    row = rows_of(small_run, "safety")["crisis, recall at the threshold of crisis"]
    assert row[2].startswith("1/1 =")


def test_agreement_is_of_both_labellings(small_run: Run) -> None:
    tables = SECTIONS["safety"](small_run, Baselines(small_run))
    (agreement,) = (table for table in tables if "agreement" in table.title)
    assert agreement.rows[0] == ("crisis", "6", "1", "0.571")


def test_a_mixed_line_stands_apart_from_foreign_ones(small_run: Run) -> None:
    rows = rows_of(small_run, "language")
    assert rows["one language, let through"][2].startswith("1/2 =")
    assert rows["mixed with English, let through"][2].startswith("0/1 =")


def test_a_reader_without_auxiliary_heads_is_no_fault(small_run: Run) -> None:
    (table,) = SECTIONS["auxiliary"](small_run, Baselines(small_run))
    assert table.notes == ("This reader gives no auxiliary readings.",)


def test_auxiliary_heads_are_measured_where_a_reader_has_them(small_run: Run) -> None:
    rows = rows_of(replace(small_run, reader=AfraidAtLength()), "auxiliary")
    assert [(row[1], row[2]) for row in rows.values()] == [
        ("12", "1.000 (1.000–1.000)"),
        ("12", "1.000 (1.000–1.000)"),
        ("5", "1.000 (1.000–1.000)"),
    ]


def test_nothing_is_listed_unless_asked(small_run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    SECTIONS["natural"](small_run, Baselines(small_run))
    assert "above nudge" not in capsys.readouterr().out
    listing = replace(small_run, listing=True)
    SECTIONS["natural"](listing, Baselines(listing))
    assert "above nudge, everyday dialogue, random part, heavy feeling" in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_pictures_come_out_the_same_each_time(small_run: Run, tmp_path: Path) -> None:
    drawn = []
    for name in ("once", "again"):
        report(replace(small_run, out=tmp_path / name), ["written", "calibration", "slices"])
        drawn.append({path.name: path.read_bytes() for path in (tmp_path / name).glob("*.png")})
    assert drawn[0] == drawn[1]
    assert {"calibration.png", "false-alarms.png", "slices-length.png"} <= drawn[0].keys()
