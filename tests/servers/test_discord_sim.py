"""The simulated Discord, shown with a toy bot: what the real adapter may rely on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import discord
import pytest
from discord import app_commands

from tests.servers.discord import (
    Channel,
    Person,
    SentRequest,
    SimulatedDiscord,
    buttons_on,
    simulated_discord,
    words_on,
)
from tests.servers.discord_contract import DiscordContract, load_contract

WITHOUT_CONTENT = discord.Intents(
    guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, dm_reactions=True
)


def choice(label: str, action: str) -> discord.ui.LayoutView:
    """A screen with words and one button; stopped, so that discord.py keeps nothing in memory for it."""
    view = discord.ui.LayoutView(timeout=None)
    button: discord.ui.Button[discord.ui.LayoutView] = discord.ui.Button(label=label, custom_id=action)
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("Words."), discord.ui.ActionRow(button)))
    view.stop()
    return view


class Note(discord.ui.Modal, title="A note"):
    """One text field; its press is answered by custom_id, not by this object."""

    words: discord.ui.Label[Note] = discord.ui.Label(
        text="Your words", component=discord.ui.TextInput(custom_id="words")
    )


class ToyBot(discord.Client):
    """Answers everything once and remembers what it saw; all state of a press is in its custom_id."""

    def __init__(self, intents: discord.Intents = WITHOUT_CONTENT) -> None:
        super().__init__(intents=intents, allowed_mentions=discord.AllowedMentions.none(), max_messages=None)
        self.seen: list[tuple[str, str]] = []
        self.refused: list[int] = []
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(app_commands.Command(name="help", description="Help", callback=answer_help))
        self.tree.add_command(app_commands.Command(name="note", description="Note", callback=open_note))
        self.tree.add_command(app_commands.ContextMenu(name="This matters", callback=mark))

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.seen.append(("message", message.content))
        if message.guild is None:
            await message.channel.send(view=choice("Open", "open:7"), nonce=f"dm-{message.id}"[:25])
        elif message.mentions:
            try:
                await message.author.send("Hello @everyone", nonce=f"hello-{message.author.id}"[:25])
            except discord.Forbidden as refusal:
                self.refused.append(refusal.code)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        self.seen.append(("edit", str(payload.message_id)))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        self.seen.append(("delete", str(payload.message_id)))

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        self.seen.append(("reaction", str(payload.emoji)))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.edit_original_response(content=f"pressed {custom_id_of(interaction)}")
        elif interaction.type is discord.InteractionType.modal_submit:
            await interaction.response.send_message(f"got {custom_id_of(interaction)}", ephemeral=True)


def custom_id_of(interaction: discord.Interaction) -> str:
    assert interaction.data is not None
    return str(interaction.data.get("custom_id"))


async def answer_help(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(view=choice("More", "more:help"))


async def open_note(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Note(custom_id="note:1"))


async def mark(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"marked: {message.content}", ephemeral=True)


def ana_on_a_server(world: SimulatedDiscord) -> tuple[Person, Channel]:
    server = world.server()
    return world.person("ana", server), server.create_text_channel("general")


async def test_a_slash_command_is_answered_to_its_person_only() -> None:
    async with simulated_discord(ToyBot()) as world:
        ana, general = ana_on_a_server(world)
        answer = await ana.slash("help", where=general)
        assert (answer.ephemeral, words_on(answer), buttons_on(answer)) == (True, "Words.", ["More"])


async def test_a_slash_command_works_in_direct_messages() -> None:
    async with simulated_discord(ToyBot()) as world:
        assert (await world.person("ana").slash("help")).ephemeral


async def test_another_member_does_not_see_an_ephemeral_answer() -> None:
    async with simulated_discord(ToyBot()) as world:
        ana, general = ana_on_a_server(world)
        assert general.guild is not None
        ben = world.person("ben", general.guild)
        await ana.slash("help", where=general)
        assert (len(ana.sees(general)), len(ben.sees(general))) == (1, 0)


async def test_a_button_in_a_direct_message_works_after_a_restart() -> None:
    async with simulated_discord(ToyBot()) as world:
        ana = world.person("ana")
        await ana.dms("hello")
        await world.restarts(ToyBot())
        assert words_on(await ana.presses(ana.inbox[-1], "Open")) == "pressed open:7"


async def test_a_modal_opened_before_a_restart_can_be_sent_after_it() -> None:
    async with simulated_discord(ToyBot()) as world:
        ana, general = ana_on_a_server(world)
        opened = await ana.slash("note", where=general)
        await world.restarts(ToyBot())
        assert words_on(await ana.submits(opened, {"words": "hi"})) == "got note:1"


async def test_a_modal_shows_its_labels() -> None:
    async with simulated_discord(ToyBot()) as world:
        ana, general = ana_on_a_server(world)
        assert words_on(await ana.slash("note", where=general)) == "A note\nYour words"


async def test_a_context_menu_gives_the_content_that_the_gateway_withheld() -> None:
    bot = ToyBot()
    async with simulated_discord(bot) as world:
        ana, general = ana_on_a_server(world)
        message = await ana.says(general, "I got the job")
        answer = await ana.context_menu("This matters", message)
        assert (bot.seen, words_on(answer)) == ([("message", "")], "marked: I got the job")


async def test_edits_deletions_and_reactions_arrive_without_a_message_cache() -> None:
    bot = ToyBot()
    async with simulated_discord(bot) as world:
        ana, general = ana_on_a_server(world)
        message = await ana.says(general, "one")
        await ana.reacts(message, "❤️")
        await ana.edits(message, "two")
        await ana.deletes(message)
        assert [kind for kind, _ in bot.seen] == ["message", "reaction", "edit", "delete"]


async def test_every_message_carries_its_nonce_and_may_mention_nobody() -> None:
    bot = ToyBot()
    async with simulated_discord(bot) as world:
        ana, general = ana_on_a_server(world)
        await ana.says(general, f"{world.mention} hi")
        sent = [one for one in world.take_sent() if one.message is not None]
        assert [(one.nonce, one.may_mention) for one in sent] == [(f"hello-{ana.id}"[:25], False)]


async def test_a_person_who_closed_their_direct_messages_is_a_forbidden_50007() -> None:
    bot = ToyBot()
    async with simulated_discord(bot) as world:
        ana, general = ana_on_a_server(world)
        ana.closes_dms()
        await ana.says(general, f"{world.mention} hi")
        assert bot.refused == [50007]


async def test_an_error_in_a_handler_fails_the_test() -> None:
    class Broken(ToyBot):
        async def on_message(self, message: discord.Message) -> None:
            raise ValueError("broken")

    with pytest.raises(ExceptionGroup, match="bot raised 1 error"):
        async with simulated_discord(Broken()) as world:
            await world.person("ana").dms("hello")


async def test_a_loop_of_the_shell_that_waits_on_a_queue_is_settled_by_its_own_idle() -> None:
    inbox: asyncio.Queue[discord.Message] = asyncio.Queue()

    class Queueing(ToyBot):
        async def on_message(self, message: discord.Message) -> None:
            if not message.author.bot:
                inbox.put_nowait(message)

    async def shell() -> None:
        while True:
            message = await inbox.get()
            await message.channel.send("from the shell", nonce=str(message.id))
            inbox.task_done()

    async with simulated_discord(Queueing(), afterwards=inbox.join) as world:
        running = asyncio.create_task(shell())
        ana = world.person("ana")
        await ana.dms("hello")
        assert [message.content for message in ana.inbox] == ["from the shell"]
        running.cancel()


async def test_time_passes_only_when_told() -> None:
    async with simulated_discord(ToyBot()) as world:
        before = world.now()
        await world.passes(timedelta(hours=3))
        assert world.now() - before == timedelta(hours=3)


@pytest.fixture
def contract() -> DiscordContract:
    found = load_contract()
    if found is None:
        pytest.skip("discord-openapi.json is not beside this repository")
    return found


SEND = ("POST", "/channels/5/messages")


def test_a_described_message_breaks_nothing(contract: DiscordContract) -> None:
    body = {"content": "hi", "nonce": "n" * 25, "enforce_nonce": True, "allowed_mentions": {"parse": []}}
    assert contract.violations(*SEND, body) == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"content": "x" * 4001}, "$.content: 'xxx"),
        ({"content": "x", "nonce": "n" * 26}, "$.nonce"),
        ({"content": "x", "alowed_mentions": {"parse": []}}, "'alowed_mentions' was unexpected"),
        (
            {"components": [{"type": 1, "components": [{"type": 2, "style": 9}]}]},
            "components[0].components[0].style",
        ),
        (None, "a body is required"),
    ],
)
def test_a_broken_message_is_told_apart(contract: DiscordContract, body: object, told: str) -> None:
    assert [told in sentence for sentence in contract.violations(*SEND, body)] == [True]


def test_an_operation_and_a_query_that_discord_does_not_know_are_told(contract: DiscordContract) -> None:
    found = [
        *contract.violations("POST", "/channels/5/mesages", {}),
        *contract.violations("GET", "/channels/5/messages", None, {"afterwards": 1}),
    ]
    assert len(found) == 2


def test_a_message_without_allowed_mentions_may_mention() -> None:
    assert SentRequest("POST", "/channels/5/messages", {}, {"content": "@everyone"}).may_mention
