"""A life of two that leaves notes of many kinds, and the kinds that take weeks to come, or three people."""

from __future__ import annotations

from bot.flows import COMMANDS
from core.chats import ChatKind
from core.episodes import Wish
from core.notes import Note
from tests.stories.everywhere.stage import begun
from tests.stories.everywhere.walking import Ground, Walk

A_MESSAGE = "41000001"
"""Number of a message; it is only asked for."""


async def live(ground: Ground) -> None:
    """A story in which much happens."""
    stage = ground.stage
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
    await ground.sets_up_a_community(ana)


async def what_comes_seldom(walk: Walk) -> None:
    ana, ben = (walk.ground.person(name) for name in ("Ana", "Ben"))
    home, now = walk.ground.home(), walk.stage.now().isoformat()
    own = {"private": ana, "message": A_MESSAGE}
    seldom: dict[str, dict[str, str]] = {
        "ask_first": {"episode": "1", "said_at": now, "partner": ben},
        "care": {},
        "start_alone": {},
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
