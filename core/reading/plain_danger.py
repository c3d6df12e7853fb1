"""The plainest words of danger, which no reader may miss whatever it has learnt (science §4).

Few on purpose: a long list knows its author's sentences and raises alarms at everybody else's. Patterns run
on tokens without gender and names (`plain_text.tokens`); every gap is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

HEARD = 0.7
"""Nudges rest; the line of help is left to what was learnt, which knows more than words."""
_I = r" (?:i|i'm|i've|i'd|i'll) (?:\S+ ){0,4}"
_CLOSE = r"(?:my (?:ex )?(?:ex|xspouse|xpartner)|xe)"
_SELF = re.compile(
    _I + r"(?:suicidal|self harm|self harming|self harmed|unalive myself) "
    r"|" + _I + r"(?:kill|killing|hang|hanging|harm|harming|hurt|hurting|cut|cutting) myself "
    r"(?!laughing|on|in|at|with|shaving|cooking|off)"
    r"|"
    + _I
    + r"(?:want|wanted|wish|going|rather) (?:to )?(?:die|be dead|end my life|end it all) (?!of|for|from|with)"
    r"|"
    + _I
    + r"(?:don't|didn't|not) (?:want|wanna) (?:to )?(?:live|be alive|exist|wake up)(?: again| anymore|) "
    r"(?!in|with|at|near|early|there|here)"
    r"| (?:no|any) (?:point|reason) (?:in|to|for) (?:living|live|being alive|be alive|going on|go on) "
    r"| better off (?:without me|if i was dead|dead) | wish i(?:'d)? (?:was|were|had)? ?never (?:been )?born "
)
_HURT = r"(?:hit|hits|slapped|slaps|punched|punches|choked|chokes|strangled|raped|beats|kicked|kicks)"
_PARTNER = re.compile(
    r" (?:" + _CLOSE + r"|you) (?:\S+ ){0,2}" + _HURT + r" me (?!up|with the|with that|like|at|to)"
    r"| (?:scared|afraid|terrified|frightened) of (?:"
    + _CLOSE
    + r"|xer|you) (?!losing|leaving|going|being|having)"
    r"| (?:don't|not) feel safe (?:at home|with (?:xer|you)) "
)
_PLAY = re.compile(
    r" (?:lol|lmao|haha\w*|rofl|jk|film|movie|game|level|episode|series|lyrics?|song|book|chapter|chess|boss|"
    r"character|scene|dog|cat) |[😂🤣💀🎶🎵🎮\"]"
)

_LONG_PAST = re.compile(
    r" (?:years|decades) ago "
    r"| my (?:first|last|old|previous|former) (?:xpartner|xspouse|relationship|marriage) "
    r"| my (?:xpartner|xspouse|ex) before you "
    r"| my (?:\S+ )?ex (?:xpartner |xspouse )?(?:\S+ ){0,3}"
    r"(?:used to|back then|back in|before you|before we met) "
)
_STILL = re.compile(
    r" (?:again|now|tonight|today|yesterday|keeps|still (?!have|dream|think|feel|remember)\S+|next|if|when) "
)
_FORCE = re.compile(
    r" (?:hit|beat|slap|punch|kick|chok|strangl|grab|shov|push|rape|raping|molest|touch|burn|throw|threw|"
    r"drag|lock|threat|stab|attack|hurt|bruis|belt|mugg|knife|spat|spit|bit(?:es)?\b)\w*"
)


def tells_of_force(words: Sequence[str]) -> bool:
    """Whether an act of force is named. Fear alone, of a boss or a father, is an ordinary disclosure (science
    §4, rule 5)."""
    return _FORCE.search(f" {' '.join(words)}") is not None


def is_long_past(words: Sequence[str]) -> bool:
    """Whether somebody from before is spoken of, and nothing says that it goes on: fear of the past is an
    ordinary disclosure (science §4, rule 5)."""
    text = f" {' '.join(words)} "
    return _LONG_PAST.search(text) is not None and _STILL.search(text) is None


def plain_danger(words: Sequence[str]) -> tuple[float, float]:
    """(from oneself, from a partner): HEARD where the plainest words say so and nothing says play, else 0."""
    text = f" {' '.join(words)} "
    own, partner = _SELF.search(text) is not None, _PARTNER.search(text) is not None
    if not (own or partner) or _PLAY.search(text):
        return 0.0, 0.0
    return HEARD * own, HEARD * partner
