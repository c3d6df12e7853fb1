"""What one can do with a note, and why it came or did not."""

from __future__ import annotations

from collections.abc import Sequence

from bot import looking_back
from bot.visits import Command, Press, on_sealed
from core.episodes import Episode, EpisodeState, Wish
from core.events import Pressed, Talked
from core.ids import ChatId, EpisodeId, MessageId
from core.people import SettingsChanged


async def on_note(visit: Press) -> None:
    chat_id, episode, button = visit.about, EpisodeId(visit.args["episode"]), visit.button
    if chat_id is None:
        return
    desk, who = visit.desk, visit.who
    past = await desk.past_about(chat_id, MessageId(episode))
    if button == "open":
        await _open_note(visit, chat_id, past)
    elif button == "why":
        await desk.apply(chat_id, Pressed(author=who, episode=episode, button="why"), past=past)
        await visit.tell("why", visit.args, about=chat_id)
    elif button == "talked":
        await desk.apply(chat_id, Talked(author=who, episode=episode), past=past)
        await visit.instead("pressed", {"what": button})
    elif button in ("not_this", "later"):
        await desk.apply(chat_id, Pressed(author=who, episode=episode, button=button), past=past)
        await visit.instead("pressed", {"what": button, "episode": episode})


async def _open_note(visit: Press, chat_id: ChatId, past: Sequence[Episode]) -> None:
    """What a sealed note says, with the wish as it is by now; nothing of what its author took back meanwhile,
    or wants to be left alone."""
    chat = await visit.desk.chat(chat_id)
    episodes = {**{e.id: e for e in past}, **(chat.episodes if chat is not None else {})}
    known = episodes.get(EpisodeId(visit.args["episode"]))
    if known is None or known.state is EpisodeState.WITHDRAWN or known.wish is Wish.LEAVE:
        await visit.instead("pressed", {"what": "gone"})
        return
    wish = known.wish.value if known.wish is not None else ""
    await visit.instead("nudge", {**visit.args, "wish": wish, "opened": "yes"})


async def on_pressed(visit: Press) -> None:
    """*Not this* is taken back."""
    if visit.button != "undo" or visit.about is None or "episode" not in visit.args:
        return
    episode = EpisodeId(visit.args["episode"])
    past = await visit.desk.past_about(visit.about, MessageId(episode))
    undone = Pressed(author=visit.who, episode=episode, button=visit.button)
    await visit.desk.apply(visit.about, undone, past=past)
    await visit.instead("pressed", {"what": "undone"})


async def on_asking_first(visit: Press) -> None:
    """The author is asked before anybody is pointed to their message."""
    if visit.button == "open":
        await visit.open()
        return
    chat_id, episode = visit.about, EpisodeId(visit.args["episode"])
    if chat_id is not None and visit.button in ("yes", "no"):
        pressed = Pressed(author=visit.who, episode=episode, button=visit.button)
        await visit.desk.apply(chat_id, pressed)
        await visit.instead("ask_first_reply", {"what": visit.button})


async def why(visit: Command) -> None:
    """/why: the last that was decided about a note to this person."""
    args, chat = await looking_back.last_decision(visit.desk, visit.who)
    await visit.tell("why", args, about=chat)


async def on_why(visit: Press) -> None:
    if visit.button == "fewer":
        await visit.desk.change_person(visit.who, SettingsChanged((("fewer", True),)))
        await visit.instead("pressed", {"what": "fewer"})


COMMANDS = {"why": why}
BUTTONS = {
    "nudge": on_note,
    "pressed": on_pressed,
    "ask_first": on_asking_first,
    "care": on_sealed,
    "why": on_why,
}
