"""Screens as Telegram's HTML: what people and chats are called never becomes markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.render import LONGEST_NAME, LONGEST_TEXT, caption, cut, name_line, render, units
from core.notes import NoteId
from core.screens.model import Attachment, Button, Field, Screen, Tone
from tests.servers.telegram_html import parse_html, utf16_units

NOTE = NoteId(17)
PIECES = st.one_of(
    st.text(max_size=5),
    st.text(alphabet="<>&\"'/b;#x\u202e\u0000\ud83d", max_size=5),
    st.sampled_from(["😀", "👩‍👩‍👧", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "</b>", "&lt;", "<script>", "a" * 100]),
)
NAMES = st.lists(PIECES, max_size=8).map("".join)


def shown(html: str) -> str:
    return parse_html(html)[0]


def test_a_title_is_bold_above_the_text() -> None:
    page = render(Screen(text="What comes across", title="Mirror"), NOTE, "attune_bot")
    assert (page.html, page.plain) == ("<b>Mirror</b>\nWhat comes across", "Mirror\nWhat comes across")


def test_a_screen_without_buttons_has_no_keyboard() -> None:
    assert render(Screen(text="Resumed."), NOTE, "attune_bot").keyboard is None


def test_a_button_carries_its_note_and_its_name() -> None:
    screen = Screen(text="?", rows=((Button("yes", "Yes"), Button("no", "No")), (Button("skip", "Skip"),)))
    assert render(screen, NOTE, "attune_bot").keyboard == {
        "inline_keyboard": [
            [{"text": "Yes", "callback_data": "17:yes"}, {"text": "No", "callback_data": "17:no"}],
            [{"text": "Skip", "callback_data": "17:skip"}],
        ]
    }


def test_what_cannot_be_undone_looks_so_and_the_first_choice_stands_out() -> None:
    row = (Button("open", "Open", Tone.PRIMARY), Button("forget", "Forget", Tone.DANGER), Button("no", "No"))
    keyboard = render(Screen(text="?", rows=(row,)), NOTE, "attune_bot").keyboard
    assert keyboard is not None
    assert [each.get("style") for each in keyboard["inline_keyboard"][0]] == ["primary", "danger", None]


@pytest.mark.parametrize(
    ("button", "address"),
    [
        (Button("decide", "Decide", start="cQ2hhdA"), "https://t.me/attune_bot?start=cQ2hhdA"),
        (Button("decide", "Decide", start="a&b=c"), "https://t.me/attune_bot?start=a%26b%3Dc"),
        (Button("more", "More", url="https://example.org/"), "https://example.org/"),
    ],
)
def test_a_link_opens_an_address_and_no_press(button: Button, address: str) -> None:
    keyboard = render(Screen(text="?", rows=((button,),)), NOTE, "attune_bot").keyboard
    assert keyboard == {"inline_keyboard": [[{"text": button.label, "url": address}]]}


def test_a_button_with_a_form_is_an_ordinary_press() -> None:
    button = Button("draft", "Mirror", form=(Field("words", "Your draft"),))
    keyboard = render(Screen(text="?", rows=((button,),)), NOTE, "attune_bot").keyboard
    assert keyboard == {"inline_keyboard": [[{"text": "Mirror", "callback_data": "17:draft"}]]}


def test_a_button_whose_data_telegram_would_refuse_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        render(Screen(text="?", rows=((Button("x" * 62, "X"),),)), NOTE, "attune_bot")


@given(NAMES, NAMES)
def test_a_hostile_name_is_shown_as_it_is_and_never_as_markup(title: str, name: str) -> None:
    page = render(Screen(text=f"I may be wrong: {name} wrote", title=title), NOTE, "attune_bot")
    text, entities = parse_html(page.html)
    assert text == page.plain.strip()
    assert {entity["type"] for entity in entities} <= {"bold"}


@given(NAMES)
def test_everything_that_is_sent_can_be_encoded(name: str) -> None:
    screen = Screen(text=name, title=name, rows=((Button("ok", name),),))
    page = render(screen, NOTE, "attune_bot")
    assert page.keyboard is not None
    assert all(s.encode() for s in (page.html, page.plain, page.keyboard["inline_keyboard"][0][0]["text"]))


@given(st.sampled_from("a😀<&"), st.integers(4000, 4200), st.integers(0, 4200))
def test_no_message_is_longer_than_telegram_takes(character: str, text: int, title: int) -> None:
    page = render(Screen(text=character * text, title=character * title), NOTE, "attune_bot")
    assert 0 < utf16_units(shown(page.html)) <= LONGEST_TEXT


def test_a_text_of_exactly_the_longest_length_is_not_cut() -> None:
    text = "😀" * (LONGEST_TEXT // 2)
    assert render(Screen(text=text), NOTE, "attune_bot").plain == text


@given(st.text(max_size=30), st.integers(1, 30))
def test_a_cut_text_is_a_beginning_with_an_ellipsis(text: str, longest: int) -> None:
    short = cut(text, longest)
    assert units(short) <= longest
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("ab👩‍👩‍👧", 8, "ab…"),
        ("ab👍🏽c", 6, "ab…"),
        ("ab🇩🇪c", 6, "ab…"),
        ("abe\u0301c", 4, "ab…"),
        ("ab \u2068שלום\u2069 c", 7, "ab …"),
    ],
)
def test_what_is_seen_as_one_is_kept_or_cut_as_one(text: str, longest: int, short: str) -> None:
    assert cut(text, longest) == short


@pytest.mark.parametrize("text", ["", "   ", "\u0000"])
def test_an_empty_screen_is_still_a_message(text: str) -> None:
    assert render(Screen(text=text), NOTE, "attune_bot").html == "…"


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("Ana", "<b>Ana</b>"),
        ("<i>Ben</i> & co", "<b>&lt;i&gt;Ben&lt;/i&gt; &amp; co</b>"),
        ("An\na\t", "<b>An a</b>"),
    ],
)
def test_a_name_stands_alone_in_bold(name: str, html: str) -> None:
    line = name_line(name)
    assert line is not None
    assert line.html == html


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u202e", "\n"])
def test_a_name_that_shows_nothing_has_no_line(name: str) -> None:
    assert name_line(name) is None


@given(NAMES)
def test_a_name_line_is_short_and_holds_nothing_but_the_name(name: str) -> None:
    line = name_line(name * 10)
    assert line is None or utf16_units(shown(line.html)) <= LONGEST_NAME


def test_below_a_picture_stands_only_what_is_not_said_above_it() -> None:
    page = render(Screen(text="Too early.\n2 of 20.", title="Turns"), NOTE, "attune_bot")
    picture = Attachment("a.png", "image/png", b"", alt="Too early.\n2 of 20.\nWeek by week: 2")
    assert caption(picture, page) == "Week by week: 2"
