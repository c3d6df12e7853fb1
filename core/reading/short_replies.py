"""What few words settle about a reply: sounds understand nothing, and "you are not" takes a side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.reading.neutral_words import listed

_SOUNDS = frozenset(
    listed(
        """
        aw aww ah oh ooh oof omg wow ugh hm hmm mm haha lol ok okay k yeah yes no x xx xxx babe love hun nice
        cool
        """
    )
)
_SIDE = re.compile(
    r" (?:you're|you are|your|you) (?:so |really |definitely )?(?:not|never|no|anything but|far from) "
    r"| (?:don't|do not|never|stop) (?:say|saying|think|thinking|call|calling|feel) "
    r"| not (?:your|you're) fault "
    r"| (?:your|my|that|the) (?:boss|manager|teacher|colleagues?|company|landlord|neighbours?|ex|xname) "
    r"(?:is|was|are|were|sounds) (?:\S+ ){0,3}"
    r"(?:pathetic|idiots?|bully|bullies|liar|awful|horrible|ridiculous|stupid|useless|jerks?|toxic|clowns?) "
    r"(?!.* you(?:'re| are) )"
    r"| excuse for a (?:\S+ ){1,2}xe (?:is|was) "
)


def only_sounds(words: Sequence[str]) -> bool:
    """Whether the words (`plain_text.tokens`) are sounds and pet names: "aww" with a heart."""
    spoken = [word for word in words if word[0].isalpha()]
    return bool(spoken) and all(word in _SOUNDS for word in spoken)


def takes_a_side(words: Sequence[str]) -> bool:
    """Whether it says what the other is *not*, whose fault it was not, or who else is to blame.

    Harsh words in it are no insult.
    """
    return _SIDE.search(f" {' '.join(words)} ") is not None
