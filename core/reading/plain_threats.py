"""The plainest threats and orders, which count whatever a reader has learnt or a transcript gives (§4).

Few on purpose, like `plain_danger`: a long list knows its author's sentences and hears threats in everybody
else's. A threat here is a harm, an exposure or a loss that somebody would bring about if the other does not
do as told; a bare "I'll kill you" is nearly always play.

A phrase is written as it is said, on tokens without gender and names (`plain_text.tokens`): `a/b` is one of
these words, a word in capitals one of WORDS, `~3` at most three words, none of which denies, END the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from core.reading.neutral_words import listed
from core.reading.plain_text import MAX_CHARS, clean, tokens
from core.reading.scores import ResponseReading

HEARD = 0.9
CHECKS = 3
"""Questions of where, with whom and why no answer, in one turn, that make it an interrogation. [P]"""

WORDS = {
    "WILL": "i'll, i will, i'm going to, i'm going, i am going to, i would, i'd",
    "GO": "leave, leaving, left, go, walk, dump, divorce, break up, end it, end this, cheat, do that again, "
    "do this to me",
    "CROSS": "embarrass me, lie to me, ignore me, disrespect me, talk back, make me angry, say that again, "
    "tell anyone, tell anybody, laugh at me, hang up on me",
    "OBEY": "answer, reply, pick up, come home, come back, call me back, text me back, do as i say, "
    "do what i say, unblock me",
    "UNLESS": "if you don't, if you ever, if you, unless you, or",
    "TELL": "tell, talk to, speak to, see, meet, text, call",
    "WHOM": "anyone, anybody, xer, xe, them, xname, people, the police, your",
    "HURT": "hurt, hit, slap, punch, strangle, choke, kick, burn, ruin, destroy, smash, break, kill, drown",
    "YOURS": "you, your, xer, xname, our, the kids, the dog, the cat, the house, myself",
    "MYSELF": "kill myself, hurt myself, cut myself, harm myself, hang myself, end my life, end it all",
    "SHOW": "post, publish, leak, upload, send, share, show, forward, put",
    "PRIVATE": "nudes, nude, naked, private, intimate, photo, photos, pics, pictures, video, videos, "
    "messages, texts, chats, screenshots, secret, secrets",
    "BARE": "nudes, nude, naked, intimate",
    "EYES": "everyone, everybody, the whole, online, everywhere, your boss, your work, your family, "
    "your whole, your parents, your xparent, your xparents, your friends, your colleagues, your school",
    "ASK": "give me, send me, tell me, show me, hand me, let me have, let me see, unlock",
    "KEYS": "password, passwords, passcode, pin, login, location, phone, messages, texts, inbox",
    "ELSE": "or else, or we're done, or we are done, or i'm done, or we're over, or it's over, "
    "or it is over, or i'm leaving, or i'm gone, or we're finished, or you and me are done",
    "YOUNG": "the kids, our kids, your kids, the children, our children, our xchild, your xchild, the baby",
    "PET": "the dog, your dog, our dog, that dog, the cat, your cat, our cat, that cat, "
    "your rabbit, your horse",
    "NOW": "now, right now, this minute, immediately, so i can see, so i can check, so i know",
    "MEET": "see, seeing, meet, meeting, talk to, talking to, speak to, speaking to, text, texting, "
    "call, calling, go out, going out, leave the house, have friends, wear, wearing",
    "AGAIN": "again, anymore, any more, ever, ever again, tonight",
    "OTHERS": "them, xer, xname, your friends, your family, your xparent, your xsibling, your xparents",
}
THREATS = (
    "if ~2 you ~3 GO ~6 WILL ~3 HURT YOURS",
    "if ~2 you ~3 TELL WHOM ~6 WILL ~3 HURT YOURS",
    "if ~2 you ~3 GO ~6 WILL ~3 MYSELF",
    "WILL ~3 HURT YOURS if you ~3 GO",
    "WILL ~3 MYSELF if you ~3 GO",
    "if ~2 you ~3 GO ~6 you'll regret/pay",
    "if ~2 you ~3 GO ~6 you'll be sorry",
    "or you'll regret it/this",
    "don't make me hurt/hit/slap/punch you",
    "WILL make you ~1 regret/pay/suffer/sorry",
    "WILL make sure you/you're/you'll ~1 regret/suffer/lose/never",
    "WILL ~3 HURT you if you ~3 CROSS",
    "if ~2 you ~3 CROSS ~6 WILL ~3 HURT you",
    "if you don't OBEY ~8 you'll regret/pay",
    "if you don't OBEY ~8 you'll be sorry",
    "do as/what i say or i/i'll/you/you'll/else",
    "you know what happens if/when you",
    "remember what happened last time you",
    "WILL SHOW your ~1 PRIVATE END",
    "WILL SHOW your ~1 PRIVATE ~1 to/on/with EYES",
    "WILL SHOW your ~1 PRIVATE EYES",
    "WILL SHOW ~3 BARE ~3 EYES",
    "WILL SHOW EYES your ~1 BARE",
    "UNLESS ~6 WILL SHOW your/those/these ~1 PRIVATE ~2 EYES",
    "UNLESS ~6 WILL SHOW EYES ~2 PRIVATE",
    "UNLESS ~6 WILL tell EYES what you",
    "UNLESS ~6 WILL tell EYES everything",
    "UNLESS ~6 WILL tell EYES your secret/secrets",
    "UNLESS ~6 WILL tell EYES about your",
    "ASK ~3 KEYS ~4 ELSE",
    "you'll never see YOUNG again",
    "take/taking YOUNG ~2 you'll never see them again",
    "UNLESS ~6 i'll/i'm take/taking YOUNG away",
    "UNLESS ~6 i'll/i'm take/taking YOUNG from you",
    "if ~2 you ~3 GO ~4 i'll take YOUNG END",
    "UNLESS ~6 you won't see YOUNG again/anymore",
    "if ~6 i'll/i'm HURT PET",
    "or i'll HURT PET",
    "if ~6 i'll/i'm get/getting rid of PET",
    "or i'll get rid of PET",
    "something/accidents could/might/will/can happen to PET",
)
ORDERS = (
    "ASK ~1 your ~2 password/passwords/passcode",
    "ASK ~1 the password/passcode to your",
    "ASK ~1 your ~1 KEYS ~1 NOW",
    "share/send/turn ~3 location ~1 NOW",
    "prove it ~3 send/show/photo/picture/video/location",
    "send/show ~4 prove it",
    "prove to me ~4 with/where/who/alone",
    "you're not allowed to ~1 MEET",
    "you are not allowed to ~1 MEET",
    "you're not MEET ~3 AGAIN",
    "you are not MEET ~3 AGAIN",
    "i forbid you to/from MEET",
    "i forbid you MEET",
    "i won't let you MEET",
    "it's/choose ~1 me or OTHERS END",
    "it's/choose ~1 OTHERS or me",
    "block/delete/unfriend OTHERS now/tonight/today",
)
CHECKING_UP = (
    "where are/were you",
    "who are/were you with",
    "who is xe/that",
    "who's that",
    "why aren't/didn't/don't you answer/answering/pick/reply/replying/text",
    "answer me",
    "pick up",
    "what are you ~1 doing",
    "who did/do you talk/text/see",
)
PLAY = frozenset(
    listed(
        """
    lol lmao rofl jk kidding joking film movie game games level episode series season lyric lyrics song
    chapter chess fifa scrabble monopoly character villain scene script line quote spoil spoiler spoilers
    surprise birthday party cake netflix wifi spotify router printer xlink
    😂 🤣 💀 😜 😝 😉 🙃 😏 😈 🎶 🎵 🎮 🎬 🎭 " * « » „
    """
    )
)
"""With one of these, something is played, sung, quoted or about a thing."""
_NO_ORDER = re.compile(r" (?:h[ae]h[ae]\w*|if (?:that's|it's easier|you like|you want|you prefer)) ")
_REPORTED = re.compile(
    r" (?:xe|they|xname|xman|my \S+|the \S+|someone|somebody|who) (?:\S+ )?"
    r"(?:said|says|told|texted|wrote|goes|shouted|threatened|keeps saying|was like) "
)
_DENYING = "never", "not", "won't", "wouldn't", "don't", "didn't", "can't", ".", "?", "!"
_WORD = rf"(?:(?!(?:{'|'.join(map(re.escape, _DENYING))}) )\S+ )"


def _part(word: str) -> str:
    if word == "END":
        return r"(?:[.!,] )*$"
    if word[0] == "~":
        return f"{_WORD}{{0,{word[1:]}}}"
    ways = WORDS[word].split(", ") if word in WORDS else word.split("/")
    return rf"(?:{'|'.join(map(re.escape, ways))}) "


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Of threats, orders and questions that check up; made on first use, for it takes a tenth of a second."""
    return tuple(map(_compiled, (THREATS, ORDERS, CHECKING_UP)))


def _compiled(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?<= ){''.join(map(_part, phrase.split()))}" for phrase in phrases))


def plain_threats(text: str) -> tuple[float, float]:
    """(threat, control): HEARD where the plainest words say so, else 0.

    Nothing where something says play, a quotation, or that somebody else said it.
    """
    words = tokens(clean(text[-MAX_CHARS:]))
    said = f" {' '.join(words)} "
    threats, orders, checks = _patterns()
    threat = threats.search(said) is not None
    control = orders.search(said) is not None or len(checks.findall(said)) >= CHECKS
    if not (threat or control) or PLAY & set(words) or _NO_ORDER.search(said) or _REPORTED.search(said):
        return 0.0, 0.0
    return HEARD * threat, HEARD * control


def with_plain_threats(tone: ResponseReading | None, text: str) -> ResponseReading | None:
    """A turn's tone with what its plainest words say; None stays None where they say nothing."""
    threat, control = plain_threats(text)
    if not threat and not control:
        return tone
    tone = tone or ResponseReading()
    return replace(tone, threat=max(tone.threat, threat), control=max(tone.control, control))
