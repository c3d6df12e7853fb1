"""A database of an earlier version opens, and what it held can be told anew like anything else."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from operator import methodcaller
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from adapters.storage.opening import connect, prepare, rows
from adapters.storage.rows import micros
from adapters.storage.schema import UPGRADES
from adapters.storage.sqlcipher import SqlCipherStore, describe, open_store
from bot.clock import SystemClock
from core.answering import recounted
from core.chats import Chat, Consent, Member
from core.episodes import Episode
from core.ids import ChatId, EpisodeId, MessageId, PersonId
from core.parts import parts_of, retold
from core.policy import Policy
from core.prompts import Prompt, next_prompt
from tests.storage.builders import NOON, ask
from tests.storage.conftest import KEY

HOME = ChatId("home")
STORED = Path(__file__).parent / "version_1"
"""A chat with an open marked episode and a turn under way, and an ended episode, as version 1 wrote them."""

TAPS = [5.0, None, 3.0]
"""What Ana told in private about an answer."""


@pytest.fixture
async def upgraded(path: Path) -> AsyncIterator[SqlCipherStore]:
    await (await open_store(path, KEY)).close()
    path.unlink()  # noqa: ASYNC240  # nothing else runs here
    connection = await connect(path, KEY)
    await prepare(connection, path, UPGRADES[:1])
    chat, episode = (json.loads((STORED / f"{name}.json").read_text()) for name in ("chat", "episode"))
    chat["felt"] = {"ana": [{"episode": "m0", "at": "2026-03-02T12:00:00Z", "taps": TAPS, "read": [0.1] * 5}]}
    await rows(connection, "INSERT INTO chats VALUES ('home', 1, NULL, ?)", json.dumps(chat))
    sql = "INSERT INTO episodes (chat, id, at, place, author, body) VALUES ('home', 'm0', ?, 0, 'ana', ?)"
    await rows(connection, sql, micros(NOON), json.dumps(episode))
    for message, opens in (("m0", 1), ("r0", 0)):
        await rows(connection, "INSERT INTO episode_messages VALUES ('home', ?, ?, 1)", message, opens)
    await connection.close()
    store = await open_store(path, KEY)
    yield store
    await store.close()


async def chat_of(store: SqlCipherStore) -> Chat:
    chat = await ask(store, lambda tx: tx.chat(HOME))
    assert chat is not None
    return chat


async def episode_of(store: SqlCipherStore) -> Episode:
    (episode,) = await ask(store, lambda tx: tx.episodes_about(HOME, MessageId("r0")))
    return episode


async def test_it_is_of_the_newest_version(upgraded: SqlCipherStore, path: Path) -> None:
    assert (await describe(path, KEY)).version == len(UPGRADES)


async def test_prompts_that_were_asked_count_as_asked_on_the_day_of_the_upgrade(
    upgraded: SqlCipherStore,
) -> None:
    now, known = SystemClock().now(), (await chat_of(upgraded)).repertoire
    assert set(known.asked) == {"small-good", "helped-me"}
    assert all(timedelta() <= now - at < timedelta(hours=1) for at in known.asked.values())
    assert next_prompt(await chat_of(upgraded), [Prompt("small-good", 0)], now) is None


async def test_an_ended_episode_is_its_own_only_part(upgraded: SqlCipherStore) -> None:
    episode = await episode_of(upgraded)
    (part,) = episode.parts
    assert (part.message, part.at, part.depth, part.disclosing) == (
        "m0",
        episode.said_at,
        episode.depth,
        True,
    )
    assert retold(episode, parts_of(episode)) == episode


async def test_its_answers_stay_attached_when_they_are_counted_again(upgraded: SqlCipherStore) -> None:
    episode = await episode_of(upgraded)
    assert recounted(episode, Policy()).responses == episode.responses != ()


async def test_an_open_episode_keeps_the_floor_of_its_mark(upgraded: SqlCipherStore) -> None:
    episode = (await chat_of(upgraded)).episodes[EpisodeId("m1")]
    assert [part.floor for part in episode.parts] == [0.55]


async def test_the_turn_under_way_goes_on(upgraded: SqlCipherStore) -> None:
    turn = (await chat_of(upgraded)).turn
    assert turn is not None
    assert [message.id for message in turn.messages] == ["r1"]


async def test_what_somebody_told_in_private_is_still_theirs(upgraded: SqlCipherStore) -> None:
    assert [list(felt.taps) for felt in (await chat_of(upgraded)).felt[PersonId("ana")]] == [TAPS]


async def test_what_somebody_told_has_moved_out_of_the_chats_own_row(
    upgraded: SqlCipherStore, path: Path
) -> None:
    await upgraded.close()
    connection = await connect(path, KEY)
    (found,) = await rows(connection, "SELECT chats.body -> 'felt', habits.body -> 'felt' FROM chats, habits")
    await connection.close()
    assert found[0] is None
    assert "m0" in found[1]


async def test_who_agreed_where_nothing_was_heard_agreed_to_no_reading(path: Path) -> None:
    await (await open_store(path, KEY)).close()
    path.unlink()  # noqa: ASYNC240  # nothing else runs here
    connection = await connect(path, KEY)
    await prepare(connection, path, UPGRADES[:5])
    for name, hears in (("home", True), ("quiet", False)):
        body = TypeAdapter(Chat).dump_json(
            Chat(id=ChatId(name), members={PersonId("ana"): Member(Consent.AGREED, NOON)}, hears=hears),
            exclude={"members": {"ana": {"unheard"}}, "added_by": True, "apart": True},
        )
        await rows(connection, "INSERT INTO chats VALUES (?, 1, NULL, ?)", name, body.decode())
        await rows(connection, "INSERT INTO habits VALUES (?, '{}')", name)
    await connection.close()
    store = await open_store(path, KEY)
    found = [await ask(store, methodcaller("chat", ChatId(name))) for name in ("home", "quiet")]
    await store.close()
    assert [chat and chat.members[PersonId("ana")].unheard for chat in found] == [False, True]
