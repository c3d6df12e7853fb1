"""When an episode ended for the policy hangs on private answers. What the partner sees may not hang on it.

Two histories of the same words: in one the discloser rated five replies low, in the other high, so that the
sixth is not met, or met and over. Then something happens that both can see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.effects import EpisodeEnded
from core.episodes import EpisodeState, Wish
from core.events import Edited, Marked, Rated, Reacted
from core.ids import EpisodeId, MessageId, pair_of
from core.reading.scores import ResponseReading
from core.reciprocity.pair import Reciprocity, of_pair
from core.safety import cool_down
from core.table import table_of
from tests.core.builders import ANA, BEN, MONDAY, PERSONAL, POLICY, Life, said

MIDDLING = ResponseReading(understanding=0.3, appreciation=0.2, caring=0.2, relevance=0.9)
SCORN = ResponseReading(criticism=0.9, contempt=0.9, relevance=0.9)
TOLD = replace(PERSONAL, personal=0.4, private=0.4, affective=0.4, topics=("work",))
"""Less deep than what a mark counts with."""
LAST = MessageId("d5")


def lived(tap: float, then: Callable[[Life], object]) -> tuple[Life, Reciprocity, list[float], int]:
    """Six days of a disclosure and a middling reply, each but the last rated with this tap: figures, depths,
    and how deep a check-in may go."""
    life = Life()
    for day in range(6):
        life.waits(seconds=(MONDAY + timedelta(days=day) - life.at).total_seconds())
        id = f"d{day}"
        life.happens(said(ANA, id, TOLD))
        life.waits(minutes=5)
        life.happens(said(BEN, f"r{day}", tone=MIDDLING, to=[id]))
        life.waits(minutes=3)
        if day < 5:
            life.waits(hours=8)
            rated = Rated(author=ANA, episode=EpisodeId(id), understood=tap, valued=tap, cared_for=tap)
            life.happens(rated)
    then(life)
    life.waits(hours=3)
    known = {**life.past, **life.chat.episodes}
    found = of_pair(known.values(), pair_of(ANA, BEN), life.at, POLICY)
    depths = [entry.episode.depth for entry in table_of(known.values(), pair_of(ANA, BEN), POLICY)]
    return life, found, depths, cool_down.deepest(life.chat, 4, life.at)


def never_mind(life: Life) -> None:
    life.happens(replace(said(ANA, "n"), takes_back=True))


def mark(life: Life) -> None:
    life.happens(Marked(author=ANA, message=LAST, wish=Wish.LISTEN, said_at=life.at))


def talk_on(life: Life) -> None:
    """Until a disclosure that ended is out of reach."""
    for turn in range(12):
        life.happens(said((ANA, BEN)[turn % 2], f"t{turn}"))
        life.waits(minutes=3)
    life.waits(hours=2)


def scorn_by_reaction(life: Life) -> None:
    talk_on(life)
    life.happens(Reacted(author=BEN, message=LAST, reading=SCORN))


def scorn_by_edit(life: Life) -> None:
    talk_on(life)
    edited = Edited(message=MessageId("r5"), reading=None, words=5, responses={EpisodeId(LAST): SCORN})
    life.happens(edited)


@pytest.mark.parametrize("then", [never_mind, mark, scorn_by_reaction, scorn_by_edit])
def test_what_both_see_is_the_same_whether_or_not_it_was_over(then: Callable[[Life], object]) -> None:
    low, high = lived(1.0, then), lived(5.0, then)
    assert low[1:] == high[1:]


def test_the_two_histories_do_differ_in_private() -> None:
    low, high = (lived(tap, lambda life: None)[0] for tap in (1.0, 5.0))
    over = [
        any(
            isinstance(e, EpisodeEnded) and e.episode.id == EpisodeId(LAST)
            for at, e in life.effects
            if at < life.at
        )
        for life in (low, high)
    ]
    states = [{**life.past, **life.chat.episodes}[EpisodeId(LAST)].state for life in (low, high)]
    assert over == [False, True]
    assert states == [EpisodeState.OPEN, EpisodeState.ANSWERED]
