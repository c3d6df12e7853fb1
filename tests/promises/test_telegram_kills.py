"""The bot on Telegram, killed with SIGKILL wherever it is: nothing is lost, and nothing happens twice.

`test_kills` proves the same of shell, core and store alone, with updates handed in by a toy. Here the bot is
killed as a whole, as it ships: client, polls and offsets, confirmations, courier and outbox, over sockets to
a Telegram that outlives it, and then gives again what was not confirmed, chats mixed anew, and more.
A death comes when the bot passes a point (a statement or commit of the store; a call of each kind, as it
arrives at Telegram and as Telegram has carried it out) or at a random moment. 200 deaths in CI, more with
ATTUNE_TEST_CASES.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.messages import Me
from adapters.telegram.translate import translate
from bot.desk import marked_id
from tests.cases import cases
from tests.promises.child import KEY
from tests.promises.rows import dump, integrity
from tests.promises.telegram_couples import Evening, an_evening
from tests.promises.telegram_lives import WatchedTelegram
from tests.servers.telegram_model import Chat, Message

KILLS = cases(200)
ENOUGH = 100
"""So many deaths come in every stage, and leave answers behind. [P]"""
SEED = 20261122
REMEMBERED = timedelta(hours=46)
"""Ids older than 48 hours are pruned."""

pytestmark = pytest.mark.slow
when_enough = pytest.mark.skipif(KILLS < ENOUGH, reason=f"only {KILLS} deaths: for all of it {ENOUGH}")


@dataclass(frozen=True, slots=True)
class Ended:
    """What is left of the evening."""

    evening: Evening
    server: WatchedTelegram
    rows: dict[str, list[tuple[Any, ...]]]
    printed: bytes
    integrity: str

    def by_bot(self, chat: Chat) -> list[Message]:
        return [m for m in chat.messages if m.sender == self.server.bot and not m.is_service]

    def notes(self) -> Counter[str]:
        return Counter(row[1] for row in self.rows["notes"])

    def episodes(self) -> dict[tuple[str, str], dict[str, Any]]:
        """By chat and id; one that ended lingers in its chat for a while, as it ended."""
        opened = {
            (row[0], episode["id"]): episode
            for row in self.rows["chats"]
            for episode in json.loads(row[3]).get("episodes", {}).values()
        }
        ended = {(row[1], (body := json.loads(row[6]))["id"]): body for row in self.rows["episodes"]}
        assert len(ended) == len(self.rows["episodes"])
        return {**opened, **ended}


async def _live(folder: Path) -> Ended:
    async with an_evening(folder, SEED) as (evening, server):
        await evening.passes(KILLS)
        printed = (folder / "errors").read_bytes()
        rows, whole = dump(folder / "attune.db", KEY), integrity(folder / "attune.db", KEY)
        return Ended(evening, server, rows, printed, whole)


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    return asyncio.run(_live(tmp_path_factory.mktemp("lives")))


def test_as_many_lives_were_killed_as_promised(ended: Ended, capsys: pytest.CaptureFixture[str]) -> None:
    history = ended.evening.history
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(ended.server.every)} updates in {history.steps} steps, {history.given_again} given "
            f"again once confirmed; killed after {dict(history.kills)}; notes {dict(ended.notes())}\n"
        )
    assert history.kills.total() == KILLS


@when_enough
def test_deaths_came_in_every_stage(ended: Ended) -> None:
    stages = {point.partition(" ")[0] for point in ended.evening.history.kills}
    assert {"began", "committed", "asked", "accepted"} <= stages


def test_no_update_is_lost(ended: Ended) -> None:
    me = Me(ended.server.bot.id, str(ended.server.bot.username))
    known = {row[0] for row in ended.rows["updates"]}
    since = ended.server.at - REMEMBERED
    told = [
        update
        for number, raw in ended.server.every.items()
        for update in translate(raw, me, received=ended.server.came_at[number])
        if update.at > since
    ]
    lost = [update.id for update in told if marked_id(update.id) not in known]
    assert (lost, ended.server.unconfirmed) == ([], 0)
    assert len(told) > len(ended.server.every) // 3


def test_each_disclosure_is_an_episode_and_nothing_else_is_one(ended: Ended) -> None:
    couples = ended.evening.couples
    said = {(f"telegram:{c.home.id}", str(message.id)) for c in couples for message in c.disclosed}
    revealed = {
        (f"telegram:{c.home.id}", f"telegram:{message.chat.id}/{message.id}")
        for c in couples
        for message in c.answered
    }
    found = set(ended.episodes())
    assert said - found == set()
    assert found - said - revealed == set()


def heard(ended: Ended) -> list[tuple[tuple[str, str], str]]:
    """The messages that answered, each with its episode."""
    return [
        (key, part["message"])
        for key, episode in ended.episodes().items()
        for response in episode["responses"]
        for part in response["parts"]
    ]


def test_each_answer_counts_once_in_an_episode(ended: Ended) -> None:
    assert [one for one, count in Counter(heard(ended)).items() if count > 1] == []


@when_enough
def test_answers_were_heard(ended: Ended) -> None:
    assert heard(ended) != []


def test_no_note_is_shown_twice(ended: Ended) -> None:
    history = ended.evening.history
    assert [note for note, count in history.shown.items() if count > 1] == []
    assert [key for key, count in history.keys.items() if count > 1] == []


def test_no_message_with_buttons_stands_twice(ended: Ended) -> None:
    """As people see it: the number of a note is on its buttons."""
    numbers = Counter(
        (message.chat.id, message.buttons[0].data.partition(":")[0])
        for chat in ended.server.world.chats.values()
        for message in ended.by_bot(chat)
        if message.buttons and message.buttons[0].data
    )
    assert [place for place, count in numbers.items() if count > 1] == []


def test_each_group_has_one_card_unless_its_sender_died(ended: Ended) -> None:
    cards = [len(ended.by_bot(chat)) for chat in ended.evening.strangers]
    assert set(cards) <= {0, 1}
    assert cards.count(0) <= ended.notes()["unknown"]


def test_each_answer_is_revealed_once(ended: Ended) -> None:
    copied = Counter(
        message.copied_from.id
        for couple in ended.evening.couples
        for message in ended.by_bot(couple.home)
        if message.copied_from is not None
    )
    answered = {message.id for couple in ended.evening.couples for message in couple.answered}
    assert set(copied) <= answered
    assert [message for message, count in copied.items() if count > 1] == []


def test_a_death_leaves_few_notes_of_unknown_fate_and_all_others_settled(ended: Ended) -> None:
    notes = ended.notes()
    assert notes["sending"] == 0
    assert notes["unknown"] <= 4 * KILLS


def test_the_database_is_whole(ended: Ended) -> None:
    assert ended.integrity == "ok"


def test_no_correct_bot_would_have_asked_otherwise(ended: Ended) -> None:
    assert ended.server.violations == []


def test_what_the_lives_printed_at_debug_holds_neither_token_nor_words(ended: Ended) -> None:
    assert ended.printed
    for secret in (ended.server.token, "afraid", "with you", "Stranger", "Person"):
        assert secret.encode() not in ended.printed
