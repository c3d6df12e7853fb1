"""The client receives from a loopback Telegram: in order, confirmed after the commit, through every fault."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from adapters.telegram.client import TelegramPlatform
from adapters.telegram.receiving import next_offset
from core.chats import ChatKind
from core.ids import PersonId
from core.inbound import BotAdded, ButtonPressed, Commanded, ReactedTo
from core.notes import Note, NoteId
from core.screens.model import Button, Screen
from tests.cases import cases
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_faults import (
    DropsBeforeAcceptance,
    Fault,
    FloodWait,
    GarbageBody,
    HalfOpen,
    ProxyPage,
    ServerError,
)
from tests.servers.telegram_model import Message, User
from tests.telegram.small_shell import FAST, Shell, platform_of, running, said_in

CANARY = "canary: I never told anyone"


@pytest.mark.usefixtures("platform")
async def test_an_update_is_confirmed_only_after_its_commit(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    shell.open.clear()
    await server.says(ana, ana, "hello")
    await server.until(lambda: shell.arrived)
    await asyncio.sleep(0.05)
    before = server.unconfirmed
    shell.open.set()
    await server.until_confirmed()
    assert (before, shell.said) == (1, ["hello"])


@pytest.mark.usefixtures("platform")
async def test_what_could_not_be_committed_comes_again(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    shell.fails = lambda update: len(shell.arrived) < 3
    await server.says(ana, ana, "hello")
    await server.until_confirmed()
    assert (len(shell.arrived), shell.said) == (3, ["hello"])


@pytest.mark.usefixtures("platform")
async def test_a_failure_holds_up_its_own_chat_in_order_and_no_other(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    shell.open.clear()
    await server.says(ana, ana, "wait")
    await server.until(lambda: shell.arrived)
    for who, text in ((ana, "first"), (ana, "second"), (ben, "third")):
        await server.says(who, who, text)
    shell.fails = lambda update: said_in(update) == "first"
    shell.open.set()
    await server.until(lambda: "third" in shell.said)
    await asyncio.sleep(0.1)
    held = (shell.said, server.unconfirmed)
    shell.fails = lambda update: False
    await server.until_confirmed()
    assert (held, shell.said) == ((["wait", "third"], 3), ["wait", "third", "first", "second"])


@pytest.mark.usefixtures("platform")
async def test_chats_are_handled_side_by_side_and_each_in_its_order(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    shell.open.clear()
    await server.says(ana, ana, "0")
    await server.until(lambda: len(shell.arrived) == 1)
    for number in range(1, 4):
        await server.says(ana, ana, f"Ana {number}")
        await server.says(ben, ben, f"Ben {number}")
    shell.lets_through()
    await server.until(lambda: len(shell.arrived) == 3)  # one of each waits at the same time
    shell.open.set()
    await server.until_confirmed()
    assert [text for text in shell.said if "Ana" in text] == ["Ana 1", "Ana 2", "Ana 3"]
    assert [text for text in shell.said if "Ben" in text] == ["Ben 1", "Ben 2", "Ben 3"]


async def test_what_was_not_confirmed_before_a_stop_comes_after_the_start(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    shell.open.clear()
    async with running(platform_of(server), shell):
        await server.says(ana, ana, "hello")
        await server.until(lambda: shell.arrived)
    shell.open.set()
    async with running(platform_of(server), shell):
        await server.until_confirmed()
    assert (shell.said, len(shell.arrived)) == (["hello"], 2)


@pytest.mark.usefixtures("platform")
async def test_an_update_that_nobody_can_read_is_skipped_and_told_without_its_words(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    with capture_logs() as lines:
        server.updates.add_raw({"message": {"message_id": 1, "text": CANARY}})
        await server.says(ana, ana, "hello")
        await server.until_confirmed()
    assert shell.said == ["hello"]
    assert lines == [{"event": "update_unreadable", "log_level": "warning", "platform": "telegram"}]


@pytest.mark.usefixtures("platform")
async def test_numbers_that_begin_again_after_a_long_silence_are_received(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    await server.says(ana, ana, "before")
    await server.until_confirmed()
    polls = len(server.calls_of("getUpdates"))
    await server.until(lambda: len(server.calls_of("getUpdates")) > polls + 1)
    server.updates.next_id = 7
    await server.says(ana, ana, "after")
    await server.until_confirmed()
    assert shell.said == ["before", "after"]


async def test_a_press_is_answered_once_its_effects_are_committed(
    server: TelegramServer, shell: Shell, ana: User, platform: TelegramPlatform
) -> None:
    message = await _asked(server, platform, ana)
    shell.open.clear()
    press = await server.presses(ana, message, "Yes")
    await server.until(lambda: len(shell.arrived) == 2)
    before = press.answered.is_set()
    shell.open.set()
    await press.wait_for_answer()
    assert (before, [u.what.data for u in shell.committed if isinstance(u.what, ButtonPressed)]) == (
        False,
        ["17:yes"],
    )


async def test_a_press_that_can_be_answered_no_more_counts_all_the_same(
    server: TelegramServer, shell: Shell, ana: User, platform: TelegramPlatform
) -> None:
    message = await _asked(server, platform, ana)
    server.breaks_next("answerCallbackQuery", ServerError())
    await server.presses(ana, message, "Yes")
    await server.until_confirmed()
    assert isinstance(shell.committed[-1].what, ButtonPressed)


async def test_an_answer_to_a_press_that_hangs_holds_up_no_update(
    server: TelegramServer, shell: Shell, ana: User
) -> None:
    client = platform_of(server, timing=replace(FAST, call_s=30))
    async with running(client, shell):
        await server.until(lambda: server.updates.is_polled)
        message = await _asked(server, client, ana)
        server.breaks_next("answerCallbackQuery", HalfOpen())
        await server.presses(ana, message, "Yes")
        await server.says(ana, ana, "and on")
        await server.until_confirmed()
    assert shell.said[-1] == "and on"


async def test_a_press_whose_answer_met_flood_control_is_answered_all_the_same(
    server: TelegramServer, shell: Shell, ana: User, platform: TelegramPlatform
) -> None:
    message = await _asked(server, platform, ana)
    server.breaks_next("answerCallbackQuery", FloodWait(1))
    press = await server.presses(ana, message, "Yes")
    await press.wait_for_answer()
    assert len(server.calls_of("answerCallbackQuery")) == 2


numbers = st.integers(1, 300)


@given(st.lists(numbers, unique=True, max_size=12), st.data())
@settings(max_examples=cases(100))
def test_no_offset_ever_confirms_what_is_left_in_whatever_order_it_came(
    batch: list[int], data: st.DataObject
) -> None:
    left = data.draw(st.lists(st.sampled_from(batch), unique=True)) if batch else []
    offset = next_offset([{"update_id": n} for n in batch], [{"update_id": n} for n in left])
    assert all(number >= (offset or 0) for number in left)
    assert left or not batch or all(number < (offset or 0) for number in batch)


@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=6), st.randoms())
@settings(max_examples=cases(15))
async def test_updates_given_again_and_mixed_anew_have_their_effect_once(
    order: list[int], again: list[int], dice: Random
) -> None:
    """The set of ids, not the highest of them, tells what was handled."""
    async with TelegramServer() as server:
        shell = Shell()
        people = [server.user(f"Person {number}") for number in range(6)]
        first = dice.randrange(10**6)
        async with running(platform_of(server), shell):
            await server.until(lambda: server.updates.is_polled)
            for number in (*order, *again):
                server.updates.next_id = first + 97 * ((number * 5) % 6)  # any order but theirs
                await server.says(people[number], people[number], f"words {number}")
            await server.until_confirmed()
    assert sorted(set(shell.arrived)) == sorted({update.id for update in shell.committed})
    assert sorted(shell.said) == sorted({f"words {number}" for number in order})


@pytest.mark.usefixtures("platform")
async def test_two_people_and_the_bot_are_a_couple_more_are_friends_and_many_a_community(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    couple = server.group("Us", ana, ben)
    friends = server.group("All of us", ana, ben, server.user("Cleo"))
    town = server.group("Gardeners", ana, kind="supergroup", username="gardeners")
    forum = server.group("Our street", ana, ben, kind="supergroup", is_forum=True)
    club = server.group("The club", ana, *(server.user(f"Member {n}") for n in range(20)), kind="supergroup")
    for chat in (couple, friends, town, forum, club):
        await server.adds_bot(chat, ana)
    await server.until_confirmed()
    added = [update.what for update in shell.committed if isinstance(update.what, BotAdded)]
    assert {(each.chat, each.kind) for each in added} == {
        (f"telegram:{couple.id}", ChatKind.COUPLE),
        (f"telegram:{friends.id}", ChatKind.FRIENDS),
        (f"telegram:{town.id}", ChatKind.COMMUNITY),
        (f"telegram:{forum.id}", ChatKind.COMMUNITY),
        (f"telegram:{club.id}", ChatKind.COMMUNITY),
    }
    assert {each.by.name for each in added if each.by} == {"Ana"}


A_NO = ProxyPage(400, '{"ok": false, "error_code": 400, "description": "Bad Request: CHAT_ADMIN_REQUIRED"}')
"""What Telegram itself answers."""
HICCUPS = (FloodWait(1), ServerError(), DropsBeforeAcceptance(), GarbageBody())


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("hiccup", HICCUPS, ids=repr)
async def test_a_hiccup_while_its_members_are_counted_makes_no_couple_to_friends(
    server: TelegramServer, shell: Shell, ana: User, ben: User, hiccup: Fault
) -> None:
    server.breaks_next("getChatMemberCount", hiccup, hiccup)
    await server.adds_bot(server.group("Us", ana, ben), ana)
    await server.until_confirmed()
    added = [update.what for update in shell.committed if isinstance(update.what, BotAdded)]
    assert [each.kind for each in added] == [ChatKind.COUPLE]


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize(
    ("asked", "faults"),
    [(5, [ServerError()] * 5), (1, [A_NO])],
    ids=["no answer", "a no"],
)
async def test_a_group_whose_members_cannot_be_counted_is_taken_for_friends_and_holds_nobody_up(
    server: TelegramServer, shell: Shell, ana: User, ben: User, asked: int, faults: list[Fault]
) -> None:
    server.breaks_next("getChatMemberCount", *faults)
    await server.adds_bot(server.group("Us", ana, ben), ana)
    await server.says(ben, ben, "hello")
    await server.until_confirmed()
    added = [update.what for update in shell.committed if isinstance(update.what, BotAdded)]
    assert [each.kind for each in added] == [ChatKind.FRIENDS]
    assert (len(server.calls_of("getChatMemberCount")), shell.said) == (asked, ["hello"])


@pytest.mark.usefixtures("platform")
async def test_reactions_reach_the_shell_where_the_bot_is_an_admin(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    chat = server.group("Us", ana, ben)
    await server.adds_bot(chat, ana, admin=True)
    message = await server.says(ana, chat, "I got the job")
    await server.reacts(ben, message, "❤")
    await server.reacts(ben, message, "🔥")
    await server.until_confirmed()
    reactions = [u.what for u in shell.committed if isinstance(u.what, ReactedTo)]
    assert [(r.emoji, r.removed) for r in reactions] == [("❤", False), ("❤", True), ("🔥", False)]


@pytest.mark.usefixtures("platform")
async def test_a_group_that_moves_does_no_harm(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    chat = server.group("Us", ana, ben)
    await server.adds_bot(chat, ana)
    new = await server.migrates(chat, ana)
    await server.says(ben, new, "here we are")
    await server.until_confirmed()
    assert shell.said == ["here we are"]


@pytest.mark.usefixtures("platform")
async def test_telegram_says_who_moderates_a_chat(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    town = server.group("Gardeners", ana, ben, kind="supergroup", username="gardeners")
    await server.adds_bot(town, ana)
    for person in (ana, ben):
        await server.says(person, town, "/moderate@attune_bot")
    await server.until_confirmed()
    said = [update.what for update in shell.committed if isinstance(update.what, Commanded)]
    assert [(each.who.name, each.who.moderator) for each in said] == [("Ana", True), ("Ben", False)]


@pytest.mark.usefixtures("platform")
@pytest.mark.parametrize("hiccup", HICCUPS, ids=repr)
async def test_a_hiccup_while_it_is_asked_takes_nobodys_rights(
    server: TelegramServer, shell: Shell, ana: User, ben: User, hiccup: Fault
) -> None:
    town = server.group("Gardeners", ana, ben, kind="supergroup", username="gardeners")
    await server.adds_bot(town, ana)
    server.breaks_next("getChatMember", hiccup)
    await server.says(ana, town, "/moderate@attune_bot")
    await server.until_confirmed()
    said = [update.what for update in shell.committed if isinstance(update.what, Commanded)]
    assert [each.who.moderator for each in said] == [True]


@pytest.mark.usefixtures("platform")
async def test_where_telegram_does_not_say_it_stays_unknown_and_the_command_goes_on(
    server: TelegramServer, shell: Shell, ana: User, ben: User
) -> None:
    town = server.group("Gardeners", ana, ben, kind="supergroup", username="gardeners")
    await server.adds_bot(town, ana)
    server.breaks_next("getChatMember", *[ServerError()] * 5)
    await server.says(ana, town, "/moderate@attune_bot")
    await server.until_confirmed()
    said = [update.what for update in shell.committed if isinstance(update.what, Commanded)]
    assert [each.who.moderator for each in said] == [None]


@pytest.mark.usefixtures("platform")
async def test_every_command_is_in_the_private_menu_and_some_in_the_groups(server: TelegramServer) -> None:
    private, groups, admins = (
        " ".join(command["command"] for command in server.commands[(scope, "")])
        for scope in ("all_private_chats", "all_group_chats", "all_chat_administrators")
    )
    everything = "pair checkin checkins level prompts park mark mirror keep recap why settings hours chat"
    everything += " pause resume privacy mydata leave withdraw forget hide show example help"
    assert private == everything
    assert groups == "checkin park mark chat pause resume privacy leave help"
    assert admins == groups.replace("chat", "chat moderate")


async def _asked(server: TelegramServer, platform: TelegramPlatform, who: User) -> Message:
    """A question that stands in the person's private chat."""
    await server.starts(who)
    note = Note(kind="question", to_person=_person(who))
    shown = await platform.show(NoteId(17), note, Screen(text="?", rows=((Button("yes", "Yes"),),)), None)
    return server.chat(who).by_id[int(shown.partition("/")[2])]


def _person(who: User) -> PersonId:
    return PersonId(f"telegram:{who.id}")
