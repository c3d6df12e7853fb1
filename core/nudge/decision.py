"""Asking the rows about an episode, and carrying out their verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from core import ending, precedence
from core.effects import Decided, FewerAsked, Held, Nudge, NudgeAgain, NudgeClaim
from core.episodes import Episode, SentNudge, Wish
from core.events import Pressed
from core.ids import PersonId
from core.nudge import contest, fading, spacing, trail
from core.nudge.order import asked, first_match
from core.nudge.verdicts import AskAuthor, Done, Rest, Send, Wait
from core.quiet import quiet_end
from core.scene import Scene

UNDO = "undo"
"""The button that takes *not this* back."""


def decide_due(scene: Scene) -> None:
    """Decides every episode whose moment has come, the deepest first: there is one note, if any."""
    due = [e for e in scene.chat.episodes.values() if e.decide_at is not None and e.decide_at <= scene.now]
    for episode in sorted(due, key=lambda e: (-e.depth, e.order)):
        _decide(scene, episode)


def pressed(scene: Scene, what: Pressed) -> None:
    """A button on the last note about an episode."""
    episode = scene.known().get(what.episode)
    if episode is None:
        return
    if what.button in ("yes", "no"):
        _answer_first(scene, episode, what)
    elif episode.nudge is not None and episode.nudge.to == what.author:
        _answer_nudge(scene, episode, episode.nudge, what.button)


def _decide(scene: Scene, episode: Episode) -> None:
    to = episode.latest
    if to is None:
        scene.keep(replace(episode, decide_at=None))
        return
    rule, verdict = first_match(scene, episode, to)
    until = verdict.until if isinstance(verdict, Wait) else None
    scene.emit(Decided(to, episode.id, rule.name, asked(rule.name), until))
    episode = replace(episode, decision=trail.decided(scene, episode, to, rule.name, verdict))
    match verdict:
        case Rest() | AskAuthor():
            _hold(scene, replace(episode, decide_at=None), rule.name, to)
        case Wait(until, held):
            waiting = scene.keep(replace(episode, decide_at=until))
            if held:
                _hold(scene, waiting, rule.name, to)
        case Done():
            ending.end(scene, replace(episode, decide_at=None))
        case Send(reason):
            _send(scene, episode, reason, to)
        case _:
            assert_never(verdict)


def _hold(scene: Scene, episode: Episode, rule: str, to: PersonId) -> None:
    """Says once for an episode and rule that a note was due and stopped."""
    if rule not in episode.held:
        episode = replace(episode, held=(*episode.held, rule))
        scene.emit(Held(to, episode.id, rule))
    scene.keep(episode)


def _send(scene: Scene, episode: Episode, reason: str, to: PersonId) -> None:
    sent = SentNudge(to=to, reason=reason, at=scene.now)
    scene.keep(replace(episode, decide_at=None, nudge=sent))
    spacing.sent(scene, to, episode.author)
    scene.emit(NudgeClaim(to), _note(scene, episode, sent))


def _note(scene: Scene, episode: Episode, sent: SentNudge) -> Nudge:
    return Nudge(
        to=sent.to,
        episode=episode.id,
        author=episode.author,
        said_at=episode.said_at,
        reason=sent.reason,
        wish=episode.wish,
        way=episode.way,
        good_news=_is_good_news(episode),
        brief=fading.is_brief(scene, sent.to, episode.author),
        expires_at=_expires(scene, episode),
    )


def _is_good_news(episode: Episode) -> bool:
    """By how it was read, or because its author wishes to celebrate it."""
    return episode.valence > 0 or episode.wish is Wish.CELEBRATE


def _expires(scene: Scene, episode: Episode) -> datetime:
    expires = scene.now + timedelta(hours=scene.policy.nudge_expires_hours)
    return min(expires, episode.hard_at) if episode.hard_at is not None else expires


def _answer_first(scene: Scene, episode: Episode, what: Pressed) -> None:
    if what.author != episode.author or not episode.asked_first or episode.ended_at is not None:
        return
    if what.button == "yes" and not episode.agreed_first and episode.nudge is None:
        scene.keep(replace(episode, agreed_first=True, decide_at=scene.now))
        decide_due(scene)


def _answer_nudge(scene: Scene, episode: Episode, sent: SentNudge, button: str) -> None:
    """Whatever became of the episode: it keeps that the note was refused, so that this counts once."""
    if button == UNDO:
        _take_back(scene, episode, sent)
        return
    refused = button == "not_this"
    now = replace(sent, pressed=True, refused=sent.refused or refused)
    if refused and not sent.refused:
        now = replace(now, widened=spacing.widen(scene, sent.to, episode.author, spacing.NOT_THIS))
        contest.contested(scene, episode, sent.to)
    noticed = replace(episode, nudge=now)
    if now != sent:
        scene.store(noticed)
    if button == "fewer":
        scene.emit(FewerAsked(sent.to))
    elif button == "later" and episode.ended_at is None:
        later = scene.now + timedelta(minutes=scene.policy.later_minutes)
        due_at = quiet_end(precedence.quiet_hours(scene.person(sent.to), scene.chat).value, later)
        scene.emit(NudgeAgain(nudge=_note(scene, noticed, sent), due_at=due_at))


def _take_back(scene: Scene, episode: Episode, sent: SentNudge) -> None:
    """*Not this* was a slip: what came of it is undone, and it may be said again."""
    if sent.refused:
        contest.undone(scene, episode, sent.to)
        spacing.narrow(scene, sent.to, episode.author, sent.widened)
        scene.store(replace(episode, nudge=replace(sent, refused=False, widened=1.0)))
