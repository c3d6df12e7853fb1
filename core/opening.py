"""Opening an episode: spotted in a turn, or answered in a check-in. Marks are in `core/marks.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core import question, reply_habits
from core.chats import ReplyTime, Turn
from core.effects import DisclosureOpened, ResponseAttached
from core.episodes import Episode, Part, Response, Way, Wish
from core.events import AnswersRevealed, Copied
from core.ids import EpisodeId, MessageId, PersonId
from core.nudge import asking, fading
from core.parts import disclosing_message, part_of, parts_of, retold
from core.policy import CHECKIN_FLOORS
from core.quiet import later
from core.reading.scores import MessageReading
from core.reply_time import limits
from core.scene import Scene


def open_spotted(scene: Scene, turn: Turn) -> None:
    """A closed turn opens an episode when it discloses, unless its author marked it already."""
    ids = tuple(message.id for message in turn.messages)
    marked = next(
        (scene.chat.episodes[EpisodeId(i)] for i in ids if EpisodeId(i) in scene.chat.episodes), None
    )
    if marked is not None:
        _complete(scene, marked, turn)
        return
    message = disclosing_message(turn.messages, scene.policy)
    if turn.marked or message is None or message.reading is None:
        return
    said = turn.messages[-1].at
    concerned, latest = concern(scene, turn.author, turn.reply_to, turn.reply_to_author, said)
    open_episode(
        scene,
        way=Way.SPOTTED,
        author=turn.author,
        message=message.id,
        messages=ids,
        at=said,
        parts=_parts(scene, turn),
        reader=message.reading.reader,
        concerned=concerned,
        latest=latest,
        reactions=turn.reactions,
    )


def open_revealed(scene: Scene, what: AnswersRevealed) -> None:
    """Each answer of a check-in opens an episode that concerns the others who answered.

    They have one moment, and the order of their messages: neither names nor who answered first may give one.
    """
    answers = sorted(what.answers, key=lambda answer: answer.message)
    scene.become(authors=(*scene.chat.authors, *((a.message, a.person) for a in answers))[-64:])
    scene.note_spoken(*(answer.person for answer in answers))
    for answer in answers:
        counts = scene.chat.turn_counts
        scene.become(turn_counts={**counts, answer.person: counts.get(answer.person, 0) + 1})
        reading = answer.reading or MessageReading(disclosure=1.0)
        others = tuple(
            a.person for a in what.answers if a.person != answer.person and scene.chat.agreed(a.person)
        )
        open_episode(
            scene,
            way=Way.CHECKIN,
            author=answer.person,
            message=answer.message,
            messages=(answer.message,),
            at=scene.now,
            parts=(part_of(answer.message, scene.now, reading, scene.policy, CHECKIN_FLOORS[what.level]),),
            reader=reading.reader,
            concerned=others,
            latest=_latest_speaker(scene, others),
        )


def copied(scene: Scene, what: Copied) -> None:
    """An answer has a second message id, in the chat: a reply to either is a reply to it."""
    episode = scene.chat.episodes.get(what.episode)
    if episode is not None:
        scene.store(replace(episode, messages=(*episode.messages, what.message)))
        scene.become(authors=(*scene.chat.authors, (what.message, episode.author))[-64:])


def concern(
    scene: Scene,
    author: PersonId,
    reply_to: MessageId | None,
    reply_to_author: PersonId | None,
    said: datetime,
) -> tuple[tuple[PersonId, ...], PersonId | None]:
    """Whom a disclosure of this moment concerns, and who of them spoke last (rules: *Concerned*)."""
    circle = [person for person in scene.chat.circle() if person != author]
    if not scene.is_group():
        return tuple(circle), circle[0] if circle else None
    if reply_to is not None:
        asked = reply_to_author or dict(scene.chat.authors).get(reply_to)
        if asked in circle and asked is not None:
            return (asked,), asked
    since = said - timedelta(minutes=scene.policy.recent_minutes)
    recent = [t.author for t in scene.chat.past_turns if t.ended_at >= since and t.author in circle]
    return tuple(sorted(set(recent))), recent[-1] if recent else None


def set_limits(scene: Scene, episode: Episode, since: datetime) -> Episode:
    """Soft and hard limit of an episode, on the clock of the person who may be nudged."""
    seen = reply_habits.seen(scene.chat, episode.latest) if episode.latest else ReplyTime()
    soft, hard = limits(seen, scene.policy)
    if episode.latest is not None:
        soft = fading.lengthened(scene, soft, episode.latest, episode.author)
    responder = scene.person(episode.latest) if episode.latest else None
    soft_at = later(responder, since, soft) if episode.latest else None
    limited = replace(episode, soft_at=soft_at, decide_at=soft_at, hard_at=later(responder, since, hard))
    return asking.planned(scene, question.planned(scene, limited, since), since)


def open_episode(
    scene: Scene,
    *,
    way: Way,
    author: PersonId,
    message: MessageId,
    messages: tuple[MessageId, ...],
    at: datetime,
    parts: tuple[Part, ...],
    reader: str,
    concerned: tuple[PersonId, ...],
    latest: PersonId | None,
    wish: Wish | None = None,
    reactions: tuple[Response, ...] = (),
) -> Episode:
    """Opens an episode as its parts tell it, with its limits."""
    chat = scene.chat
    bare = Episode(
        id=EpisodeId(message),
        way=way,
        author=author,
        at=at,
        said_at=at,
        messages=messages,
        depth=0.0,
        valence=0.0,
        wish=wish,
        reader=reader,
        concerned=concerned,
        latest=latest,
        clocks=_clocks(scene, author, concerned, message),
        order=chat.disclosures,
        responses=reactions,
    )
    episode = retold(bare, parts)
    if episode is None:
        raise AssertionError("an episode opens because of what it discloses")
    began = {other: scene.conversation_began(author, other, episode.said_at) for other in concerned}
    scene.become(disclosures=chat.disclosures + 1)
    opened = scene.keep(set_limits(scene, replace(episode, conversations=began), since=at))
    scene.emit(DisclosureOpened(episode.id, way, author, episode.depth, episode.valence))
    scene.emit(*(ResponseAttached(episode.id, reaction) for reaction in reactions))
    return opened


def _complete(scene: Scene, marked: Episode, turn: Turn) -> None:
    """The turn of a marked message is over: all of it belongs to its episode."""
    known = {part.message: part for part in parts_of(marked)}
    parts = [known.get(part.message, part) for part in _parts(scene, turn)]
    clocks = _clocks(scene, marked.author, marked.concerned)
    told = retold(marked, parts) or marked
    scene.store(replace(told, messages=tuple(part.message for part in parts), clocks=clocks))


def _parts(scene: Scene, turn: Turn) -> tuple[Part, ...]:
    return tuple(part_of(m.id, m.at, m.reading, scene.policy) for m in turn.messages)


def _clocks(
    scene: Scene, author: PersonId, concerned: tuple[PersonId, ...], message: MessageId | None = None
) -> dict[PersonId, int]:
    """The pairs' turn clocks now; of a message that was marked later, at its turn as far as it is known."""
    past = scene.chat.past_turns
    since = next((past[n + 1 :] for n, turn in enumerate(past) if message in turn.messages), ())
    return {
        other: scene.pair_clock(author, other) - sum(turn.author in (author, other) for turn in since)
        for other in concerned
    }


def _latest_speaker(scene: Scene, people: tuple[PersonId, ...]) -> PersonId | None:
    spoken = [(scene.chat.last_spoke[p], p) for p in people if p in scene.chat.last_spoke]
    return max(spoken)[1] if spoken else (people[-1] if people else None)
