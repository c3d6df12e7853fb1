"""How fast somebody answers: for the limits of their notes by their own clock, for reading by the wall's."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.chats import ReplyTime
from core.events import Deleted, Talked
from core.ids import EpisodeId, MessageId
from core.people import Person, QuietHours
from core.reply_habits import seen, shown
from core.reply_time import immediacy
from tests.cases import cases
from tests.core.builders import ANA, BEN, COOL, MONDAY, PERSONAL, POLICY, WARM, Life, said

EVENINGS = QuietHours.parse("18:10-23:50")


def answering(delays: list[int], *, quiet: QuietHours | None = None, talked: bool = False) -> Life:
    """Ana discloses day after day, and Ben answers after so many minutes."""
    life = Life(people={BEN: Person(id=BEN, quiet_hours=quiet)})
    for n, delay in enumerate(delays):
        life.at = MONDAY + timedelta(days=3 * n)
        life.happens(said(ANA, f"a{n}", PERSONAL))
        life.waits(minutes=3)
        if talked:
            life.happens(Talked(author=BEN, episode=EpisodeId(f"a{n}")))
        life.waits(minutes=delay)
        life.happens(said(BEN, f"b{n}", tone=COOL if n % 2 else WARM, to=[f"a{n}"]))
        life.waits(minutes=5)
    return life


@given(st.lists(st.integers(1, 2000), min_size=1, max_size=4))
@settings(max_examples=cases(20), deadline=None)
def test_nothing_private_changes_how_fast_an_answer_is_read_to_come(delays: list[int]) -> None:
    plain = shown(answering(delays).chat, BEN)
    assert plain.count == len(delays)
    assert shown(answering(delays, quiet=EVENINGS).chat, BEN) == plain
    assert shown(answering(delays, talked=True).chat, BEN) == plain
    assert shown(answering(delays, quiet=EVENINGS, talked=True).chat, BEN) == plain


def test_the_limits_follow_waking_minutes_and_answers_in_time() -> None:
    assert seen(answering([200] * 3, quiet=EVENINGS).chat, BEN) != seen(answering([200] * 3).chat, BEN)
    assert seen(answering([200] * 3, talked=True).chat, BEN) == ReplyTime()


def test_the_same_delay_is_more_immediate_for_somebody_slow() -> None:
    slow, quick = (shown(answering(5 * [delay]).chat, BEN) for delay in (300, 2))
    assert immediacy(slow, 10, POLICY) > immediacy(quick, 10, POLICY)


def test_an_answer_that_is_gone_was_never_learnt_late_or_not() -> None:
    for talked in (False, True):
        life = answering([60], talked=talked)
        life.happens(Deleted(message=MessageId("b0")))
        assert shown(life.chat, BEN) == ReplyTime()
