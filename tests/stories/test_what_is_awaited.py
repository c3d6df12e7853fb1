"""What a private message is taken for: no word goes to a place that its writer did not mean."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.chats import ChatKind
from core.effects import Revealed
from core.ids import ChatId, MessageId
from core.inbound import BotAdded, ButtonPressed, MemberJoined, Posted
from core.ports import NotSent
from core.utterance import Utterance
from tests.stories.world import HOME, Shown, World, private, who

WORK = ChatId("toy:work")


async def couple() -> World:
    world = World()
    await world.begin("Ana", "Ben")
    await world.passes(hours=80)
    return world


async def asks_for(world: World, what: str) -> None:
    """Something that Ana is to write, by a command or a button; then she writes nothing."""
    if what == "prompt":
        await world.commands("Ana", "prompts", "add", chat=HOME)
    elif what == "keep":
        await world.commands("Ana", "keep", "in 3 days")
    elif what == "form":
        await world.commands("Ana", "pause")
        await world.presses("Ana", "Until a day")
        await world.commands("Ana", "resume")
    elif what == "draft":
        await world.commands("Ana", "mirror")


def kinds(world: World, name: str) -> list[str]:
    return [shown.to.kind for shown in world.private(name)]


@pytest.mark.parametrize("what", ["prompt", "keep", "form", "draft"])
async def test_what_was_asked_for_yesterday_takes_no_answer(what: str) -> None:
    world = await couple()
    await asks_for(world, what)
    await world.passes(hours=30)
    await world.commands("Ben", "checkin", chat=HOME)
    await world.tells_bot("Ana", "I am afraid of losing my job")
    assert kinds(world, "Ana")[-1] == "answer_taken"
    assert [s.to.kind for s in world.shared()] == ["card"]
    assert not (await world.engine.peek(HOME, who("Ana").id))[1].paused  # type: ignore[union-attr]


async def test_a_guess_that_was_never_written_takes_no_answer() -> None:
    world = await couple()
    await world.commands("Ben", "checkin", chat=HOME)
    for name in ("Ana", "Ben"):
        await world.tells_bot(name, "the sun on the tram")
    reveal = next(s for s in world.shared() if s.to.kind == "reveal")
    await world.hand_in(ButtonPressed(who=who("Ana"), data=reveal.button("Guess what mattered most")))
    await world.passes(hours=70)
    await world.commands("Ben", "checkin", chat=HOME)
    await world.tells_bot("Ana", "my sister's call")
    assert kinds(world, "Ana")[-1] == "answer_taken"


@pytest.mark.parametrize("what", ["prompt", "keep", "form"])
async def test_what_is_written_too_late_is_taken_for_nothing(what: str) -> None:
    world = await couple()
    await asks_for(world, what)
    await world.passes(minutes=16)
    await world.tells_bot("Ana", "I am afraid, do not tell anybody")
    assert kinds(world, "Ana")[-1] == "hint"
    assert [s.to.kind for s in world.shared()] == ["card"]


async def prompt_or_answer(chat: ChatId = HOME) -> World:
    """Ana wants to add a prompt in HOME; while she writes, a check-in comes, from there or from elsewhere."""
    world = await two_chats()
    await world.passes(hours=80)
    await asks_for(world, "prompt")
    await world.passes(minutes=5)
    await world.commands("Ben" if chat == HOME else "Dan", "checkin", chat=chat)
    return world


def own_prompts(world: World) -> int:
    """How many prompts were shown to all."""
    return sum(s.to.kind == "prompt_added" for s in world.shared(HOME))


@pytest.mark.parametrize("chat", [HOME, WORK])
@pytest.mark.parametrize("meant", ["My answer", "The new prompt", "Keep it here"])
async def test_a_check_in_that_comes_while_a_prompt_is_written_asks_which_was_meant(
    chat: ChatId, meant: str
) -> None:
    world = await prompt_or_answer(chat)
    await world.tells_bot("Ana", "What am I afraid of?")
    assert kinds(world, "Ana")[-1] == "answer_which"
    await everybody_else_answers(world)
    assert (own_prompts(world), shown_of_ana(world, HOME), shown_of_ana(world, WORK)) == (0, 0, 0)
    await world.presses("Ana", meant)
    await world.passes(hours=80)
    shown = (own_prompts(world), shown_of_ana(world, chat))
    assert shown == {"My answer": (0, 1), "The new prompt": (1, 0), "Keep it here": (0, 0)}[meant]


async def test_what_goes_on_with_either_is_asked_about_again() -> None:
    for meant in ("My answer", "The new prompt"):
        world = await prompt_or_answer(WORK)
        await world.tells_bot("Ana", "What am I afraid of?")
        await world.tells_bot("Ana", "or of whom?")
        assert kinds(world, "Ana")[-2:] == ["answer_which", "answer_which"]
        await world.presses("Ana", meant)
        await world.tells_bot("Ana", "and since when?")
        assert kinds(world, "Ana")[-1] == ("hint" if meant == "My answer" else "answer_which")
        await everybody_else_answers(world)
        assert own_prompts(world) + shown_of_ana(world, WORK) == 1


async def test_a_question_that_stood_there_before_does_not_ask() -> None:
    world = await two_chats()
    await asks_for(world, "prompt")
    await world.tells_bot("Ana", "What made you laugh today?")
    assert own_prompts(world) == 1


async def test_a_reply_to_the_request_is_the_prompt() -> None:
    world = await prompt_or_answer(WORK)
    request = [s for s in world.private("Ana") if s.to.kind == "prompt_ask"][-1]
    await replies(world, "Ana", request, "What made you laugh today?")
    assert own_prompts(world) == 1


async def test_a_question_that_never_reached_her_does_not_ask() -> None:
    world = await two_chats()
    await world.passes(hours=80)
    await asks_for(world, "prompt")
    world.platform.fails_with = lambda note: NotSent(600) if note.kind == "checkin" else None
    await world.commands("Dan", "checkin", chat=WORK)
    await world.tells_bot("Ana", "What made you laugh today?")
    assert own_prompts(world) == 1


async def test_words_that_are_not_in_memory_any_more_become_no_prompt() -> None:
    world = await prompt_or_answer(WORK)
    await world.tells_bot("Ana", "What am I afraid of?")
    world.inbox.sweep(world.clock.at + timedelta(days=3))
    await world.presses("Ana", "The new prompt")
    assert world.texts("Ana")[-1].startswith("I do not have these words any more.")
    assert own_prompts(world) == 0


@pytest.mark.parametrize(("what", "becomes"), [("keep", "keep_set"), ("draft", "mirror")])
async def test_what_was_begun_just_now_stays_private(what: str, becomes: str) -> None:
    """Somebody who is writing when the question comes shows it to nobody."""
    world = await couple()
    await asks_for(world, what)
    await world.passes(minutes=5)
    await world.commands("Ben", "checkin", chat=HOME)
    await world.tells_bot("Ana", "the present for Ben")
    assert kinds(world, "Ana")[-1] == becomes
    await world.tells_bot("Ana", "the sun on the tram")
    assert kinds(world, "Ana")[-1] == "answer_taken"


async def test_a_day_is_not_waited_for_after_a_pause_ended() -> None:
    world = await couple()
    await asks_for(world, "form")
    await world.tells_bot("Ana", "2026-03-20")
    assert kinds(world, "Ana")[-1] == "hint"
    assert not (await world.engine.peek(HOME, who("Ana").id))[1].rests(world.clock.at)  # type: ignore[union-attr]


async def test_while_hidden_nothing_is_taken_for_an_answer() -> None:
    world = await couple()
    await world.commands("Ben", "hide")
    await world.commands("Ana", "checkin", chat=HOME)
    await world.tells_bot("Ana", "mine")
    await world.tells_bot("Ben", "who is this bot?")
    assert kinds(world, "Ben")[-1] == "hint"
    assert world.seen(Revealed) == []
    await world.commands("Ben", "show")
    await world.tells_bot("Ben", "my own")
    assert len(world.seen(Revealed)) == 1


async def test_whoever_paused_begins_no_checkin() -> None:
    world = await couple()
    await world.commands("Ana", "pause")
    await world.commands("Ana", "checkin", chat=HOME)
    assert world.texts("Ana")[-1] == "You paused me. /resume first."
    await world.commands("Ana", "resume")
    await world.tells_bot("Ana", "hello?")
    assert kinds(world, "Ana")[-1] == "hint"


async def two_chats() -> World:
    """Ana is asked in a couple's chat with Ben, then in a chat with Dan and Eve."""
    world = World()
    for chat, title, kind, names in (
        (HOME, "Home", ChatKind.COUPLE, ("Ana", "Ben")),
        (WORK, "Work friends", ChatKind.FRIENDS, ("Ana", "Dan", "Eve")),
    ):
        await world.hand_in(BotAdded(chat=chat, kind=kind, people=tuple(map(who, names)), title=title))
        for name in names:
            await world.presses(name, "I agree")
        await world.passes(hours=80)
    await world.commands("Ben", "checkin", chat=HOME)
    await world.commands("Dan", "checkin", chat=WORK)
    return world


