"""The rules of the house that a linter cannot say: what core may not do, and what every module must have."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "adapters", "core", "config")
CORE = sorted((ROOT / "core").rglob("*.py"))
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CLOCKS = {"now", "utcnow", "today", "fromtimestamp", "monotonic", "perf_counter"}
FORBIDDEN_NAMES = {"time", "random", "secrets", "os", "open", "print", "input"}
VAGUE = ("Manager", "Helper", "Utils", "Service", "Context", "Processor", "Base")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def faults(path: Path) -> Iterator[str]:
    for node in nodes(path):
        match node:
            case ast.AsyncFunctionDef() if path.name != "ports.py":
                yield f"{node.lineno}: async def {node.name}"
            case ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                yield f"{node.lineno}: waits"
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in CLOCKS:
                yield f"{node.lineno}: reads a clock with {attr}()"
            case ast.Attribute(value=ast.Name(id=module)) if module in FORBIDDEN_NAMES and not _is_local(
                path, module
            ):
                yield f"{node.lineno}: uses {module}"
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_NAMES and not _is_local(path, name):
                yield f"{node.lineno}: calls {name}()"


def _is_local(path: Path, name: str) -> bool:
    """Whether the name is the file's own or datetime's: `time.hour` of an argument is no clock."""
    return any(
        (isinstance(node, ast.arg) and node.arg == name)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name)
        or (isinstance(node, ast.ImportFrom) and name in {imported.name for imported in node.names})
        for node in nodes(path)
    )


@pytest.mark.parametrize("path", CORE, ids=named)
def test_core_waits_for_nothing_and_reads_no_clock(path: Path) -> None:
    assert list(faults(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_class_has_a_name_of_the_field(path: Path) -> None:
    classes = [node.name for node in nodes(path) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name.endswith(VAGUE)] == []


def test_the_rules_catch_what_they_are_for(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text(
        "async def f(): await g()\n"
        "a = datetime.now(UTC)\nb = datetime.utcnow()\nc = time.time()\nd = random.choice(x)\ne = open('f')\n"
    )
    assert {fault.partition(": ")[2] for fault in faults(bad)} == {
        "async def f",
        "waits",
        "reads a clock with now()",
        "reads a clock with utcnow()",
        "uses time",
        "uses random",
        "calls open()",
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()


def test_decisions_are_numbered_without_a_gap_and_say_what_follows() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), record.name
