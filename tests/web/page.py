"""The page as its users meet it: what a test does and reads, in their words."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

CHROMIUM = Path("/usr/bin/chromium")
DRIVER = Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--lang=en-GB",
)
WAIT_S = 10.0
DESKTOP = (1440, 900)
PHONE = (390, 844)
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
T = TypeVar("T")


def missing_browser() -> str:
    """Why there is no browser to drive; empty when there is one."""
    absent = [str(program) for program in (CHROMIUM, DRIVER) if not program.exists()]
    return f"needs Debian's chromium and chromium-driver; {' and '.join(absent)} is missing" if absent else ""


@contextmanager
def browser(*, dark: bool = False) -> Iterator[webdriver.Chrome]:
    """A headless Chromium with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="attune-page-", ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}", *(["--force-dark-mode"] if dark else [])):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
        try:
            driver.set_window_size(*DESKTOP)
            yield driver
        finally:
            driver.quit()


def wait_for(what: Callable[[], T], why: str, seconds: float = WAIT_S) -> T:
    """The first true answer of `what`; asks again while the page is still changing."""
    end = time.monotonic() + seconds
    while True:
        try:
            if answer := what():
                return answer
        except (NoSuchElementException, StaleElementReferenceException):
            pass
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {why}")
        time.sleep(0.03)


class Side:
    """One person's side. `actions` of the page counts what a person does: a tap, or typing with Enter."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name

    @property
    def root(self) -> WebElement:
        sides = self.page.driver.find_elements(By.CSS_SELECTOR, "[data-person]")
        return next(side for side in sides if side.get_attribute("aria-label") == f"{self.name}’s side")

    def thread(self, name: str) -> WebElement:
        """Their `private` or `shared` thread."""
        return self.root.find_element(By.CSS_SELECTOR, f'[data-thread="{name}"]')

    def _texts(self, thread: str) -> list[str]:
        script = "return [...arguments[0].querySelectorAll('[data-message]')].map(one => one.innerText)"
        found: list[str] = self.page.driver.execute_script(script, self.thread(thread))
        return found

    def private_texts(self) -> list[str]:
        """What stands in their private thread, oldest first."""
        return self._texts("private")

    def shared_texts(self) -> list[str]:
        return self._texts("shared")

    def sees(self, words: str, *, private: bool = True) -> None:
        """Waits until a message or note with these words is there."""
        thread = "private" if private else "shared"
        wait_for(lambda: any(words in text for text in self._texts(thread)), f"{self.name} sees “{words}”")

    def press(self, label: str, *, thread: str = "private") -> None:
        """Presses the newest button of a note with this label."""
        path = f".//*[@data-button and normalize-space()={_quoted(label)}]"

        def newest() -> WebElement | None:
            found = self.thread(thread).find_elements(By.XPATH, path)
            return found[-1] if found else None

        wait_for(lambda: self.page.clicked(newest()), f"{self.name} presses “{label}”")
        self.page.actions += 1

    def _write(self, thread: str, text: str) -> None:
        box = self.thread(thread).find_element(By.CSS_SELECTOR, "[data-composer] textarea")
        before = len(self._texts(thread))
        box.send_keys(text, Keys.ENTER)
        self.page.actions += 1
        wait_for(lambda: len(self._texts(thread)) > before, f"{self.name} sent “{text}”")

    def say(self, text: str) -> None:
        """Writes in the chat of both."""
        self._write("shared", text)

    def answer_in_private(self, text: str) -> None:
        """Writes to the bot, in private; a slash command too."""
        self._write("private", text)

    def message(self, words: str) -> WebElement:
        """The newest message in the chat of both that holds these words, as this person sees it."""
        path = f".//li[contains(@class, 'message')][contains(normalize-space(), {_quoted(words)})]"
        return wait_for(
            lambda: self.thread("shared").find_elements(By.XPATH, path), f"{self.name} finds “{words}”"
        )[-1]

    def do(self, words: str, action: str) -> None:
        """An action of a message: reply, react, mark, mirror, edit or delete."""

        def act() -> bool:
            message = self.message(words)
            return self.page.clicked(message.find_element(By.CSS_SELECTOR, f'[data-action="{action}"]'))

        wait_for(act, f"{self.name} chooses {action} of “{words}”")
        self.page.actions += 1

    def reply(self, words: str, text: str) -> None:
        """Replies to the message that holds `words`."""
        self.do(words, "reply")
        self.say(text)

    def mark(self, words: str, wish: str) -> None:
        """*This matters* on one's own message; wish: listen, think, celebrate or leave."""
        self.do(words, "mark")
        self.page.choose(wish)

    def react(self, words: str, reaction: str) -> None:
        """heart, thumbs up, hug, laughing, surprised, sad or party."""
        self.do(words, "react")
        self.page.choose(reaction)

    def mirror(self, words: str, draft: str) -> None:
        """Has a draft of an answer to the message that holds `words` mirrored."""
        self.do(words, "mirror")
        box = self.thread("private").find_element(By.CSS_SELECTOR, '[data-form="draft"] textarea')
        box.send_keys(draft, Keys.ENTER)
        self.page.actions += 1
        self.sees(draft)


