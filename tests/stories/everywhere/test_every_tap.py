"""Every command and every button on Telegram answers within one round trip, after a restart too."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

from adapters.telegram.ids import chat_id, person_id
from bot.flows import BUTTONS, COMMANDS
from core.chats import ChatKind
from core.commands import ONLY_IN_CHATS
from core.episodes import Wish
from core.notes import Note
from tests.stories.everywhere.on_telegram import FIRST_MESSAGE, TelegramStage, on_telegram
from tests.stories.everywhere.stage import begun, last
from tests.stories.everywhere.walking import Walk

ONLY_LINKS = {"card"}
"""Kinds of notes whose button is a link on Telegram."""
FOR_TWO_APART = {"pair_ask", "pair_confirm", "pair_reply", "paired", "revealed", "chat_set"}
"""Notes to two who share no chat: `tests/stories/test_ways_in.py` and `test_pairing.py` press theirs."""
AT_ONCE = ("withdraw",)
"""Commands after which somebody takes part no more: they come last."""
IN_ORDER = (*sorted(set(COMMANDS) - set(AT_ONCE)), *AT_ONCE)
COMMAND = re.compile(r"^/(\w+) ", re.MULTILINE)


async def test_every_button_shows_something_at_once_after_a_restart(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        walk = Walk(stage)
        await _live(stage)
        await _what_comes_seldom(walk)
        while await walk.goes_on():
            pass
        await walk.ends()
        assert walk.silent == []
        assert set(BUTTONS) - walk.kinds == ONLY_LINKS | FOR_TWO_APART


async def test_every_command_shows_something_at_once_after_a_restart(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        await begun(stage, ChatKind.COUPLE)
        walk, server = Walk(stage), stage.server
        await stage.ends()
        await stage.starts()
        assert stage.home is not None
        for name, place in (("Ana", stage.people["Ana"]), ("Ben", stage.home)):
            for command in IN_ORDER:
                said = partial(server.says, stage.people[name], place, f"/{command}")
                await walk.shows(f"/{command}", said)
        assert walk.silent == []


async def test_help_and_the_menus_list_every_command_where_it_works(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as stage:
        await begun(stage, ChatKind.COUPLE)
        await stage.tells_bot("Ana", "/help")
        listed = COMMAND.findall(await last(stage, "Ana"))
        private, groups, admins = (
            [command["command"] for command in stage.server.commands[(scope, "")]]
            for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators")
        )
        assert sorted(listed) == sorted(COMMANDS)
        assert set(listed) - set(private) == {"start", *ONLY_IN_CHATS}
        assert set(groups) < set(admins) < set(listed)
        assert set(ONLY_IN_CHATS) <= set(admins)


async def _live(stage: TelegramStage) -> None:
    """A story that leaves notes of many kinds."""
    ana, ben = await begun(stage, ChatKind.COUPLE)
    await stage.tells_bot(ana, "/checkin")
    await stage.tells_bot(ana, "the sun on the tram")
    await stage.tells_bot(ben, "your laugh at breakfast")
    await stage.passes(hours=1)
    await stage.says(ana, "I am afraid of tomorrow")
    await stage.passes(hours=3)
    await stage.says(ben, "I am with you")
    await stage.passes(hours=3)
    await stage.says(ana, "so that was the appointment")
    await stage.marks(ana, "so that was the appointment", Wish.LISTEN)
    await stage.passes(hours=24)
    await stage.mirrors(ben, "the appointment", "I am with you")
    await stage.tells_bot(ben, "/keep tomorrow 18:00")
    await stage.tells_bot(ben, "ask how it went")
    await stage.says(ben, "/park")
    await stage.says(ana, "/chat")
    await stage.tells_bot(ana, "/prompts add What made you laugh?")
    for command in sorted(set(COMMANDS) - {"withdraw"}):
        await stage.tells_bot(ana, f"/{command}")
    await stage.tells_bot(ana, "/resume")
    await stage.tells_bot(ana, "/recap weekly")
    await stage.passes(weeks=1)
    await _moderate(stage, ana)


async def _moderate(stage: TelegramStage, name: str) -> None:
    """Somebody who owns a community sets its channel up."""
    who = stage.people[name]
    town = stage.server.group("Gardeners", who, kind="supergroup", username="gardeners")
    await stage.server.adds_bot(town, who)
    await stage.settles("the bot is added")
    await stage.server.says(who, town, "/moderate")
    await stage.settles("/moderate")


async def _what_comes_seldom(walk: Walk) -> None:
    """Notes that take weeks to come, or three people."""
    ana, ben = (person_id(walk.stage.people[name].id) for name in ("Ana", "Ben"))
    assert walk.stage.home is not None
    home, now = chat_id(walk.stage.home.id), walk.stage.now().isoformat()
    own = {"private": ana, "message": str(FIRST_MESSAGE)}
    seldom: dict[str, dict[str, str]] = {
        "ask_first": {"episode": "1", "said_at": now, "partner": ben},
        "care": {},
        "deeper": {"level": "2"},
        "still_fine": {"days": "30", "chat": home},
        "brought_back": {"parked": "1", "said_at": now},
        "answer_which": {"rounds": "1 2", "title0": "Home", "title1": "Club", **own},
        "guess_whom": {"people": f"{ben} {ana}", "round": "1"},
        "guess_kept": {"partner": ben, "round": "1", **own},
        "guess_shown": {"author": ben, **own},
        "guess_reply": {"author": ben, "what": "yes"},
        "mirror_reply": {"what": "empty", "place": home, "message": ""},
        "keep_one": {"place": ana, "message": "1", "chosen": now, "at": now},
        "parked": {"parked": "1", "said_at": now, "opened": "yes"},
        "parked_list": {"parked": "1", "chats": home, "said_at": now},
        "weekly_recap": walk.args_of("recap"),
    }
    notes = [Note(kind=kind, args=args, to_person=ana, about_chat=home) for kind, args in seldom.items()]
    await walk.posted(notes)
    walk.looks_from(0)
