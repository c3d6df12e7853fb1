"""Check what the bot sends to Discord against Discord's published OpenAPI description (v10).

The description lies beside the repository (``../shared/contracts/discord-openapi.json``, MIT) and is
not part of the project: :func:`load_contract` answers ``None`` where it is absent. Objects are read
strictly: a key the description does not name is a violation, because Discord ignores unknown keys in
silence and a misspelt ``allowed_mentions`` would ping people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

CONTRACT_FILE: Final = Path(__file__).parents[2].parent / "shared" / "contracts" / "discord-openapi.json"

# Keys that discord.py 2.7 sends, that Discord accepts and that the description leaves out.
UNDESCRIBED_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "ApplicationCommandCreateRequest": frozenset({"nsfw"}),
    "ApplicationCommandUpdateRequest": frozenset({"nsfw"}),
    "ApplicationCommandPatchRequestPartial": frozenset({"nsfw"}),
    "RichEmbed": frozenset({"flags"}),
    # Sent with every edit of an answer; the description has it for new messages only.
    "MessageEditRequestPartial": frozenset({"tts"}),
    "IncomingWebhookUpdateRequestPartial": frozenset({"tts"}),
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": frozenset({"tts"}),
}

_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})


@dataclass(frozen=True, slots=True)
class _Operation:
    """One method of one path: its template, its known query names and its body's validator."""

    segments: tuple[str, ...]
    query: frozenset[str]
    body: Draft202012Validator | None
    body_required: bool

    def fits(self, segments: Sequence[str]) -> bool:
        return len(segments) == len(self.segments) and all(
            mine.startswith("{") or mine == theirs
            for mine, theirs in zip(self.segments, segments, strict=True)
        )

    @property
    def literal_segments(self) -> int:
        return sum(not segment.startswith("{") for segment in self.segments)


class DiscordContract:
    """The REST operations Discord describes; finds what a request breaks."""

    def __init__(self, description: dict[str, Any]) -> None:
        _tighten(description["components"]["schemas"])
        self._operations: dict[str, list[_Operation]] = {}
        for template, item in description["paths"].items():
            shared = item.get("parameters", [])
            for method in _METHODS & item.keys():
                operation = _operation(template, shared, item[method], description["components"])
                self._operations.setdefault(method.upper(), []).append(operation)

    def violations(
        self, method: str, path: str, body: object = None, query: Mapping[str, object] | None = None
    ) -> list[str]:
        """What the request breaks, one sentence each; ``path`` starts after ``/api/v10``."""
        operation = self._find(method, path)
        if operation is None:
            return [f"{method} {path}: Discord describes no such operation"]
        found = [
            f"{method} {path}: unknown query parameter {name!r}"
            for name in sorted((query or {}).keys() - operation.query)
        ]
        if body is None:
            return [*found, f"{method} {path}: a body is required"] if operation.body_required else found
        if operation.body is None:
            return [*found, f"{method} {path}: takes no body"]
        wire = json.loads(json.dumps(body))
        return found + [f"{method} {path}: {_sentence(error)}" for error in operation.body.iter_errors(wire)]

    def _find(self, method: str, path: str) -> _Operation | None:
        segments = path.strip("/").split("/")
        fitting = [one for one in self._operations.get(method, []) if one.fits(segments)]
        return max(fitting, key=lambda one: one.literal_segments, default=None)


@lru_cache(maxsize=1)
def load_contract() -> DiscordContract | None:
    """The contract, or ``None`` where the description does not lie beside the repository."""
    if not CONTRACT_FILE.exists():
        return None
    return DiscordContract(json.loads(CONTRACT_FILE.read_text(encoding="utf-8")))


def _operation(
    template: str, shared: list[dict[str, Any]], described: dict[str, Any], components: dict[str, Any]
) -> _Operation:
    body = described.get("requestBody", {})
    schema = body.get("content", {}).get("application/json", {}).get("schema")
    return _Operation(
        segments=tuple(template.strip("/").split("/")),
        query=frozenset(
            one["name"] for one in [*shared, *described.get("parameters", [])] if one.get("in") == "query"
        ),
        # `components` rides along so that "#/components/schemas/…" resolves inside the schema itself.
        body=None if schema is None else Draft202012Validator({**schema, "components": components}),
        body_required=bool(body.get("required")) and schema is not None,
    )


def _tighten(schemas: dict[str, Any]) -> None:
    """Refuse unknown keys, and let an id be a number (Discord takes both; discord.py sends numbers)."""
    for name, schema in schemas.items():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
            for key in UNDESCRIBED_KEYS.get(name, ()):
                schema["properties"].setdefault(key, True)
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "minimum": 0}


def _sentence(error: ValidationError) -> str:
    """Where and what; a union's own message would only say that nothing fitted."""
    cause = _cause(error)
    message = cause.message if len(cause.message) <= 160 else f"{cause.message[:40]} … {cause.message[-100:]}"
    return f"{cause.json_path}: {message}"


def _cause(error: ValidationError) -> ValidationError:
    """The complaint of the union's alternative that was meant: one whose ``type`` is the body's, or the
    one that complains least."""
    if not error.context:
        return error
    alternatives: dict[object, list[ValidationError]] = {}
    for one in error.context:
        alternatives.setdefault(one.relative_schema_path[0], []).append(one)
    meant = min(alternatives.values(), key=lambda ones: (any(map(_is_of_other_type, ones)), len(ones)))
    return _cause(meant[0])


def _is_of_other_type(error: ValidationError) -> bool:
    where = list(error.relative_path)
    return where == ["type"] or (error.validator == "type" and not where)