class Page:
    """An open page."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self.actions = 0

    def open(self, address: str) -> Page:
        self.driver.get(address)
        ready = 'html[data-ready="yes"]'
        wait_for(lambda: self.driver.find_elements(By.CSS_SELECTOR, ready), "the page is ready")
        return self

    def person(self, name: str) -> Side:
        return Side(self, name)

    def enter(self, place: str) -> None:
        """Goes to another place: couple, friends or community."""
        self.clicked(self.driver.find_element(By.ID, "place"))
        self.choose(place)
        at = f'body[data-place="{place}"]'
        wait_for(lambda: self.driver.find_elements(By.CSS_SELECTOR, at), f"{place} is shown")

    def look_through(self, name: str) -> Side:
        """This person's side; where it is out of sight, it takes the place of the first that is not."""
        side = self.person(name)
        if side.root.get_attribute("data-column") is None:
            css = '.person[data-column="1"] [data-look]'
            eyes = self.driver.find_elements(By.CSS_SELECTOR, css)
            self.clicked(next(one for one in eyes if one.get_property("textContent") == name))
            wait_for(lambda: side.root.get_attribute("data-column"), f"{name}’s side is in sight")
        return side

    def people(self) -> list[str]:
        """The names of those in the place that is shown."""
        heads = self.driver.find_elements(By.CSS_SELECTOR, ".person h2")
        return [str(head.get_property("textContent")) for head in heads]

    def version(self) -> int:
        """How new what is shown is."""
        return int(self.driver.find_element(By.TAG_NAME, "body").get_attribute("data-version") or -1)

    def idle(self) -> bool:
        """Whether the program answered every step."""
        return self.driver.find_element(By.TAG_NAME, "body").get_attribute("data-acting") in (None, "0")

    def tag(self) -> str:
        """What the ids of the room that is shown begin with."""
        return str(self.driver.find_element(By.TAG_NAME, "body").get_attribute("data-tag"))

    def clicked(self, element: WebElement | None) -> bool:
        """Scrolls to an element and clicks it as a hand would; False while there is none."""
        if element is None:
            return False
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'nearest'})", element)
        self.driver.execute_script("arguments[0].click()", element)
        return True

    def focused(self) -> str:
        """What has the focus, in the words that a screen reader would say."""
        script = "const one = document.activeElement; return one.getAttribute('aria-label') || one.innerText"
        return str(self.driver.execute_script(script))

    def keys(self, *keys: str) -> None:
        """Presses keys, wherever the focus is."""
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def paste(self, text: str) -> None:
        """Puts a text in, wherever the focus is, with its line breaks."""
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})

    def choose(self, choice: str) -> None:
        """Taps a choice of the open sheet, by its stable name."""
        css = f'.menu [data-choice="{choice}"]'
        wait_for(lambda: self.clicked(self.driver.find_element(By.CSS_SELECTOR, css)), f"chooses {choice}")
        self.actions += 1

    def move_clock(self, step: str) -> None:
        """`an hour later`, `next morning` or `a week later`; returns when all that fell due is done."""
        button = self.driver.find_element(By.CSS_SELECTOR, f'[data-clock="{step}"]')
        self.clicked(button)
        self.actions += 1
        wait_for(lambda: not button.get_attribute("aria-busy"), "the clock has moved")

    def play(self, name: str) -> None:
        """Plays a ready-made conversation to its end."""
        before = self._plays()
        self.clicked(self.driver.find_element(By.ID, "play"))
        self.choose(name)
        wait_for(lambda: self._plays() > before, "the conversation ends", seconds=60)

    def _plays(self) -> int:
        return int(self.driver.find_element(By.TAG_NAME, "body").get_attribute("data-plays") or 0)

    def start_over(self) -> None:
        self.clicked(self.driver.find_element(By.ID, "over"))
        self.choose("over")

    def panel_text(self) -> str:
        """All words of *behind the scenes*."""
        return self.driver.find_element(By.ID, "panel").text

    def panel_shows(self, words: str) -> None:
        wait_for(lambda: words in self.panel_text(), f"the panel says “{words}”")

    def look_for(self, fault: str) -> list[str]:
        """What is wrong, by the name of a function in looks.js; empty when all is well."""
        found: list[str] = self.driver.execute_script(f"{LOOKS}; return {fault}();")
        return found

    def resize(self, size: tuple[int, int]) -> None:
        """A window of exactly this inside size, as a phone has it."""
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, **features: str) -> None:
        """Media features, such as prefer(prefers_color_scheme="dark")."""
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": listed})

    def screenshot(self, path: Path | str) -> None:
        self.driver.save_screenshot(str(path))

    def complaints(self) -> list[str]:
        """Errors in the browser's console since the last call."""
        entries: list[dict[str, str]] = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]


def _quoted(text: str) -> str:
    """A text as an XPath string."""
    parts = [f'"{part}"' for part in text.split('"')]
    return parts[0] if len(parts) == 1 else "concat(" + ", '\"', ".join(parts) + ")"
