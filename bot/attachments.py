"""Files that go with a screen: made in the transaction that is a note's last look, and kept nowhere.

A feature that offers one names its note's kind here. A file is made whenever its note goes out, so that it
says what is so then.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from bot.own_data import own_data_in
from bot.pictures import recap_picture
from core.hiding import FILELESS
from core.moderation_file import written
from core.notes import Note
from core.ports import Transaction
from core.screens.model import Attachment
from core.screens.wording import View

JSON = "application/json"
Make = Callable[[Transaction, Note, View], Awaitable[Attachment | None]]


async def _own_data(tx: Transaction, note: Note, view: View) -> Attachment | None:
    """Everything that is kept of whom it goes to, and nothing of anybody else."""
    found = await own_data_in(tx, note.to_person) if note.to_person is not None else None
    return None if found is None else json_file("own-data.json", found)


async def _recap(tx: Transaction, note: Note, view: View) -> Attachment | None:
    return await recap_picture(note.args, view)


async def _configuration(tx: Transaction, note: Note, view: View) -> Attachment | None:
    """A channel's configuration, as it is now."""
    chat = await tx.chat(note.about_chat) if note.about_chat is not None else None
    if chat is None:
        return None
    return Attachment("moderation.json", JSON, written(chat.moderation).encode())


def json_file(name: str, content: object) -> Attachment:
    return Attachment(name, JSON, json.dumps(content, indent=2, ensure_ascii=False).encode())


ATTACHMENTS: Mapping[str, Make] = {"mydata": _own_data, "recap": _recap, "moderate_file": _configuration}
"""By kind of note."""


async def attachment_of(tx: Transaction, note: Note, view: View) -> Attachment | None:
    """The file that goes with this note; None for the many that have none."""
    make = ATTACHMENTS.get(note.kind)
    return None if make is None or FILELESS in note.args else await make(tx, note, view)
