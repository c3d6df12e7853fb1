"""Which messages take the last one back."""

from __future__ import annotations

import pytest

from core.reading.taking_back import takes_back


@pytest.mark.parametrize("text", ["never mind", "Nevermind!", "nvm", "oh never mind, sorry", "forget it"])
def test_these_take_it_back(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize(
    "text", ["", "never", "I never mind the rain", "forget it is raining, come out", "I will never forget it"]
)
def test_these_do_not(text: str) -> None:
    assert not takes_back(text)
