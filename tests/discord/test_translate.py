"""Gateway payloads about messages, and what they become."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.translate import Receiver, updates_of
from adapters.discord.words import plain
from core.inbound import BotRemoved, DeletedPost, EditedPost, Posted, ReactedTo, Update
from core.utterance import MessageKind
from tests.discord.recorded import MESSAGES

ANA, BEN = "discord:81384788765712384", "discord:53908232506183680"
CHANNEL = "discord:41771983423143937"
MESSAGE = "1440990000000000001"
BOT = "1100000000000000001"
RECEIVED = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)


def translated(what: str, *, listening: bool = True) -> tuple[Update, ...]:
    recorded = MESSAGES[what]
    receiver = Receiver(application=BOT, bot_user=BOT, listening=listening)
    return updates_of(recorded["event"], recorded["payload"], RECEIVED, receiver)


def posted(what: str) -> Posted:
    (update,) = translated(what)
    assert isinstance(update.what, Posted)
    return update.what


def test_a_direct_message_is_private_and_named_after_its_person() -> None:
    (update,) = translated("a direct message", listening=False)
    assert isinstance(update.what, Posted)
    assert (update.id, update.what.chat, update.what.private, update.what.words.text) == (
        f"discord:{BOT}:{MESSAGE}",
        "discord:dm:81384788765712384",
        True,
        "I got the job",
    )


def test_a_message_counts_from_the_moment_in_its_own_id() -> None:
    assert translated("a direct message")[0].at.isoformat(timespec="seconds") == "2025-11-20T08:59:48+00:00"


def test_a_reply_names_the_message_and_its_author() -> None:
    reply = posted("a reply in a server")
    assert (reply.chat, reply.author.id, reply.reply_to, reply.reply_to_author) == (
        CHANNEL,
        BEN,
        "1440980000000000002",
        ANA,
    )


def test_people_are_called_as_others_see_them_there() -> None:
    assert (posted("a sticker").author.name, posted("a reply in a server").author.name) == ("Annie", "ben")


def test_codes_of_discord_become_names() -> None:
    assert posted("a reply in a server").words.text == "that is :wow: great Annie"


@pytest.mark.parametrize(
    ("what", "kind", "text"),
    [
        ("a sticker", MessageKind.STICKER, ""),
        ("a voice message", MessageKind.VOICE, ""),
        ("a photo", MessageKind.PHOTO, "look"),
        ("an animation", MessageKind.GIF, ""),
        ("an uploaded animation", MessageKind.GIF, ""),
    ],
)
def test_a_message_without_words_says_of_what_kind_it_is(what: str, kind: MessageKind, text: str) -> None:
    words = posted(what).words
    assert (words.kind, words.text) == (kind, text)


def test_a_forwarded_message_is_somebody_elses_words() -> None:
    forwarded = posted("a forwarded message")
    assert (forwarded.forwarded, forwarded.words.text, forwarded.reply_to) == (True, "I miss my father", None)


@pytest.mark.parametrize(
    "what",
    [
        "a bot's message",
        "a webhook's message",
        "somebody joined",
        "a link was resolved",
        "the bot's own reaction",
        "somebody types",
    ],
)
def test_what_no_person_said_is_nothing(what: str) -> None:
    assert translated(what) == ()


@pytest.mark.parametrize(
    "what", [each for each in MESSAGES if MESSAGES[each]["event"].startswith("MESSAGE_")]
)
def test_without_listening_nothing_of_a_server_is_translated(what: str) -> None:
    in_server = "guild_id" in MESSAGES[what]["payload"]
    assert bool(translated(what, listening=False)) is not in_server


def test_an_edit_has_its_own_time_and_counts_apart_from_the_message() -> None:
    (update,) = translated("an edit")
    assert isinstance(update.what, EditedPost)
    assert (update.id, update.at) == (
        f"discord:{BOT}:edit:{MESSAGE}:1795197780500",
        datetime(2026, 11, 20, 18, 3, 0, 500_000, UTC),
    )


def test_deletions_arrive_one_by_one() -> None:
    gone = [update.what for update in (*translated("a deletion"), *translated("a deletion of many"))]
    assert [what.message for what in gone if isinstance(what, DeletedPost)] == [
        MESSAGE,
        MESSAGE,
        "1440990000000000002",
    ]


def test_reactions_come_and_go() -> None:
    updates = [
        *translated("a reaction"),
        *translated("a custom reaction"),
        *translated("a reaction taken back"),
    ]
    reactions = [update.what for update in updates]
    assert [(what.emoji, what.removed) for what in reactions if isinstance(what, ReactedTo)] == [
        ("❤️", False),
        (":wow:", False),
        ("❤️", True),
    ]
    assert len({update.id for update in updates}) == 3


def test_a_deleted_channel_is_a_chat_without_the_bot() -> None:
    assert [update.what for update in translated("a channel was deleted")] == [BotRemoved(chat=CHANNEL)]  # type: ignore[arg-type]  # the id as text


def test_a_representation_of_an_update_shows_no_words() -> None:
    assert "got the job" not in repr(translated("a direct message"))


def test_a_mention_of_somebody_unknown_leaves_no_code() -> None:
    assert plain("hi <@123456789012345678> in <#41771983423143937> <t:1763661731:R>") == "hi  in"


OPTIONAL = ("content", "member", "mentions", "embeds", "attachments", "flags", "type")


@given(
    listening=st.booleans(),
    name=st.sampled_from(sorted(MESSAGES)),
    gone=st.sets(
        st.sampled_from(["content", "member", "mentions", "embeds", "attachments", "flags", "type"])
    ),
)
def test_a_missing_part_that_may_be_missing_costs_nothing(listening: bool, name: str, gone: set[str]) -> None:
    recorded: dict[str, Any] = MESSAGES[name]
    payload = {key: value for key, value in recorded["payload"].items() if key not in gone}
    receiver = Receiver(application=BOT, bot_user=BOT, listening=listening)
    whole = updates_of(recorded["event"], recorded["payload"], RECEIVED, receiver)
    part = updates_of(recorded["event"], payload, RECEIVED, receiver)
    assert "type" in gone or "content" in gone or len(part) == len(whole)
