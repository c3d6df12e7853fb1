"""Screens as components: everything said is data."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.render import View, escaped, fitted, form_modal, quote_view, screen_view
from core.notes import NoteId
from core.screens.model import Attachment, Button, Field, Of, Picker, Screen, Tone
from tests.servers.discord_contract import load_contract

NOTE = NoteId(12)


def components(view: View) -> list[dict[str, Any]]:
    return [dict(each) for each in view.to_components()]  # type: ignore[no-untyped-call]  # untyped in discord.py


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ ~~no~~ ||x||", r"\*bold\* \_it\_ \~\~no\~\~ \|\|x\|\|"),
        ("# big\n- one\n1. two\n> q", "\\# big\n\\- one\n1\\. two\n\\> q"),
        ("[click](https://evil.example)", r"\[click](https://evil.example)"),
        ("@everyone <@1> <#2>", "@\u200beveryone \\<@\u200b1> \\<#2>"),
        ("see https://a.example/b_c_d", "see https://a.example/b_c_d"),
        ("well-known (really)", "well-known (really)"),
        ("\\*", "\\\\\\*"),
    ],
)
def test_markup_is_shown_as_it_was_written(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text())
def test_no_text_mentions_anybody(text: str) -> None:
    assert not re.search("@(?!\u200b)", escaped(text))


@given(st.text("*_~|`<[@#-> \n\\1.a"))
def test_escaping_only_adds(text: str) -> None:
    added = escaped(text)
    left = iter(added)
    assert all(letter in left for letter in text)


@given(st.text("ab\\", max_size=60), st.integers(5, 40))
def test_a_cut_text_fits(text: str, length: int) -> None:
    assert len(fitted(text, length)) <= length


PICKERS = (
    Picker("mod_channels", "Channels", Of.CHANNELS, ("discord:41",), most=25),
    Picker("mod_roles", "*Roles*", Of.ROLES, ("77", "none of Discord's"), most=25, said="Roles: 77"),
    Picker("mod_people", "People", Of.PEOPLE, ("discord:8", "discord:9"), most=99, said="People: 8 9"),
    Picker("mod_weeks", "Weeks", Of.OPTIONS, ("2",), least=1, options=(("1", "One"), ("2", "Two"))),
)


async def test_a_picker_is_a_menu_in_place_of_its_button() -> None:
    buttons = (Button("mod_roles", "Roles"), Button("mod_try", "Try"))
    screen = Screen(text="Set up.", rows=(buttons,), pickers=PICKERS)
    (box,) = components(screen_view(NOTE, screen, in_server=True))
    texts = [each["content"] for each in box["components"] if each["type"] == 10]
    rows = [each["components"] for each in box["components"] if each["type"] == 1]
    assert texts == ["Set up.", "Channels", r"\*Roles\*", "People", "Weeks"]
    assert [each["type"] for (each,) in rows] == [8, 6, 5, 3, 2]
    assert [each["custom_id"] for (each,) in rows[1:]] == [
        f"12:mod_{n}" for n in ("roles", "people", "weeks", "try")
    ]
    (channels,), (roles,), (people,), (weeks,), _ = rows
    assert (channels["channel_types"], channels["default_values"]) == (
        [0, 5],
        [{"type": "channel", "id": 41}],
    )
    assert [each["id"] for each in (*roles["default_values"], *people["default_values"])] == [77, 8, 9]
    assert [(each["min_values"], each["max_values"]) for each in (people, weeks)] == [(0, 25), (1, 1)]
    assert [each["default"] for each in weeks["options"]] == [False, True]


async def test_outside_of_a_server_buttons_and_words_stand_for_its_menus() -> None:
    screen = Screen(text="Set up.", rows=((Button("mod_roles", "Roles"),),), pickers=PICKERS)
    (box,) = components(screen_view(NOTE, screen))
    text, row = box["components"]
    assert text["content"] == "Set up.\nRoles: 77\nPeople: 8 9"
    assert [each["custom_id"] for each in row["components"]] == ["12:mod_roles"]


async def test_more_than_a_menu_holds_stands_in_words_with_its_button() -> None:
    ids = tuple(str(number) for number in range(1, 27))
    many = Picker("mod_roles", "Roles", Of.ROLES, ids, most=26, said="Many.")
    screen = Screen(text="Set up.", rows=((Button("mod_roles", "Roles"),),), pickers=(many,))
    (box,) = components(screen_view(NOTE, screen, in_server=True))
    text, row = box["components"]
    assert (text["content"], row["components"][0]["label"]) == ("Set up.\nMany.", "Roles")


async def test_a_picture_stands_below_the_text_with_its_words() -> None:
    screen = Screen(
        text="How you take turns.", attachment=Attachment("recap.png", "image/png", b"p", alt="So.")
    )
    (box,) = components(screen_view(NOTE, screen))
    (picture,) = box["components"][1]["items"]
    assert (picture["media"]["url"], picture["description"]) == ("attachment://recap.png", "So.")


async def test_a_screen_becomes_text_and_rows_of_buttons() -> None:
    screen = Screen(
        text="Robin runs this bot.",
        title="Before anything is read",
        rows=(
            (Button("agree", "I agree", Tone.PRIMARY), Button("no", "Erase", Tone.DANGER)),
            (Button("more", "More", url="https://example.org"), Button("open", "Open", start="s1")),
        ),
    )
    (box,) = components(screen_view(NOTE, screen))
    text, first, second = box["components"]
    assert text["content"] == "**Before anything is read**\nRobin runs this bot."
    assert [(b["style"], b["custom_id"]) for b in first["components"]] == [(1, "12:agree"), (4, "12:no")]
    assert [(b["style"], b.get("url"), b.get("custom_id")) for b in second["components"]] == [
        (5, "https://example.org", None),
        (2, None, "12:open"),
    ]


async def test_a_long_row_is_broken_where_discord_needs_it() -> None:
    row = tuple(Button(f"b{n}", str(n)) for n in range(7))
    (box,) = components(screen_view(NOTE, Screen(text="x", rows=(row,))))
    assert [len(each["components"]) for each in box["components"][1:]] == [5, 2]


async def test_a_view_is_finished_before_it_is_sent() -> None:
    assert screen_view(NOTE, Screen(text="x")).is_finished()


async def test_a_quote_shows_the_name_and_every_line() -> None:
    (text,) = components(quote_view("Ana *the* first", "one\n@everyone", []))
    assert text["content"] == "**Ana \\*the\\* first**\n> one\n> @\u200beveryone"


async def test_a_quoted_picture_is_shown() -> None:
    assert [each["type"] for each in components(quote_view("Ana", "", ["https://cdn.example/1"]))] == [10, 12]


async def test_a_form_has_its_fields_with_labels() -> None:
    modal = form_modal("12:write", "Write", [Field("words", "Your words", multiline=True, max_length=500)])
    sent = modal.to_dict()
    assert (sent["custom_id"], sent["title"], modal.is_finished()) == ("12:write", "Write", True)
    assert sent["components"][0]["component"]["custom_id"] == "words"


async def test_every_part_of_a_screen_is_as_discord_describes_it() -> None:
    contract = load_contract()
    if contract is None:
        pytest.skip("discord-openapi.json is not beside this repository")
    rows = (
        (
            Button("write", "Write", form=(Field("words", "Your words"),)),
            Button("u", "U", url="https://e.org"),
        ),
    )
    body = {"components": components(screen_view(NOTE, Screen(text="x" * 5000, rows=rows))), "flags": 1 << 15}
    assert contract.violations("POST", "/channels/5/messages", body) == []
