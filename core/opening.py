"""Opening an episode: spotted in a turn, marked by its author, or answered in a check-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.chats import Episode, ReplyTime, Response, Turn, TurnMessage, Way, Wish
from core.effects import DisclosureOpened, ResponseAttached
from core.events import AnswersRevealed, Copied, Marked
from core.ids import EpisodeId, MessageId, PersonId
from core.policy import CHECKIN_FLOORS, Policy
from core.quiet import later
from core.reading.scores import MessageReading
from core.reply_time import limits
from core.scene import Scene


def disclosing_message(messages: tuple[TurnMessage, ...], policy: Policy) -> TurnMessage | None:
    """The deepest message of a turn that counts as a disclosure, the first of equals."""
    best: TurnMessage | None = None
    for message in messages:
        reading = message.reading
        if reading is None or reading.depth < policy.depth_min:
            continue
        if reading.disclosure < policy.tracking_threshold:
            continue
        if best is None or best.reading is None or reading.depth > best.reading.depth:
            best = message
    return best


def open_spotted(scene: Scene, turn: Turn) -> None:
    """A closed turn opens an episode when it discloses, unless its author marked it already."""
    ids = tuple(message.id for message in turn.messages)
    marked = next(
        (scene.chat.episodes[EpisodeId(i)] for i in ids if EpisodeId(i) in scene.chat.episodes), None
    )
    if marked is not None:
        clocks = _clocks(scene, marked.author, marked.concerned)
        depths = [m.reading.depth for m in turn.messages if m.reading is not None]
        depth = max([marked.depth, *depths])
        scene.keep(replace(marked, messages=ids, clocks=clocks, depth=depth))
        return
    message = disclosing_message(turn.messages, scene.policy)
    if turn.marked or message is None or message.reading is None:
        return
    said = turn.messages[-1].at
    concerned, latest = concern(scene, turn.author, turn.reply_to, turn.reply_to_author, said)
    _open(
        scene,
        way=Way.SPOTTED,
        author=turn.author,
        message=message.id,
        messages=ids,
        at=said,
        said_at=message.at,
        reading=message.reading,
        depth=message.reading.depth,
        concerned=concerned,
        latest=latest,
        reactions=turn.reactions,
    )


def open_marked(scene: Scene, what: Marked) -> None:
    """*This matters*: opens at once; a mark on an episode that is open already adds its wish."""
    if not scene.chat.listens_to(what.author):
        return
    episode_id = EpisodeId(what.message)
    known = scene.chat.episodes.get(episode_id) or _holding(scene, what.message)
    if known is not None:
        if known.author == what.author and known.ended_at is None:
            _mark_known(scene, known, what.wish)
        return
    if any(past.id == episode_id for past in scene.past):
        return
    reading = _read_in_turn(scene, what.message) or what.reading or MessageReading(disclosure=1.0)
    turn = scene.chat.turn
    if turn is not None and any(m.id == what.message for m in turn.messages):
        scene.become(turn=replace(turn, marked=True))
    reply_to = turn.reply_to if turn is not None and turn.author == what.author else None
    concerned, latest = concern(scene, what.author, reply_to, None, scene.now)
    _open(
        scene,
        way=Way.MARKED,
        author=what.author,
        message=what.message,
        messages=(what.message,),
        at=scene.now,
        said_at=what.said_at,
        reading=reading,
        depth=reading.depth,
        floor=scene.policy.marked_depth_min,
        concerned=concerned,
        latest=latest,
        wish=what.wish,
        reactions=tuple(r for r in turn.reactions if r.message == what.message) if turn is not None else (),
    )


def _mark_known(scene: Scene, known: Episode, wish: Wish) -> None:
    """A mark on what was only spotted. When that was decided without a note, it is decided once more."""
    floor = scene.policy.marked_depth_min
    marked = replace(
        known, wish=wish, floor=max(known.floor, floor), depth=max(known.depth, floor), probability=1.0
    )
    if marked.decide_at is None and marked.nudge is None and not marked.asked_first:
        marked = set_limits(scene, marked, since=scene.now)
    scene.keep(marked)


def open_revealed(scene: Scene, what: AnswersRevealed) -> None:
    """Each answer of a check-in opens an episode that concerns the others who answered."""
    scene.become(
        authors=(*scene.chat.authors, *((answer.message, answer.person) for answer in what.answers))[-64:]
    )
    scene.note_silence()
    scene.become(last_spoke={**scene.chat.last_spoke, **{a.person: scene.now for a in what.answers}})
    for answer in what.answers:
        counts = scene.chat.turn_counts
        scene.become(turn_counts={**counts, answer.person: counts.get(answer.person, 0) + 1})
        reading = answer.reading or MessageReading(disclosure=1.0)
        others = tuple(
            a.person for a in what.answers if a.person != answer.person and scene.chat.agreed(a.person)
        )
        _open(
            scene,
            way=Way.CHECKIN,
            author=answer.person,
            message=answer.message,
            messages=(answer.message,),
            at=scene.now,
            said_at=scene.now,
            reading=reading,
            depth=reading.depth,
            floor=CHECKIN_FLOORS[what.level],
            concerned=others,
            latest=_latest_speaker(scene, others),
        )


def copied(scene: Scene, what: Copied) -> None:
    """An answer has a second message id, in the chat: a reply to either is a reply to it."""
    episode = scene.chat.episodes.get(what.episode)
    if episode is not None:
        scene.keep(replace(episode, messages=(*episode.messages, what.message)))
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
    seen = scene.chat.reply_times.get(episode.latest, ReplyTime()) if episode.latest else ReplyTime()
    soft, hard = limits(seen, scene.policy)
    responder = scene.person(episode.latest) if episode.latest else None
    soft_at = later(responder, since, soft) if episode.latest else None
    return replace(episode, soft_at=soft_at, decide_at=soft_at, hard_at=later(responder, since, hard))


def _open(
    scene: Scene,
    *,
    way: Way,
    author: PersonId,
    message: MessageId,
    messages: tuple[MessageId, ...],
    at: datetime,
    said_at: datetime,
    reading: MessageReading,
    depth: float,
    concerned: tuple[PersonId, ...],
    latest: PersonId | None,
    wish: Wish | None = None,
    floor: float = 0.0,
    reactions: tuple[Response, ...] = (),
) -> None:
    depth = max(depth, floor)
    chat = scene.chat
    episode = Episode(
        id=EpisodeId(message),
        way=way,
        author=author,
        at=at,
        said_at=said_at,
        messages=messages,
        depth=depth,
        floor=floor,
        valence=reading.valence,
        probability=reading.disclosure if way is Way.SPOTTED else 1.0,
        topics=reading.topics,
        wish=wish,
        reader=reading.reader,
        concerned=concerned,
        latest=latest,
        clocks=_clocks(scene, author, concerned),
        order=chat.disclosures,
        conversation=chat.conversation,
        responses=reactions,
    )
    scene.become(disclosures=chat.disclosures + 1)
    scene.keep(set_limits(scene, episode, since=at))
    scene.emit(DisclosureOpened(episode.id, way, author, depth, episode.valence))
    scene.emit(*(ResponseAttached(episode.id, reaction) for reaction in reactions))


def _clocks(scene: Scene, author: PersonId, concerned: tuple[PersonId, ...]) -> dict[PersonId, int]:
    return {other: scene.pair_clock(author, other) for other in concerned}


def _latest_speaker(scene: Scene, people: tuple[PersonId, ...]) -> PersonId | None:
    spoken = [(scene.chat.last_spoke[p], p) for p in people if p in scene.chat.last_spoke]
    return max(spoken)[1] if spoken else (people[-1] if people else None)


def _holding(scene: Scene, message: MessageId) -> Episode | None:
    return next((e for e in scene.chat.episodes.values() if message in e.messages), None)


def _read_in_turn(scene: Scene, message: MessageId) -> MessageReading | None:
    turn = scene.chat.turn
    messages = turn.messages if turn is not None else ()
    return next((m.reading for m in messages if m.id == message), None)
