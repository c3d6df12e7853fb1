"""Payloads as Discord documents them, by what they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "payloads"
MESSAGES: dict[str, Any] = json.loads((FOLDER / "messages.json").read_text(encoding="utf-8"))
INTERACTIONS: dict[str, Any] = json.loads((FOLDER / "interactions.json").read_text(encoding="utf-8"))
