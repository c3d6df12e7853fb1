"""What an edit or a deletion makes of everything that was taken from a message (rules: *Edit*).

Each episode keeps its parts, so that it becomes what it would be if the message had stood so from the start,
or had never been there. Only this stays: an edit opens no episode once the turn is over, what was withdrawn
stays so, a burst is one turn as it was heard, and signs of danger are never taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core import attaching, ending
from core.answering import recounted
from core.chats import Chat, TurnMessage
from core.episodes import Episode, EpisodeState, Response, Said, Way
from core.events import Deleted, Edited
from core.ids import MessageId, PersonId
from core.parts import edited_part, parts_of, retold
from core.reading.scores import ResponseReading
from core.safety import distress
from core.scene import Scene


def edited(scene: Scene, what: Edited) -> None:
    """An edit is read anew. It withdraws a spotted disclosure only when its depth falls below the bar."""
    author = dict(scene.chat.authors).get(what.message)
    if what.reading is not None and author is not None:
        distress.look(scene, author, what.reading)
    turn = scene.chat.turn
    if turn is not None:
        scene.become(turn=replace(turn, messages=_edited_messages(turn.messages, what)))
    for episode in _touched(scene, what.message):
        now = _disclosed_anew(scene, episode, what)
        if now is None:
            ending.withdraw(scene, episode)
            continue
        now = _answered_anew(scene, now, what)
        if now != episode:
            ending.rewrite(scene, now)


def deleted(scene: Scene, what: Deleted) -> None:
    """A deletion takes back what the message disclosed or answered, and the turn if nothing of it is left."""
    chat = scene.chat
    turn = chat.turn
    if turn is not None and any(m.id == what.message for m in turn.messages):
        left = tuple(m for m in turn.messages if m.id != what.message)
        if left and what.responses:
            last = replace(left[-1], responses={**left[-1].responses, **what.responses})
            left = (*left[:-1], last)
        reactions = tuple(r for r in turn.reactions if r.message != what.message)
        scene.become(turn=replace(turn, messages=left, reactions=reactions) if left else None)
    gone = unsaid(chat, _touched(scene, what.message), what.message)
    for episode in _touched(scene, what.message):
        told = _told_without(episode, what.message)
        if told is None:
            ending.withdraw(scene, episode)
        elif (now := recounted(_heard_without(scene, told, what), scene.policy)) != episode:
            ending.rewrite(scene, now)
    past = (replace(t, messages=tuple(m for m in t.messages if m != what.message)) for t in chat.past_turns)
    scene.become(past_turns=tuple(turn for turn in past if turn.messages))
    if gone is not None:
        _take_off_the_clock(scene, what.message, *gone)


def unsaid(chat: Chat, about: Iterable[Episode], message: MessageId) -> tuple[PersonId, datetime] | None:
    """Author and last moment of the closed turn of which nothing is left without this message, if known."""
    for past in chat.past_turns:
        if message in past.messages:
            return (past.author, past.ended_at) if past.messages == (message,) else None
    for episode in about:
        parts = parts_of(episode)
        whole = episode.way is not Way.MARKED or len(parts) > 1
        if whole and [part.message for part in parts] == [message]:
            return episode.author, parts[0].at
        for turn in (*episode.responses, *episode.passed):
            if [said.message for said in _said(turn)] == [message]:
                return turn.author, turn.at
    return None


def _edited_messages(messages: tuple[TurnMessage, ...], what: Edited) -> tuple[TurnMessage, ...]:
    """The turn's messages: what was read of the turn up to the edited one, or any after it, is read anew."""
    place = next((n for n, m in enumerate(messages) if m.id == what.message), len(messages))
    return tuple(
        message
        if n < place
        else replace(
            message,
            reading=what.reading if n == place else message.reading,
            words=what.words if n == place else message.words,
            responses={**message.responses, **what.responses},
        )
        for n, message in enumerate(messages)
    )


def _disclosed_anew(scene: Scene, episode: Episode, what: Edited) -> Episode | None:
    """An episode whose disclosing turn was edited; None when it is not deep enough any more."""
    parts = parts_of(episode)
    if what.reading is None or all(part.message != what.message for part in parts):
        return episode
    now = [edited_part(p, what.reading, scene.policy) if p.message == what.message else p for p in parts]
    told = retold(episode, now)
    if told is None or (told.way is not Way.CHECKIN and told.depth < scene.policy.depth_min):
        return None
    return told


