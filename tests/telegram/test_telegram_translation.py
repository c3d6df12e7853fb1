"""Raw updates and what they tell: words, commands, reactions, presses, comings and goings."""

from __future__ import annotations

import copy
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.messages import ELSEWHERE, Me
from adapters.telegram.translate import (
    Unreadable,
    chat_to_count,
    kind_of,
    lane_of,
    press_of,
    translate,
)
from core.chats import ChatKind
from core.ids import ChatId, MessageId, PersonId
from core.inbound import (
    BotAdded,
    BotRemoved,
    ButtonPressed,
    ChatMoved,
    ClosedToBot,
    Commanded,
    CommandedByNobody,
    EditedPost,
    HearingChanged,
    Inbound,
    MemberJoined,
    MemberLeft,
    Posted,
    ReactedTo,
    Who,
)
from core.utterance import MessageKind, Utterance
from tests.servers.telegram_description import load_description
from tests.servers.telegram_updates import faults_for_client
from tests.telegram.recorded import UPDATES

ME = Me(6_000_000_001, "attune_bot")
ANA = Who(PersonId("telegram:7000000001"), "Ana")
BEN = Who(PersonId("telegram:7000000002"), "Ben Okri")
GROUP, FORUM = ChatId("telegram:-4000000001"), ChatId("telegram:-1002000000001")
ANAS = ChatId("telegram:7000000001")
SENT = datetime.fromtimestamp(1_790_000_000, UTC)
RECEIVED = datetime(2027, 1, 1, tzinfo=UTC)
JOB, HERE = MessageId("40"), MessageId("41")


def posted(text: str = "", kind: MessageKind = MessageKind.TEXT, emoji: str = "", **more: Any) -> Posted:
    words = Utterance(text=text, kind=kind, emoji=emoji)
    return Posted(**{"chat": GROUP, "author": ANA, "message": HERE, "words": words, **more})


def edited(text: str, kind: MessageKind = MessageKind.TEXT) -> EditedPost:
    return EditedPost(chat=GROUP, author=ANA, message=HERE, words=Utterance(text=text, kind=kind))


def commanded(name: str, argument: str = "", **more: Any) -> Commanded:
    known = {"chat": GROUP, "who": ANA, "name": name, "argument": argument, "message": HERE}
    return Commanded(**{**known, **more})


def reacted(emoji: str, *, removed: bool = False) -> ReactedTo:
    return ReactedTo(chat=GROUP, author=BEN, message=HERE, emoji=emoji, removed=removed)


