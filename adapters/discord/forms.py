"""A form on a button: its fields ride in the button's own id, so that it opens after a restart too.

Discord keeps up to 100 characters on a button and gives them back with the press; nothing else comes back.
`12:write|words,p,500,Your words` is the button `write` of note 12, with a paragraph of 500 characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.screens.model import Field

ID_LENGTH: Final = 100
FIELD_COUNT: Final = 5
LABEL_LENGTH: Final = 45
_BETWEEN, _WITHIN = "|", ","
_PARAGRAPH, _SHORT = "p", "s"


def button_id(data: str, form: Sequence[Field]) -> str:
    """The id of a button. A label that does not fit is left out: the button's own words stand for it."""
    parts = [data, *(_coded(field, "") for field in form[:FIELD_COUNT])]
    for index, field in enumerate(form[:FIELD_COUNT], start=1):
        with_label = [*parts[:index], _coded(field, field.label), *parts[index + 1 :]]
        if len(_BETWEEN.join(with_label)) <= ID_LENGTH:
            parts = with_label
    whole = _BETWEEN.join(parts)
    if len(whole) > ID_LENGTH:
        raise ValueError("this form does not fit on a Discord button")
    return whole


def data_of(custom_id: str) -> str:
    """What the press means: the id without the form."""
    return custom_id.partition(_BETWEEN)[0]


def form_of(custom_id: str, words_on_button: str) -> tuple[Field, ...]:
    """The fields that ride on a button; empty for a plain one."""
    return tuple(_read(part, words_on_button) for part in custom_id.split(_BETWEEN)[1:])


def _coded(field: Field, label: str) -> str:
    said = label[:LABEL_LENGTH].replace(_BETWEEN, "/")
    size = _PARAGRAPH if field.multiline else _SHORT
    return _WITHIN.join((field.name, size, str(field.max_length), said))


def _read(part: str, words_on_button: str) -> Field:
    name, size, max_length, label = part.split(_WITHIN, 3)
    return Field(
        name=name,
        label=label or words_on_button,
        multiline=size == _PARAGRAPH,
        max_length=int(max_length),
    )
