"""*This matters*: an author marks a message of their own with a wish, changes it, or takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core import ending
from core.episodes import Episode, EpisodeState, Part, Way, Wish
from core.events import Marked, Unmarked
from core.ids import EpisodeId, MessageId
from core.opening import concern, open_episode, set_limits
from core.parts import marked_part, part_of, parts_of, retold, unmarked_part
from core.reading.scores import MessageReading
from core.scene import Scene


def marked(scene: Scene, what: Marked) -> None:
    """Opens at once; a mark on an episode that is there already adds its wish, or changes it."""
    if not scene.chat.listens_to(what.author):
        return
    known = holding(scene.known().values(), what.message)
    if known is not None and known.author != what.author:
        return
    if known is None or was_taken_back(known):
        _open(scene, what, known)
    elif known.state is not EpisodeState.WITHDRAWN:
        _mark_known(scene, known, what)


def taken_back(scene: Scene, what: Unmarked) -> None:
    """The episode becomes what it is without its mark: spotted, a check-in's answer, or nothing at all."""
    known = holding(scene.known().values(), what.message)
    if known is None or known.author != what.author or known.state is EpisodeState.WITHDRAWN:
        return
    if known.wish is None:
        return
    _read_on(scene, known.messages)
    told = retold(replace(known, wish=None), [_without_mark(known, part) for part in parts_of(known)])
    if told is None:
        ending.withdraw(scene, replace(known, wish=None))
        return
    if known.wish is Wish.LEAVE and _is_undecided(told):
        told = set_limits(scene, told, since=scene.now)
    ending.rewrite(scene, told)


def holding(episodes: Iterable[Episode], message: MessageId) -> Episode | None:
    """The episode that a message belongs to, by whatever id; its own before another's."""
    held = [e for e in episodes if message in e.messages or e.id == EpisodeId(message)]
    return next((e for e in held if e.id == EpisodeId(message)), held[0] if held else None)


def was_taken_back(episode: Episode) -> bool:
    """Whether it was nothing but a mark, which is gone: what its author marks again opens anew."""
    return episode.state is EpisodeState.WITHDRAWN and episode.way is Way.MARKED and episode.wish is None


def _open(scene: Scene, what: Marked, before: Episode | None) -> None:
    """`before`: the episode that an earlier mark of this message was. There is one note for both, if any."""
    reading = _read_in_turn(scene, what.message) or what.reading or MessageReading(disclosure=1.0)
    turn = scene.chat.turn
    if turn is not None and any(m.id == what.message for m in turn.messages):
        messages = tuple(replace(m, marked=m.marked or m.id == what.message) for m in turn.messages)
        scene.become(turn=replace(turn, messages=messages))
    reply_to = turn.reply_to if turn is not None and turn.author == what.author else None
    concerned, latest = concern(scene, what.author, reply_to, None, scene.now)
    opened = open_episode(
        scene,
        way=Way.MARKED,
        author=what.author,
        message=what.message,
        messages=(what.message,),
        at=scene.now,
        parts=(marked_part(part_of(what.message, what.said_at, reading, scene.policy), scene.policy),),
        reader=reading.reader,
        concerned=concerned,
        latest=latest,
        wish=what.wish,
        reactions=tuple(r for r in turn.reactions if r.message == what.message) if turn is not None else (),
    )
    if before is not None and (before.nudge is not None or before.asked_first):
        decide_at = None if before.nudge is not None or not before.agreed_first else opened.decide_at
        asked = replace(opened, asked_first=before.asked_first, agreed_first=before.agreed_first)
        asked = replace(asked, ask_at=None) if asked.asked_first else asked
        scene.keep(replace(asked, nudge=before.nudge, decide_at=decide_at))


def _mark_known(scene: Scene, known: Episode, what: Marked) -> None:
    """A mark on what was only spotted. When that was decided without a note, it is decided once more.

    What ended is not: it only counts as marked, since when it ended hangs on private things.
    """
    parts = parts_of(known)
    of_its_own = any(part.message == what.message for part in parts)
    marked_id = what.message if of_its_own else parts[0].message  # it may be marked by its copy's id
    floored = tuple(marked_part(part, scene.policy) if part.message == marked_id else part for part in parts)
    told = retold(replace(known, wish=what.wish), floored) or known
    if told.ended_at is None and _is_undecided(told):
        told = set_limits(scene, told, since=scene.now)
    scene.store(told)


def _is_undecided(episode: Episode) -> bool:
    waits = episode.decide_at is not None or episode.nudge is not None or episode.asked_first
    return not waits and episode.ended_at is None


def _without_mark(known: Episode, part: Part) -> Part:
    """Of what an earlier version marked, a check-in's own floor is not known: it keeps what it has."""
    if part.floor_unmarked is None and known.way is not Way.CHECKIN:
        return replace(part, floor=0.0)
    return unmarked_part(part)


def _read_on(scene: Scene, messages: tuple[MessageId, ...]) -> None:
    """The turn under way may open an episode by what it says, as any other."""
    turn = scene.chat.turn
    if turn is not None and turn.marked:
        told = tuple(replace(m, marked=m.marked and m.id not in messages) for m in turn.messages)
        scene.become(turn=replace(turn, messages=told))


def _read_in_turn(scene: Scene, message: MessageId) -> MessageReading | None:
    turn = scene.chat.turn
    messages = turn.messages if turn is not None else ()
    return next((m.reading for m in messages if m.id == message), None)
