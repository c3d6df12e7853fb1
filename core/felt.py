"""A discloser's own answers about how a response felt, with how the response reads now."""

from __future__ import annotations

from dataclasses import replace

from core.chats import Chat, Felt
from core.episodes import Episode, EpisodeState
from core.ids import PersonId
from core.responses import pooled_for_author
from core.scene import Scene

KEPT_ANSWERS = 20
"""Newest answers kept for each discloser: by then calibration errs by .17 (science §3c), hardly less with
more; and what a message costs hardly grows with what somebody told."""
Taps = tuple[float | None, float | None, float | None]


def told(scene: Scene, episode: Episode, taps: Taps) -> None:
    """Keeps an answer, in place of what was told about the same episode where both say something."""
    mine = scene.chat.felt.get(episode.author, ())
    before = next((felt.taps for felt in mine if felt.episode == episode.id), (None, None, None))
    new = [tap if tap is not None else old for tap, old in zip(taps, before, strict=True)]
    felt = _read(Felt(episode.id, scene.now, (new[0], new[1], new[2]), (0, 0, 0, 0, 0)), episode)
    if felt is not None:
        others = tuple(one for one in mine if one.episode != episode.id)
        _become(scene, episode.author, (*others, felt)[-KEPT_ANSWERS:])


def follow(scene: Scene, episode: Episode) -> None:
    """What was told about an episode goes with it, and is about its responses as they are now."""
    mine = scene.chat.felt.get(episode.author, ())
    if any(felt.episode == episode.id for felt in mine):
        now = [_read(felt, episode) if felt.episode == episode.id else felt for felt in mine]
        _become(scene, episode.author, tuple(felt for felt in now if felt is not None))


def without_responder(chat: Chat, person: PersonId) -> dict[PersonId, tuple[Felt, ...]]:
    """Everybody's answers but this person's own, and without those about this person's responses."""
    kept = {
        author: tuple(one for one in mine if person not in one.responders)
        for author, mine in chat.felt.items()
        if author != person
    }
    return {author: mine for author, mine in kept.items() if mine}


def _read(felt: Felt, episode: Episode) -> Felt | None:
    """With the responses that were there when it was told; None without any."""
    heard = tuple(r for r in episode.responses if r.at <= felt.at and not r.late)
    said = pooled_for_author(replace(episode, responses=heard))
    if said is None or episode.state is EpisodeState.WITHDRAWN:
        return None
    read = (said.u, said.a, said.c, said.z, said.k)
    return replace(felt, read=read, responders=tuple(sorted({r.author for r in heard})))


def _become(scene: Scene, author: PersonId, mine: tuple[Felt, ...]) -> None:
    kept = {**scene.chat.felt, author: mine}
    scene.become(felt={who: felt for who, felt in kept.items() if felt})
