"""Pictures that go with a screen, painted beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache

from core.drawing import Drawing
from core.screens import recap
from core.screens.model import Attachment
from core.screens.wording import View


async def recap_picture(args: Mapping[str, str], view: View) -> Attachment | None:
    """The weave of a recap; None where there is nothing to look back on."""
    if "weave" not in args:
        return None
    content = await asyncio.to_thread(_painted, recap.drawing(args, view))
    alt, again = recap.alt(args, view), recap.AGAIN in args
    return Attachment(name="recap.png", media_type="image/png", content=content, alt=alt, again=again)


@lru_cache(maxsize=2)
def _painted(drawing: Drawing) -> bytes:
    """Both of a pair get the same sheet, often one after the other. Pillow is loaded when one is painted."""
    from adapters.picture.png import png

    return png(drawing)