PRIVATE: dict[str, Any] = {"chat": ANAS, "private": True}
REPLY: dict[str, Any] = {"author": BEN, "reply_to": JOB, "reply_to_author": ANA.id}
TOLD: dict[str, list[Inbound]] = {
    "a message in a group": [posted("I was scared all day")],
    "a message in private": [posted("a draft", **PRIVATE)],
    "a message with entities and a link": [posted("see https://example.org 😀 now")],
    "a reply": [posted("I hear you", **REPLY)],
    "a reply with a quote": [posted("this one", **REPLY)],
    "a reply to an anonymous admin": [posted("ok", author=BEN, reply_to=JOB)],
    "a reply to a message of another chat": [posted("look", author=BEN, reply_to=ELSEWHERE)],
    "a reply to a story": [posted("look", reply_to=ELSEWHERE)],
    "a reply in another topic": [posted("look", chat=FORUM, reply_to=ELSEWHERE)],
    "a message in a topic whose first message is lost": [posted("roses", chat=FORUM)],
    "a comment below a channel's post": [posted("so true", chat=FORUM, reply_to=MessageId("7"))],
    "a message with a block quotation": [posted("I do")],
    "a message with code": [posted("it broke\nagain")],
    "a message with all other formatting": [posted("@ben_o bold link secret code #us 😀")],
    "nothing but a block quotation": [posted("", forwarded=True)],
    "nothing but a block quotation in private": [posted("Nobody loves me", **PRIVATE)],
    "a caption with a block quotation": [posted("what a view", MessageKind.PHOTO)],
    "a picture made by another bot": [posted("Roses are red", MessageKind.PHOTO, forwarded=True)],
    "a gif found through another bot": [posted("", MessageKind.GIF)],
    "a message by a scheduled action": [posted("good morning")],
    "a message in a topic": [posted("roses", chat=FORUM)],
    "a photo with a caption": [posted("our new door", MessageKind.PHOTO)],
    "a photo without a caption": [posted("", MessageKind.PHOTO)],
    "a video with a caption": [posted("first steps", MessageKind.PHOTO)],
    "a gif": [posted("", MessageKind.GIF)],
    "a document with a caption": [posted("my letter to you", MessageKind.PHOTO)],
    "an album's picture with the caption": [posted("the trip", MessageKind.PHOTO)],
    "a sticker": [posted("", MessageKind.STICKER, "😢")],
    "a sticker without an emoji": [posted("", MessageKind.STICKER)],
    "a voice note": [posted("listen", MessageKind.VOICE)],
    "a video note": [posted("", MessageKind.VOICE)],
    "a forward": [posted("I never told anyone", forwarded=True, **PRIVATE)],
    "a forwarded command": [posted("/forget", forwarded=True, **PRIVATE)],
    "a text made by another bot": [posted("Roses are red", forwarded=True)],
    "an edit": [edited("I was fine")],
    "an edited caption": [edited("door", MessageKind.PHOTO)],
    "an edit into a command": [edited("/forget")],
    "an edit without its date": [edited("I was fine")],
    "an edit that leaves a quotation": [edited("")],
    "an album's caption taken away": [edited("", MessageKind.PHOTO)],
    "a document's caption taken away": [edited("", MessageKind.PHOTO)],
    "a text that became a picture's caption": [edited("I was fine", MessageKind.PHOTO)],
    "a reaction": [reacted("❤")],
    "a reaction taken back": [reacted("❤", removed=True)],
    "a reaction changed": [reacted("❤", removed=True), reacted("👍")],
    "a reaction of several taken back": [reacted("❤", removed=True), reacted("🔥")],
    "a custom reaction": [reacted("")],
    "a paid reaction": [reacted("")],
    "a custom reaction in place of another": [reacted("❤", removed=True), reacted("")],
    "a press": [ButtonPressed(who=ANA, data="17:open")],
    "a press below a message that is too old": [ButtonPressed(who=ANA, data="17:why")],
    "start": [commanded("start", **PRIVATE)],
    "start behind a link": [commanded("start", "cQ2hhdA", **PRIVATE)],
    "start in a group": [commanded("start", "g1")],
    "help": [commanded("help")],
    "help for this bot": [commanded("help")],
    "settings with an argument": [commanded("settings", "quiet\n22:00-08:00", **PRIVATE)],
    "mark as a reply": [
        commanded("mark", about=JOB, about_author=ANA.id, about_at=SENT - timedelta(minutes=1))
    ],
    "an unknown command": [posted("/shrug whatever")],
    "a slash within words": [posted("and/or help")],
    "the bot added": [BotAdded(chat=GROUP, kind=ChatKind.FRIENDS, title="Ana & Ben", by=ANA)],
    "the bot added as an admin": [BotAdded(chat=FORUM, kind=ChatKind.COMMUNITY, title="Gardeners", by=ANA)],
    "the bot added but restricted": [
        BotAdded(chat=FORUM, kind=ChatKind.COMMUNITY, title="Gardeners", by=ANA)
    ],
    "the bot removed": [BotRemoved(chat=GROUP)],
    "people joined": [MemberJoined(chat=GROUP, who=ANA), MemberJoined(chat=GROUP, who=BEN)],
    "a person joined": [MemberJoined(chat=GROUP, who=BEN)],
    "a person left": [MemberLeft(chat=GROUP, who=BEN)],
    "a group that became a supergroup": [ChatMoved(chat=GROUP, to=ChatId("telegram:-1002000000009"))],
    "the bot made an admin": [HearingChanged(chat=GROUP, hears=True)],
    "the bot blocked by a person": [ClosedToBot(who=ANA)],
}
"""What each recorded update tells; those not listed here tell nothing."""


def told(raw: dict[str, Any], people: int | None = None) -> list[Inbound]:
    return [update.what for update in translate(raw, ME, received=RECEIVED, people=people)]


@pytest.mark.parametrize("name", UPDATES)
def test_each_recorded_update_is_one_that_telegram_sends(name: str) -> None:
    raw = UPDATES[name]
    assert load_description().faults_of_object("Update", raw) + faults_for_client(raw) == []


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_tells_what_happened_or_nothing(name: str) -> None:
    assert told(UPDATES[name]) == TOLD.get(name, [])


def test_every_expected_update_is_recorded() -> None:
    assert TOLD.keys() <= UPDATES.keys()


def from_group(**message: Any) -> dict[str, Any]:
    raw = copy.deepcopy(UPDATES["a message in a group"])
    raw["message"] |= message
    return raw


def test_the_other_message_about_a_move_says_the_same() -> None:
    raw = from_group(
        chat={"id": -1_002_000_000_009, "type": "supergroup"}, migrate_from_chat_id=-4_000_000_001
    )
    assert told(raw) == [ChatMoved(chat=GROUP, to=ChatId("telegram:-1002000000009"))]


