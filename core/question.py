"""The one question to the discloser: at most once a day, rotating, never in the middle of a talk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import felt, lingering, reply_habits
from core.chats import ReplyTime
from core.effects import EpisodeRewritten, QuestionClaim, RatingRequested
from core.episodes import Episode, EpisodeState
from core.events import Rated
from core.people import Person
from core.quiet import in_quiet_hours
from core.reply_time import limits
from core.responses import is_answered, pooled
from core.scene import Scene

QUESTIONS = ("understood", "valued", "cared_for")


def planned(scene: Scene, episode: Episode, since: datetime) -> Episode:
    """With the date of its question, should it be answered and not met before: the longest that its answer
    was waited for, as everybody saw it.

    Its end is no date for that: it hangs on the responder's quiet hours, and on what they pressed.
    """
    latest = episode.latest
    _, hard = limits(reply_habits.shown(scene.chat, latest) if latest else ReplyTime(), scene.policy)
    waited = since + timedelta(minutes=hard)
    return replace(
        episode,
        question_at=waited + timedelta(minutes=scene.policy.question_silence_minutes),
        question_until=waited + timedelta(hours=scene.policy.question_expires_hours),
    )


def ask(scene: Scene) -> None:
    """Asks about what was answered well enough, when the talk has come to rest; about the deepest first."""
    due = [
        e for e in scene.chat.episodes.values() if e.question_at is not None and e.question_at <= scene.now
    ]
    for episode in sorted(due, key=lambda e: (-e.depth, e.order)):
        _ask_about(scene, episode)


def rated(scene: Scene, what: Rated) -> None:
    """Keeps a discloser's own answer, to read later responses as they would."""
    episode = scene.known().get(what.episode)
    if episode is None or episode.author != what.author or episode.state is EpisodeState.WITHDRAWN:
        return
    taps = (what.understood, what.valued, what.cared_for)
    if any(tap is not None for tap in taps):
        felt.told(scene, episode, taps)


def _ask_about(scene: Scene, episode: Episode) -> None:
    silence = timedelta(minutes=scene.policy.question_silence_minutes)
    active = scene.last_active(*scene.chat.circle())
    if active is not None and scene.now - active < silence:
        _again(scene, episode, active + silence)
        return
    if any(_is_fresh(scene, other, episode) for other in scene.chat.episodes.values()):
        _again(scene, episode, scene.now + silence)
        return
    if _fits(scene, episode):
        person = scene.person(episode.author)
        question = QUESTIONS[person.asked % len(QUESTIONS)]
        scene.emit(
            QuestionClaim(episode.author),
            RatingRequested(
                to=episode.author,
                episode=episode.id,
                said_at=episode.said_at,
                question=question,
                expires_at=scene.now + timedelta(hours=scene.policy.question_expires_hours),
            ),
        )
    _done(scene, episode)


def _is_fresh(scene: Scene, other: Episode, episode: Episode) -> bool:
    """Whether something else was disclosed with this person a short time ago: no time for a question.

    Half an hour (the soft limit of somebody unknown), whatever the policy makes of it: when that decides
    hangs on what the other rated and on their quiet hours, and the moment of one's own question would tell.
    """
    person = episode.author
    soft, _ = limits(ReplyTime(), scene.policy)
    fresh = scene.now < other.at + timedelta(minutes=soft)
    with_them = other.author == person or person in other.concerned
    return (
        other.id != episode.id
        and fresh
        and with_them
        and lingering.in_reach(scene.chat, other, scene.now, scene.policy)
    )


def _again(scene: Scene, episode: Episode, at: datetime) -> None:
    """Waits for the talk to end, but not for ever: then the moment has passed."""
    if episode.question_until is not None and scene.now > episode.question_until:
        _done(scene, episode)
    else:
        scene.keep(replace(episode, question_at=at))


def _fits(scene: Scene, episode: Episode) -> bool:
    """Hangs on what this person chose and on words that stood in the chat. A lock changes nothing: it
    would show (docs/decisions/0014)."""
    person = scene.person(episode.author)
    gap = timedelta(hours=scene.policy.question_gap_hours)
    asked_lately = person.asked_at is not None and scene.now - person.asked_at < gap
    hurt = any(at >= episode.at for at in scene.chat.harsh_turns)
    already = any(one.episode == episode.id for one in scene.chat.felt.get(episode.author, ()))
    return (
        person.one_question
        and not person.rests(scene.now)
        and not asked_lately
        and not scene.claims(episode.author, QuestionClaim)
        and not in_quiet_hours(person, scene.now)
        and not (_in_distress(scene, person) or hurt or already)
        and scene.chat.listens_to(episode.author)
        and _may_be_asked_about(scene, episode)
    )


def _may_be_asked_about(scene: Scene, episode: Episode) -> bool:
    """Whether it was answered in words, and nothing hurtful is among them (science §3c)."""
    said = pooled(episode)
    if episode.state is EpisodeState.WITHDRAWN or said is None:
        return False
    if episode.depth < scene.policy.depth_min:
        return False  # a light answer to a check-in: nothing to have been understood in
    contempt = max(r.reading.contempt for r in episode.responses)
    hurtful = said.k >= scene.policy.harsh_criticism or contempt >= scene.policy.contempt_threshold
    return not hurtful and is_answered(episode, scene.policy)


def _in_distress(scene: Scene, person: Person) -> bool:
    """After words of distress in the chat nobody is asked. After the neutral line, which only they saw, they
    alone are not: nothing that another may see hangs on what was told to the bot alone."""
    shown = scene.chat.distress_until
    rest = timedelta(hours=scene.policy.crisis_rest_hours)
    told = person.cared_at is not None and scene.now - person.cared_at < rest
    return told or (shown is not None and scene.now < shown)


def _done(scene: Scene, episode: Episode) -> None:
    done = replace(episode, question_at=None)
    if done.ended_at is None:
        scene.keep(done)
        return
    lingering.settle(scene, done)
    scene.emit(EpisodeRewritten(done))
