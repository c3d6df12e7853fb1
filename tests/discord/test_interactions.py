"""What people do with commands, buttons, forms and menus, and what it becomes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.commands import command_payloads
from adapters.discord.forms import ID_LENGTH, button_id, data_of, form_of
from adapters.discord.interactions import (
    Reply,
    Surroundings,
    first_reply,
    form_on,
    mirror_key,
    mirrored_words,
    updates_from,
)
from adapters.discord.translate import moment_of
from config.wording import wording
from core.chats import ChatKind
from core.commands import COMMANDS
from core.ids import ChatId
from core.inbound import BotAdded, ButtonPressed, Commanded, Inbound, MarkedPost, MirrorAsked
from core.screens.menu import menu
from core.screens.model import Field
from core.utterance import Utterance
from tests.discord.recorded import INTERACTIONS

ANA = "discord:81384788765712384"
BOT = "1100000000000000001"


def meant(what: str, around: Surroundings | None = None, mirrored: Utterance | None = None) -> list[Inbound]:
    return [update.what for update in updates_from(INTERACTIONS[what], BOT, around, mirrored)]


def meant_by(payload: dict[str, Any], around: Surroundings | None = None) -> list[Inbound]:
    return [update.what for update in updates_from(payload, BOT, around)]


def command(what: str) -> Commanded:
    *_, said = meant(what)
    assert isinstance(said, Commanded)
    return said


def test_a_command_in_a_server_belongs_to_its_channel() -> None:
    said = command("help in a server")
    assert (said.name, said.chat, said.private) == ("help", "discord:41771983423143937", False)


def test_a_command_in_direct_messages_is_private() -> None:
    said = command("help in direct messages")
    assert (said.name, said.chat, said.private) == ("help", "discord:dm:81384788765712384", True)


@pytest.mark.parametrize(("rights", "moderator"), [("0", False), ("2048", False), ("32", True), ("8", True)])
def test_who_may_manage_a_server_moderates_it(rights: str, moderator: bool) -> None:
    payload = INTERACTIONS["help in a server"]
    member = {**payload["member"], "permissions": rights, "roles": ["77"]}
    (update,) = updates_from({**payload, "member": member}, BOT)
    assert isinstance(update.what, Commanded)
    assert (update.what.who.moderator, update.what.who.roles) == (moderator, ("77",))


def test_in_direct_messages_nobody_moderates() -> None:
    assert not command("help in direct messages").who.moderator


def test_a_draft_given_with_the_command_is_its_argument() -> None:
    assert command("mirror with a draft").argument == "oh no"


@pytest.mark.parametrize(
    ("around", "kind"),
    [
        (Surroundings(), ChatKind.COMMUNITY),
        (Surroundings(listening=True), ChatKind.COMMUNITY),
        (Surroundings(members=3), ChatKind.FRIENDS),
        (Surroundings(members=3, humans=2), ChatKind.COUPLE),
        (Surroundings(members=12, humans=11), ChatKind.FRIENDS),
        (Surroundings(members=21, humans=20), ChatKind.COMMUNITY),
    ],
)
def test_start_in_a_channel_first_says_that_the_bot_is_there(around: Surroundings, kind: ChatKind) -> None:
    added, started = meant("start in a server", around)
    assert isinstance(added, BotAdded)
    assert isinstance(started, Commanded)
    assert (added.kind, added.title, added.people) == (kind, "us", ())


def test_the_chosen_kind_wins() -> None:
    added, started = meant("start for friends", Surroundings(members=3, humans=2))
    assert isinstance(added, BotAdded)
    assert isinstance(started, Commanded)
    assert (added.kind, started.argument) == (ChatKind.FRIENDS, "")


@pytest.mark.parametrize("members", [None, 21, 500_000])
@pytest.mark.parametrize("rights", ["0", "32", None])
@pytest.mark.parametrize("closed", [False, True])
def test_in_a_channel_of_many_only_its_moderators_choose_another_kind(
    members: int | None, rights: str | None, closed: bool
) -> None:
    payload = INTERACTIONS["start for friends"]
    member = {key: value for key, value in payload["member"].items() if key != "permissions"}
    member |= {"permissions": rights} if rights is not None else {}
    added, _ = meant_by({**payload, "member": member}, Surroundings(members=members, closed=closed))
    assert isinstance(added, BotAdded)
    assert added.kind is (ChatKind.FRIENDS if closed or rights == "32" else ChatKind.COMMUNITY)


def test_start_in_direct_messages_adds_no_chat() -> None:
    assert [type(what) for what in meant("start in direct messages")] == [Commanded]


def test_both_updates_of_a_start_count_apart() -> None:
    ids = [update.id for update in updates_from(INTERACTIONS["start in a server"], BOT)]
    assert ids == [f"discord:{BOT}:added:1440990000000000100", f"discord:{BOT}:1440990000000000100"]


def test_a_mark_on_ones_own_message_brings_its_words() -> None:
    (mark,) = meant("this matters on one's own message")
    assert isinstance(mark, MarkedPost)
    assert (mark.author.id, mark.message, mark.wish) == (ANA, "1440990000000000001", None)
    assert (mark.written_by, mark.said_at) == (ANA, moment_of(mark.message))
    assert mark.words == Utterance(text="I got the job")


def test_a_mark_on_anothers_message_does_not_make_their_words_ones_own() -> None:
    (mark,) = meant("this matters on another's message")
    assert isinstance(mark, MarkedPost)
    assert (mark.author.id, mark.words, mark.written_by == ANA) == (ANA, None, False)


def test_the_message_that_a_draft_is_to_answer_is_at_hand() -> None:
    assert mirrored_words(INTERACTIONS["mirror my answer"]).text == "my father died"


def test_a_draft_comes_back_with_what_it_answers() -> None:
    kept = Utterance(text="my father died")
    (asked,) = meant("a mirrored draft sent", mirrored=kept)
    assert isinstance(asked, MirrorAsked)
    assert (asked.draft.text, asked.to) == ("I am sorry", kept)
    assert mirror_key(INTERACTIONS["a mirrored draft sent"]) == "1440990000000000099"


def test_a_press_is_told_by_its_data() -> None:
    (press,) = meant("a press in a server")
    assert isinstance(press, ButtonPressed)
    assert (press.who.id, press.who.name, press.data, press.fields) == (ANA, "Annie", "12:agree", {})


@pytest.mark.parametrize(
    ("kind", "values", "chosen"),
    [
        (3, ["2"], ("2",)),
        (5, ["81", "82"], ("discord:81", "discord:82")),
        (6, ["77"], ("77",)),
        (8, ["41"], ("discord:41",)),
        (8, [], ()),
        (2, None, None),
    ],
)
def test_what_is_chosen_in_a_menu_comes_as_ids(
    kind: int, values: list[str] | None, chosen: tuple[str, ...] | None
) -> None:
    payload = INTERACTIONS["a press in a server"]
    data = {**payload["data"], "component_type": kind, "values": values}
    (press,) = meant_by({**payload, "data": data}, Surroundings(channels={ChatId("discord:41"): "us"}))
    assert isinstance(press, ButtonPressed)
    assert (press.chosen, press.channels) == (chosen, {"discord:41": "us"})
    assert press.chat == f"discord:{payload['channel_id']}"


@pytest.mark.parametrize("what", ["a press in a server", "a form sent"])
def test_a_press_says_whether_its_person_moderates_as_far_as_discord_does(what: str) -> None:
    payload = INTERACTIONS[what]
    for rights, moderator in ((8, True), (0, False)):
        member = {**payload["member"], "permissions": str(rights)}
        (press,) = meant_by({**payload, "member": member})
        assert isinstance(press, ButtonPressed)
        assert press.who.moderator is moderator
    alone = {key: value for key, value in payload.items() if key not in ("member", "guild_id")}
    (press,) = meant_by({**alone, "user": payload["member"]["user"]})
    assert isinstance(press, ButtonPressed)
    assert (press.who.moderator, press.who.roles) == (None, None)


@pytest.mark.parametrize(("locale", "zone"), [("de", "Europe/Berlin"), ("en-US", ""), (None, "")])
def test_the_locale_is_all_that_hints_at_a_clock(locale: str | None, zone: str) -> None:
    payload = {**INTERACTIONS["a press in a server"], "locale": locale}
    (update,) = updates_from(payload, BOT)
    assert isinstance(update.what, ButtonPressed)
    assert update.what.who.zone_guess == zone


def test_a_form_comes_back_as_the_press_that_opened_it() -> None:
    (press,) = meant("a form sent")
    assert isinstance(press, ButtonPressed)
    assert (press.data, press.fields) == ("12:write", {"words": "hello there"})


def test_a_buttons_form_is_read_from_the_button_itself() -> None:
    assert form_on(INTERACTIONS["a press on a form's button"]) == (
        "Write",
        (Field("words", "Your words", multiline=True, max_length=500),),
    )


@pytest.mark.parametrize(
    ("what", "reply"),
    [
        ("help in a server", Reply.PRIVATE),
        ("help in direct messages", Reply.OPEN),
        ("this matters on one's own message", Reply.PRIVATE),
        ("mirror my answer", Reply.MIRROR),
        ("a press in a server", Reply.PRIVATE),
        ("a press on an ephemeral message", Reply.IN_PLACE),
        ("a press in direct messages", Reply.IN_PLACE),
        ("a press on a form's button", Reply.FORM),
        ("a form sent", Reply.PRIVATE),
        ("a mirrored draft sent", Reply.PRIVATE),
        ("typing an option", None),
    ],
)
def test_the_place_tells_how_to_acknowledge(what: str, reply: Reply | None) -> None:
    assert first_reply(INTERACTIONS[what]) is reply


names = st.text("abcdefghij_", min_size=1, max_size=8)
fields = st.builds(Field, names, st.text(min_size=1, max_size=60), st.booleans(), st.integers(1, 4000))


@given(note=st.integers(1, 10**9), button=names, form=st.lists(fields, max_size=3))
def test_a_form_rides_on_its_button_and_comes_off_again(note: int, button: str, form: list[Field]) -> None:
    data = f"{note}:{button}"
    custom_id = button_id(data, form)
    read = form_of(custom_id, "Label")
    assert len(custom_id) <= ID_LENGTH
    assert data_of(custom_id) == data
    assert [(f.name, f.multiline, f.max_length) for f in read] == [
        (f.name, f.multiline, f.max_length) for f in form
    ]


def test_every_command_is_described_within_discords_limits() -> None:
    payloads = command_payloads(menu(wording(), "Robin " * 40))
    options = [option for each in payloads for option in each.get("options", ())]
    described = [*payloads, *options]
    assert all(len(each.get("description", "")) <= 100 for each in described)
    assert len(payloads) == len(COMMANDS) + 2
