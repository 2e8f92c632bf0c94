"""The README's pictures, made from Local Slack: `make pictures`."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot.surfaces.people import sample
from tests.world import World, world

OUT = Path(__file__).parents[2] / "docs" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
STREAMS = {"memo": "Beta launch", "answer": "Billing", "table": "Billing"}
DUE = {"memo": "tomorrow 17:00", "answer": "in 3 hours", "table": "in 4 days"}


async def assigned(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Europe/Rome")
    await sluice.said("/collect at 9:00 13:00 16:30 daily")
    for name, stream in STREAMS.items():
        brief = sample(name)
        must = "".join(f"; must: {c}" for c in brief.criteria)
        await sluice.said(f"/assign writer: {brief.title}{must}; for {stream}; by {DUE[name]}\n{brief.sources[0].text}")

    while "3 wait for you" not in await sluice.said("/sluice"):
        await asyncio.sleep(0.1)
    sluice.slack.workspace.ephemerals.clear()
    await sluice.said(
        "/assign writer: Launch FAQ for the beta; by Friday 17:00; must: at most 10 questions; "
        "must: name the price; for Beta launch"
    )
    await sluice.said("/collect now")
    await sluice.cards(at_least=3)


async def shots(page: Page, sluice: World, ending: str) -> None:
    def file(name: str) -> Path:
        return OUT / f"{name}{ending}.png"

    await page.goto(sluice.slack.url)
    await page.get_by_text("Launch FAQ").first.wait_for()
    await page.locator("article").first.screenshot(path=file("receipt"))
    await page.locator("#dms button").click()
    digest = page.locator("article", has_text="to decide · about").last
    await digest.wait_for()
    await page.wait_for_timeout(400)
    await digest.screenshot(path=file("digest"))
    await digest.get_by_role("button", name="Open").first.click()
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
    await page.locator("#dms button").click()
    await page.keyboard.press("Control+i")
    await page.locator("#panel .traffic").first.wait_for()
    await page.set_viewport_size({"width": 1280, "height": 820})
    await page.wait_for_timeout(200)
    await page.screenshot(path=file("local-slack"))
    await page.keyboard.press("Control+i")


async def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or "chromium"
    with tempfile.TemporaryDirectory() as home:
        async with world(Path(home)) as sluice, async_playwright() as driver:
            await assigned(sluice)
            browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
            for scheme, ending in (("light", ""), ("dark", "-dark")):
                context = await browser.new_context(viewport={"width": 1060, "height": 960}, color_scheme=scheme)
                await shots(await context.new_page(), sluice, ending)
                await context.close()
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
