"""The client against a simulated Discord: real discord.py, real requests, a small shell behind."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

import discord
from adapters.discord.answers import ANSWER_KEPT, GAP_S
from adapters.discord.client import DiscordPlatform
from adapters.discord.ids import channel_chat, person_id, private_chat
from adapters.discord.interactions import MIRROR_FORM
from core.ids import MessageId, PersonId
from core.inbound import (
    BotAdded,
    ButtonPressed,
    Commanded,
    DeletedPost,
    EditedPost,
    MarkedPost,
    MirrorAsked,
    Posted,
    ReactedTo,
)
from core.notes import Note, NoteId
from core.ports import MaybeSent, NotSent, Platform, Refused, Unreachable
from core.screens.model import Attachment, Screen
from core.utterance import Utterance
from tests.discord.shell import CONSENT, SmallShell, running
from tests.servers.discord import Channel, Person, SimulatedDiscord, buttons_on, words_on

HELP = Screen(text="Attune helps two people.")
NOTE = Screen(text="A note, when you have a minute.")
CONSENT_WORDS = "**Before anything is read**\nRobin runs this bot."


OWN_DATA = Attachment("own.json", "application/json", b"{}")


def file_names(message: discord.Message) -> list[str]:
    return [file.filename for file in message.attachments]


def two_on_a_server(world: SimulatedDiscord) -> tuple[Person, Person, Channel]:
    server = world.server()
    return world.person("ana", server), world.person("ben", server), server.create_text_channel("us")


def note_to(person: Person, **more: object) -> Note:
    return Note(kind="nudge", to_person=person_id(person.id), **more)  # type: ignore[arg-type]  # fields by name


def note_in(channel: Channel, **more: object) -> Note:
    return Note(kind="card", to_chat=channel_chat(channel.id), **more)  # type: ignore[arg-type]  # fields by name


def test_it_is_a_platform() -> None:
    platform: Platform = DiscordPlatform(token="made-up")
    assert platform.name == "discord"


# Commands


async def test_a_command_in_a_channel_is_answered_to_its_person_only() -> None:
    async with running(SmallShell({"help": HELP})) as world:
        ana, ben, us = two_on_a_server(world)
        answer = await ana.slash("help", where=us)
        assert (answer.ephemeral, words_on(answer), len(ben.sees(us))) == (True, HELP.text, 0)


async def test_a_command_in_direct_messages_is_answered_there_for_good() -> None:
    async with running(SmallShell({"privacy": HELP})) as world:
        answer = await world.person("ana").slash("privacy")
        assert (answer.ephemeral, words_on(answer)) == (False, HELP.text)


async def test_start_in_a_channel_adds_the_chat_and_then_runs() -> None:
    shell = SmallShell({"start": CONSENT})
    async with running(shell) as world:
        server = world.server()  # it has an owner: with Ana and the bot they are three
        ana, us = world.person("ana", server), server.create_text_channel("us")
        answer = await ana.slash("start", where=us)
        added, started = shell.seen
        assert isinstance(added, BotAdded)
        assert isinstance(started, Commanded)
        assert (added.kind.value, added.chat, words_on(answer)) == ("couple", started.chat, CONSENT_WORDS)


async def test_an_unanswered_command_does_not_think_for_ever() -> None:
    async with running(SmallShell()) as world:
        ana, _, us = two_on_a_server(world)
        await ana.slash("pause", where=us)
        await world.passes(timedelta(seconds=GAP_S + 1))
        assert ana.sees(us) == []


async def test_an_answer_for_somebody_else_does_not_use_the_interaction() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, ben, us = two_on_a_server(world)
        await ana.slash("checkin", where=us)
        await shell.says(note_to(ben, answering=shell.updates[-1].answering), NOTE)
        assert [words_on(each) for each in ben.inbox] == [NOTE.text]


async def test_a_second_answer_to_one_command_follows_the_first() -> None:
    shell = SmallShell({"settings": HELP})
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        await ana.slash("settings", where=us)
        await shell.says(note_to(ana, answering=shell.updates[-1].answering), NOTE)
        assert [words_on(each) for each in ana.sees(us)] == [HELP.text, NOTE.text]


async def test_an_answer_after_a_restart_comes_as_a_direct_message() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        await ana.slash("help", where=us)
        again = shell.restarted()
        assert again.platform is not None
        await world.restarts(again.platform.connection(again.handle))
        await again.says(note_to(ana, answering=shell.updates[-1].answering), HELP)
        assert [words_on(each) for each in ana.inbox] == [HELP.text]


async def test_a_file_is_uploaded_with_its_screen() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, _ = two_on_a_server(world)
        await shell.says(note_to(ana), Screen(text="Your data.", attachment=OWN_DATA))
        assert [(words_on(each), file_names(each)) for each in ana.inbox] == [("Your data.", ["own.json"])]


async def test_a_file_answers_a_command() -> None:
    async with running(SmallShell({"mydata": Screen(text="Your data.", attachment=OWN_DATA)})) as world:
        ana, _, us = two_on_a_server(world)
        answer = await ana.slash("mydata", where=us)
        (shown,) = ana.sees(us)
        assert (answer.ephemeral, file_names(shown)) == (True, ["own.json"])


async def test_a_screen_without_a_file_takes_it_away() -> None:
    shell = SmallShell({"agree": HELP}, in_place=True)
    async with running(shell) as world:
        ana = world.person("ana")
        await shell.says(note_to(ana), replace(CONSENT, attachment=OWN_DATA))
        await ana.presses(ana.inbox[-1], "I agree")
        assert [(words_on(each), file_names(each)) for each in ana.inbox] == [(HELP.text, [])]


# Buttons and forms


async def test_a_press_in_a_channel_is_answered_in_private() -> None:
    shell = SmallShell({"agree": HELP})
    async with running(shell) as world:
        _, ben, us = two_on_a_server(world)
        await shell.says(note_in(us), CONSENT, number=12)
        answer = await ben.presses(ben.sees(us)[-1], "I agree")
        assert isinstance(press := shell.seen[-1], ButtonPressed)
        assert (press.data, answer.ephemeral, words_on(answer)) == ("12:agree", True, HELP.text)


async def test_a_press_works_after_a_restart() -> None:
    shell = SmallShell({"agree": HELP})
    async with running(shell) as world:
        _, ben, us = two_on_a_server(world)
        await shell.says(note_in(us), CONSENT)
        again = shell.restarted()
        assert again.platform is not None
        await world.restarts(again.platform.connection(again.handle))
        assert words_on(await ben.presses(ben.sees(us)[-1], "I agree")) == HELP.text


async def test_a_press_on_a_direct_note_changes_it_in_place() -> None:
    shell = SmallShell({"agree": HELP}, in_place=True)
    async with running(shell) as world:
        ana = world.person("ana")
        await shell.says(note_to(ana), CONSENT)
        await ana.presses(ana.inbox[-1], "I agree")
        assert [(words_on(each), buttons_on(each)) for each in ana.inbox] == [(HELP.text, [])]


async def test_a_press_on_an_ephemeral_answer_changes_it_in_place() -> None:
    shell = SmallShell({"start": CONSENT, "agree": HELP}, in_place=True)
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        answer = await ana.slash("start", where=us)
        await ana.presses(answer, "I agree")
        assert [words_on(each) for each in ana.sees(us)] == [HELP.text]


async def test_a_press_on_an_ephemeral_answer_can_be_answered_below_it() -> None:
    shell = SmallShell({"start": CONSENT, "agree": HELP})
    async with running(shell) as world:
        ana, ben, us = two_on_a_server(world)
        await ana.presses(await ana.slash("start", where=us), "I agree")
        assert [words_on(each) for each in ana.sees(us)] == [CONSENT_WORDS, HELP.text]
        assert ben.sees(us) == []


async def test_a_buttons_form_opens_and_comes_back_after_a_restart() -> None:
    shell = SmallShell({"write": HELP})
    async with running(shell) as world:
        _, ben, us = two_on_a_server(world)
        await shell.says(note_in(us), CONSENT, number=12)
        opened = await ben.presses(ben.sees(us)[-1], "Write")
        again = shell.restarted()
        assert again.platform is not None
        await world.restarts(again.platform.connection(again.handle))
        answer = await ben.submits(opened, {"words": "hello there"})
        assert words_on(opened) == "Write\nYour words"
        assert isinstance(press := again.seen[-1], ButtonPressed)
        assert (press.data, press.fields, words_on(answer)) == (
            "12:write",
            {"words": "hello there"},
            HELP.text,
        )


# Message menus


async def test_this_matters_brings_the_words_that_the_gateway_withheld() -> None:
    shell = SmallShell({"MarkedPost": HELP})
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        message = await ana.says(us, "I got the job")
        answer = await ana.context_menu("This matters", message)
        assert [type(what) for what in shell.seen] == [MarkedPost]
        assert isinstance(mark := shell.seen[0], MarkedPost)
        assert (mark.message, mark.words) == (str(message.id), Utterance(text="I got the job"))
        assert (answer.ephemeral, words_on(answer)) == (True, HELP.text)


async def test_mirror_my_answer_asks_for_a_draft_and_hands_both_over() -> None:
    shell = SmallShell({"MirrorAsked": HELP})
    async with running(shell) as world:
        ana, ben, us = two_on_a_server(world)
        message = await ben.says(us, "my father died")
        opened = await ana.context_menu("Mirror my answer", message)
        assert opened.modal is not None
        assert opened.modal["custom_id"].startswith(f"{MIRROR_FORM}:")
        answer = await ana.submits(opened, {"draft": "I am so sorry"})
        assert isinstance(asked := shell.seen[-1], MirrorAsked)
        assert (asked.draft.text, asked.to) == ("I am so sorry", Utterance(text="my father died"))
        assert (answer.ephemeral, words_on(answer)) == (True, HELP.text)


async def test_after_a_restart_a_draft_is_mirrored_without_what_it_answers() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, ben, us = two_on_a_server(world)
        opened = await ana.context_menu("Mirror my answer", await ben.says(us, "my father died"))
        again = shell.restarted()
        assert again.platform is not None
        await world.restarts(again.platform.connection(again.handle))
        await ana.submits(opened, {"draft": "I am so sorry"})
        assert isinstance(asked := again.seen[-1], MirrorAsked)
        assert asked.to is None


# Messages


async def test_a_direct_message_is_handed_in() -> None:
    shell = SmallShell({"Posted": HELP})
    async with running(shell) as world:
        ana = world.person("ana")
        message = await ana.dms("my answer")
        assert isinstance(said := shell.seen[-1], Posted)
        assert (said.chat, said.message, said.private) == (private_chat(ana.id), str(message.id), True)
        assert [words_on(each) for each in ana.inbox] == [HELP.text]


async def test_without_listening_a_channel_is_deaf() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        message = await ana.says(us, f"{world.mention} I got the job")
        await ana.edits(message, "I got it")
        await ana.reacts(message, "❤️")
        await ana.deletes(message)
        assert shell.seen == []


async def test_with_listening_messages_edits_reactions_and_deletions_arrive_in_order() -> None:
    shell = SmallShell()
    async with running(shell, listening=True) as world:
        ana, ben, us = two_on_a_server(world)
        first = await ana.says(us, "I got the job")
        await ben.says(us, "wow", to=first)
        await ben.reacts(first, "❤️")
        await ben.takes_back(first, "❤️")
        await ana.edits(first, "I got the job!")
        await ana.deletes(first)
        kinds = [type(what) for what in shell.seen]
        assert kinds == [Posted, Posted, ReactedTo, ReactedTo, EditedPost, DeletedPost]
        assert isinstance(reply := shell.seen[1], Posted)
        assert (reply.reply_to, reply.reply_to_author) == (str(first.id), person_id(ana.id))


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.incoming.RETRIES_S", (0.001, 0.002, 0.003))


@pytest.mark.usefixtures("quick_retries")
async def test_an_update_that_could_not_be_committed_comes_again_before_the_next() -> None:
    shell = SmallShell(failures=2)
    async with running(shell) as world:
        ana = world.person("ana")
        await ana.user.send_dm("one")
        await ana.user.send_dm("two")
        await world.passes(timedelta(seconds=5))
        assert [what.words.text for what in shell.seen if isinstance(what, Posted)] == ["one", "two"]


@pytest.mark.usefixtures("quick_retries")
async def test_an_update_that_never_can_be_committed_is_dropped_without_a_word(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    shell = SmallShell(failures=4)
    async with running(shell) as world:
        await world.person("ana").user.send_dm("canary-7191")
        await world.passes(timedelta(seconds=10))
        assert shell.seen == []
    ours = [record for record in caplog.records if record.name == "attune.discord"]
    assert ours[-1].getMessage() == "update_dropped"
    assert "canary-7191" not in "\n".join(f"{record.getMessage()} {record.__dict__}" for record in ours)


# Notes


async def test_a_note_to_a_person_is_a_direct_message_with_a_nonce() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana = world.person("ana")
        await shell.says(note_to(ana), NOTE, number=31)
        assert [words_on(each) for each in ana.inbox] == [NOTE.text]
        assert [one.nonce for one in world.sent if one.message is not None] == ["31"]


async def test_a_note_to_a_chat_can_be_edited_later() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        first = await shell.says(note_in(us), CONSENT, number=1)
        second = await shell.says(note_in(us, replaces=NoteId(1)), HELP)
        assert (first == second, [words_on(each) for each in ana.sees(us)]) == (True, [HELP.text])


async def test_a_note_whose_message_is_gone_is_shown_anew() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        shell.sent[NoteId(1)] = f"{us.id}/1440990000000000001"
        await shell.says(note_in(us, replaces=NoteId(1)), HELP, number=2)
        assert [words_on(each) for each in ana.sees(us)] == [HELP.text]


async def test_a_reveal_shows_each_answer_under_its_persons_name_as_its_own_message() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, ben, us = two_on_a_server(world)
        one, two = await ana.dms("the sea, @everyone"), await ben.dms("*my* brother")
        copies = tuple(
            (private_chat(who.id), MessageId(str(message.id))) for who, message in ((ana, one), (ben, two))
        )
        reference, *ids = (await shell.says(note_in(us, copies=copies), NOTE, number=5)).split()
        shown = ana.sees(us)
        assert [words_on(each) for each in shown] == [
            NOTE.text,
            "**ana**\n> the sea, @\u200beveryone",
            "**ben**\n> \\*my\\* brother",
        ]
        assert ([reference.split("/")[1], *ids]) == [str(each.id) for each in shown]
        assert [one.nonce for one in world.sent if one.message is not None] == ["5", "5.1", "5.2"]


async def test_somebodys_own_words_come_back_below_a_private_note() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        words = await ana.dms("ask about the interview")
        copies = ((private_chat(ana.id), MessageId(str(words.id))),)
        await shell.says(note_to(ana, copies=copies), NOTE)
        shown = [words_on(each) for each in ana.inbox if each.id != words.id]
        assert shown == [NOTE.text, "**ana**\n> ask about the interview"]
        assert ana.sees(us) == []


@pytest.mark.parametrize("in_place", [True, False])
async def test_words_below_an_answer_that_ended_meanwhile_come_to_who_takes_direct_messages(
    in_place: bool,
) -> None:
    """The interaction ends between the screen and the words below it."""
    shell = SmallShell()
    async with running(shell) as world:
        ana, _, us = two_on_a_server(world)
        words = await ana.dms("ask about the interview")
        await ana.slash("keep", where=us)
        assert shell.platform is not None

        def now() -> datetime:
            shown = any(one.method == "PATCH" for one in world.sent)
            return world.now() + (2 * ANSWER_KEPT if shown else timedelta(0))

        shell.platform._answers._awaited._clock = now
        copies = ((private_chat(ana.id), MessageId(str(words.id))),)
        answering = shell.updates[-1].answering
        await shell.says(note_to(ana, answering=answering, in_place=in_place, copies=copies), NOTE)
        assert [words_on(each) for each in ana.sees(us)] == [NOTE.text]
        came = [words_on(each) for each in ana.inbox if each.id != words.id]
        assert came == ([] if in_place else ["**ana**\n> ask about the interview"])
        assert [type(each) for each in shell.refusals] == ([MaybeSent] if in_place else [])


async def test_a_withdrawn_answer_leaves_its_place_empty() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana, ben, us = two_on_a_server(world)
        one, two = await ana.dms("the sea"), await ben.dms("my brother")
        await ana.deletes(one)
        copies = tuple(
            (private_chat(who.id), MessageId(str(message.id))) for who, message in ((ana, one), (ben, two))
        )
        _, first, second = (await shell.says(note_in(us, copies=copies), NOTE)).split()
        assert (first, second) == ("-", str(ben.sees(us)[-1].id))


# What became of it


async def test_a_person_who_closed_their_direct_messages_is_out_of_reach() -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana = world.person("ana")
        ana.closes_dms()
        await shell.says(note_to(ana), NOTE)
        assert [type(each) for each in shell.refusals] == [Unreachable]


@pytest.mark.parametrize(
    ("status", "became"), [(400, Refused), (403, Refused), (404, Refused), (429, NotSent), (503, MaybeSent)]
)
async def test_what_discord_answers_tells_what_became_of_a_note(status: int, became: type[Exception]) -> None:
    shell = SmallShell()
    async with running(shell) as world:
        _, _, us = two_on_a_server(world)
        world.env.inject_error("POST", f"/channels/{us.id}/messages", status=status, code=0, message="no")
        await shell.says(note_in(us), NOTE)
        assert [type(each) for each in shell.refusals] == [became]


async def test_before_the_login_nothing_is_sent() -> None:
    note = Note(kind="nudge", to_person=person_id(1))
    with pytest.raises(NotSent):
        await DiscordPlatform(token="made-up").show(NoteId(1), note, NOTE, None)


async def test_a_person_of_another_platform_is_refused() -> None:
    note = Note(kind="nudge", to_person=PersonId("telegram:1"))
    with pytest.raises(Refused):
        await DiscordPlatform(token="made-up").show(NoteId(1), note, NOTE, None)


async def test_a_payload_unlike_any_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    shell = SmallShell()
    async with running(shell) as world:
        ana = world.person("ana")
        await ana.dms("one")
        parsers = world.env.bot._connection.parsers
        parsers["MESSAGE_CREATE"]({"id": "canary-7191", "author": {"id": 5}})
        parsers["INTERACTION_CREATE"]({"type": 3, "data": "canary-7191"})
        await ana.dms("two")
        assert [what.words.text for what in shell.seen if isinstance(what, Posted)] == ["one", "two"]
    assert "canary-7191" not in caplog.text


async def test_the_bot_asks_for_no_more_than_it_needs() -> None:
    platform = DiscordPlatform(token="made-up")

    async def nobody(update: object) -> None:
        del update

    intents = platform.connection(nobody).intents
    assert intents == discord.Intents(guilds=True, dm_messages=True)
