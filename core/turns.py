"""Turns: a burst of one author is one turn; what it says is known when it closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import attaching, ending, lingering, opening
from core.chats import PastTurn, Turn, TurnMessage
from core.effects import MessageRead
from core.episodes import Episode, EpisodeState
from core.events import Confided, Spoke
from core.ids import PersonId
from core.policy import Policy
from core.safety import distress, signals
from core.scene import Scene

KNOWN_AUTHORS = 64
"""Messages whose authors are remembered, so that a reply finds its person."""


def spoke(scene: Scene, what: Spoke) -> None:
    """A message joins the open turn, or closes it and begins the next."""
    turn = scene.chat.turn
    if turn is not None and turn.author != what.author:
        close(scene)
        turn = None
    reading = what.reading
    message = TurnMessage(
        id=what.message,
        at=scene.now,
        reading=reading,
        words=what.words,
        reply_to=what.reply_to,
        reply_to_author=what.reply_to_author,
        tone=what.tone,
        responses=dict(what.responses),
        context=what.context,
    )
    chat = scene.chat
    scene.note_spoken(what.author)
    lingering.bring_back(scene, what.reply_to)
    earlier = turn.messages if turn is not None else ()
    reactions = turn.reactions if turn is not None else ()
    scene.become(
        turn=Turn(author=what.author, messages=(*earlier, message), reactions=reactions),
        authors=(*chat.authors, (what.message, what.author))[-KNOWN_AUTHORS:],
    )
    if reading is not None:
        scene.emit(MessageRead(what.message, what.author, reading))
        distress.look(scene, what.author, reading)
    if what.tone is not None:
        signals.look(scene, what.author, what.tone, reading)
    if what.takes_back:
        _take_back(scene, what.author)


def _take_back(scene: Scene, author: PersonId) -> None:
    """“Never mind”: this turn opens nothing, and the author's newest disclosure of this talk is withdrawn."""
    turn = scene.chat.turn
    if turn is not None:
        unread = tuple(replace(message, reading=None) for message in turn.messages)
        scene.become(turn=replace(turn, messages=unread))
    own = [e for e in scene.chat.episodes.values() if e.author == author and _can_be_taken_back(scene, e)]
    if own:
        ending.withdraw(scene, max(own, key=lambda e: e.order))


def _can_be_taken_back(scene: Scene, episode: Episode) -> bool:
    """While it can be answered, ended or not: when it ended hangs on private things, its count is seen."""
    withdrawn = episode.state is EpisodeState.WITHDRAWN
    if withdrawn or not lingering.in_reach(scene.chat, episode, scene.now, scene.policy):
        return False
    others = episode.concerned or (episode.author,)
    began = [scene.conversation_began(episode.author, other, scene.now) for other in others]
    return min(began) <= episode.said_at


def confided(scene: Scene, what: Confided) -> None:
    """A private answer was read. It is no turn of the chat before its reveal."""
    scene.emit(MessageRead(what.message, what.author, what.reading))
    distress.look(scene, what.author, what.reading, in_chat=False)


def closes_at(turn: Turn, policy: Policy) -> datetime:
    """When an open turn closes by silence."""
    return turn.messages[-1].at + timedelta(seconds=policy.burst_gap_s)


def close_if_silent(scene: Scene) -> None:
    turn = scene.chat.turn
    if turn is not None and closes_at(turn, scene.policy) <= scene.now:
        close(scene)


def close(scene: Scene) -> None:
    """The open turn is over: it may answer some episodes and open one."""
    turn = scene.chat.turn
    if turn is None:
        return
    if not scene.chat.listens_to(turn.author):
        scene.become(turn=None)  # somebody withdrew while it was under way: nothing of it is kept
        return
    chat = scene.chat
    counts = {**chat.turn_counts, turn.author: chat.turn_counts.get(turn.author, 0) + 1}
    past = PastTurn(
        author=turn.author, ended_at=turn.messages[-1].at, messages=tuple(m.id for m in turn.messages)
    )
    keep = int(scene.policy.recent_turns)
    scene.become(turn=None, turn_counts=counts)
    attaching.attach(scene, turn)
    opening.open_spotted(scene, turn)
    scene.become(past_turns=(*scene.chat.past_turns, past)[-keep:])
    lingering.let_go(scene)
