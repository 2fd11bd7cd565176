"""Make the pictures of the manuals from a running demo.

    .venv/bin/python scripts/make_screenshots.py --site http://localhost:8000

Needs Debian's chromium and chromium-l10n, and what requirements/dev.txt installs. Begin with `./run demo --fresh`: the
pictures show its people and its living items. It may be repeated: all it changes is that a clerk begins a reply (what
is typed is not saved) and a deputy signs for one.
"""

import argparse
import ast
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "manuals" / "images"
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
OFFICE, PHONE = (1366, 1200), (390, 844)  # pixels: a clerk's screen and a deputy's
TALLEST = 1500  # pixels of a page; what stands below is left to the reader's own screen
COLOURS = 64
SETTLING = 1500  # ms: the letter beside the text is drawn a moment after the last key

IN_DRAFTING = "关于推动科技特派员下沉山区县的提案"
REPLIED = "关于扶持传统鞋革产业智能升级的建议"
FAULTY = "关于发展工业互联网的建议"
PRE_READ = "的送审稿"
MEASURES = "（演示内容）我局已经开展相关工作，下一步将列入年度计划，于年底前落实。"
LETTER = "温科提复〔2023〕125号"


@dataclass(frozen=True)
class Shot:
    """One picture: its file, who is logged in (empty: nobody), the screen, the way to its page from the first one.

    `whole`: down to the page's foot; else what the screen shows, for a page with a bar that stays in view.
    """

    name: str
    username: str
    screen: tuple[int, int]
    way: Callable[[Page], None]
    whole: bool = True


def here(page: Page) -> None:
    """The page that log-in leads to."""


def first_link(words: str) -> Callable[[Page], None]:
    """Return a way: follow the first link that contains these words."""

    def follow(page: Page) -> None:
        page.get_by_role("link").filter(has_text=words).first.click()

    return follow


def along(*ways: Callable[[Page], None]) -> Callable[[Page], None]:
    """Return one way made of several."""

    def walk(page: Page) -> None:
        for way in ways:
            way(page)
            page.wait_for_load_state("load")

    return walk


def desk_item(title: str) -> Callable[[Page], None]:
    """Return a way: find an item by its title in the office's list and open it."""

    def find(page: Page) -> None:
        page.goto(f"{origin(page)}/admin/proposals/proposal/?q={title}")
        first_link(title)(page)

    return find


def open_reply(page: Page) -> None:
    """Open the reply of the item, from the item's page."""
    page.locator("#replies").get_by_role("link").first.click()
    page.wait_for_load_state("load")


def findings(page: Page) -> None:
    """Bring what proofreading found to the top of the screen."""
    page.locator("#findings").evaluate("part => part.scrollIntoView()")


def verified(page: Page) -> None:
    """Look a letter up on the public page as anybody would, by the address its print office sees."""
    page.goto(f"{origin(page)}/print/?show=printed")
    page.locator(".queue a").first.click()
    page.wait_for_load_state("load")
    first_link("用印件")(page)
    page.wait_for_load_state("load")
    address = page.locator("a[href*='/verify/']").first.get_attribute("href")
    page.context.clear_cookies()
    page.goto(f"{origin(page)}{address}")


def begin_reply(page: Page) -> None:
    """Open the reply of the item, beginning it on the first run."""
    open_reply(page)
    begin = page.get_by_role("button", name="开始拟写")
    if begin.count():
        begin.click()
        page.wait_for_load_state("load")
    body = page.get_by_label("正文")
    lines = body.input_value().split("\n")
    body.fill(
        "\n".join(line + (f"\n{MEASURES}" if line.startswith(("一、", "二、")) else "") for line in lines)
    )


def rate(page: Page) -> None:
    """Open the page on which a reply is rated, signing for the reply on the first run."""
    first_link(REPLIED)(page)
    page.wait_for_load_state("load")
    unread = page.get_by_role("button", name="查看并签收")
    if unread.count():
        unread.click()
        page.wait_for_load_state("load")
        first_link("返回本件")(page)
        page.wait_for_load_state("load")
    page.get_by_role("link", name="评价", exact=True).click()


def origin(page: Page) -> str:
    """Return scheme, host and port of the page."""
    return page.evaluate("location.origin")


SHOTS = (
    Shot("login", "", OFFICE, here),
    Shot("desk", "kjj-liuxiao", OFFICE, here),
    Shot("item", "kjj-liuxiao", OFFICE, desk_item(IN_DRAFTING)),
    Shot("workbench", "kjj-liuxiao", OFFICE, along(desk_item(IN_DRAFTING), begin_reply), whole=False),
    Shot("proofreading", "jxj-jingban", OFFICE, along(desk_item(FAULTY), open_reply, findings), whole=False),
    Shot("my-items", "wz-shuangzhong", PHONE, here),
    Shot("my-item", "wz-shuangzhong", PHONE, first_link(IN_DRAFTING)),
    Shot("draft-reading", "wz-daibiao", PHONE, first_link(PRE_READ)),
    Shot("rating", "wz-shuangzhong", PHONE, rate),
    Shot("filing", "wz-weiyuan", PHONE, lambda page: page.goto(f"{origin(page)}/my/new/")),
    Shot("print-queue", "kjj-wenyin", OFFICE, lambda page: page.goto(f"{origin(page)}/print/")),
    Shot(
        "print-letter",
        "kjj-wenyin",
        OFFICE,
        along(lambda page: page.goto(f"{origin(page)}/print/"), first_link(LETTER)),
    ),
    Shot(
        "print-job",
        "kjj-wenyin",
        OFFICE,
        along(lambda page: page.goto(f"{origin(page)}/print/jobs/"), first_link("打印任务 1")),
    ),
    Shot("verify", "kjj-wenyin", PHONE, verified),
)


def demo_password() -> str:
    """Return DEMO_PASSWORD as seeds/people.py has it, read without loading Django."""
    for node in ast.parse((ROOT / "seeds" / "people.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DEMO_PASSWORD":
            return ast.literal_eval(node.value)
    raise LookupError("seeds/people.py has no DEMO_PASSWORD")


def take(browser: Browser, site: str, shot: Shot, password: str) -> bytes:
    """Log in, go the shot's way and return the page as PNG."""
    width, height = shot.screen
    with browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN") as context:
        page = context.new_page()
        page.goto(f"{site}/")
        if shot.username:
            page.get_by_label("用户名").fill(shot.username)
            page.get_by_label("密码").fill(password)
            page.get_by_role("button", name="登录").click()
            page.wait_for_load_state("load")
        shot.way(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLING)
        if not shot.whole:
            return page.screenshot()
        foot = page.locator("footer").bounding_box()
        tall = min(TALLEST, foot["y"] + foot["height"])
        return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})


def keep(png: bytes, file: Path) -> int:
    """Write a picture in few colours and return its size in bytes."""
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    return file.stat().st_size


def main() -> int:
    """Take all pictures, or those named; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", default="http://localhost:8000", help="where the demo answers")
    parser.add_argument("names", nargs="*", help="only these pictures")
    options = parser.parse_args()
    password = demo_password()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(FLAGS), env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        for shot in SHOTS:
            if not options.names or shot.name in options.names:
                size = keep(
                    take(browser, options.site.rstrip("/"), shot, password), IMAGES / f"{shot.name}.png"
                )
                sys.stdout.write(f"{shot.name:14} {size / 1024:6.0f} KB\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
