"""How an episode ends: in one terminal state, once; and what becomes of it when it is told anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core import felt, lingering, reply_habits
from core.effects import EpisodeEnded
from core.episodes import Episode, EpisodeState, Response
from core.events import Talked
from core.nudge import contest, fading, spacing, trail
from core.policy import Policy
from core.responses import is_answered, is_met
from core.scene import Scene


def end(scene: Scene, episode: Episode, state: EpisodeState | None = None) -> None:
    """Ends an open episode in the state that its responses give, or in the one named.

    The one question to its author keeps its own date: an end by time, or by what another said in private,
    would tell of that.
    """
    if state is None:
        state = state_of(episode, scene.policy)
    trail.note_met(scene, episode)
    _back_off_if_ignored(scene, episode)
    ended = replace(episode, state=state, ended_at=scene.now, decide_at=None, ask_at=None)
    if state is EpisodeState.WITHDRAWN:
        ended = replace(ended, question_at=None)
    lingering.settle(scene, ended)
    if state is EpisodeState.WITHDRAWN:
        reply_habits.relearn(scene, ended)
        felt.follow(scene, ended)
    fading.remember(scene, ended)
    scene.emit(EpisodeEnded(ended))


def end_met(scene: Scene, episode: Episode) -> None:
    """Ends what was met, as its author feels answers: they may be asked as soon as the talk rests."""
    if episode.question_at is not None:
        policy = scene.policy
        at = scene.now + timedelta(minutes=policy.question_silence_minutes)
        until = scene.now + timedelta(hours=policy.question_expires_hours)
        if at < episode.question_at:
            episode = replace(episode, question_at=at, question_until=until)
    end(scene, episode)


def state_of(episode: Episode, policy: Policy) -> EpisodeState:
    """The terminal state that its responses give; withdrawn stays withdrawn, talked about is answered."""
    if episode.state is EpisodeState.WITHDRAWN:
        return episode.state
    in_time = tuple(r for r in episode.responses if not r.late or _before_the_limit(episode, r))
    if episode.talked or episode.unread or is_answered(replace(episode, responses=in_time), policy):
        return EpisodeState.ANSWERED
    return EpisodeState.ACKNOWLEDGED if in_time else EpisodeState.EXPIRED


def _before_the_limit(episode: Episode, response: Response) -> bool:
    return episode.hard_at is None or response.at < episode.hard_at


def end_by_time(scene: Scene) -> None:
    """Ends what reached its hard limit. Expiry is neutral: nobody failed."""
    for episode in list(scene.chat.episodes.values()):
        due = episode.hard_at is not None and episode.hard_at <= scene.now
        if due and episode.ended_at is None and not lingering.being_answered(scene.chat, episode):
            end(scene, episode)


def talked(scene: Scene, what: Talked) -> None:
    """*We've talked*: either of those concerned closes the episode, answered."""
    episode = scene.chat.episodes.get(what.episode)
    if episode is None or episode.ended_at is not None:
        return
    if what.author != episode.author and what.author not in episode.concerned:
        return
    if episode.nudge is not None and episode.nudge.to == what.author:
        episode = replace(episode, nudge=replace(episode.nudge, pressed=True))
    end(scene, replace(episode, talked=True), EpisodeState.ANSWERED)


def withdraw(scene: Scene, episode: Episode) -> None:
    """What it disclosed is taken back: it leaves every figure, and everything learnt from it."""
    if episode.nudge is not None:
        contest.undone(scene, episode, episode.nudge.to)
    if episode.ended_at is None:
        end(scene, episode, EpisodeState.WITHDRAWN)
    else:
        rewrite(scene, replace(episode, state=EpisodeState.WITHDRAWN, question_at=None))


def rewrite(scene: Scene, episode: Episode) -> None:
    """An episode as it reads now, with everything that was taken from it: its end, habits, what was felt."""
    if episode.ended_at is not None:
        episode = replace(episode, state=state_of(episode, scene.policy))
    scene.store(episode)
    reply_habits.relearn(scene, episode)
    felt.follow(scene, episode)
    if episode.ended_at is not None:
        fading.remember(scene, episode)
    if episode.ended_at is not None and episode.id in scene.chat.episodes:
        lingering.settle(scene, episode)
    elif episode.ended_at is None and is_met(episode, scene.chat.felt.get(episode.author, ()), scene.policy):
        end_met(scene, episode)


def _back_off_if_ignored(scene: Scene, episode: Episode) -> None:
    """No attached turn and no button before the hard limit: the next note waits twice as long."""
    nudge = episode.nudge
    if nudge is None or nudge.pressed or episode.hard_at is None or scene.now < episode.hard_at:
        return
    if episode.unread or any(r.at > nudge.at and not r.reaction for r in episode.of(nudge.to)):
        return
    spacing.widen(scene, nudge.to, episode.author, spacing.IGNORED)
