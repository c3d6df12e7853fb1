"""The one place where the parts are put together."""

from __future__ import annotations

from collections.abc import Callable

from bot.checkins import Prompt
from bot.engine import Engine
from bot.inbox import Inbox
from bot.listening import Listener
from bot.replies import Replies
from bot.texts import Texts
from config.wording import prompts
from core.ids import PersonId
from core.policy import Policy
from core.ports import Reader, Store


def inside(
    store: Store,
    reader: Reader,
    policy: Policy,
    *,
    speaks: bool = True,
    mark_of: Callable[[PersonId], str] = str,
) -> tuple[Engine, Inbox]:
    """Engine and inbox over a store and a reader. `mark_of`: the keyed hash that remembers an erasure."""
    texts = Texts()
    engine = Engine(store, policy, speaks=speaks)
    listener = Listener(reader, texts, policy)
    library = [Prompt(prompt.key, prompt.level) for prompt in prompts()]
    replies = Replies(texts, library, mark_of, listener.read_again, listener.draft)
    return engine, Inbox(engine, listener, texts, replies)
