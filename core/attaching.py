"""Attaching turns and reactions to the episodes they answer (rules: *Attaches*, *Pooling*)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core import ending, lingering, reply_habits
from core.answering import recounted
from core.chats import Turn
from core.effects import ResponseAttached
from core.episodes import Episode, EpisodeState, Response, Said
from core.events import Reacted
from core.hearing import newest_by_author
from core.ids import EpisodeId, MessageId
from core.nudge import spacing
from core.quiet import waking_minutes
from core.reading.scores import ResponseReading
from core.responses import is_met
from core.scene import Scene

MOST_RESPONSES = 24
"""Responses kept for one episode; a talk that goes on beyond them changes nothing any more."""


def attach(scene: Scene, turn: Turn) -> None:
    """A closed turn answers those open episodes of others that it belongs to."""
    if turn.tone is not None and turn.tone.criticism >= scene.policy.conflict_criticism:
        scene.become(harsh_turns=(*scene.chat.harsh_turns, turn.messages[-1].at)[-4:])
    for episode in list(scene.chat.episodes.values()):
        if episode.author != turn.author and episode.state is not EpisodeState.WITHDRAWN:
            _hear(scene, episode, turn)


def react(scene: Scene, what: Reacted) -> None:
    """A reaction on a disclosing message counts for a little, also while its turn is still open."""
    episode = _about(scene, what.message)
    response = Response(
        message=what.message,
        author=what.author,
        at=scene.now,
        reading=what.reading,
        reaction=True,
        late=episode is not None and episode.ended_at is not None,
    )
    if episode is None:
        _react_to_turn(scene, response, what)
        return
    if episode.author == what.author or episode.state is EpisodeState.WITHDRAWN:
        return
    kept = tuple(r for r in episode.responses if not _same_reaction(r, what))
    if what.removed:
        ending.rewrite(scene, replace(episode, responses=kept))
        return
    if len(kept) < MOST_RESPONSES:
        scene.store(replace(episode, responses=(*kept, response)))
        if not response.late:
            scene.emit(ResponseAttached(episode.id, response))


def belongs(scene: Scene, episode: Episode, turn: Turn) -> bool:
    """Whether the turn under way, as far as it goes, answers an episode."""
    heard = _heard(scene, episode, turn)
    after = recounted(replace(episode, passed=(*episode.passed, heard)), scene.policy)
    return _matters(scene, episode, heard) and heard in after.responses


def _wants_no_advice(scene: Scene, episode: Episode) -> bool:
    """Said for this disclosure by its wish, or for all by a switch (science §3c)."""
    if episode.wish is not None:
        return episode.wish.value != "think"
    return scene.person(episode.author).advice_wanted is False


def _hear(scene: Scene, episode: Episode, turn: Turn) -> None:
    """Remembers a turn as far as it matters to an episode, and attaches it when it answers."""
    heard = _heard(scene, episode, turn)
    if not _matters(scene, episode, heard):
        return
    after = recounted(replace(episode, passed=(*episode.passed, heard)), scene.policy)
    attached = heard in after.responses
    if len(after.responses) + len(after.passed) > 2 * MOST_RESPONSES or (
        attached and len(after.responses) > MOST_RESPONSES
    ):
        return
    for other in set(after.joined) - set(episode.joined):
        began = scene.conversation_began(after.author, other, after.said_at)
        after = replace(after, conversations={**after.conversations, other: began})
    scene.store(after)
    if attached and not heard.late:
        _attached(scene, after, heard)


def _attached(scene: Scene, episode: Episode, heard: Response) -> None:
    reply_habits.relearn(scene, episode)
    scene.emit(ResponseAttached(episode.id, newest_by_author(episode)))
    if episode.nudge is not None and episode.nudge.to == heard.author and not episode.nudge.pressed:
        spacing.restore(scene, heard.author, episode.author)
    if is_met(episode, scene.chat.felt.get(episode.author, ()), scene.policy):
        ending.end_met(scene, episode)


def _heard(scene: Scene, episode: Episode, turn: Turn) -> Response:
    """A turn as it sounds to the author of an episode, whether or not it answers."""
    parts: list[Said] = []
    reading, is_own = ResponseReading(), False
    for message in turn.messages:
        own = message.responses.get(episode.id)
        fresh = own if own is not None or is_own else message.tone
        is_own = is_own or own is not None
        reading = fresh if fresh is not None else reading
        answers = None if message.reply_to is None else message.reply_to in episode.messages
        parts.append(
            Said(message=message.id, at=message.at, reading=reading, words=message.words, answers=answers)
        )
    heard = Response(
        message=turn.messages[-1].id,
        author=turn.author,
        at=turn.messages[-1].at,
        reading=reading,
        context=turn.context,
        read=not _is_unread(turn, episode),
        clock=scene.pair_clock(episode.author, turn.author),
        advice_unwanted=_wants_no_advice(scene, episode),
        late=episode.ended_at is not None,
    )
    return of_parts(scene, episode, heard, parts)


def of_parts(scene: Scene, episode: Episode, turn: Response, parts: Sequence[Said]) -> Response:
    """A turn as these messages of it tell it."""
    replies = [said.answers for said in parts if said.answers is not None]
    last = parts[-1]
    return replace(
        turn,
        parts=tuple(parts),
        message=last.message,
        at=last.at,
        reading=last.reading,
        words=sum(said.words for said in parts),
        answers=replies[-1] if replies else None,
        minutes=waking_minutes(scene.person(turn.author), episode.at, parts[0].at),
    )


def _matters(scene: Scene, episode: Episode, heard: Response) -> bool:
    """Whether a turn is within reach of an episode: of its concerned; in a group of whoever takes it up."""
    if heard.answers:
        return True
    if heard.author not in episode.concerned:
        soon = heard.at < lingering.may_be_taken_up_until(episode, scene.policy)
        related = soon and heard.reading.relevance >= scene.policy.relevance_min
        return scene.is_group() and related and heard.answers is None
    turns = heard.clock - episode.clocks.get(heard.author, heard.clock - 1)
    return heard.author not in episode.firsts or turns <= scene.policy.attach_turns


def _is_unread(turn: Turn, episode: Episode) -> bool:
    """Whether the reader abstained from this turn: it answers, and nobody knows how."""
    abstained = any(message.reading is None for message in turn.messages)
    return abstained and turn.tone is None and episode.id not in turn.responses


def _about(scene: Scene, message: MessageId) -> Episode | None:
    """What the message disclosed: its own episode before that of its turn."""
    episodes = scene.known()
    of_its_turn = next((e for e in episodes.values() if message in e.messages), None)
    return episodes.get(EpisodeId(message), of_its_turn)


def _react_to_turn(scene: Scene, response: Response, what: Reacted) -> None:
    """The turn may open an episode when it closes: then this reaction belongs to it."""
    turn = scene.chat.turn
    if turn is None or turn.author == what.author or all(m.id != what.message for m in turn.messages):
        return
    kept = tuple(r for r in turn.reactions if not _same_reaction(r, what))
    reactions = kept if what.removed else (*kept, response)[:MOST_RESPONSES]
    scene.become(turn=replace(turn, reactions=reactions))


def _same_reaction(response: Response, what: Reacted) -> bool:
    return response.reaction and response.author == what.author and response.message == what.message
