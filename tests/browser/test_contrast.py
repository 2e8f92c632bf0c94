"""Whether everything on the page can be read: the contrast of its texts and fields, in both colour schemes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from bot.demonstration.opening import opened
from bot.demonstration.sample_agent import script as scripts
from bot.demonstration.scene_script import ALICE
from bot.demonstration.stage import Stage
from tests.browser.conftest import FLAGS

FAULTS = (Path(__file__).parent / "contrast.js").read_text("utf-8")
SCREENS = [("light", 1440), ("light", 390), ("dark", 1440), ("dark", 390)]


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]} {screen[1]}")
async def shown(
    request: pytest.FixtureRequest, chromium: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Page, Stage]]:
    """The demonstration's page, in a colour scheme and at a width."""
    monkeypatch.setenv("SLUICE_MODEL", "offline")
    scheme, width = request.param
    async with opened(tmp_path) as stage, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        await page.goto(f"{stage.slack.url}/#{stage.dm(ALICE)}")
        await page.locator(".card").first.wait_for()
        yield page, stage
        await browser.close()


async def test_every_text_and_every_field_stands_out(shown: tuple[Page, Stage]) -> None:
    page, stage = shown
    faults: dict[str, list[str]] = {}

    async def look(where: str) -> None:
        await page.wait_for_timeout(250)  # what fades in has come
        if found := await page.evaluate(FAULTS):
            faults[where] = found

    await look("the collection")
    await page.keyboard.press("j")
    await look("a chosen card")
    for title, button in ((scripts.MEMO, "Open"), (scripts.ANNOUNCEMENT, "Revise")):
        await page.locator(".card", has_text=title).last.get_by_role("button", name=button, exact=True).click()
        await page.locator("dialog#modal").wait_for()
        await look(f"{button} {title}")
        await page.keyboard.press("Escape")
        await page.locator("dialog#modal").wait_for(state="hidden")
    for command in ("/assign", "/sluice help", "/assign writer: Launch FAQ"):
        await page.locator("#text").fill(command)
        await page.keyboard.press("Enter")
        await page.wait_for_timeout(400)
        await look(command)
        await page.keyboard.press("Escape")
    await page.locator(".card", has_text=scripts.PLAN).last.get_by_role("button", name="Reject").click()
    await page.get_by_role("button", name="Undo").first.wait_for()
    await look("a decision")
    await page.locator("#text").fill("/")
    await look("commands")
    await page.locator("#text").fill("")
    await page.keyboard.press("Control+k")
    await look("the switcher")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+i")
    await page.locator("#panel .traffic").first.wait_for()
    await look("traffic")
    await page.keyboard.press("Control+i")
    if await page.locator("#menu").is_visible():
        await page.locator("#menu").click()
        await look("conversations")
    await page.goto(f"{stage.slack.url}/?new#home")
    await page.locator("#home").wait_for()
    await look("Home")
    assert not faults, "\n".join(f"{where}: {what}" for where, found in faults.items() for what in found)
