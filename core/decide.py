"""The one entrance to the rules of a chat: `decide(chat, event, policy) -> (chat, effects)`.

Pure: the same arguments give the same result. Everything that is due by the event's moment is done first, in
the order of time, so that it does not matter whether the alarm rang or a message came.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from core import (
    attaching,
    consent,
    ending,
    levels,
    lingering,
    marks,
    opening,
    parking,
    question,
    reconfirming,
    reply_habits,
    rereading,
    turns,
)
from core.chats import Chat
from core.effects import Effect
from core.events import (
    AnswersRevealed,
    Confided,
    ConsentEnded,
    ConsentGiven,
    Copied,
    DeeperPossible,
    DeeperWelcome,
    Deleted,
    Edited,
    Event,
    Forgotten,
    Joined,
    LevelLowered,
    Marked,
    Over,
    Pressed,
    Rated,
    Reacted,
    Spoke,
    Talked,
    TimeReached,
    Unmarked,
    What,
)
from core.nudge import asking, decision
from core.policy import Policy
from core.safety import distress, locks, signals, topics
from core.scene import Scene


def decide(chat: Chat, event: Event, policy: Policy) -> tuple[Chat, list[Effect]]:
    """What becomes of a chat, and what is to be said and recorded."""
    scene = Scene(chat, event.at, event.people, event.past, policy)
    _let_time_pass(scene, event.at)
    reply_habits.keep_up(scene)  # what opens now is waited for as long as an alarm meanwhile would have said
    _happen(scene, event.what)
    _let_time_pass(scene, event.at, since=event.at)
    consent.erase_due(scene)
    parking.keep_up(scene)
    levels.keep_up(scene)
    topics.keep_up(scene)
    reply_habits.keep_up(scene)
    return scene.chat, scene.effects


def wake_at(chat: Chat, policy: Policy) -> datetime | None:
    """The next moment at which time alone changes something; None while nothing waits."""
    numbers = policy.with_settings(chat.settings) if chat.settings else policy
    erasures = [at for at in map(consent.erasure_at, chat.members.values()) if at is not None]
    looks = [chat.agenda.look_at] if chat.agenda.look_at is not None else []
    fading = (*map(parking.fades_at, chat.parked), *levels.fades_at(chat, numbers))
    return min((*_moments(chat, numbers), *erasures, *looks, *fading), default=None)


def _moments(chat: Chat, numbers: Policy) -> list[datetime]:
    """When something falls due here. Not erasures and the agenda: those the shell carries out."""
    moments = [lock.until for lock in chat.locks]
    moments += [at for at in map(reconfirming.due_at, chat.members.values()) if at is not None]
    if chat.turn is not None:
        moments.append(turns.closes_at(chat.turn, numbers))
    for episode in chat.episodes.values():
        answering = lingering.being_answered(chat, episode)
        if episode.question_at is not None:
            moments.append(episode.question_at)
        if episode.ended_at is None:
            hard_at = None if answering else episode.hard_at
            moments += [at for at in (episode.decide_at, episode.ask_at, hard_at) if at is not None]
        elif episode.question_at is None and not answering:
            moments.append(lingering.until(episode, numbers))
    return moments


def _let_time_pass(scene: Scene, until: datetime, since: datetime | None = None) -> None:
    """Does what fell due, each thing at its own moment; but never earlier than `since`.

    What happens may free something that was only waiting for it: that is done at once, and not in the past.
    """
    while moments := [at for at in _moments(scene.chat, scene.policy) if at <= until]:
        scene.now = max(min(moments), since) if since is not None else min(moments)
        turns.close_if_silent(scene)
        locks.open_due(scene)
        decision.decide_due(scene)
        asking.ask_due(scene)
        ending.end_by_time(scene)
        question.ask(scene)
        lingering.let_go(scene)
        reconfirming.ask_due(scene)
    scene.now = until


def _happen(scene: Scene, what: What) -> None:
    match what:
        case Spoke():
            turns.spoke(scene, what)
        case Edited():
            rereading.edited(scene, what)
            signals.look_again(scene, what)
        case Deleted():
            rereading.deleted(scene, what)
            parking.deleted(scene, what.message)
        case Reacted():
            attaching.react(scene, what)
            signals.look_at_reaction(scene, what)
        case Marked():
            marks.marked(scene, what)
        case Unmarked():
            marks.taken_back(scene, what)
        case Talked():
            ending.talked(scene, what)
        case Pressed():
            decision.pressed(scene, what)
        case Rated():
            question.rated(scene, what)
        case ConsentGiven(author=author, heard=heard):
            consent.given(scene, author, heard)
        case ConsentEnded(author=author, left=left, seen=seen):
            consent.ended(scene, author, left, seen)
        case Joined(person=person):
            consent.joined(scene, person)
        case Forgotten(person=person):
            consent.forget(scene, person)
        case Confided():
            turns.confided(scene, what)
        case AnswersRevealed():
            opening.open_revealed(scene, what)
            for answer in what.answers:
                if answer.reading is not None:
                    distress.shown(scene, answer.reading)
        case Copied():
            opening.copied(scene, what)
        case LevelLowered(author=author):
            levels.lowered(scene, author)
        case DeeperWelcome(author=author, yes=yes):
            (levels.ready if yes else levels.not_ready)(scene, author)
        case DeeperPossible(level=level):
            levels.offer(scene, level)
        case Over():
            turns.close(scene)
        case TimeReached():
            pass
        case _:
            assert_never(what)
