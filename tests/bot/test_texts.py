"""Words in memory: what may still stand before a message when it is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from bot.texts import Texts
from core.ids import ChatId, MessageId, PersonId
from core.utterance import Utterance

CHAT, NOW = ChatId("home"), datetime(2026, 3, 2, 18, tzinfo=UTC)
ANA, BEN = PersonId("ana"), PersonId("ben")
LAST = MessageId("last")


def remembered() -> Texts:
    texts = Texts()
    for author, message in ((ANA, "a1"), (BEN, "b1"), (ANA, "last")):
        texts.remember(CHAT, MessageId(message), Utterance(text=f"said in {message}"), NOW, author)
    return texts


def test_earlier_words_stand_before_a_message() -> None:
    assert remembered().before(CHAT, LAST, (), lambda _: True) == ["said in a1", "said in b1"]


def test_words_of_somebody_who_no_longer_agrees_are_not_read_again() -> None:
    assert remembered().before(CHAT, LAST, (), lambda who: who == ANA) == ["said in a1"]


def test_a_deleted_message_is_no_context() -> None:
    texts = remembered()
    texts.drop(CHAT, MessageId("b1"))
    assert texts.before(CHAT, LAST, (), lambda _: True) == ["said in a1"]
    assert texts.of(CHAT, MessageId("b1")) is None


VERSIONS: list[tuple[str, datetime | None]] = [
    ("as it was said", None),
    ("as it was edited", NOW + timedelta(minutes=1)),
    ("as it was edited again", NOW + timedelta(minutes=2)),
]


@pytest.mark.parametrize("order", list(permutations(VERSIONS)))
def test_of_several_versions_the_newest_stands_in_whichever_order_they_come(
    order: tuple[tuple[str, datetime | None], ...],
) -> None:
    texts = Texts()
    stood = [texts.remember(CHAT, LAST, Utterance(text=text), NOW, ANA, edited_at=at) for text, at in order]
    assert stood[-1] == texts.of(CHAT, LAST) == Utterance(text="as it was edited again")
