"""Asking the author before anybody is pointed to their message.

The author sees whether they are asked, and when. So neither may hang on what only the other knows: their
rest, their quiet hours, a no, words that they told the bot alone. A yes then leads to nothing, as it may
anyway.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import precedence, reply_habits
from core.chats import Consent
from core.effects import AskedFirst
from core.episodes import Episode
from core.ids import PersonId
from core.nudge import fading
from core.nudge.order import first_match
from core.nudge.trail import as_seen_by
from core.nudge.verdicts import AskAuthor, Wait
from core.reply_time import limits
from core.scene import Scene


def planned(scene: Scene, episode: Episode, since: datetime) -> Episode:
    """With the moment at which its author may be asked: the soft limit as everybody saw the other answer."""
    if episode.latest is None or episode.asked_first:
        return replace(episode, ask_at=None)
    soft, _ = limits(reply_habits.shown(scene.chat, episode.latest), scene.policy)
    soft = fading.lengthened(scene, soft, episode.latest, episode.author)
    return replace(episode, ask_at=since + timedelta(minutes=soft))


def ask_due(scene: Scene) -> None:
    """Asks every author whose moment has come and who wants that, about the deepest first."""
    due = [e for e in scene.chat.episodes.values() if e.ask_at is not None and e.ask_at <= scene.now]
    for episode in sorted(due, key=lambda e: (-e.depth, e.order)):
        _ask(scene, episode)


def _ask(scene: Scene, episode: Episode) -> None:
    to = episode.latest
    if to is None or not precedence.asks_first(scene.person(episode.author), scene.chat).value:
        scene.keep(replace(episode, ask_at=None))
        return
    seen = _as_author_sees(scene, episode.author, to)
    _, verdict = first_match(seen, episode, to)
    if isinstance(verdict, Wait):
        scene.keep(replace(episode, ask_at=verdict.until))
        return
    asks = isinstance(verdict, AskAuthor)
    scene.keep(replace(episode, ask_at=None, asked_first=asks))
    if asks:
        scene.emit(
            AskedFirst(
                to=episode.author,
                episode=episode.id,
                said_at=episode.said_at,
                partner=to,
                expires_at=_expires(scene, episode, to),
            )
        )


def _as_author_sees(scene: Scene, author: PersonId, to: PersonId) -> Scene:
    """The same moment, of which only words in the chat and the author's own choices are known."""
    seen = as_seen_by(scene, author)
    chat = seen.chat
    member = chat.members.get(to)
    if member is not None and member.consent is not Consent.LEFT:
        member = replace(member, consent=Consent.AGREED, unheard=False)
        chat = replace(chat, members={**chat.members, to: member})
    episodes = {each.id: replace(each, decide_at=each.ask_at) for each in chat.episodes.values()}
    seen.chat = replace(
        chat, episodes=episodes, felt=scene.chat.felt, locks=(), crisis_until=chat.distress_until
    )
    return seen


def _expires(scene: Scene, episode: Episode, to: PersonId) -> datetime:
    _, hard = limits(reply_habits.shown(scene.chat, to), scene.policy)
    expires = scene.now + timedelta(hours=scene.policy.nudge_expires_hours)
    return min(expires, episode.at + timedelta(minutes=hard))