BY_NOBODY = {"/help@attune_bot": "help", "/start": "start", "/start@attune_bot": "start"}
BY_NOBODY |= dict.fromkeys(("/help", "/settings", "/pause", "/help@other_bot", "/start@other_bot", "hi"), "")
"""What a command of nobody in particular is; one that names no bot may be meant for another."""


@pytest.mark.parametrize(("text", "name"), BY_NOBODY.items())
@pytest.mark.parametrize("sender", [-4_000_000_001, -1_001_000_000_777])
def test_whoever_writes_as_a_group_or_a_channel_is_nobody(sender: int, text: str, name: str) -> None:
    nobody = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    raw = from_group(text=text, **{"from": nobody}, sender_chat={"id": sender, "type": "supergroup"})
    assert told(raw) == ([CommandedByNobody(chat=GROUP, name=name)] if name else [])


def test_what_a_channel_posts_into_its_group_is_no_command_of_anybody() -> None:
    telegram = {"id": 777_000, "is_bot": False, "first_name": "Telegram"}
    channel = {"id": -1_001_000_000_777, "type": "channel"}
    raw = from_group(text="/help", **{"from": telegram}, sender_chat=channel, is_automatic_forward=True)
    assert told(raw) == []


def test_a_command_in_a_topic_names_it_and_a_thread_of_replies_is_none() -> None:
    topic = from_group(text="/checkin", message_thread_id=17, is_topic_message=True)
    thread = from_group(text="/checkin", message_thread_id=17)
    assert [told(raw)[0].topic for raw in (topic, thread)] == ["17", ""]  # type: ignore[union-attr]


def test_a_reply_to_a_topics_root_is_no_reply_even_where_the_root_is_cut_short() -> None:
    root = {"message_id": 17, "date": 0, "chat": {"id": -4_000_000_001, "type": "supergroup"}}
    raw = from_group(message_thread_id=17, is_topic_message=True, reply_to_message=root)
    (what,) = told(raw)
    assert isinstance(what, Posted)
    assert (what.reply_to, what.reply_to_author) == (None, None)


@pytest.mark.parametrize(
    ("old", "new", "reads", "hears"),
    [
        ("member", "administrator", False, True),
        ("administrator", "member", False, False),
        ("administrator", "member", True, True),
        ("administrator", "restricted", False, False),
    ],
)
def test_made_or_unmade_an_admin_it_hears_more_or_less(old: str, new: str, reads: bool, hears: bool) -> None:
    raw = copy.deepcopy(UPDATES["the bot made an admin"])
    raw["my_chat_member"]["old_chat_member"]["status"] = old
    raw["my_chat_member"]["new_chat_member"] |= {"status": new, "is_member": True}
    me = Me(ME.id, ME.username, reads_groups=reads)
    (update,) = translate(raw, me, received=RECEIVED)
    missing = "" if hears else "privacy_mode"
    assert update.what == HearingChanged(chat=GROUP, hears=hears, missing=missing)


def test_who_unblocks_the_bot_has_not_written_yet() -> None:
    raw = copy.deepcopy(UPDATES["the bot blocked by a person"])
    raw["my_chat_member"]["old_chat_member"]["status"] = "kicked"
    raw["my_chat_member"]["new_chat_member"]["status"] = "member"
    assert told(raw) == []


def test_an_update_has_its_bots_and_its_own_number_as_id() -> None:
    raw = UPDATES["a message in a group"]
    assert [u.id for u in translate(raw, ME, received=RECEIVED)] == [
        f"telegram:6000000001:{raw['update_id']}"
    ]


@pytest.mark.parametrize(
    ("name", "parts"), [("a reaction", 1), ("a reaction changed", 2), ("people joined", 2)]
)
def test_the_parts_of_one_update_have_ids_of_their_own(name: str, parts: int) -> None:
    number = UPDATES[name]["update_id"]
    ids = [u.id for u in translate(UPDATES[name], ME, received=RECEIVED)]
    assert ids == [f"telegram:6000000001:{number}:{part}" for part in range(parts)]


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("a message in a group", SENT),
        ("an edit", datetime.fromtimestamp(1_790_000_030, UTC)),
        ("an edit without its date", RECEIVED),
        ("a reaction", SENT),
        ("the bot added", SENT),
        ("a press", RECEIVED),
    ],
)
def test_telegram_dates_an_update_but_a_press_is_dated_when_it_arrives(name: str, at: datetime) -> None:
    assert [u.at for u in translate(UPDATES[name], ME, received=RECEIVED)] == [at]


