"""Attaching turns and reactions to the episodes they answer (rules: *Attaches*, *Pooling*)."""

from __future__ import annotations

from dataclasses import replace

from core import ending
from core.chats import Episode, ReplyTime, Response, Turn
from core.effects import EpisodeRewritten, ResponseAttached
from core.events import Reacted
from core.hearing import newest_by_author
from core.ids import EpisodeId, MessageId, PersonId
from core.quiet import waking_minutes
from core.reading.scores import ResponseReading
from core.reply_time import observed
from core.responses import is_met
from core.scene import Scene

MOST_RESPONSES = 24
"""Responses kept for one episode; a talk that goes on beyond them changes nothing any more."""


def attach(scene: Scene, turn: Turn) -> None:
    """A closed turn answers those open episodes of others that it belongs to."""
    if turn.tone is not None and turn.tone.criticism >= scene.policy.conflict_criticism:
        scene.become(harsh_turns=(*scene.chat.harsh_turns, turn.messages[-1].at)[-4:])
    for episode in list(scene.chat.episodes.values()):
        if episode.ended_at is None and episode.author != turn.author:
            _attach_turn(scene, episode, turn)


def react(scene: Scene, what: Reacted) -> None:
    """A reaction on a disclosing message counts for a little, also while its turn is still open."""
    response = Response(
        message=what.message, author=what.author, at=scene.now, reading=what.reading, reaction=True
    )
    episode = _about(scene, what.message)
    if episode is None:
        _react_to_turn(scene, response, what)
        return
    if episode.author == what.author:
        return
    kept = tuple(r for r in episode.responses if not _same_reaction(r, what))
    if what.removed:
        _store(scene, replace(episode, responses=kept))
        return
    if len(kept) < MOST_RESPONSES:
        _store(scene, replace(episode, responses=(*kept, response)))
        scene.emit(ResponseAttached(episode.id, response))


def belongs(scene: Scene, episode: Episode, turn: Turn, relevance: float) -> bool:
    """Whether a partner's turn answers the episode."""
    answers_it = turn.reply_to is not None and turn.reply_to in episode.messages
    if answers_it:
        return True
    answers_another = turn.reply_to is not None
    if turn.author not in episode.concerned:
        return not answers_another and scene.is_group() and _near(scene, episode, turn.author, relevance)
    if turn.author not in episode.firsts:
        return not answers_another
    return not answers_another and _near(scene, episode, turn.author, relevance)


def _attach_turn(scene: Scene, episode: Episode, turn: Turn) -> None:
    reading = turn.responses.get(episode.id) or turn.tone or ResponseReading()
    joins = belongs(scene, episode, turn, reading.relevance)
    is_first = turn.author in episode.concerned and turn.author not in episode.firsts
    if is_first:
        episode = scene.keep(replace(episode, firsts=(*episode.firsts, turn.author)))
    if not joins or len(episode.responses) >= MOST_RESPONSES:
        return
    if turn.author not in episode.concerned:
        episode = _now_concerned(scene, episode, turn.author)
    if _is_unread(turn, episode):
        scene.keep(replace(episode, unread=True))
        return
    if not any(not r.reaction for r in episode.of(turn.author)):
        _learn_reply_time(scene, episode, turn)
    response = Response(
        message=turn.messages[-1].id,
        author=turn.author,
        at=turn.messages[-1].at,
        reading=reading,
        words=sum(message.words for message in turn.messages),
        context=turn.context,
        advice_unwanted=_wants_no_advice(scene, episode),
    )
    episode = scene.keep(replace(episode, responses=(*episode.responses, response)))
    scene.emit(ResponseAttached(episode.id, newest_by_author(episode)))
    if episode.nudge is not None and episode.nudge.to == turn.author and not episode.nudge.pressed:
        scene.become(gaps={**scene.chat.gaps, turn.author: 1.0})
    if is_met(episode, scene.chat.felt.get(episode.author, ()), scene.policy):
        ending.end(scene, episode)


def _is_unread(turn: Turn, episode: Episode) -> bool:
    """Whether the reader abstained from this turn: it answers, and nobody knows how."""
    abstained = any(message.reading is None for message in turn.messages)
    return abstained and turn.tone is None and episode.id not in turn.responses


def _wants_no_advice(scene: Scene, episode: Episode) -> bool:
    """Said for this disclosure by its wish, or for all by a switch (science §3c)."""
    if episode.wish is not None:
        return episode.wish.value != "think"
    return scene.person(episode.author).advice_wanted is False


def _near(scene: Scene, episode: Episode, author: PersonId, relevance: float) -> bool:
    began = episode.clocks.get(author)
    if began is None:
        began = scene.pair_clock(episode.author, author) - 1
    within = scene.pair_clock(episode.author, author) - began <= scene.policy.attach_turns
    return within and relevance >= scene.policy.relevance_min


def _now_concerned(scene: Scene, episode: Episode, person: PersonId) -> Episode:
    """Somebody of the circle took the disclosure up by themselves: their pair counts it, too."""
    clock = scene.pair_clock(episode.author, person) - 1
    return replace(
        episode,
        concerned=tuple(sorted({*episode.concerned, person})),
        firsts=(*episode.firsts, person),
        clocks={**episode.clocks, person: clock},
    )


def _learn_reply_time(scene: Scene, episode: Episode, turn: Turn) -> None:
    minutes = waking_minutes(scene.person(turn.author), episode.at, turn.messages[0].at)
    seen = scene.chat.reply_times.get(turn.author, ReplyTime())
    scene.become(reply_times={**scene.chat.reply_times, turn.author: observed(seen, minutes)})


def _about(scene: Scene, message: MessageId) -> Episode | None:
    """What the message disclosed: its own episode before that of its turn, the chat's before the past."""
    for episodes in (scene.chat.episodes, scene.known()):
        of_its_turn = next((e for e in episodes.values() if message in e.messages), None)
        found = episodes.get(EpisodeId(message), of_its_turn)
        if found is not None:
            return found
    return None


def _react_to_turn(scene: Scene, response: Response, what: Reacted) -> None:
    """The turn may open an episode when it closes: then this reaction belongs to it."""
    turn = scene.chat.turn
    if turn is None or turn.author == what.author or all(m.id != what.message for m in turn.messages):
        return
    kept = tuple(r for r in turn.reactions if not _same_reaction(r, what))
    reactions = kept if what.removed else (*kept, response)[:MOST_RESPONSES]
    scene.become(turn=replace(turn, reactions=reactions))


def _store(scene: Scene, episode: Episode) -> None:
    if episode.id in scene.chat.episodes:
        scene.keep(episode)
    if episode.ended_at is not None:
        scene.emit(EpisodeRewritten(episode))


def _same_reaction(response: Response, what: Reacted) -> bool:
    return response.reaction and response.author == what.author and response.message == what.message
