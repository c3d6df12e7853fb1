"""When each person last disclosed something about a coarse topic: what a throw-back would be about.

One date for a person and a topic, so that a hostile message costs the same however long the history is.
Disclosures that are still open are in the chat themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from core.chats import Chat
from core.effects import EpisodeEnded, EpisodeRewritten
from core.episodes import Episode, EpisodeState
from core.ids import EpisodeId, PersonId
from core.policy import Policy
from core.scene import Scene

MOST_TOPICS = 64
"""Topics kept for one person. The reader knows fewer; a transcript may name any."""


def told(scene: Scene, person: PersonId, without: Collection[EpisodeId]) -> set[str]:
    """Topics this person disclosed lately, other than in these episodes."""
    since = _since(scene)
    kept = {topic for topic, at in scene.chat.topics.get(person, {}).items() if at >= since}
    others = (e for e in scene.known().values() if e.author == person and e.id not in without)
    return kept | {topic for e in others if e.at >= since for topic in _topics(e, scene.policy)}


def lately(chat: Chat, person: PersonId, now: datetime, policy: Policy) -> set[str]:
    """Topics this person disclosed in the last ninety days, as far as the chat itself holds them."""
    since = now - timedelta(days=policy.throwback_days)
    kept = {topic for topic, at in chat.topics.get(person, {}).items() if at >= since}
    own = (e for e in chat.episodes.values() if e.author == person and e.at >= since)
    return kept | {topic for e in own for topic in _topics(e, policy)}


def are_newest(chat: Chat, episode: Episode) -> bool:
    """Whether one of these dates is this episode's: taken back, it gives way to an earlier one."""
    return episode.at in chat.topics.get(episode.author, {}).values()


def keep_up(scene: Scene) -> None:
    """Takes in what this decision ended or rewrote.

    Of a disclosure that is withdrawn, or is about something else now, the date goes back to the one before:
    for that the event brings what ended in the last ninety days (`Event.past`).
    """
    for effect in scene.effects:
        if isinstance(effect, EpisodeEnded | EpisodeRewritten):
            _take_in(scene, effect.episode)


def rebuild(scene: Scene, people: Iterable[PersonId]) -> None:
    """Derives these people's dates anew from all that ended in the last ninety days; nobody else's stay."""
    ended = [e for e in scene.known().values() if e.ended_at is not None]
    found = {p: _dates(scene, [e for e in ended if e.author == p]) for p in people}
    scene.become(topics={person: dates for person, dates in found.items() if dates})


def _take_in(scene: Scene, episode: Episode) -> None:
    author, topics = episode.author, _topics(episode, scene.policy)
    before = scene.chat.topics.get(author, {})
    gone = {topic for topic, at in before.items() if at == episode.at and topic not in topics}
    if not gone and not topics:
        return
    ended = (e for e in scene.known().values() if e.ended_at is not None and e.author == author)
    others = _dates(scene, [e for e in ended if e.id != episode.id]) if gone else {}
    after = {topic: at for topic, at in before.items() if topic not in gone and at >= _since(scene)}
    after |= {topic: others[topic] for topic in gone if topic in others}
    after |= {topic: max(episode.at, after.get(topic, episode.at)) for topic in topics}
    newest = sorted(after, key=lambda topic: (after[topic], topic), reverse=True)[:MOST_TOPICS]
    others_topics = {person: dates for person, dates in scene.chat.topics.items() if person != author}
    kept = {author: {topic: after[topic] for topic in sorted(newest)}} if newest else {}
    scene.become(topics={**others_topics, **kept})


def _dates(scene: Scene, episodes: Iterable[Episode]) -> dict[str, datetime]:
    dates: dict[str, datetime] = {}
    for episode in episodes:
        for topic in _topics(episode, scene.policy):
            dates[topic] = max(episode.at, dates.get(topic, episode.at))
    return {topic: dates[topic] for topic in sorted(dates) if dates[topic] >= _since(scene)}


def _topics(episode: Episode, policy: Policy) -> tuple[str, ...]:
    """Of a light answer to a check-in, or of what was withdrawn, nothing could be thrown back."""
    counts = episode.state is not EpisodeState.WITHDRAWN and episode.depth >= policy.depth_min
    return episode.topics if counts else ()


def _since(scene: Scene) -> datetime:
    return scene.now - timedelta(days=scene.policy.throwback_days)
