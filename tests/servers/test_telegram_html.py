"""The HTML parse mode of the loopback Telegram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.helpers import mention_html

from tests.servers.telegram_html import MarkupError, found_entities, parse_html, utf16_units


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("a < b", "Unsupported start tag"),
        ("<b>open", "Can't find end tag"),
        ("shut</b>", "Unexpected end tag"),
        ("<b><i>x</b></i>", "Unmatched end tag"),
        ("<script>x</script>", 'Unsupported start tag "script"'),
        ("<span>x</span>", "tg-spoiler"),
        ("<a href='x", "Unclosed start tag"),
    ],
)
def test_markup_that_telegram_refuses_is_refused(markup: str, why: str) -> None:
    with pytest.raises(MarkupError, match=why):
        parse_html(markup)


def test_entities_count_in_utf16_and_follow_the_trimmed_text() -> None:
    text, entities = parse_html('\n <i>👩‍👧</i><a href="https://a.b/?x=1&amp;y=2">link</a> ')
    assert (text, entities) == (
        "👩‍👧link",
        [
            {"type": "italic", "offset": 0, "length": utf16_units("👩‍👧")},
            {"type": "text_link", "url": "https://a.b/?x=1&y=2", "offset": 5, "length": 4},
        ],
    )


@given(st.text())
def test_any_escaped_text_comes_out_as_it_went_in_but_for_its_ends(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text.strip()


def test_a_mention_by_the_clients_helper_is_understood() -> None:
    _, (entity,) = parse_html(mention_html(7, "Ben <3"))
    assert entity == {"type": "text_link", "url": "tg://user?id=7", "offset": 0, "length": 6}


def test_a_quotation_may_be_expandable_and_code_may_name_its_language() -> None:
    _, entities = parse_html(
        '<blockquote expandable>q</blockquote><pre><code class="language-py">x</code></pre>'
    )
    assert entities == [
        {"type": "expandable_blockquote", "offset": 0, "length": 1},
        {"type": "pre", "language": "py", "offset": 1, "length": 1},
    ]


def test_commands_mentions_and_addresses_are_found_but_not_inside_words() -> None:
    found = [e["type"] for e in found_entities("/help@attune_bot @anna https://a.example a@example.org 1/2")]
    assert found == ["bot_command", "mention", "url"]