def _answered_anew(scene: Scene, episode: Episode, what: Edited) -> Episode:
    """An episode with its responses as they read now."""
    reading = what.responses.get(episode.id)
    if reading is None:
        return episode
    turns = [_edited_turn(scene, episode, t, what, reading) for t in (*episode.responses, *episode.passed)]
    count = len(episode.responses)
    heard = replace(episode, responses=tuple(turns[:count]), passed=tuple(turns[count:]))
    return recounted(heard, scene.policy) if heard != episode else episode


def _edited_turn(
    scene: Scene, episode: Episode, turn: Response, what: Edited, reading: ResponseReading
) -> Response:
    parts = _said(turn)
    place = next((n for n, said in enumerate(parts) if said.message == what.message), None)
    if place is None:
        return turn
    own = replace(parts[place], words=what.words)
    after = [replace(said, reading=reading) for said in (own, *parts[place + 1 :])]
    return attaching.of_parts(scene, episode, replace(turn, read=True), (*parts[:place], *after))


def _told_without(episode: Episode, message: MessageId) -> Episode | None:
    """The episode without a part of its disclosing turn; None when nothing that disclosed is left."""
    parts = parts_of(episode)
    left = [part for part in parts if part.message != message]
    if len(left) == len(parts):
        return episode
    others = tuple(m for m in episode.messages if m != message)
    return retold(replace(episode, messages=others), left)


def _heard_without(scene: Scene, episode: Episode, what: Deleted) -> Episode:
    """The episode without a message of its answers, and without reactions to a message that is gone."""
    reading = what.responses.get(episode.id)

    def without(turns: Iterable[Response]) -> tuple[Response, ...]:
        left = (_turn_without(scene, episode, turn, what.message, reading) for turn in turns)
        return tuple(turn for turn in left if turn is not None)

    return replace(episode, responses=without(episode.responses), passed=without(episode.passed))


def _turn_without(
    scene: Scene, episode: Episode, turn: Response, message: MessageId, reading: ResponseReading | None
) -> Response | None:
    """A turn without one of its messages, read as a whole where that was possible; None of nothing."""
    if turn.reaction:
        return None if turn.message == message else turn
    parts = _said(turn)
    left = tuple(said for said in parts if said.message != message)
    if len(left) == len(parts):
        return turn
    if left and reading is not None:
        left = (*left[:-1], replace(left[-1], reading=reading))
    return attaching.of_parts(scene, episode, turn, left) if left else None


def _said(turn: Response) -> tuple[Said, ...]:
    """A turn's messages; of one that was stored without them, itself as one."""
    if turn.parts or turn.reaction:
        return turn.parts
    own = Said(message=turn.message, at=turn.at, reading=turn.reading, words=turn.words, answers=turn.answers)
    return (own,)


def _take_off_the_clock(scene: Scene, message: MessageId, author: PersonId, at: datetime) -> None:
    """Nothing of a turn is left: later turns of its author's pairs come one earlier."""
    counts = scene.chat.turn_counts
    scene.become(turn_counts={**counts, author: max(0, counts.get(author, 0) - 1)})
    for episode in scene.known().values():
        earlier = _one_turn_earlier(episode, author, (at, message))
        if earlier != episode:
            scene.store(earlier)


def _one_turn_earlier(episode: Episode, author: PersonId, since: tuple[datetime, MessageId]) -> Episode:
    def moved(turn: Response) -> Response:
        counts = author in (episode.author, turn.author) and (turn.at, turn.message) > since
        return replace(turn, clock=turn.clock - 1) if counts and not turn.reaction else turn

    later = (episode.said_at, MessageId(episode.id)) > since
    return replace(
        episode,
        clocks={
            other: clock - int(later and author in (episode.author, other))
            for other, clock in episode.clocks.items()
        },
        responses=tuple(map(moved, episode.responses)),
        passed=tuple(map(moved, episode.passed)),
    )


def _touched(scene: Scene, message: MessageId) -> list[Episode]:
    """Episodes, open or past, that this message opened, answered or stood after."""
    return [
        e
        for e in scene.known().values()
        if e.state is not EpisodeState.WITHDRAWN
        and (
            any(part.message == message for part in parts_of(e))
            or any(said.message == message for turn in (*e.responses, *e.passed) for said in _said(turn))
        )
    ]
