"""The table of all settings in docs/settings.md, made from the settings: `python -m config.table`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from config.settings import BESIDE_SETTINGS, Settings, environment_name

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
HEAD = """\
# Settings

Set an environment variable, or write the setting into one TOML file: the one that `ATTUNE_CONFIG` names,
else `attune.toml` in the folder you start in, else `$XDG_CONFIG_HOME/attune/attune.toml` (`~/.config/…`).
A variable wins over the file. A name that is not listed here is an error, so that a slip is noticed.

```toml
[operator]
name = "Robin"

[telegram]
token = "…"
```

This page is generated: `python -m config.table` writes it.
"""


def table() -> str:
    """The whole page in Markdown: every setting with its variable, default and meaning."""
    groups = [_group(name, field.annotation) for name, field in Settings.model_fields.items()]
    return "\n".join([HEAD, *groups, _beside()])


def _group(name: str, group: Any) -> str:
    if not issubclass(group, BaseModel):
        raise TypeError("a setting stands in a group")
    rows = [_row(name, setting, field) for setting, field in group.model_fields.items()]
    head = ["| setting | variable | default | meaning |", "|---|---|---|---|"]
    title = (group.__doc__ or name).partition(".")[0]
    return "\n".join([f"## {title}", "", *head, *rows, ""])


def _row(group: str, setting: str, field: FieldInfo) -> str:
    variable = environment_name(group, setting)
    return f"| `{group}.{setting}` | `{variable}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    if isinstance(field.json_schema_extra, dict) and (shown := field.json_schema_extra.get("shown")):
        return str(shown)
    default = field.default
    if default is None or isinstance(default, SecretStr):
        return "none"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _beside() -> str:
    rows = [f"| `{name}` | {meaning} |" for name, meaning in BESIDE_SETTINGS.items()]
    return "\n".join(["## Beside the settings", "", "| variable | meaning |", "|---|---|", *rows, ""])


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(table(), encoding="utf-8")
