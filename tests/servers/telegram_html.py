"""Text as Telegram counts and parses it: UTF-16 units, found entities, and the HTML parse mode."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"""\s+([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_START = re.compile(r"<([a-zA-Z][\w-]*)")
_END = re.compile(r"</([a-zA-Z][\w-]*)?\s*>")
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?\b)"
    r"|(?P<mention>(?<!\w)@\w{4,32}\b)"
    r"|(?P<url>\bhttps?://[^\s<>]+)"
)


class MarkupError(ValueError):
    """Why the text cannot be parsed, in Telegram's words."""


def utf16_units(text: str) -> int:
    """The length Telegram counts; an emoji outside the basic plane has two units."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def found_entities(text: str) -> list[Json]:
    """Commands, mentions and addresses, which Telegram marks by itself."""
    return [
        {"type": str(m.lastgroup), "offset": utf16_units(text[: m.start()]), "length": utf16_units(m[0])}
        for m in _FOUND.finditer(text)
    ]


def with_found_entities(text: str, formatting: list[Json]) -> list[Json]:
    """The sender's entities and the found ones that do not touch code or links."""
    closed = [e for e in formatting if e["type"] in {"code", "pre", "text_link"}]
    found = [e for e in found_entities(text) if not any(_overlap(e, c) for c in closed)]
    return sorted(formatting + found, key=lambda e: (e["offset"], -e["length"]))


def _overlap(one: Json, other: Json) -> bool:
    starts_before = one["offset"] < other["offset"] + other["length"]
    return bool(starts_before and other["offset"] < one["offset"] + one["length"])


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The visible text and its entities; raises `MarkupError` on anything Telegram would refuse."""
    return _Parser(source).run()


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text = ""
        self._open: list[tuple[str, int, Json]] = []
        self._entities: list[Json] = []

    def run(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            match self._source[self._at]:
                case "<" if self._source.startswith("</", self._at):
                    self._end_tag()
                case "<":
                    self._start_tag()
                case "&":
                    self._reference()
                case plain:
                    self._text += plain
                    self._at += 1
        if self._open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        return _trimmed(self._text, sorted(self._entities, key=lambda e: (e["offset"], -e["length"])))

    @property
    def _byte(self) -> int:
        return len(self._source[: self._at].encode("utf-8", errors="surrogatepass"))

    def _reference(self) -> None:
        found = _REFERENCE.match(self._source, self._at)
        character = _character(found) if found else ""
        if found and character:
            self._text += character
            self._at = found.end()
        else:  # Telegram leaves an ampersand that begins nothing known as it is
            self._text += "&"
            self._at += 1

    def _start_tag(self) -> None:
        found = _START.match(self._source, self._at)
        name = found[1].lower() if found else ""
        if found is None or name not in _TAGS:
            shown = name or re.split(r"[\s>/]", self._source[self._at + 1 :], maxsplit=1)[0].lower()
            raise MarkupError(f'Unsupported start tag "{shown}" at byte offset {self._byte}')
        attributes, end = self._attributes(found.end(), name)
        self._open.append((name, utf16_units(self._text), self._entity(name, attributes)))
        self._at = end

    def _attributes(self, start: int, name: str) -> tuple[dict[str, str], int]:
        attributes, end = {}, start
        while found := _ATTRIBUTE.match(self._source, end):
            attributes[found[1].lower()] = found[2] or found[3] or found[4] or ""
            end = found.end()
        closing = re.compile(r"\s*>").match(self._source, end)
        if closing:
            return attributes, closing.end()
        if ">" not in self._source[end:]:
            raise MarkupError(f"Unclosed start tag at byte offset {self._byte}")
        where = f'of an attribute of the tag "{name}" at byte offset {self._byte}'
        raise MarkupError(f"Expected equal sign in declaration {where}")

    def _entity(self, name: str, attributes: dict[str, str]) -> Json:
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte}')
        if name == "tg-emoji":
            if not attributes.get("emoji-id", "").isdecimal():
                raise MarkupError(f'Tag "tg-emoji" must have "emoji-id" at byte offset {self._byte}')
            return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
        if name == "a":
            return (
                {"type": "text_link", "url": _unescaped(attributes["href"])} if "href" in attributes else {}
            )
        if name == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        if name == "code" and self._open and self._open[-1][0] == "pre" and "class" in attributes:
            self._open[-1][2]["language"] = attributes["class"].removeprefix("language-")
            return {}
        return {"type": _TAGS[name]}

    def _end_tag(self) -> None:
        found = _END.match(self._source, self._at)
        if found is None:
            raise MarkupError(f"Unclosed end tag at byte offset {self._byte}")
        if not self._open:
            raise MarkupError(f"Unexpected end tag at byte offset {self._byte}")
        name, start, entity = self._open.pop()
        if found[1] and found[1].lower() != name:
            pair = f'expected "</{name}>", found "</{found[1]}>"'
            raise MarkupError(f"Unmatched end tag at byte offset {self._byte}, {pair}")
        length = utf16_units(self._text) - start
        if entity and length:
            self._entities.append({**entity, "offset": start, "length": length})
        self._at = found.end()


def _character(found: re.Match[str]) -> str:
    """What a reference such as `&lt;` or `&#60;` stands for; empty where there is no such character."""
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if 0 < code < 0x110000 else ""


def _unescaped(value: str) -> str:
    return _REFERENCE.sub(lambda found: _character(found) or found[0], value)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Telegram strips the ends of a message; entities move and shrink with it."""
    visible = text.strip()
    shift, length = utf16_units(text[: len(text) - len(text.lstrip())]), utf16_units(visible)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if start < end:
            kept.append({**entity, "offset": start, "length": end - start})
    return visible, kept
