"""Which of the turns that were heard after a disclosure answer it (rules: *Attaches*).

Told from all of them at once, so that a turn which was deleted leaves nothing: what came after it is then
somebody's first, and a person who took the disclosure up with it is no longer concerned.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from core.episodes import Episode, Response
from core.ids import PersonId
from core.policy import Policy


@dataclass(slots=True)
class _Count:
    """An episode's turns, counted one after the other."""

    concerned: set[PersonId]
    clocks: dict[PersonId, int]
    joined: list[PersonId] = field(default_factory=list)
    firsts: list[PersonId] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    passed: list[Response] = field(default_factory=list)
    unread: bool = False

    def hear(self, turn: Response, policy: Policy) -> None:
        who = turn.author
        answers = self._is_answer(turn, policy)
        if answers and who not in self.concerned:
            self.concerned.add(who)
            self.joined.append(who)
            self.clocks[who] = turn.clock - 1
        if who in self.concerned and who not in self.firsts:
            self.firsts.append(who)
        self.unread = self.unread or (answers and not turn.read)
        (self.answers if answers and turn.read else self.passed).append(turn)

    def _is_answer(self, turn: Response, policy: Policy) -> bool:
        if turn.answers is not None:
            return turn.answers
        if turn.author in self.concerned and turn.author not in self.firsts:
            return True
        began = self.clocks.get(turn.author, turn.clock - 1)
        return turn.clock - began <= policy.attach_turns and turn.reading.relevance >= policy.relevance_min


def recounted(episode: Episode, policy: Policy) -> Episode:
    """The episode with those turns attached that answer it; reactions stay as they are."""
    before = [r for r in episode.responses if r.reaction]
    turns = [r for r in (*episode.responses, *episode.passed) if not r.reaction]
    count = _Count(
        concerned=set(episode.concerned) - set(episode.joined),
        clocks={who: clock for who, clock in episode.clocks.items() if who not in episode.joined},
    )
    for turn in sorted(turns, key=lambda r: (r.at, r.message)):
        count.hear(turn, policy)
    attached = sorted([*before, *count.answers], key=lambda r: (r.at, r.message, r.author))
    return replace(
        episode,
        concerned=tuple(sorted(count.concerned)),
        clocks=count.clocks,
        joined=tuple(count.joined),
        firsts=tuple(count.firsts),
        responses=tuple(attached),
        passed=tuple(count.passed),
        unread=count.unread,
    )
