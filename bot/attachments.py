"""Files that go with a screen: made in the transaction that is a note's last look, and kept nowhere.

A feature that offers one names its note's kind here. A file is made whenever its note goes out, so that it
says what is so then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.pictures import recap_picture
from core.notes import Note
from core.ports import Transaction
from core.screens.model import Attachment
from core.screens.wording import View

Make = Callable[[Transaction, Note, View], Awaitable[Attachment | None]]


async def _recap(tx: Transaction, note: Note, view: View) -> Attachment | None:
    return await recap_picture(note.args, view)


ATTACHMENTS: Mapping[str, Make] = {"recap": _recap}
"""By kind of note."""


async def attachment_of(tx: Transaction, note: Note, view: View) -> Attachment | None:
    """The file that goes with this note; None for the many that have none."""
    make = ATTACHMENTS.get(note.kind)
    return None if make is None else await make(tx, note, view)
