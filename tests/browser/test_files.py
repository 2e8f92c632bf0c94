"""Files in a message, and the traffic: what they are called, how they begin, whose time it is."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.world import GENERAL, World

MARKDOWN = "# Memo\n\nThe price is 39 €.\n<script>document.title = 'no'</script>\n"
SHEET = 'Month,Seats,Note\nApril,412,"one, two"\nMay,438,"a ""quoted"" one"\n'


async def shared(sluice: World, name: str, text: str) -> None:
    file = (await sluice.act("file", user="U02BOB", name=name, text=text))["body"]
    await sluice.act("message", channel=GENERAL, user="U02BOB", text="Look", files=[file])


async def test_a_text_file_shows_its_name_its_size_and_how_it_begins(page: Page, sluice: World) -> None:
    await shared(sluice, "memo.md", MARKDOWN)
    box = page.locator("details.file")
    await expect(box.locator("summary")).to_contain_text("memo.md")
    await expect(box.locator("summary small")).to_have_text(f"Markdown · {len(MARKDOWN.encode())} bytes")
    await box.locator("summary").click()
    await expect(box.get_by_role("region")).to_contain_text("The price is 39 €.")
    await expect(box.locator("script")).to_have_count(0)
    await expect(page).not_to_have_title("no")
    await sluice.act("message", channel=GENERAL, user="U02BOB", text="Next")
    await expect(box.get_by_role("region")).to_be_visible()  # what was opened stays open


async def test_a_table_is_shown_as_one(page: Page, sluice: World) -> None:
    await shared(sluice, "sales.csv", SHEET)
    await page.locator("details.file summary").click()
    await expect(page.locator(".file-text th")).to_have_text(["Month", "Seats", "Note"])
    await expect(page.locator(".file-text td")).to_have_text(
        ["April", "412", "one, two", "May", "438", 'a "quoted" one']
    )


async def test_a_file_can_be_downloaded_under_its_name(page: Page, sluice: World) -> None:
    await shared(sluice, "memo.md", MARKDOWN)
    async with page.expect_download() as coming:
        await page.get_by_role("link", name="Download memo.md").click()
    loaded = await coming.value
    assert loaded.suggested_filename == "memo.md"
    assert (await loaded.path()).read_text("utf-8") == MARKDOWN


async def test_what_cannot_be_shown_can_be_downloaded(page: Page, sluice: World) -> None:
    await shared(sluice, "deck.pptx", "not text")
    await expect(page.locator(".file")).to_contain_text("deck.pptx")
    await expect(page.locator("details.file")).to_have_count(0)
    await expect(page.get_by_role("link", name="Download deck.pptx")).to_be_visible()


async def test_the_traffic_has_the_time_of_who_looks_and_is_closed_after_a_reload(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.locator("#menu").click()
    await page.get_by_label("Act as").select_option(label="cara")
    await sluice.said("/sluice", user="U03CARA")
    await page.keyboard.press("Control+i")
    text = await page.locator("#panel .traffic time").first.inner_text()
    shown = re.match(r"(\d\d):(\d\d):\d\d", text)
    there = datetime.now(ZoneInfo("America/New_York"))
    assert shown is not None and (int(shown[1]) - there.hour) % 24 in (0, 23), text
    await page.reload()
    await expect(page.locator("#title")).to_be_visible()
    await expect(page.locator("#panel")).not_to_be_visible()
