"""What one does is answered in sight; what comes by itself is counted below, and moves nothing."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.views import kit
from tests.browser.conftest import say
from tests.browser.test_conversations import act_as
from tests.browser.test_demo import Newcomer, newcomer
from tests.world import GENERAL, World

__all__ = ["newcomer"]  # a fixture
BOTH = pytest.mark.parametrize("newcomer", [(1440, 900), (390, 844)], indirect=True)
TOP = "row => row.getBoundingClientRect().top"
STANDS = "document.getElementById('list').scrollTop"


def messages(page: Page) -> Locator:
    return page.locator("#list > .message")


def below(page: Page) -> Locator:
    return page.get_by_role("button", name="new below")


async def fill(page: Page, sluice: World) -> None:
    """Let #general have more than fits, and stand at its top."""
    for n in range(60):
        sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": f"message {n}"})
    await expect(page.get_by_text("message 59", exact=True)).to_be_visible()
    await page.evaluate(f"{STANDS} = 0")


@BOTH
@pytest.mark.parametrize(
    ("typed", "answer"),
    [("help", "/assign"), ("/assign writer: Note on the price", "Note on the price"), ("/collect now", "to decide")],
)
async def test_what_is_typed_is_answered_in_sight(newcomer: Newcomer, typed: str, answer: str) -> None:
    page = newcomer.page
    await expect(messages(page).last.locator(".card").first).to_be_in_viewport(ratio=1)
    before = await messages(page).count()
    await say(page, typed)
    come = messages(page).nth(before + (typed == "help"))
    await expect(come).to_contain_text(answer)
    await expect(come.locator(".by")).to_be_in_viewport()


@BOTH
async def test_a_button_whose_answer_is_a_message_leads_to_it(newcomer: Newcomer) -> None:
    page = newcomer.page
    before = await messages(page).count()
    await page.get_by_role("button", name="Answer a customer").click()
    await expect(messages(page).nth(before).locator(".by")).to_be_in_viewport()


async def test_what_changes_meanwhile_in_its_own_message_is_not_the_answer(page: Page, sluice: World) -> None:
    """*Keep going* brings a message, also where a decision of before is drawn in between."""
    blocks = [kit.section("Ten are decided."), kit.actions(kit.button("Keep going", "keep_going", "17"))]
    said = sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "x", "blocks": blocks})
    await fill(page, sluice)
    await page.route("**/_control/interact", lambda route: route.fulfill(json={"status": 200}))  # it is answered below
    await page.get_by_role("button", name="Keep going").click()
    said["blocks"] = [kit.section("All ten are decided."), *blocks[1:]]
    sluice.slack.workspace.changed()
    await expect(page.get_by_text("All ten are decided.")).to_be_visible()
    sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "Two more"})
    await expect(page.get_by_text("Two more", exact=True)).to_be_in_viewport()


async def test_a_long_answer_is_shown_from_its_beginning(page: Page, sluice: World) -> None:
    await fill(page, sluice)
    await page.get_by_label("Message").fill("/assign writer: Memo\n" + "A line of notes, long enough to count. " * 40)
    await page.keyboard.press("Enter")
    await expect(messages(page).last.locator(".by")).to_be_in_viewport()


async def test_a_collection_that_is_worked_through_stays_where_it_is(newcomer: Newcomer) -> None:
    page, stage = newcomer.page, newcomer.stage
    card = newcomer.card("Summary of the sales table")
    await newcomer.press("Summary of the sales table", "Approve")
    await expect(card).to_contain_text("approved")
    await page.evaluate(f"{STANDS} -= 200")
    stage.slack.workspace.say(stage.dm("U01ALICE"), {"user": "U0BOT", "text": "It is done. " * 9})
    await expect(below(page)).to_have_text("1 new below")
    await expect(card).to_be_in_viewport(ratio=0.9)
    await expect(messages(page).last).not_to_be_in_viewport()


@pytest.mark.parametrize("lines", [1, 60])
async def test_what_is_read_stays_while_what_is_above_it_changes(page: Page, sluice: World, lines: int) -> None:
    above = sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "a line\n" * 20})
    await fill(page, sluice)
    read = page.get_by_text("message 30", exact=True)
    await read.evaluate("row => row.closest('.message').scrollIntoView()")
    before = await read.evaluate(TOP)
    above["text"] = "another line\n" * lines
    sluice.slack.workspace.changed()
    await expect(page.get_by_text("another line")).to_be_attached()
    assert await read.evaluate(TOP) == pytest.approx(before, abs=1)


async def test_what_comes_by_itself_is_counted_and_a_button_leads_there(page: Page, sluice: World) -> None:
    await fill(page, sluice)
    for n in range(2):
        sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": f"News {n}"})
    await expect(below(page)).to_have_text("2 new below")
    assert await page.evaluate(STANDS) == 0
    await below(page).click()
    await expect(page.get_by_text("News 1", exact=True)).to_be_in_viewport()
    await expect(below(page)).not_to_be_visible()


async def test_the_count_goes_when_one_has_scrolled_there_or_gone_elsewhere(page: Page, sluice: World) -> None:
    await fill(page, sluice)
    sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": "News"})
    await expect(below(page)).to_be_visible()
    await page.evaluate(f"{STANDS} = 1e6")
    await expect(below(page)).not_to_be_visible()
    await page.evaluate(f"{STANDS} = 0")
    await expect(below(page)).not_to_be_visible()
    sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": "More"})
    await expect(below(page)).to_have_text("1 new below")
    await page.locator("#channels button", has_text="random").click()
    await expect(below(page)).not_to_be_visible()


async def test_ones_own_reply_in_a_thread_is_in_sight(page: Page, sluice: World) -> None:
    root = sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": "root"})
    for n in range(60):
        sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": f"reply {n}", "thread_ts": root["ts"]})
    await page.get_by_role("button", name="60 replies").click()
    await expect(page.get_by_text("reply 59", exact=True)).to_be_in_viewport()
    await page.evaluate("document.getElementById('panel-list').scrollTop = 0")
    await page.get_by_label("Reply").fill("Agreed")
    await page.keyboard.press("Enter")
    await expect(page.locator("#panel-list").get_by_text("Agreed")).to_be_in_viewport()


@pytest.mark.parametrize(("typed", "answer"), [("hi", "Hello"), ("/sluice", "")])
async def test_who_never_spoke_with_the_app_can_write_to_it_first(page: Page, typed: str, answer: str) -> None:
    await act_as(page, "cara")
    await page.locator("#dms [data-channel=D03CARA]").click()
    await expect(page.locator("#list .empty")).to_contain_text("Sluice has not written to you yet")
    await say(page, typed)
    await expect(page.locator("#list > .message", has=page.locator(".app")).first).to_contain_text(answer)
    await expect(page.get_by_role("status")).not_to_be_visible()
