"""The one place where the parts are put together."""

from __future__ import annotations

from bot import planned, recapping
from bot.engine import Engine
from bot.inbox import Inbox
from bot.keyed import Keyed
from bot.listening import Listener
from bot.reception import Reception
from bot.texts import Texts
from bot.visits import Means
from config.wording import prompts
from core.agenda import CHECKIN
from core.policy import Policy
from core.ports import Reader, Store
from core.prompts import Prompt
from core.recaps import RECAP


def inside(
    store: Store,
    reader: Reader,
    policy: Policy,
    keyed: Keyed,
    *,
    speaks: bool = True,
) -> tuple[Engine, Inbox]:
    """Engine and inbox over a store and a reader. `keyed`: what is derived from the store's key."""
    texts = Texts()
    engine = Engine(store, policy, speaks=speaks)
    listener = Listener(reader, texts, policy)
    library = [Prompt(p.key, p.level, p.theme, p.fits) for p in prompts()]
    engine.when_due(CHECKIN, lambda desk, chat, day: planned.open_day(desk, chat, day, library))
    engine.when_due(RECAP, recapping.open_day)
    reception = Reception(Means(texts, listener, library, keyed))
    return engine, Inbox(engine, listener, texts, reception)
