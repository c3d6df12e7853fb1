"""The one question to a discloser, and what an answer counts for (rules: *The one question*)."""

from __future__ import annotations

from bot.visits import Press
from core.events import Rated
from core.ids import EpisodeId, MessageId

TAPS = {"yes": 5.0, "partly": 3.0, "no": 1.0}


async def on_question(visit: Press) -> None:
    if visit.button == "open":
        await visit.open()
        return
    chat_id, episode = visit.about, EpisodeId(visit.args["episode"])
    tap = TAPS.get(visit.button)
    if tap is not None and chat_id is not None:
        question = visit.args["question"]
        rated = Rated(
            author=visit.who,
            episode=episode,
            understood=tap if question == "understood" else None,
            valued=tap if question == "valued" else None,
            cared_for=tap if question == "cared_for" else None,
        )
        past = await visit.desk.past_about(chat_id, MessageId(episode))
        await visit.desk.apply(chat_id, rated, past=past)
    await visit.instead("question_reply", {"what": "thanks" if tap is not None else "skipped"})


BUTTONS = {"question": on_question}
