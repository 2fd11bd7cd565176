"""People at their screens: each with a browser of their own, who only open, read, type and click."""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright

from tests.world import PASSWORD

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, PHONE = (1366, 900), (360, 780)  # pixels: an office's screen, a deputy's or a leader's telephone
WAIT = 20_000  # ms
GRAVE = ("serious", "critical")


@dataclass(frozen=True)
class Mark:
    """One of the five stages as the page shows it."""

    label: str
    word: str
    holder: str


class Visitor:
    """One person in one browser window.

    `troubles` gathers what the browser complained about: errors of scripts, of the console, of the content policy.
    """

    def __init__(
        self, browser: Browser, site: str, shots: Path, screen: tuple[int, int], *, scripts: bool = True
    ) -> None:
        width, height = screen
        self.site = site
        self.shots = shots
        self.troubles: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        self.context.set_default_timeout(WAIT)
        self.context.on("page", self._listen)
        self.page = self.context.new_page()

    def _listen(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.location['url']}: {message.text}")

    # -- moving about ----------------------------------------------------------------------------

    def open(self, path: str) -> int:
        """Type an address; return the status of the answer."""
        return self.page.goto(f"{self.site}{path}").status

    def log_in(self, username: str) -> "Visitor":
        self.open("/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        return self

    def follow(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click the link with exactly these words (a pattern: that match) and wait for its page."""
        exact = isinstance(words, str)
        (within or self.page).get_by_role("link", name=words, exact=exact).first.click()
        self.page.wait_for_load_state("load")

    def press(self, words: str, within: Locator | None = None) -> None:
        """Click the button with exactly these words and wait for the page that comes."""
        (within or self.page).get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state("load")

    # -- reading ---------------------------------------------------------------------------------

    def state(self) -> str:
        """Return the word of the item's state that stands under its title."""
        return self.page.locator("main .state").first.inner_text()

    def stages(self) -> list[Mark]:
        """Return the five stages of the bar."""
        return [
            Mark(_text(mark, ".stage-label"), _text(mark, ".stage-word"), _text(mark, ".stage-holder"))
            for mark in self.page.locator("ol.stages > li").all()
        ]

    def told(self) -> list[str]:
        """Return the messages on top of the page."""
        return self.page.locator("ul.messages > li").all_inner_texts()

    def buttons(self) -> list[str]:
        """Return what stands open under 可以办理 or 现在由您办理, grey ones left out."""
        open_ones = self.page.locator(".step-buttons a:not([aria-disabled]), .decide button:enabled")
        return open_ones.all_inner_texts()

    def main_text(self) -> str:
        return self.page.locator("main").inner_text()

    # -- looking at the page itself --------------------------------------------------------------

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page, which must fit the screen."""
        self.page.screenshot(path=self.shots / f"{name}.png", full_page=True)
        assert self.too_wide() == [], name

    def too_wide(self) -> list[str]:
        """Return what makes the page wider than its screen; nothing when it needs no sideways scrolling."""
        return self.page.evaluate(
            """() => {
                 const screen = document.documentElement;
                 if (screen.scrollWidth <= screen.clientWidth) return [];
                 return [...document.querySelectorAll("body *")]
                   .filter(one => one.getBoundingClientRect().right > screen.clientWidth)
                   .map(one => `${one.tagName}.${one.className}`);
               }"""
        )

    def grave_findings(self) -> list[tuple[str, str]]:
        """Return (rule, element) of what axe finds serious or critical on this page."""
        found = Axe().run(self.page).response["violations"]
        return [
            (finding["id"], node["html"])
            for finding in found
            if finding["impact"] in GRAVE
            for node in finding["nodes"]
        ]


class Visits:
    """Opens windows on the site, one for each person, and remembers them all; a context manager.

    While it is open this thread has an event loop, and Django refuses it the database: end() first.

    Args:
        site: scheme, host and port of the product.
        shots: folder of the pictures.
    """

    def __init__(self, site: str, shots: Path) -> None:
        self.site = site
        self.shots = shots
        self.visitors: list[Visitor] = []
        self._open = contextlib.ExitStack()

    def __enter__(self) -> "Visits":
        playwright = self._open.enter_context(sync_playwright())
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        self._open.callback(self.browser.close)
        return self

    def __exit__(self, *details: object) -> None:
        self.end()

    def end(self) -> None:
        """Close every window and the browser; from here on the thread may ask the database itself."""
        self._open.close()

    def __call__(
        self, username: str = "", screen: tuple[int, int] = DESK, *, scripts: bool = True
    ) -> Visitor:
        """Open a window and log somebody in; without a name nobody."""
        visitor = Visitor(self.browser, self.site, self.shots, screen, scripts=scripts)
        self.visitors.append(visitor)
        return visitor.log_in(username) if username else visitor

    def troubles(self) -> list[str]:
        """Return what any of the browsers complained about."""
        return [trouble for visitor in self.visitors for trouble in visitor.troubles]


def _text(within: Locator, selector: str) -> str:
    found = within.locator(selector)
    return found.inner_text() if found.count() else ""
