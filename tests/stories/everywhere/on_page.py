"""Stories on the local page, in Chromium: by what people write, tap and see there.

The verbs wait by blocking: the bot has a thread of its own, and the browser a process.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from core.chats import ChatKind
from core.episodes import Wish
from tests.promises.rows import dump
from tests.stories.everywhere.headless import KEY, found
from tests.stories.everywhere.stage import BOT, CAST, Seen
from tests.stories.world import MONDAY, WordReader
from tests.web.page import Page, Side, wait_for
from tests.web.real_page import RealPage, real_page

SEEN = """
return [...arguments[0].querySelectorAll('[data-message]')].map((one) => ({
  by: one.dataset.from,
  at: one.querySelector('time').dateTime,
  title: one.querySelector('.title')?.textContent ?? '',
  text: one.querySelector('.words')?.textContent ?? '',
  buttons: [...one.querySelectorAll('[data-button]')].map((button) => button.textContent),
  id: one.dataset.message,
}));
"""
FETCHED = "fetch(arguments[0]).then((answer) => answer.text()).then(arguments[1])"


class PageStage:
    """The verbs as clicks and keys on the open page."""

    def __init__(self, page: Page, behind: RealPage, database: Path) -> None:
        self._page, self._behind, self._database = page, behind, database
        self._own: dict[str, set[str]] = {}
        """Ids of the messages that each person wrote."""
        page.open(behind.page.address)
        self._settle()

    @property
    def actions(self) -> int:
        return self._page.actions

    async def begins(self, kind: ChatKind) -> None:
        if kind is not ChatKind.COUPLE:
            self._page.enter(kind.value)
            self._settle()
        self._page.actions = 0

    # What a person does

    async def says(self, name: str, text: str) -> None:
        self._side(name).say(text)
        self._settle()

    async def tells_bot(self, name: str, text: str) -> None:
        self._side(name).answer_in_private(text)
        self._settle()

    async def taps(self, name: str, label: str) -> None:
        self._press(name, label)
        self._settle()

    def _press(self, name: str, label: str) -> None:
        side = self._side(name)
        private = any(label in seen["buttons"] for seen in self._seen(name, "private"))
        side.press(label, thread="private" if private else "shared")

    async def fills(self, name: str, label: str, text: str) -> None:
        self._press(name, label)
        self._page.paste(text)
        self._page.keys(Keys.ENTER)
        self._page.actions += 1
        open_form = "[data-form].fields"
        wait_for(lambda: not self._page.driver.find_elements(By.CSS_SELECTOR, open_form), "the form is taken")
        self._settle()

    async def marks(self, name: str, words: str, wish: Wish) -> None:
        self._side(name).mark(words, wish.value)
        self._settle()

    async def mirrors(self, name: str, words: str, draft: str) -> None:
        self._side(name).mirror(words, draft)
        self._settle()

    def _side(self, name: str) -> Side:
        """Their side, brought into sight."""
        return self._page.look_through(name)

    def _settle(self) -> None:
        """Until the page shows all that follows from the last step."""
        wait_for(self._page.idle, "the last step is taken")
        version = self._behind.settles()
        wait_for(lambda: self._page.version() >= version, "the page shows the newest")

    # Time

    def now(self) -> datetime:
        return self._behind.clock.now()

    async def passes(self, *, hours: int = 0, weeks: int = 0) -> None:
        before = self.actions
        for _ in range(weeks):
            self._page.move_clock("a week later")
        for _ in range(hours):
            self._page.move_clock("an hour later")
        self._page.actions = before
        self._behind.inside(self._behind.store.prune(self.now()))
        self._settle()

    # What a person sees, and what is kept

    async def private(self, name: str) -> Sequence[Seen]:
        return self._read(name, "private")

    async def chat(self, name: str) -> Sequence[Seen]:
        return self._read(name, "shared")

    def _read(self, name: str, thread: str) -> list[Seen]:
        names = {each.lower(): each for people in CAST.values() for each in people} | {"bot": BOT}
        return [
            Seen(
                by=names[str(seen["by"])],
                at=datetime.fromisoformat(str(seen["at"])),
                text="\n".join(part for part in (seen["title"], seen["text"]) if part),
                buttons=tuple(seen["buttons"]),
            )
            for seen in reversed(self._seen(name, thread))
        ]

    def _seen(self, name: str, thread: str) -> list[dict[str, str]]:
        seen: list[dict[str, str]] = self._page.driver.execute_script(
            SEEN, self._page.person(name).thread(thread)
        )
        own = {each["id"] for each in seen if each["by"] == name.lower()}
        self._own[name] = self._own.get(name, set()) | own
        return seen

    async def file(self, name: str) -> str:
        links = self._page.person(name).thread("private").find_elements(By.CSS_SELECTOR, "a[data-file]")
        return str(self._page.driver.execute_async_script(FETCHED, links[-1].get_attribute("href")))

    async def remains(self, name: str) -> Sequence[str]:
        self._seen(name, "private")
        self._seen(name, "shared")
        person = f"web:{self._page.tag()}:{name.lower()}"
        return found(self._database, (person, f'"{name}"', *self._own[name]))

    async def mentions(self, words: str) -> Sequence[str]:
        return found(self._database, (words,))

    async def rows(self, table: str) -> int:
        return len(dump(self._database, KEY)[table])


@asynccontextmanager
async def on_page(folder: Path, page: Page) -> AsyncIterator[PageStage]:
    database = folder / "attune.db"
    with real_page(database, KEY, MONDAY, WordReader()) as behind:
        yield PageStage(page, behind, database)
        assert page.complaints() == []
