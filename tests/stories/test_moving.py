"""A chat gets another id, as when a group becomes a supergroup: nothing is lost, nothing comes twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.storage.memory import MemoryStore
from adapters.storage.sqlcipher import SqlCipherStore, open_store
from core.chats import ChatKind
from core.effects import EpisodeEnded, Nudge
from core.ids import ChatId, MessageId, PersonId
from core.inbound import BotAdded, BotRemoved, ButtonPressed, ChatMoved, Commanded, Inbound, Posted
from core.ports import Moved
from core.utterance import Utterance
from tests.cases import cases
from tests.promises.child import KEY
from tests.promises.rows import dump
from tests.stories.world import HOME, World, private, who

THERE = ChatId("toy:there")
MOVED = ChatMoved(chat=HOME, to=THERE)
ADDED = BotAdded(chat=THERE, kind=ChatKind.FRIENDS, by=who("Ana"))


@pytest.fixture(params=["memory", "sqlcipher"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Both agreed; the first check-in is behind them."""
    store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "attune.db", KEY)
    world = World(store=store)
    await world.begin("Ana", "Ben")
    yield world
    await store.close()


async def moves(world: World) -> None:
    await world.hand_in(MOVED)


async def test_agreements_go_on_without_a_card_or_a_word(world: World) -> None:
    shown = len(world.platform.shown)
    await moves(world)
    chat, _ = await world.engine.peek(THERE, PersonId(""))
    old, _ = await world.engine.peek(HOME, PersonId(""))
    assert chat is not None
    assert (len(chat.circle()), old, len(world.platform.shown)) == (2, None, shown)


async def test_a_moment_from_before_is_answered_after(world: World) -> None:
    await world.says("Ana", "I am afraid of work", id="7")
    await world.passes(minutes=3)
    await moves(world)
    await world.says("Ben", "I am with you", id="1", chat=THERE)
    await world.passes(minutes=3)
    assert [e.episode.state for e in world.seen(EpisodeEnded)] == ["answered"]
    assert world.seen(Nudge) == []


async def test_the_same_number_names_another_message_there(world: World) -> None:
    await world.says("Ana", "I am afraid of work", id="7")
    await world.passes(minutes=3)
    await moves(world)
    await world.says("Ana", "I failed at it", id="7", chat=THERE)
    await world.passes(minutes=3)
    chat, _ = await world.engine.peek(THERE, PersonId(""))
    assert chat is not None
    assert set(chat.episodes) == {f"{HOME}/7", "7"}


async def test_a_note_that_waited_comes_once_and_its_buttons_work(world: World) -> None:
    await world.says("Ana", "I am afraid of work", id="7")
    await world.passes(minutes=3)
    await moves(world)
    await world.passes(hours=1)
    await world.presses("Ben", "Open")
    await world.presses("Ben", "Later")
    await world.passes(minutes=61)
    await world.presses("Ben", "Open")
    await world.presses("Ben", "We've talked")
    await world.passes(hours=30)
    notes = [s for s in world.private("Ben") if s.to.kind in ("nudge", "pressed")]
    assert len(notes) == 2
    assert [e.episode.state for e in world.seen(EpisodeEnded)] == ["answered"]


async def test_later_is_granted_once_whether_before_or_after(world: World) -> None:
    await world.says("Ana", "I am afraid of work", id="7")
    await world.passes(hours=1)
    await world.presses("Ben", "Open")
    opened = world.private("Ben")[-1]
    later = opened.button("Later")
    await world.hand_in(ButtonPressed(who=who("Ben"), data=later))
    await moves(world)
    await world.hand_in(ButtonPressed(who=who("Ben"), data=later))
    await world.passes(minutes=61)
    await world.passes(hours=5)
    assert sum(s.to.kind == "nudge" and s.edits == 0 for s in world.private("Ben")) <= 1


