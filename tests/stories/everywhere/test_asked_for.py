"""What is said to a chat: every kind that the code posts there is in the list of what somebody asked for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.desk import Desk
from core.chats import ChatKind
from core.ids import ChatId
from core.notes import Note, NoteId
from tests.stories.everywhere.asked_for import ASKED_BY
from tests.stories.everywhere.on_discord import on_discord
from tests.stories.everywhere.on_telegram import on_telegram
from tests.stories.everywhere.stage import begun

ROOT = Path(__file__).parents[3]


def said_to_chats() -> set[str]:
    """Kinds of notes that are made for a chat; those that only take another's place are left out."""
    calls = (
        {word.arg: word.value for word in node.keywords}
        for folder in ("bot", "core")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Note"
    )
    made = (words["kind"] for words in calls if "to_chat" in words and "replaces" not in words)
    return {ast.literal_eval(kind) for kind in made}


def test_every_kind_that_is_said_to_a_chat_is_in_the_list() -> None:
    assert said_to_chats() == {*ASKED_BY, "reveal"}


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_what_nobody_asked_for_is_found(platform: str, tmp_path: Path) -> None:
    async with on_telegram(tmp_path) if platform == "telegram" else on_discord(tmp_path) as stage:
        await begun(stage, ChatKind.COUPLE)
        assert stage.home is not None
        home = ChatId(f"{platform}:{stage.home.id}")

        async def speak(desk: Desk) -> NoteId | None:
            return await desk.say(Note(kind="chat_reply", args={"what": "where"}, to_chat=home))

        await stage.backstage.running.engine.work(stage.now(), speak)
        await stage.passes(hours=1)
        found, stage.asked_for.unasked = stage.asked_for.unasked, []
        assert found == ["chat_reply 'Say /chat in a chat that you take part in.' after nothing"]
