"""The mirror, as somebody goes through it: what carries a draft, forwarding, trying again, and its limits."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from core.episodes import Wish
from core.ids import MessageId
from core.inbound import ButtonPressed, Commanded, Posted
from core.reading.scores import Abstention, ResponseReading
from core.utterance import MessageKind, Utterance
from tests.stories.world import HOME, Shown, WordReader, World, private, who

FEAR = "I am afraid of tomorrow"


@pytest.fixture
async def evening() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    return world


async def posts(
    world: World, name: str, text: str, kind: MessageKind = MessageKind.TEXT, *, forwarded: bool = False
) -> MessageId:
    """A private message; its id."""
    message = MessageId(f"p{len(world.effects)}-{len(world.platform.shown)}-{text[:4]}")
    words = Utterance(text=text, kind=kind)
    chat, author = private(name), who(name)
    await world.hand_in(
        Posted(chat=chat, author=author, message=message, words=words, private=True, forwarded=forwarded)
    )
    return message


def newest(world: World, name: str) -> Shown:
    return world.private(name)[-1]


class ToReader(WordReader):
    """Reads an answer as warm exactly when it is to somebody who is afraid."""

    def read_response(
        self, response: Utterance, *, to: Utterance | None, before: object = ()
    ) -> ResponseReading | Abstention:
        if "Grüß" in response.text:
            return Abstention(language="de")
        afraid = to is not None and "afraid" in to.text
        return ResponseReading(caring=0.8 if afraid else 0.0)


async def test_it_points_to_the_sentence_that_carries_it_and_holds_no_word(evening: World) -> None:
    await evening.mirrors("Ben", "The bus was late. I am with you. See you at six.", to=FEAR)
    shown = newest(evening, "Ben")
    assert (
        shown.screen.text.splitlines()[0]
        == "Understood: comes across, perhaps mostly by your second sentence"
    )
    everything = f"{shown.screen.text} {asdict(shown.to)}"
    assert not any(word in everything for word in ("bus", "with you", "See you", "afraid"))


async def test_of_one_sentence_it_points_to_a_part(evening: World) -> None:
    await evening.mirrors("Ben", "the bus was late, but I am with you", to=FEAR)
    assert "perhaps mostly by the second part of your sentence" in newest(evening, "Ben").screen.text


async def test_a_forwarded_message_is_what_the_next_draft_answers() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await posts(world, "Ben", FEAR, forwarded=True)
    assert world.texts("Ben")[-1].startswith("I keep what you forwarded in memory")
    await posts(world, "Ben", "Come, sit with me")
    assert "Cared for: comes across" in world.texts("Ben")[-1]


async def test_another_draft_answers_the_same_message() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await posts(world, "Ben", FEAR, forwarded=True)
    await posts(world, "Ben", "Come, sit with me")
    await world.presses("Ben", "Another draft")
    await posts(world, "Ben", "I am listening")
    assert "Cared for: comes across" in world.texts("Ben")[-1]


async def test_another_draft_in_a_form_needs_no_message() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await world.mirrors("Ben", "Come, sit with me", to=FEAR)
    button = newest(world, "Ben").button("Another draft")
    pressed = ButtonPressed(who=who("Ben"), data=button, fields={"draft": "I am listening"})
    await world.hand_in(pressed)
    assert "Cared for: comes across" in world.texts("Ben")[-1]


async def test_the_newest_forward_counts_and_the_one_before_is_let_go_of() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await posts(world, "Ben", FEAR, forwarded=True)
    await posts(world, "Ben", "what a match", forwarded=True)
    await posts(world, "Ben", "Come, sit with me")
    assert "Cared for: not that I can see" in world.texts("Ben")[-1]


async def test_after_two_days_the_forwarded_words_are_gone() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await posts(world, "Ben", FEAR, forwarded=True)
    await world.passes(hours=49)
    world.inbox.sweep(world.clock.now())
    await posts(world, "Ben", "Come, sit with me")
    assert "Cared for: not that I can see" in world.texts("Ben")[-1]


async def test_forgotten_the_forwarded_words_are_gone_at_once() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await posts(world, "Ben", FEAR, forwarded=True)
    await posts(world, "Ben", "Come, sit with me")
    mirrored = newest(world, "Ben")
    await world.commands("Ben", "forget")
    await world.presses("Ben", "Everything")
    await world.presses("Ben", "Yes, forget me")
    texts = world.inbox._texts  # what is in memory cannot be seen from outside
    assert texts.of(private("Ben"), MessageId(mirrored.to.args["message"])) is None


async def test_a_forward_is_no_answer_to_a_check_in() -> None:
    world = World()
    await world.added("Ana", "Ben")
    await world.agree("Ana", "Ben")
    await posts(world, "Ana", "somebody else's words", forwarded=True)
    await posts(world, "Ana", "I am with you")
    await posts(world, "Ana", "the sun on the tram")
    assert "until the answers are shown together" in world.texts("Ana")[-1]


async def test_a_forward_without_words_is_said_to_have_none(evening: World) -> None:
    await posts(evening, "Ben", "", MessageKind.VOICE, forwarded=True)
    assert "There are no words in what you forwarded" in evening.texts("Ben")[-1]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("", MessageKind.STICKER, "I can only look at written words."),
        ("", MessageKind.VOICE, "I can only look at written words."),
        ("❤️🤗", MessageKind.TEXT, "A sign like that can say a lot"),
        ("  ", MessageKind.TEXT, "There are no words in it yet."),
    ],
)
async def test_what_holds_no_words_is_no_draft_and_the_next_one_is_still_read(
    evening: World, text: str, kind: MessageKind, said: str
) -> None:
    await evening.commands("Ben", "mirror")
    await posts(evening, "Ben", text, kind)
    assert evening.texts("Ben")[-1].startswith(said)
    await posts(evening, "Ben", "I am with you")
    assert "Understood: comes across" in evening.texts("Ben")[-1]


async def test_a_language_it_does_not_know_is_admitted() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    await world.commands("Ben", "mirror", "Grüß dich, ich bin da. Bis morgen.")
    assert world.texts("Ben")[-1].startswith("I do not know this language")


async def test_a_draft_as_long_as_a_message_can_be_is_read(evening: World) -> None:
    await evening.commands("Ben", "mirror", "I am with you. It rained. " * 200)
    assert "I looked at its first eight sentences" in evening.texts("Ben")[-1]


async def test_a_message_is_chosen_by_replying_to_it() -> None:
    world = World(reader=ToReader())
    await world.begin("Ana", "Ben")
    first = await world.says("Ana", FEAR)
    await world.passes(minutes=3)
    await world.says("Ana", "we won the cup")
    chosen = Commanded(chat=HOME, who=who("Ben"), name="mirror", about=first, argument="Come, sit with me")
    await world.hand_in(chosen)
    assert "Cared for: comes across" in world.texts("Ben")[-1]


async def test_a_wish_is_named_only_to_whoever_opened_the_note_that_told_it(evening: World) -> None:
    message = await evening.says("Ana", "so, that was the day")
    await evening.marks("Ana", message, Wish.LISTEN)
    await evening.passes(hours=1)
    await evening.commands("Ben", "mirror", "I am with you")
    assert "listening is wanted" not in evening.texts("Ben")[-1]
    await evening.presses("Ben", "Open")
    await evening.commands("Ben", "mirror", "I am with you")
    assert "Ana marked the 19:00 message: listening is wanted, not advice." in evening.texts("Ben")[-1]


async def test_the_other_sees_nothing_of_a_mirror(evening: World) -> None:
    await evening.says("Ana", FEAR)
    before = evening.texts("Ana"), len(evening.shared())
    await posts(evening, "Ben", FEAR, forwarded=True)
    await posts(evening, "Ben", "I am with you")
    assert (evening.texts("Ana"), len(evening.shared())) == before


async def test_nobody_tries_again_on_anothers_mirror(evening: World) -> None:
    await evening.mirrors("Ben", "I am with you", to=FEAR)
    data = newest(evening, "Ben").button("Another draft")
    pressed = ButtonPressed(who=who("Ana"), data=data, fields={"draft": "I am with you"})
    await evening.hand_in(replace(pressed))
    assert evening.texts("Ana")[-1] == "That is over by now."