async def test_a_check_in_under_way_is_shown_where_the_chat_is_now(world: World) -> None:
    await world.commands("Ana", "checkin", chat=HOME)
    await world.tells_bot("Ana", "the sun on the tram")
    await moves(world)
    await world.tells_bot("Ben", "your laugh at breakfast")
    (reveal,) = world.shared(THERE)
    assert [place for place, _ in reveal.to.copies] == [private("Ana"), private("Ben")]
    assert [s for s in world.shared(HOME) if s.to.kind == "reveal"] == []


async def test_what_all_set_up_moves_along(world: World) -> None:
    await world.commands("Ana", "checkins", "daily 20:00", chat=HOME)
    await world.commands("Ana", "prompts", "add What made you laugh today?", chat=HOME)
    await moves(world)
    for _ in range(60):
        await world.passes(hours=1)
    chat, _ = await world.engine.peek(THERE, PersonId(""))
    assert chat is not None
    assert (chat.agenda.of("checkin").on, len(chat.repertoire.own)) == (True, 1)
    asked = [s for s in world.private("Ben") if s.to.kind in ("checkin", "passed")]
    assert len(asked) >= 2


@pytest.mark.parametrize("order", list(permutations((MOVED, MOVED, ADDED))), ids=lambda o: type(o).__name__)
async def test_in_whatever_order_it_is_told_it_happens_once(order: tuple[Inbound, ...]) -> None:
    world = World()
    await world.begin("Ana", "Ben")
    await world.says("Ana", "I am afraid of work", id="7")
    for what in order:
        await world.hand_in(what)
    await world.says("Ana", "and I failed", id="8", chat=THERE)
    await world.passes(hours=2)
    chat, _ = await world.engine.peek(THERE, PersonId(""))
    assert chat is not None
    assert (chat.kind, len(chat.circle())) == (ChatKind.COUPLE, 2)
    assert {e.episode.id for e in world.seen(EpisodeEnded)} | set(chat.episodes) >= {f"{HOME}/7"}
    cards = [s for s in world.shared(THERE) if s.to.kind == "card"]
    assert len(cards) == (1 if order[0] is ADDED else 0)


async def test_what_comes_late_under_the_old_id_counts_where_the_chat_is_now(world: World) -> None:
    await world.says("Ana", "I am afraid of work", id="7")
    await moves(world)
    await world.says("Ben", "I am with you", id="8")
    await world.deletes(MessageId("8"))
    await world.hand_in(BotRemoved(chat=HOME))
    await world.hand_in(Commanded(chat=HOME, who=who("Ana"), name="checkin"))
    chat, _ = await world.engine.peek(THERE, PersonId(""))
    assert chat is not None
    assert len(chat.circle()) == 2
    assert dict(chat.authors).get(MessageId(f"{HOME}/7")) == who("Ana").id
    reply, question = world.texts("Ana")[-2:]
    assert reply == "A question is on its way to each of you, in private."
    assert question.splitlines()[0] == "What did somebody do lately that made your day easier?"


async def test_after_two_days_the_old_id_is_nobodys(world: World) -> None:
    await moves(world)
    world.clock.at += timedelta(hours=49)
    await world.store.prune(world.clock.now())
    assert await world.store.transact(lambda tx: tx.moves()) == {}


async def test_a_send_to_the_old_id_tells_of_the_move_first(world: World) -> None:
    world.platform.fails_with = lambda note: Moved(THERE) if note.to_chat == HOME else None
    await world.commands("Ana", "chat", chat=HOME)
    assert [s.screen.title for s in world.shared(THERE)] == ["What holds for this chat"]
    await moves(world)
    assert len(world.shared(THERE)) == 1


async def test_words_in_memory_are_found_under_the_new_id(world: World) -> None:
    """A reply is read with the disclosure's words, although both came before and after the move."""
    post = Posted(
        chat=HOME, author=who("Ana"), message=MessageId("7"), words=Utterance(text="I am afraid of work")
    )
    await world.hand_in(post)
    await world.passes(minutes=3)
    await moves(world)
    await world.says("Ben", "I am with you", id="1", chat=THERE)
    await world.passes(minutes=3)
    (ended,) = world.seen(EpisodeEnded)
    assert [response.context for response in ended.episode.responses] == [True]