async def replies(world: World, name: str, shown: Shown, text: str) -> None:
    """To a message of the bot in the private chat; a reply names it by the last part of its reference."""
    reference = next(ref for ref, one in world.platform.shown.items() if one is shown)
    post = Posted(
        chat=private(name),
        author=who(name),
        message=MessageId(f"reply-{shown.note}"),
        words=Utterance(text=text),
        private=True,
        reply_to=MessageId(reference.rpartition("/")[2]),
    )
    await world.hand_in(post)


async def everybody_else_answers(world: World) -> None:
    for name in ("Ben", "Dan", "Eve"):
        await world.tells_bot(name, "mine")


def shown_of_ana(world: World, chat: ChatId) -> int:
    """How many of Ana's messages were shown in the chat."""
    return sum(place == private("Ana") for s in world.shared(chat) for place, _ in s.to.copies)


async def test_each_question_names_its_chat_to_somebody_with_several() -> None:
    world = await two_chats()
    home, work = [s for s in world.private("Ana") if s.to.kind == "checkin"][-2:]
    assert home.screen.text.startswith("About “Home”:")
    assert work.screen.text.startswith("About “Work friends”:")
    assert not any("About" in text for text in world.texts("Ben"))
    consents = [s.screen.text for s in world.private("Ana") if "Work friends" in s.screen.text]
    assert len(consents) >= 1


