"""A stop of the walk over every page: whose page it is, and how to get there."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

#: The first link on a page whose address looks like this one.
Link = re.Pattern[str]


@dataclass(frozen=True)
class Stop:
    """A page: the route it belongs to, who looks at it, and the way from an address over links."""

    route: str
    who: str | None
    start: str
    links: tuple[Link, ...] = ()
    #: The button of a form that only asks, where no link leads to the page.
    press: str = ""
    #: Which of several pages at one route: what is open, closed or refused in it.
    state: str = ""

    @property
    def name(self) -> str:
        """What its screenshot is called."""
        words = re.sub(r"\{\w+(:\w+)?\}", "een", self.route).strip("/").replace("/", "-")
        state = f".{self.state}" if self.state else ""
        return f"{words or 'begin'}.{self.who or 'bezoeker'}{state}"

    def reach(self, page: Page) -> None:
        """Go there."""
        page.goto(self.start)
        for link in self.links:
            page.goto(_first(page, link))
        if self.press:
            page.locator(self.press).click()


def _first(page: Page, link: Link) -> str:
    found: list[str] = page.eval_on_selector_all(
        "a[href]", "all => all.map(a => a.getAttribute('href'))"
    )
    return next(href for href in found if link.search(href))