async def test_after_it_no_row_but_one_speaks_of_the_old_place(tmp_path: Path) -> None:
    store: SqlCipherStore = await open_store(tmp_path / "attune.db", KEY)
    world = World(store=store)
    await world.begin("Ana", "Ben")
    await world.commands("Ana", "checkin", chat=HOME)
    await world.says("Ana", "I am afraid of work", id="7")
    await world.passes(hours=7)
    await world.says("Ben", "I am with you", id="8")
    await world.passes(hours=1)
    await moves(world)
    await store.close()
    rows = dump(tmp_path / "attune.db", KEY)
    places = {
        "chats": 0,
        "rounds": 1,
        "memberships": 1,
        "episode_pairs": 1,
        "pair_counts": 0,
        "month_sums": 0,
    }
    for table, column in places.items():
        assert [row for row in rows[table] if row[column] == HOME] == [], table
    assert [row for row in rows["notes"] if f'_chat":"{HOME}"' in repr(row)] == []
    assert [row[:2] for row in rows["moves"]] == [(HOME, THERE)]


# Whatever is said, and whenever it moves


TEXTS = ("I am afraid of work", "I am with you", "the bus was late", "I failed")


@dataclass(frozen=True)
class Said:
    name: str
    text: str
    to: int
    """So many messages back it replies; 0: to none."""
    minutes: int
    late: bool
    """After the move, it arrives under the old id."""


SAID = st.builds(
    Said,
    name=st.sampled_from(("Ana", "Ben")),
    text=st.sampled_from(TEXTS),
    to=st.integers(0, 3),
    minutes=st.sampled_from((1, 3, 70)),
    late=st.booleans(),
)


async def told(script: list[Said], moves_at: int | None, again: bool) -> list[object]:
    """What came of a talk: episodes by their place in it, notes in their order, who spoke how often."""
    world = World()
    await world.begin("Ana", "Ben")
    names: list[str] = []
    moved = False
    for place, said in enumerate(script):
        if place == moves_at:
            moved = True
            await world.hand_in(MOVED)
        elif moved and again:
            await world.hand_in(MOVED)
        name, reply = f"m{place}", names[-said.to] if 0 < said.to <= len(names) else None
        was_there = reply is None or reply.startswith(HOME)
        old = not moved or (said.late and was_there)
        if reply is not None and old:
            reply = reply.rpartition("/")[2]
        await world.says(said.name, said.text, id=name, chat=HOME if old else THERE, reply_to=reply)
        names.append(f"{HOME}/{name}" if old and moves_at is not None else name)
        await world.passes(minutes=said.minutes)
    if moves_at is not None and not moved:
        await world.hand_in(MOVED)
    await world.passes(hours=30)
    chat, _ = await world.engine.peek(HOME if moves_at is None else THERE, PersonId(""))
    assert chat is not None
    ended = await world.store.transact(lambda tx: tx.episodes(chat.id))
    known = {e.id: e for e in (*ended, *chat.episodes.values())}
    episodes = sorted((e.id.rpartition("/")[2], e.state, len(e.responses)) for e in known.values())
    shown = [(s.to.kind, s.screen.text) for s in (*world.private("Ana"), *world.private("Ben"))]
    return [episodes, shown, sorted(chat.turn_counts.items())]


@settings(max_examples=cases(30))
@given(st.lists(SAID, min_size=1, max_size=7), st.integers(0, 6), st.booleans())
def test_a_talk_comes_to_the_same_wherever_in_it_the_chat_moves(
    script: list[Said], moves_at: int, again: bool
) -> None:
    """Replies across the move name what the app names; messages that are late say what they always said."""
    stays = asyncio.run(told(script, None, again))
    assert asyncio.run(told(script, min(moves_at, len(script)), again)) == stays
