"""Whether it is he, she or they: what the encoder is given does not tell."""

from __future__ import annotations

import pytest

from adapters.reader.input import as_read
from adapters.reader.pronouns import they


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("He said he's leaving and she watches me.", "They said they're leaving and they watch me."),
        ("Her boss hates her. I love her so much", "Their boss hates them. I love them so much"),
        ("she goes out and he was with his mum", "they go out and they were with their mum"),
        ("see you at the theatre", "see you at the theatre"),
    ],
)
def test_one_person_may_be_they(one: str, many: str) -> None:
    assert they(one) == many


@pytest.mark.parametrize(
    "told",
    [
        "{he} said that {he} feared {his} mother",
        "I miss {him} and {his} voice, {he} would have loved this",
        "what did {he} say to {him}?",
    ],
)
def test_the_encoder_is_given_the_same_for_everybody(told: str) -> None:
    ways = (("he", "him", "his"), ("she", "her", "her"), ("they", "them", "their"))
    given = {as_read(told.format(he=he, him=him, his=his)) for he, him, his in ways}
    assert len(given) == 1


def test_a_text_about_nobody_stays_as_it_is() -> None:
    text = "The theatre there, then: this is the shed’s, “hish” and other sheds"
    assert they(text) == text
