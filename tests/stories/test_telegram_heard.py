"""What is heard on Telegram, from a tap in somebody's app to what follows: real client, real shell."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.telegram.ids import chat_id
from core.effects import DisclosureOpened, EpisodeEnded, EpisodeRewritten, MessageRead, ResponseAttached
from core.ids import MessageId, UpdateId
from core.inbound import EditedPost, Posted, Update, Who
from core.utterance import Utterance
from tests.servers.telegram_model import Message
from tests.stories.telegram_evening import TelegramEvening, telegram_evening

AFRAID = "I am afraid of tomorrow"
WARM = "I am with you"


@pytest.fixture
async def evening() -> AsyncIterator[TelegramEvening]:
    """Both agreed, the first check-in is behind them, and the bot is an admin: it hears reactions."""
    async with telegram_evening() as evening:
        await evening.begins()
        await evening.server.promotes_bot(evening.home, evening.ana)
        await evening.settles()
        yield evening


@pytest.fixture
async def disclosed(evening: TelegramEvening) -> TelegramEvening:
    """Ana said something of herself; Ben has not answered."""
    await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=3)
    assert len(evening.backstage.seen(DisclosureOpened)) == 1
    return evening


def read(evening: TelegramEvening) -> int:
    return len(evening.backstage.seen(MessageRead))


def deep(evening: TelegramEvening) -> int:
    return len(evening.backstage.seen(DisclosureOpened))


def answers(evening: TelegramEvening) -> list[ResponseAttached]:
    return evening.backstage.seen(ResponseAttached)


async def sends(evening: TelegramEvening, content: dict[str, Any], **frame: Any) -> Message:
    message = await evening.server.sends(evening.ana, evening.home, content, frame=frame)
    await evening.settles()
    return message


def quoted(text: str) -> dict[str, Any]:
    return {"text": text, "entities": [{"type": "blockquote", "offset": 0, "length": len(text)}]}


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]
FILE = {"file_id": "f", "file_unique_id": "u"}
QUIZ = {"id": 6_000_000_002, "is_bot": True, "first_name": "Quiz", "username": "quiz_bot"}

OWN: dict[str, dict[str, Any]] = {
    "text": {"text": AFRAID},
    "photo": {"photo": PHOTO, "caption": AFRAID},
    "video": {"video": {**FILE, "width": 9, "height": 9, "duration": 1}, "caption": AFRAID},
    "file": {"document": FILE, "caption": AFRAID},
    "voice": {"voice": {**FILE, "duration": 7}, "caption": AFRAID},
    "album": {"photo": PHOTO, "caption": AFRAID, "media_group_id": "13"},
    "spoiler": {"text": AFRAID, "entities": [{"type": "spoiler", "offset": 0, "length": len(AFRAID)}]},
}
NOT_OWN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a quotation": (quoted(AFRAID), {}),
    "by a bot": ({"text": AFRAID}, {"via_bot": QUIZ}),
    "a forward": (
        {"text": AFRAID},
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "Z", "date": 1}},
    ),
    "a poll": ({"poll": {"id": "1", "question": AFRAID, "options": [], "total_voter_count": 0}}, {}),
    "a die": ({"dice": {"emoji": "🎲", "value": 6}}, {}),
    "a contact": ({"contact": {"phone_number": "1", "first_name": AFRAID}}, {}),
    "an album's other picture": ({"photo": PHOTO, "media_group_id": "13"}, {}),
}

# Whose words


async def test_ones_own_words_are_heard_wherever_they_stand(evening: TelegramEvening) -> None:
    heard = []
    for place, content in enumerate(OWN.values()):
        await sends(evening, content)
        await evening.passes(minutes=3)
        heard.append(deep(evening) - place)
    assert dict(zip(OWN, heard, strict=True)) == dict.fromkeys(OWN, 1)


async def test_what_is_not_said_by_its_sender_is_not_read(evening: TelegramEvening) -> None:
    found = {}
    for name, (content, frame) in NOT_OWN.items():
        before = read(evening)
        evening.server.updates.add_raw({"message": _raw(evening, content, frame)})
        await evening.settles()
        await evening.passes(minutes=3)
        found[name] = (read(evening) - before, deep(evening))
    assert found == dict.fromkeys(NOT_OWN, (0, 0))


async def test_of_an_album_its_caption_alone_is_one_message(evening: TelegramEvening) -> None:
    before = read(evening)
    for caption in ({}, {"caption": AFRAID}, {}):
        await sends(evening, {"photo": PHOTO, "media_group_id": "13", **caption})
    await evening.passes(minutes=3)
    assert (read(evening) - before, deep(evening)) == (1, 1)


# Answers


async def test_a_reply_with_a_quote_answers_and_the_quoted_words_are_not_its_own(
    evening: TelegramEvening,
) -> None:
    said = await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=3)
    await evening.server.says(evening.ben, evening.home, WARM, reply_to=said, quote="afraid")
    await evening.settles()
    await evening.passes(minutes=3)
    (answer,) = answers(evening)
    assert (answer.response.reading.caring, deep(evening)) == (0.8, 1)


@pytest.mark.parametrize(
    "frame",
    [
        {"external_reply": {"origin": {"type": "hidden_user", "sender_user_name": "Z", "date": 1}}},
        {"reply_to_story": {"chat": {"id": 1, "type": "private"}, "id": 3}},
    ],
    ids=["another chat's message", "a story"],
)
async def test_a_reply_to_something_elsewhere_answers_nothing_here(
    disclosed: TelegramEvening, frame: dict[str, Any]
) -> None:
    await disclosed.server.sends(disclosed.ben, disclosed.home, {"text": "so true"}, frame=frame)
    await disclosed.settles()
    await disclosed.passes(minutes=3)
    assert answers(disclosed) == []


async def test_a_sticker_and_a_voice_note_answer_without_words(disclosed: TelegramEvening) -> None:
    await disclosed.server.sends_sticker(disclosed.ben, disclosed.home, "❤")
    await disclosed.server.sends_voice(disclosed.ben, disclosed.home)
    await disclosed.settles()
    await disclosed.passes(minutes=3)
    assert [answer.response.author for answer in answers(disclosed)] == [f"telegram:{disclosed.ben.id}"]


async def test_a_reaction_of_any_kind_acknowledges_and_can_be_taken_back(evening: TelegramEvening) -> None:
    said = await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=3)
    await evening.server.reacts(evening.ben, said, "❤")
    evening.server.updates.add_raw({"message_reaction": _reaction(evening, said, [], [{"type": "paid"}])})
    await evening.server.reacts(evening.ben, said)
    await evening.settles()
    await evening.passes(hours=60)
    (ended,) = evening.backstage.seen(EpisodeEnded)[-1:]
    assert ([a.response.reaction for a in answers(evening)], ended.episode.responses) == ([True, True], ())


async def test_of_two_reactions_the_one_that_stays_still_acknowledges(evening: TelegramEvening) -> None:
    said = await evening.says(evening.ana, AFRAID)
    await evening.passes(minutes=3)
    await evening.server.reacts(evening.ben, said, "❤", "🙏")
    await evening.server.reacts(evening.ben, said, "🙏")
    await evening.settles()
    await evening.passes(hours=60)
    (ended,) = evening.backstage.seen(EpisodeEnded)[-1:]
    assert [response.reaction for response in ended.episode.responses] == [True]


async def test_the_writing_hand_on_ones_own_message_marks_it(evening: TelegramEvening) -> None:
    said = await evening.says(evening.ana, "so, that was the day")
    await evening.server.reacts(evening.ana, said, "✍")
    await evening.settles()
    await evening.presses(evening.ana, "Listen")
    assert evening.last(evening.ana) == "Marked: listening is wanted."


# Edits


async def test_a_caption_that_is_taken_away_discloses_nothing_any_more(evening: TelegramEvening) -> None:
    said = await sends(evening, {"document": FILE, "caption": AFRAID})
    await evening.passes(minutes=3)
    del said.content["caption"]
    said.edit_date = evening.server.world.now
    evening.server.updates.add("edited_message", said.json())
    await evening.settles()
    assert [each.episode.state for each in evening.backstage.seen(EpisodeEnded)] == ["withdrawn"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["as they were", "the edit first"])
async def test_of_a_message_and_its_edit_the_edit_stands_whichever_comes_first(
    evening: TelegramEvening, order: tuple[int, int]
) -> None:
    now, ana, home = evening.clock.now(), evening.ana, chat_id(evening.home.id)
    who, number = Who(_person(ana.id), "Ana"), MessageId("77")
    later = now + timedelta(seconds=20)
    updates = [
        Update(
            id=UpdateId("a"),
            at=now,
            what=Posted(chat=home, author=who, message=number, words=Utterance(text=AFRAID)),
        ),
        Update(
            id=UpdateId("b"),
            at=later,
            what=EditedPost(chat=home, author=who, message=number, words=Utterance(text="I was fine")),
        ),
    ]
    for place in order:
        await evening.backstage.running.inbox.handle(updates[place])
    await evening.passes(minutes=3)
    assert evening.backstage.seen(DisclosureOpened) == []


async def test_an_answer_that_is_changed_before_it_is_shown_is_read_as_it_is_shown() -> None:
    async with telegram_evening() as evening:
        await evening.adds_bot()
        await evening.agrees(evening.ana, evening.ben)
        answer = await evening.tells_bot(evening.ana, AFRAID)
        await evening.server.edits(evening.ana, answer, "the sun on the tram")
        await evening.settles()
        await evening.tells_bot(evening.ben, "your laugh at breakfast")
        opened = evening.backstage.seen(DisclosureOpened)
        assert "the sun on the tram" in [m.text for m in evening.by_bot(evening.home)]
        assert [each.depth < 0.5 for each in opened] == [True, True]


async def test_a_private_message_that_is_no_answer_may_change_as_it_likes(evening: TelegramEvening) -> None:
    said, before = await evening.tells_bot(evening.ana, "good morning"), read(evening)
    await evening.server.edits(evening.ana, said, AFRAID)
    await evening.settles()
    assert read(evening) == before


async def test_an_edit_after_two_days_is_taken_for_what_it_says(disclosed: TelegramEvening) -> None:
    said = disclosed.home.messages[-1]
    await disclosed.passes(hours=50)
    await disclosed.server.edits(disclosed.ana, said, "I was fine")
    await disclosed.settles()
    assert disclosed.backstage.seen(EpisodeRewritten)[-1].episode.state == "withdrawn"


def _person(number: int) -> Any:
    return f"telegram:{number}"


def _raw(evening: TelegramEvening, content: dict[str, Any], frame: dict[str, Any]) -> dict[str, Any]:
    """A message of Ana's as Telegram would send it, whose content the test wrote in short."""
    message = evening.server.world.post(evening.home, evening.ana, content, frame=frame)
    return message.json()


def _reaction(evening: TelegramEvening, message: Message, old: list[Any], new: list[Any]) -> dict[str, Any]:
    return {
        "chat": evening.home.json(),
        "message_id": message.id,
        "user": evening.ben.json(),
        "date": evening.server.world.now,
        "old_reaction": old,
        "new_reaction": new,
    }
