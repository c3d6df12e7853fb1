"""How an episode ends: in one terminal state, once; and what is taken back afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core import safety
from core.chats import Chat, Episode, EpisodeState, Way
from core.effects import EpisodeEnded, EpisodeRewritten
from core.events import Deleted, Edited, Talked
from core.ids import EpisodeId, MessageId, PersonId
from core.responses import is_answered, is_met, pooled
from core.scene import Scene


def end(scene: Scene, episode: Episode, state: EpisodeState | None = None) -> None:
    """Ends an open episode in the state that its responses give, or in the one named."""
    if state is None:
        if episode.unread or is_answered(episode, scene.policy):
            state = EpisodeState.ANSWERED
        else:
            state = EpisodeState.ACKNOWLEDGED if episode.responses else EpisodeState.EXPIRED
    _back_off_if_ignored(scene, episode)
    _close_for_its_turn(scene, episode)
    ended = replace(episode, state=state, ended_at=scene.now, decide_at=None)
    if may_be_asked(scene, ended):
        silence = timedelta(minutes=scene.policy.question_silence_minutes)
        ended = scene.keep(replace(ended, question_at=scene.now + silence))
    else:
        scene.drop(ended)
    scene.emit(EpisodeEnded(ended))


def may_be_asked(scene: Scene, episode: Episode) -> bool:
    """Whether the one question fits: answered in words, and nothing hurtful among them (science §3c)."""
    said = pooled(episode)
    if episode.state is not EpisodeState.ANSWERED or said is None:
        return False
    if episode.depth < scene.policy.depth_min:
        return False  # a light answer to a check-in: nothing to have been understood in
    contempt = max(r.reading.contempt for r in episode.responses)
    hurtful = said.k >= scene.policy.harsh_criticism or contempt >= scene.policy.contempt_threshold
    return not hurtful and is_answered(episode, scene.policy)


def end_by_time(scene: Scene) -> None:
    """Ends what reached its hard limit. Expiry is neutral: nobody failed."""
    for episode in list(scene.chat.episodes.values()):
        due = episode.hard_at is not None and episode.hard_at <= scene.now
        if due and episode.ended_at is None and not being_answered(scene.chat, episode):
            end(scene, episode)


def being_answered(chat: Chat, episode: Episode) -> bool:
    """Whether somebody else's turn is under way: what began before the hard limit is waited for."""
    return chat.turn is not None and chat.turn.author != episode.author


def talked(scene: Scene, what: Talked) -> None:
    """*We've talked*: either of those concerned closes the episode, answered."""
    episode = scene.chat.episodes.get(what.episode)
    if episode is None or episode.ended_at is not None:
        return
    if what.author != episode.author and what.author not in episode.concerned:
        return
    if episode.nudge is not None and episode.nudge.to == what.author:
        episode = replace(episode, nudge=replace(episode.nudge, pressed=True))
    end(scene, episode, EpisodeState.ANSWERED)


def edited(scene: Scene, what: Edited) -> None:
    """An edit is read anew. It withdraws a spotted disclosure only when its depth falls below the bar.

    A response to an episode that left the chat stays as it was: it comes read anew only if the alarm is late.
    """
    author = dict(scene.chat.authors).get(what.message)
    if what.reading is not None and author is not None:
        safety.look(scene, author, what.reading)
    turn = scene.chat.turn
    if turn is not None and any(m.id == what.message for m in turn.messages):
        messages = tuple(
            replace(m, reading=what.reading, words=what.words) if m.id == what.message else m
            for m in turn.messages
        )
        scene.become(turn=replace(turn, messages=messages, responses={**turn.responses, **what.responses}))
    for episode in _touched(scene, what.message):
        if episode.id == EpisodeId(what.message):
            _edit_disclosure(scene, episode, what)
        elif episode.id in what.responses and episode.id in scene.chat.episodes:
            reading = what.responses[episode.id]
            responses = tuple(
                replace(r, reading=reading, words=what.words)
                if r.message == what.message and not r.reaction
                else r
                for r in episode.responses
            )
            _rewrite(scene, replace(episode, responses=responses))
            _end_if_met(scene, episode.id)


def deleted(scene: Scene, what: Deleted) -> None:
    """A deletion always withdraws a disclosure, and takes a response back."""
    turn = scene.chat.turn
    if turn is not None and any(m.id == what.message for m in turn.messages):
        left = tuple(m for m in turn.messages if m.id != what.message)
        reactions = tuple(r for r in turn.reactions if r.message != what.message)
        scene.become(turn=replace(turn, messages=left, reactions=reactions) if left else None)
    for episode in _touched(scene, what.message):
        if episode.id == EpisodeId(what.message):
            withdraw(scene, episode)
        else:
            kept = tuple(r for r in episode.responses if r.message != what.message or r.reaction)
            _rewrite(scene, replace(episode, responses=kept))


def withdraw(scene: Scene, episode: Episode) -> None:
    if episode.ended_at is None:
        end(scene, episode, EpisodeState.WITHDRAWN)
    else:
        withdrawn = replace(episode, state=EpisodeState.WITHDRAWN, question_at=None)
        scene.drop(withdrawn)
        scene.emit(EpisodeRewritten(withdrawn))


def _edit_disclosure(scene: Scene, episode: Episode, what: Edited) -> None:
    if what.reading is None or episode.state is EpisodeState.WITHDRAWN:
        return
    depth = max(what.reading.depth, episode.floor)
    if episode.way is not Way.CHECKIN and depth < scene.policy.depth_min:
        withdraw(scene, episode)
        return
    _rewrite(scene, replace(episode, depth=depth, valence=what.reading.valence, topics=what.reading.topics))


def _rewrite(scene: Scene, episode: Episode) -> None:
    if episode.id in scene.chat.episodes:
        scene.keep(episode)
    if episode.ended_at is not None:
        scene.emit(EpisodeRewritten(episode))


def _end_if_met(scene: Scene, episode_id: EpisodeId) -> None:
    episode = scene.chat.episodes.get(episode_id)
    if episode is None or episode.ended_at is not None:
        return
    if is_met(episode, scene.chat.felt.get(episode.author, ()), scene.policy):
        end(scene, episode)


def _close_for_its_turn(scene: Scene, episode: Episode) -> None:
    """An episode that ends within its own turn (a mark, then *we've talked*) is not opened by it again."""
    turn = scene.chat.turn
    if turn is not None and any(EpisodeId(message.id) == episode.id for message in turn.messages):
        messages = tuple(replace(message, reading=None) for message in turn.messages)
        scene.become(turn=replace(turn, messages=messages))


def _touched(scene: Scene, message: MessageId) -> list[Episode]:
    """Episodes, open or past, that this message opened or answered."""
    return [
        e
        for e in scene.known().values()
        if e.id == EpisodeId(message) or any(r.message == message for r in e.responses)
    ]


def _back_off_if_ignored(scene: Scene, episode: Episode) -> None:
    """No attached turn and no button before the hard limit: the next note waits twice as long."""
    nudge = episode.nudge
    if nudge is None or nudge.pressed or episode.hard_at is None or scene.now < episode.hard_at:
        return
    if episode.unread or any(r.at > nudge.at and not r.reaction for r in episode.of(nudge.to)):
        return
    widen_gap(scene, nudge.to, 2)


def widen_gap(scene: Scene, person: PersonId, factor: float) -> None:
    most = scene.policy.gap_max_days * 24 / scene.policy.relationship_gap_hours
    gaps = scene.chat.gaps
    scene.become(gaps={**gaps, person: min(most, gaps.get(person, 1.0) * factor)})
