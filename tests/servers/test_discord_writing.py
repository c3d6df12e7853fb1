"""What the bot escapes is read as it was meant, and what it does not escape is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.render import escaped
from tests.cases import cases
from tests.servers.discord_writing import writing

MARKUP = st.text(alphabet="\\*_~|`<>[]()#-+.:@!&/ 1ab\n{}", max_size=40)


@settings(max_examples=cases(300))
@given(st.one_of(MARKUP, st.text(max_size=40)))
def test_what_is_escaped_is_seen_as_it_was_said(said: str) -> None:
    seen = writing(escaped(said))
    assert (seen.text, seen.marks) == (said.replace("\u200b", ""), frozenset())


@pytest.mark.parametrize(
    ("raw", "text", "marks"),
    [
        ("**Your answers**\na", "Your answers\na", {"bold"}),
        ("> **x** y", "x y", {"quote", "bold"}),
        ("*a* _b_", "*a* _b_", {"italic"}),
        ("# a", "# a", {"heading"}),
        ("1. a", "1. a", {"list"}),
        ("`a` ||b|| ~~c~~ __d__", "`a` ||b|| ~~c~~ __d__", {"code", "spoiler", "struck", "underlined"}),
        ("<@12> @everyone", "<@12> @everyone", {"mention"}),
        ("snake_case https://a.b/c_d_e", "snake_case https://a.b/c_d_e", set()),
    ],
)
def test_markup_is_found(raw: str, text: str, marks: set[str]) -> None:
    assert (writing(raw).text, set(writing(raw).marks)) == (text, marks)
