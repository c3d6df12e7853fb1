"""Every fault that Telegram's side can have, with a canary in every text, in a process of its own.

`canary_child LEVEL FOLDER`: the log runs at that level into standard error, asyncio runs in debug mode, and
what the operator is told goes to standard output. The server's token is a canary, too.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path

import structlog

from adapters.errors import TokenRefused
from adapters.telegram.polling import Timing
from bot import logs
from core.ids import ChatId, MessageId, PersonId
from core.inbound import Update
from core.notes import Note, NoteId
from core.screens.model import Button, Screen
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import (
    Conflicts,
    Drips,
    DropsAfterAcceptance,
    DropsBeforeAcceptance,
    Fault,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ProxyPage,
    ServerError,
    TimesOutAfterAcceptance,
)
from tests.telegram.small_shell import Shell, platform_of, running

CANARY = "canary-7c1e"
WRONG = "6000000009:AAcanary-7c1e-a-token-that-nobody-knows-at-all"
PAGE = f"<html>{CANARY} sign in</html>"
FAULTS: tuple[Fault, ...] = (
    TimesOutAfterAcceptance(),
    DropsAfterAcceptance(),
    DropsBeforeAcceptance(),
    HalfOpen(),
    Drips(0.1),
    FloodWait(1),
    ServerError(accepted=True),
    ServerError(502),
    GarbageBody(PAGE),
    GarbageBody(json.dumps({"ok": True, "result": {"text": CANARY}})),
    GarbageBody(json.dumps({"ok": True, CANARY: CANARY})),
    GarbageBody(json.dumps([CANARY])),
    Conflicts(),
    Conflicts(webhook=True),
    *(ProxyPage(status, PAGE) for status in (302, 400, 401, 403, 404, 409, 429, 511)),
)
HURRIED = Timing(poll_s=1, margin_s=0.2, call_s=0.15, first_backoff_s=0.02, last_backoff_s=0.1, watch_s=0.1)
METHODS = ("sendMessage", "editMessageText", "copyMessage", "answerCallbackQuery", "getChatMember")


class Careless(Shell):
    """Every third update fails, and its error says what was said."""

    async def handle(self, update: Update) -> None:
        if len(self.arrived) % 3 == 2:
            self.arrived.append(update.id)
            raise ValueError(f"cannot handle {update}")
        await super().handle(update)


async def evening() -> dict[str, int]:
    """Lives through it; counts for the parent."""
    failures = 0
    async with TelegramServer() as server:
        ana = server.user(f"Ana {CANARY}")
        home = server.group(f"Home {CANARY}", ana)
        client, shell = platform_of(server, timing=HURRIED, tell=print), Careless()
        screen = Screen(text=f"A note {CANARY}", rows=((Button("yes", CANARY),),))
        to = Note(kind="question", to_person=PersonId(f"telegram:{ana.id}"), args={"name0": CANARY})
        async with running(client, shell):
            await server.starts(ana, CANARY)
            await server.adds_bot(home, ana)
            first = await client.show(NoteId(1), to, screen, None)
            said = await server.says(ana, ana, f"this {CANARY}")
            copies = ((ChatId(f"telegram:{ana.id}"), MessageId(str(said.id))),)
            whole = Note(kind="reveal", to_person=to.to_person, args=to.args, copies=copies)
            for number, fault in enumerate(FAULTS):
                shown = server.chat(ana).by_id[int(first.partition("/")[2])]
                server.breaks_next("getUpdates", fault)
                for method in METHODS:
                    server.breaks_next(method, fault)
                await server.says(ana, ana, f"words {CANARY} {number}")
                await server.says(ana, home, f"/moderate@attune_bot {CANARY}")
                await server.presses(ana, shown, CANARY)
                server.updates.add_raw({"message": {"message_id": 1, "text": f"{CANARY} {number}"}})
                for note, replaces in ((to, None), (whole, first)):
                    changed = Screen(text=f"{CANARY} {number}", rows=screen.rows)
                    try:
                        await client.show(NoteId(1), note, changed, replaces)
                    except Exception as error:
                        failures += 1
                        structlog.get_logger().exception("send_unknown", error=error, text=CANARY)
                        logging.getLogger("some.library").exception("while %s: %s", CANARY, error)
            server._faults.clear()
            await server.until_confirmed(30)
        stranger = platform_of(server, token=WRONG)
        try:
            await stranger.run(shell.handle)
        except TokenRefused as refused:
            sys.stdout.write(f"{refused}\n")
        await stranger.close()
        return {"failures": failures, "committed": len(shell.committed), "refused": len(server.refusals)}


def main() -> None:
    """Counts go to a file: standard output and error are evidence."""
    logs.install(sys.argv[1])
    counts = asyncio.run(evening(), debug=True)
    (Path(sys.argv[2]) / "counts.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    main()
