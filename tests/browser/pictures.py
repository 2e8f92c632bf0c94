"""The README's pictures, made from the demonstration's own collection: `make pictures`."""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.demonstration.opening import opened
from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage

OUT = Path(__file__).parents[2] / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
ASSIGN = (
    "/assign writer: Launch FAQ for the beta; by Friday 17:00; must: at most 10 questions; "
    "must: name the price; for Beta launch"
)


async def shots(page: Page, stage: Stage, out: Path, ending: str) -> None:
    """Take each picture in one colour scheme."""

    def file(name: str) -> Path:
        return out / f"{name}{ending}.png"

    await page.goto(f"{stage.slack.url}/#C01GEN")
    await page.locator("#text").fill(ASSIGN)
    await page.keyboard.press("Enter")
    receipt = page.locator("article.ephemeral", has_text="Launch FAQ")
    await receipt.screenshot(path=file("receipt"))
    await receipt.get_by_role("button", name="Cancel").click()
    await page.locator("dialog#confirm .danger, dialog#confirm .primary").last.click()
    await receipt.get_by_text("canceled").wait_for()
    await page.locator("#dms button").click()
    digest = page.locator("article", has=page.locator(".b-header")).last
    await page.set_viewport_size({"width": 1060, "height": 1900})
    await page.mouse.move(5, 5)
    await page.wait_for_timeout(400)
    await digest.screenshot(path=file("digest"))
    await page.set_viewport_size({"width": 1060, "height": 960})
    await digest.get_by_role("button", name="Start review").click()
    await page.locator("dialog#modal").wait_for()
    await page.wait_for_timeout(300)
    await page.locator("dialog#modal").screenshot(path=file("review"))
    await page.keyboard.press("Escape")
    await page.locator("dialog#modal").wait_for(state="hidden")
    await page.get_by_role("button", name="Sluice: Home").click()
    await page.locator("#home").wait_for()
    await page.wait_for_timeout(300)
    await page.locator("#home").evaluate('at => { at.style.padding = "16px"; }')
    await page.locator("#home").screenshot(path=file("home"))
    await page.set_viewport_size({"width": 1280, "height": 820})
    await page.goto(f"{stage.slack.url}/?anew#{stage.dm(ALICE)}")
    await page.locator(".card").first.wait_for()
    await page.keyboard.press("Control+i")
    await page.locator("#panel .traffic").first.wait_for()
    await page.wait_for_timeout(200)
    await page.screenshot(path=file("local-slack"))


async def picture(browser: Browser, scheme: str, out: Path, ending: str) -> None:
    """Take all pictures in one colour scheme, from a demonstration of its own."""
    with tempfile.TemporaryDirectory() as home:
        async with opened(Path(home)) as stage:
            context = await browser.new_context(
                viewport={"width": 1060, "height": 960}, color_scheme="dark" if scheme == "dark" else "light"
            )
            await shots(await context.new_page(), stage, out, ending)
            await context.close()


async def main(chromium: str, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for scheme, ending in (("light", ""), ("dark", "-dark")):
            await picture(browser, scheme, out, ending)
        await browser.close()


if __name__ == "__main__":
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("There is no browser for the pictures: install chromium. The demonstration itself needs none here.")
    asyncio.run(main(browser_path, Path(sys.argv[1]) if len(sys.argv) > 1 else OUT))