@pytest.mark.parametrize(
    ("chat", "people", "kind"),
    [
        ({}, 2, ChatKind.COUPLE),
        ({}, 3, ChatKind.COUPLE),
        ({}, 4, ChatKind.FRIENDS),
        ({}, None, ChatKind.FRIENDS),
        ({}, 21, ChatKind.FRIENDS),
        ({}, 22, ChatKind.COMMUNITY),
        ({"is_forum": False}, 3, ChatKind.COUPLE),
        ({"is_forum": True}, 3, ChatKind.COMMUNITY),
        ({"is_forum": True}, None, ChatKind.COMMUNITY),
        ({"username": "gardeners"}, 3, ChatKind.COMMUNITY),
    ],
)
def test_a_chat_is_a_couples_a_groups_or_a_community(
    chat: dict[str, object], people: int | None, kind: ChatKind
) -> None:
    assert kind_of(chat, people) is kind


def test_members_are_counted_only_where_the_bot_was_added_to_a_group() -> None:
    counted = [name for name, raw in UPDATES.items() if chat_to_count(raw) is not None]
    assert counted == ["the bot added", "the bot added as an admin", "the bot added but restricted"]


def test_only_presses_are_answered() -> None:
    assert [name for name, raw in UPDATES.items() if press_of(raw)] == [
        "a press",
        "a press below a message that is too old",
        "a press of a game",
    ]


@pytest.mark.parametrize(
    ("name", "lane"),
    [
        ("a message in a group", -4_000_000_001),
        ("an edit", -4_000_000_001),
        ("a reaction", -4_000_000_001),
        ("the bot added", -4_000_000_001),
        ("a press", 7_000_000_001),
        ("a press of a game", 0),
        ("a post of a channel", 0),
    ],
)
def test_updates_of_one_chat_share_a_lane(name: str, lane: int) -> None:
    assert lane_of(UPDATES[name]) == lane


def test_half_a_surrogate_pair_in_a_name_cannot_reach_the_store() -> None:
    raw = copy.deepcopy(UPDATES["a message in a group"])
    raw["message"]["from"]["first_name"] = "Ana\ud83d"
    (update,) = translate(raw, ME, received=RECEIVED)
    assert isinstance(update.what, Posted)
    assert update.what.author.name == "Ana\ufffd"


@pytest.mark.parametrize(("language", "zone"), [("de", "Europe/Berlin"), ("en", ""), (None, "")])
def test_the_language_of_the_app_is_all_that_hints_at_a_clock(language: str | None, zone: str) -> None:
    raw = copy.deepcopy(UPDATES["a message in a group"])
    raw["message"]["from"]["language_code"] = language
    if language is None:
        del raw["message"]["from"]["language_code"]
    (update,) = translate(raw, ME, received=RECEIVED)
    assert isinstance(update.what, Posted)
    assert update.what.author.zone_guess == zone


def test_what_cannot_be_read_is_said_without_its_words() -> None:
    with pytest.raises(Unreadable) as caught:
        translate({"update_id": 1, "message": {"message_id": 1, "text": "canary"}}, ME, received=RECEIVED)
    assert (str(caught.value), caught.value.__cause__) == ("", None)


def test_an_update_keeps_its_words_out_of_its_repr() -> None:
    (update,) = translate(UPDATES["a message in a group"], ME, received=RECEIVED)
    assert "scared" not in repr(update)


HOSTILE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just(2**80),
)


@given(
    st.sampled_from(sorted(UPDATES)),
    st.randoms(use_true_random=False),
    st.lists(HOSTILE, min_size=1, max_size=4),
)
def test_a_mutated_update_is_read_or_refused_but_never_breaks(
    name: str, dice: random.Random, values: list[Any]
) -> None:
    raw = copy.deepcopy(UPDATES[name])
    for value in values:
        _mutate(raw, dice, value)
    lane_of(raw), chat_to_count(raw), press_of(raw)
    with suppress(Unreadable):
        translate(raw, ME, received=RECEIVED)


def _mutate(raw: Any, dice: random.Random, value: Any) -> None:
    """Replaces, removes or adds one field somewhere within."""
    while isinstance(raw, dict) and raw:
        key = dice.choice(sorted(raw))
        if isinstance(raw[key], dict) and dice.random() < 0.7:
            raw = raw[key]
        elif isinstance(raw[key], list) and raw[key] and dice.random() < 0.5:
            raw = raw[key][0]
        else:
            match dice.randrange(3):
                case 0:
                    raw[key] = value
                case 1:
                    del raw[key]
                case _:
                    raw["something_new"] = value
            return
