"""Steps that several stories of the page share."""

from __future__ import annotations

from tests.web.page import Page

BALCONY = "The evening on the balcony"
PEACHES = "When you laughed about the peaches"
HARD_DAY = "today was really hard, and I sat there alone with it"
TABLET = (1000, 800)


def check_in(page: Page) -> None:
    """Both agree, both answer, both are revealed."""
    ana, ben = page.person("Ana"), page.person("Ben")
    ana.press("I agree")
    ben.press("I agree")
    ana.sees("small moment")
    ben.sees("small moment")
    ana.answer_in_private(BALCONY)
    ben.answer_in_private(PEACHES)
    ana.sees(PEACHES, private=False)
    ben.sees(BALCONY, private=False)


def whole_loop(page: Page) -> None:
    check_in(page)
    page.person("Ana").say(HARD_DAY)
    page.person("Ana").mark(HARD_DAY, "listen")
    page.person("Ben").react(HARD_DAY, "heart")
    page.move_clock("an hour later")
    page.person("Ben").do(HARD_DAY, "mirror")
    page.panel_shows("private note")
