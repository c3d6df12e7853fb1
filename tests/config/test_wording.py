"""A language is data: two files, whose plural forms, days and hours a library knows."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from config.wording import prompts, wording, wording_in
from config.wording.babel_habits import REGIONS, BabelHabits
from core.screens import recap
from core.screens.catalogue import screen_of
from core.screens.wording import Text, Wording
from tests.core.screens.all_args import CASES, VIEWS

ENGLISH = wording()
FILES = sorted(
    Path(one.name).stem
    for one in (resources.files("config") / "wording").iterdir()
    if one.name.endswith(".toml")
)


def forms(text: Text) -> dict[str, str]:
    return {"": text} if isinstance(text, str) else dict(text)


def asked(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def faults(words: Wording) -> Iterator[str]:
    """What another language's file lacks, has too much, or asks for beside what the English one is given."""
    wanted = Locale.parse(REGIONS.get(words.language, words.language)).plural_form.tags | {"other"}
    for section in ENGLISH.texts.keys() | words.texts.keys():
        ours, theirs = ENGLISH.texts.get(section, {}), words.texts.get(section, {})
        yield from (f"{section}.{key} is missing" for key in ours.keys() - theirs.keys())
        yield from (f"{section}.{key} is unknown" for key in theirs.keys() - ours.keys())
        for key in ours.keys() & theirs.keys():
            known = set().union(*map(asked, forms(ours[key]).values()))
            found = forms(theirs[key])
            yield from (
                f"{section}.{key} asks for {{{one}}}"
                for text in found.values()
                for one in asked(text) - known
            )
            if "" not in found and set(found) != wanted:
                yield f"{section}.{key} has the forms {', '.join(sorted(found))}"


@pytest.mark.parametrize("language", FILES)
def test_every_language_has_every_key_with_its_forms_and_values(language: str) -> None:
    assert list(faults(wording(language))) == []


def test_a_missing_key_a_missing_form_and_an_unknown_value_are_found() -> None:
    texts = {section: dict(keyed) for section, keyed in ENGLISH.texts.items()}
    del texts["card"]["title"]
    texts["recap"]["weeks"] = {"other": "{count}"}
    texts["why"]["after"] = "{author}"
    assert set(faults(replace(ENGLISH, texts=texts))) == {
        "card.title is missing",
        "recap.weeks has the forms other",
        "why.after asks for {author}",
    }


def test_an_unknown_key_is_an_error_and_no_blank() -> None:
    with pytest.raises(KeyError):
        ENGLISH.say("recap", "no such key")


def test_a_text_with_forms_asks_for_its_count() -> None:
    with pytest.raises(TypeError, match=r"recap\.opened has plural forms"):
        ENGLISH.say("recap", "opened", name="Ana")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "Ana opened 0 times"), (1, "Ana opened once"), ("2", "Ana opened 2 times")]
)
def test_english_counts(count: int | str, said: str) -> None:
    assert ENGLISH.say("recap", "opened", count=count, name="Ana") == said


def test_english_writes_hours_and_days_as_in_britain() -> None:
    habits = ENGLISH.habits
    said = [habits.hour(time(18, 2, 31)), habits.short_day(date(2026, 3, 2)), habits.day(date(2026, 3, 2))]
    assert said == ["18:02", "2 Mar", "Monday 2 March"]
    assert habits.calendar_day(date(2026, 3, 2)) == "2 Mar 2026"
    assert [habits.weekday(0), habits.listed(["Ana", "Ben", "Cem"])] == ["Monday", "Ana, Ben and Cem"]


# A second language, made up in a folder: no code changes


def toml(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.fixture
def polish(tmp_path: Path) -> Wording:
    """Every text as it is, with a sign; every text with forms in the four of Polish."""
    lines = []
    for section, keyed in ENGLISH.texts.items():
        lines.append(f"[{section}]")
        for key, text in keyed.items():
            if isinstance(text, str):
                lines.append(f"{toml(key)} = {toml('ż ' + text)}")
            else:
                lines += [
                    f"{toml(key)}.{form} = {toml(f'{form} ' + text['other'])}"
                    for form in ("one", "few", "many", "other")
                ]
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "pl.toml").write_text("\n".join(lines), encoding="utf-8")
    shelf: dict[str, list[str]] = {}
    for p in prompts():
        shelf.setdefault(f"[{p.level}.{p.theme}.{p.fits or 'any'}]", []).append(
            f"{p.key} = {toml('ż ' + p.text)}"
        )
    library = ["\n".join([section, *there]) for section, there in shelf.items()]
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "pl.toml").write_text("\n".join(library), encoding="utf-8")
    return wording_in(tmp_path, "pl")


def test_a_second_language_is_two_files(polish: Wording) -> None:
    assert list(faults(polish)) == []
    for kind, args in CASES:
        for view in VIEWS:
            screen = screen_of(kind, args, replace(view, words=polish))
            assert "ż" in screen.text or "other" in screen.text


def test_polish_has_four_forms(polish: Wording) -> None:
    said = [polish.say("recap", "weeks", count=n).split()[0] for n in (1, 2, 5, 22, 112)]
    assert said == ["one", "few", "many", "few", "many"]


def test_polish_hours_and_days_are_polish(polish: Wording) -> None:
    habits = polish.habits
    assert [habits.hour(time(18, 2)), habits.day(date(2026, 3, 2))] == ["18:02", "pon., 2 marca"]
    assert habits.listed(["Ana", "Ben", "Cem"]) == "Ana, Ben i Cem"


def test_a_recap_in_polish_counts_in_polish(polish: Wording) -> None:
    args = next(args for kind, args in CASES if kind == "recap" and args.get("pattern") == "in_turn")
    said = recap.alt(args, replace(VIEWS[0], words=polish))
    assert "few" in said
    assert "23 lut" in said


def test_babel_is_loaded_when_something_is_counted_and_not_before() -> None:
    code = (
        "import sys; from config.wording import wording; wording().say('card'); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_language_that_nobody_speaks_is_an_error() -> None:
    with pytest.raises(ValueError, match="xx"):
        BabelHabits("xx-not").plural(1)
