"""Every kind of note that the code sends to somebody unasked is in the one list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from core.screens.catalogue import SCREENS
from core.unasked import BY_ITSELF

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("bot", "core") for path in (ROOT / folder).rglob("*.py")]
ANSWERS = {"answer_taken", "hidden"}
"""To what somebody just wrote or said, though no interaction is answered."""


def keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {word.arg: word.value for word in call.keywords if word.arg}


def strings(node: ast.AST) -> set[str]:
    found = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return found & set(SCREENS)


def kinds_of(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    """What a kind may be: said there, assigned to that name, or handed to a function that names it so."""
    yield from strings(value)
    if not isinstance(value, ast.Name):
        return
    takers = {
        each.name
        for each in ast.walk(tree)
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        and value.id in [one.arg for one in each.args.args]
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and value.id in {
            name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)
        }:
            yield from strings(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in takers:
            yield from strings(node)


def unasked() -> set[str]:
    found: set[str] = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Note":
                words = keywords(node)
                if "to_person" in words and not {"answering", "replaces"} & set(words):
                    found.update(kinds_of(words["kind"], tree))
    return found


def test_every_kind_that_is_sent_unasked_is_in_the_list() -> None:
    assert unasked() - ANSWERS == BY_ITSELF
