"""Raw updates as Telegram sends them, by what they tell (`updates.json`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

UPDATES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("updates.json").read_text(encoding="utf-8")
)