async def test_a_reply_answers_the_question_it_replies_to() -> None:
    world = await two_chats()
    home = [s for s in world.private("Ana") if s.to.kind == "checkin"][-2]
    await replies(world, "Ana", home, "I still love you")
    await everybody_else_answers(world)
    assert (shown_of_ana(world, HOME), shown_of_ana(world, WORK)) == (1, 0)


async def test_between_two_questions_the_message_waits_for_a_word() -> None:
    world = await two_chats()
    await world.tells_bot("Ana", "I am afraid that I still love you")
    assert kinds(world, "Ana")[-1] == "answer_which"
    await everybody_else_answers(world)
    assert (shown_of_ana(world, HOME), shown_of_ana(world, WORK)) == (0, 0)
    await world.presses("Ana", "Home")
    assert (shown_of_ana(world, HOME), shown_of_ana(world, WORK)) == (1, 0)


async def test_what_goes_on_with_one_answer_is_not_taken_for_the_other() -> None:
    world = await two_chats()
    await world.tells_bot("Ana", "I still love you")
    await world.presses("Ana", "Home")
    await world.tells_bot("Ana", "and I was never so sure")
    assert kinds(world, "Ana")[-1] == "answer_which"
    await world.presses("Ana", "Keep it here")
    await everybody_else_answers(world)
    await world.passes(hours=1)
    assert shown_of_ana(world, WORK) == 0
    await world.tells_bot("Ana", "the new coffee machine")
    assert (shown_of_ana(world, HOME), shown_of_ana(world, WORK)) == (1, 1)


async def test_a_question_that_ended_meanwhile_takes_nothing() -> None:
    world = await two_chats()
    await world.tells_bot("Ana", "I still love you")
    await world.passes(hours=80)
    await world.presses("Ana", "Home")
    assert world.texts("Ana")[-1] == "That is over by now."
    assert shown_of_ana(world, HOME) == 0


@pytest.mark.parametrize("ben", ["silent", "passed", "withdrew"])
async def test_who_waited_for_a_reveal_hears_that_it_ended_when_somebody_joins(ben: str) -> None:
    """Of what the other did, nothing shows in it."""
    world = await couple()
    await world.commands("Ben", "checkin", chat=HOME)
    await world.tells_bot("Ana", "mine")
    if ben == "passed":
        await world.presses("Ben", "Pass")
    elif ben == "withdrew":
        await world.commands("Ben", "withdraw")
    before = len(world.private("Ana"))
    await world.hand_in(MemberJoined(chat=HOME, who=who("Eve")))
    await world.passes(hours=80)
    told = [(s.to.kind, s.screen.text) for s in world.private("Ana")[before:]]
    assert told == [("round_ended", "This check-in has ended without showing answers. Yours stays with you.")]
    if ben == "silent":
        assert world.texts("Ben")[-1] == "This check-in has ended. Nothing is awaited of you."
        await world.tells_bot("Ben", "too late")
        assert kinds(world, "Ben")[-1] == "hint"
    assert world.seen(Revealed) == []
