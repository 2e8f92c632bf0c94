"""What a page keeps for itself: the words of who types while the server is away, its person, and its keys."""

import asyncio

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import say
from tests.world import ALICE, World

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?"


async def test_what_is_typed_while_the_server_is_away_stays(page: Page) -> None:
    await page.route("**/_control/message", lambda route: route.abort())
    await say(page, "Hello there")
    await expect(page.locator("#toast")).to_contain_text("Local Slack does not answer. Nothing was sent.")
    await expect(page.get_by_label("Message")).to_have_value("Hello there")


async def test_what_is_too_much_says_so(page: Page) -> None:
    await page.route("**/_control/message", lambda route: route.fulfill(status=413, body="Maximum request body size"))
    await say(page, "Hello there")
    await expect(page.locator("#toast")).to_contain_text("more than Local Slack takes")
    await expect(page.get_by_label("Message")).to_have_value("Hello there")


async def test_what_is_typed_before_the_page_knows_the_workspace_counts(page: Page, sluice: World) -> None:
    async def late(route: Route) -> None:
        await asyncio.sleep(1)
        await route.continue_()

    await page.route("**/_control/state", late)
    await page.reload(wait_until="domcontentloaded")
    await say(page, "Hello there")
    await expect(page.locator("#list")).to_contain_text("Hello there")
    await page.reload(wait_until="domcontentloaded")
    await page.get_by_label("Message").press_sequentially("/assi")
    await expect(page.locator("#complete")).to_contain_text("/assign")


async def test_two_tabs_are_two_people(page: Page, sluice: World) -> None:
    assert page.context.browser is not None
    both = await page.context.browser.new_context()
    hers, his = await both.new_page(), await both.new_page()
    for tab, user in ((hers, ALICE), (his, "U02BOB")):
        await tab.goto(sluice.slack.url)
        await tab.get_by_label("Act as").select_option(user)
    for tab, user in ((hers, ALICE), (his, "U02BOB")):
        await tab.reload()
        await expect(tab.get_by_label("Act as")).to_have_value(user)
    await both.close()


async def test_a_key_on_a_list_of_choices_chooses_nothing_by_itself(page: Page, sluice: World) -> None:
    await say(page, f"/assign writer: Memo\n{NOTES}")
    (card,) = await sluice.cards()
    await page.goto(f"{sluice.slack.url}/#{sluice.dm()}")
    await page.get_by_role("button", name="Open", exact=True).first.click()
    menu = page.locator("dialog select.button, .modal select.button").first
    await menu.focus()
    pressed = len([line for line in sluice.slack.workspace.log if line["what"] == "block_actions"])
    await page.keyboard.press("ArrowDown")
    await page.wait_for_timeout(300)
    assert len([line for line in sluice.slack.workspace.log if line["what"] == "block_actions"]) == pressed
    assert card
