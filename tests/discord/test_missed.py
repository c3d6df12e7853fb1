"""What REST tells of a gap, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import missed as module
from adapters.discord.ids import channel_chat, person_id
from adapters.discord.missed import PAGE, Missed, snowflake_at
from adapters.discord.translate import Receiver
from core.gaps import Gap, Place
from core.ids import MessageId
from core.inbound import DeletedPost, EditedPost, Posted, Update
from tests.cases import cases

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
AGREED = NOW - timedelta(days=1)
ANA, BEN, KIM = "11", "12", "13"
US = channel_chat("41")
ME = Receiver(application="1", bot_user="1", listening=True)


def minute(number: int) -> datetime:
    return NOW - timedelta(hours=10) + timedelta(minutes=number)


def number_at(at: datetime) -> str:
    return str(snowflake_at(at))


def message(at: datetime, author: str = ANA, *, edited: datetime | None = None) -> dict[str, Any]:
    return {
        "id": number_at(at),
        "type": 0,
        "channel_id": "41",
        "author": {"id": author, "username": author},
        "content": f"words of {author}",
        "edited_timestamp": None if edited is None else edited.isoformat(),
        "mentions": [],
        "attachments": [],
        "embeds": [],
        "flags": 0,
    }


class Channel:
    """Answers like Discord: the newest first, whichever way one pages."""

    def __init__(self, messages: Sequence[dict[str, Any]]) -> None:
        self.messages = sorted(messages, key=lambda each: int(each["id"]))
        self.asked: list[dict[str, int]] = []

    async def fetch(self, **asked: int) -> list[dict[str, Any]]:
        self.asked.append(asked)
        if "after" in asked:
            found = [each for each in self.messages if int(each["id"]) > asked["after"]][: asked["limit"]]
        else:
            found = [each for each in self.messages if int(each["id"]) < asked["before"]][-asked["limit"] :]
        return list(reversed(found))


def gap(place: Place, *, known: Sequence[datetime] = (), since: datetime = AGREED) -> Gap:
    heard = {person_id(ANA): since, person_id(BEN): since}
    return Gap(US, place, tuple(heard), heard, frozenset(MessageId(number_at(at)) for at in known))


async def told(channel: Channel, of: Gap) -> tuple[list[Update], Missed]:
    missing = Missed(of, channel.fetch, ME, NOW)
    return [update async for update in missing.updates()], missing


def messages_of(updates: Sequence[Update]) -> list[str]:
    return [update.what.message for update in updates if isinstance(update.what, Posted)]


async def test_what_came_after_the_last_that_was_heard_comes_page_by_page_in_order() -> None:
    said = [message(minute(number), (ANA, BEN)[number % 2]) for number in range(2 * PAGE + 30)]
    channel = Channel(said)
    updates, missing = await told(channel, gap(Place(MessageId(said[4]["id"]))))
    assert messages_of(updates) == [each["id"] for each in said[5:]]
    assert len(channel.asked) == 3
    assert missing.place.message == said[-1]["id"]


async def test_nobodys_words_become_an_update_but_those_of_who_agreed_by_then() -> None:
    said = [message(AGREED - timedelta(minutes=1)), message(minute(1), KIM), message(minute(2), BEN)]
    updates, missing = await told(Channel(said), gap(Place(MessageId("1"))))
    assert messages_of(updates) == [said[2]["id"]]
    assert missing.place.message == said[2]["id"]


async def test_a_name_or_a_role_that_rest_does_not_tell_is_not_made_up() -> None:
    updates, _ = await told(Channel([message(minute(1))]), gap(Place(MessageId("1"))))
    assert isinstance(what := updates[0].what, Posted)
    assert (what.author.name, what.author.roles) == ("", None)


async def test_where_nothing_was_heard_yet_it_begins_with_the_agreement() -> None:
    said = [message(AGREED - timedelta(days=3)), message(AGREED + timedelta(minutes=1))]
    channel = Channel(said)
    updates, _ = await told(channel, gap(Place()))
    assert messages_of(updates) == [said[1]["id"]]
    assert channel.asked[0]["after"] == snowflake_at(AGREED)


async def test_a_channel_with_more_than_is_fetched_at_once_is_not_whole(monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "NEW_PAGES", 1)
    said = [message(minute(number)) for number in range(PAGE + 1)]
    updates, missing = await told(Channel(said), gap(Place(MessageId("1"))))
    assert (len(updates), missing.whole) == (PAGE, False)


@settings(max_examples=cases(100), deadline=None)
@given(
    fates=st.lists(st.sampled_from(["stays", "edited", "edited before", "gone"]), max_size=20),
    new=st.lists(st.sampled_from([ANA, BEN, KIM]), max_size=20),
    others=st.integers(0, 150),
)
async def test_edits_and_deletions_of_what_is_known_are_told_whatever_stands_between(
    fates: list[str], new: list[str], others: int
) -> None:
    """By known message: it stays, was edited while away or before, or is gone."""
    known = [minute(3 * number) for number in range(len(fates))]
    last = minute(3 * 20)
    edits = {"edited": last + timedelta(minutes=5), "edited before": last - timedelta(minutes=5)}
    said = [
        message(at, edited=edits.get(fate)) for at, fate in zip(known, fates, strict=True) if fate != "gone"
    ]
    said += [message(last - timedelta(seconds=number + 1), KIM) for number in range(others)]
    said += [message(last, BEN)]
    said += [message(last + timedelta(minutes=number + 1), who) for number, who in enumerate(new)]
    place = Place(MessageId(number_at(last)), edited_at=last)
    updates, _ = await told(Channel(said), gap(place, known=known))
    by_kind = {
        kind: [u.what.message for u in updates if isinstance(u.what, kind)]
        for kind in (DeletedPost, EditedPost, Posted)
    }
    with_fate = [(number_at(at), fate) for at, fate in zip(known, fates, strict=True)]
    assert by_kind[DeletedPost] == [each for each, fate in with_fate if fate == "gone"]
    assert by_kind[EditedPost] == [each for each, fate in with_fate if fate == "edited"]
    new_ids = [number_at(last + timedelta(minutes=number + 1)) for number in range(len(new))]
    assert by_kind[Posted] == [each for each, who in zip(new_ids, new, strict=True) if who != KIM]
    times = [update.at for update in updates if not isinstance(update.what, DeletedPost)]
    assert times == sorted(times)
