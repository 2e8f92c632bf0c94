"""What comes of a press is seen where the press was, also at the end of a long read, and nothing else moves."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.bot.test_reviewing import waiting
from tests.browser.test_cards import TOP, collected
from tests.world import World

LONG = "\n".join(f"Bob: We decided that part {n} ships on {n} March, for {n} €." for n in range(1, 26))
PHONE = {"width": 390, "height": 844}
pytestmark = pytest.mark.undo(60)


async def read_to_its_end(page: Page, sluice: World) -> Locator:
    """Open the whole draft of the first of two cards, and scroll to its buttons; return the cards."""
    await page.set_viewport_size(PHONE)
    await sluice.said("/collect at 9:00 13:00 daily")
    await waiting(sluice, 2, f"writer: Memo\n{LONG}")
    await sluice.said("/collect now")
    await sluice.cards(at_least=2)
    await page.goto(f"{sluice.slack.url}/#{sluice.dm()}")
    cards = page.locator("article", has=page.locator(".b-header")).locator(".card")
    await expect(cards).to_have_count(2)
    await cards.nth(0).locator("summary").click()
    await cards.nth(0).get_by_role("button", name="Reject").scroll_into_view_if_needed()
    await page.locator("#list").evaluate("list => { list.scrollTop += 300; }")
    return cards


@pytest.mark.parametrize("button", ["Approve", "Reject"])
async def test_after_a_long_read_the_answer_stands_where_the_button_stood(
    page: Page, sluice: World, button: str
) -> None:
    cards = await read_to_its_end(page, sluice)
    first, undo = cards.nth(0), cards.nth(0).get_by_role("button", name="Undo")
    assert await first.evaluate(TOP) < -500
    stood = await first.get_by_role("button", name=button).bounding_box()
    next_stood = await cards.nth(1).evaluate(TOP)
    await first.get_by_role("button", name=button).click()
    if await page.locator("#confirm").is_visible():
        await page.locator("#confirm").get_by_role("button", name=button).click()
    await expect(undo).to_be_in_viewport()
    stands = await undo.bounding_box()
    assert stood is not None and stands is not None and abs(stands["y"] - stood["y"]) <= 12
    assert stands["x"] > stood["x"] + stood["width"] / 2  # a second click of a double one does not press it
    await expect(first.locator(".b-section").last).to_contain_text(f"{button.removesuffix('e')}ed at ")
    assert await cards.nth(1).evaluate(TOP) == pytest.approx(next_stood, abs=1)


async def test_by_keys_the_answer_is_in_sight_and_can_be_taken_back(page: Page, sluice: World) -> None:
    cards = await read_to_its_end(page, sluice)
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await expect(cards.nth(0)).to_be_focused()
    await page.locator("#list").evaluate("list => { list.scrollTop += 400; }")  # in the middle of what is read
    await page.keyboard.press("x")
    undo = cards.nth(0).get_by_role("button", name="Undo")
    await expect(undo).to_be_in_viewport()
    await page.keyboard.press("u")
    await expect(cards.nth(0).get_by_role("button", name="Reject")).to_be_in_viewport()


async def test_on_a_telephones_width_a_decision_leaves_the_next_card_where_it_was(page: Page, sluice: World) -> None:
    cards = (await collected(page, sluice, 3, "; for Beta launch of the year")).locator(".card")
    await page.set_viewport_size(PHONE)
    await cards.nth(1).get_by_role("button", name="Approve").scroll_into_view_if_needed()
    stood = await cards.nth(2).evaluate(TOP)
    await cards.nth(1).get_by_role("button", name="Approve").click()
    await expect(cards.nth(1)).to_contain_text("You approved it")
    assert await cards.nth(2).evaluate(TOP) == pytest.approx(stood, abs=1)


async def test_a_chosen_card_that_is_out_of_view_holds_nothing(page: Page, sluice: World) -> None:
    cards = (await collected(page, sluice, 3, "; for Beta launch of the year")).locator(".card")
    await page.set_viewport_size({"width": 390, "height": 520})
    await page.keyboard.press("j")
    await expect(cards.nth(0)).to_be_focused()
    await page.mouse.move(380, 30)  # over no card
    await page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    await expect(cards.nth(0)).not_to_be_in_viewport()
    read = cards.nth(2)
    stood = await read.evaluate(TOP)
    await sluice.click((await sluice.cards())[0], "Approve")  # with another device, or in a window
    await expect(cards.nth(0)).to_contain_text("You approved it")
    assert await read.evaluate(TOP) == pytest.approx(stood, abs=1)


async def long_window(page: Page, sluice: World) -> Locator:
    """Open one thing of which there is more to read than a telephone shows."""
    await page.set_viewport_size(PHONE)
    await waiting(sluice, 1, f"writer: Memo\n{LONG}")
    await sluice.said("/collect now")
    await sluice.cards()
    await page.goto(f"{sluice.slack.url}/#{sluice.dm()}")
    await page.locator(".card").last.get_by_role("button", name="Open", exact=True).click()
    form = page.locator("#modal-form")
    await expect(form).to_be_visible()
    return form


async def test_a_window_stays_where_it_was_read_when_something_is_pressed(page: Page, sluice: World) -> None:
    form = await long_window(page, sluice)
    button = form.get_by_role("button", name="Reject")
    await form.evaluate("form => { form.scrollTop = 120; }")
    stood = await button.bounding_box()
    await button.click()
    undo = form.get_by_role("button", name="Undo")
    await expect(undo).to_be_in_viewport()
    stands = await undo.bounding_box()
    assert stood is not None and stands is not None
    assert await form.evaluate("form => form.scrollTop") == 120 and abs(stands["y"] - stood["y"]) < 60


async def test_a_window_is_read_by_the_keys_that_scroll(page: Page, sluice: World) -> None:
    form = await long_window(page, sluice)
    await page.keyboard.press("PageDown")
    await expect(form.locator("text=part 12 ships")).to_be_in_viewport()
    await page.keyboard.press("x")
    await expect(form).to_contain_text("You rejected v1")
    before = await form.evaluate("form => form.scrollTop")
    await page.keyboard.press("PageUp")
    await page.wait_for_function("at => document.getElementById('modal-form').scrollTop < at", arg=before)


async def test_the_next_item_of_a_review_begins_at_its_beginning(page: Page, sluice: World) -> None:
    await page.set_viewport_size(PHONE)
    await waiting(sluice, 2, f"writer: Memo\n{LONG}")
    await sluice.said("/sluice review")
    heading, form = page.locator("#modal h2"), page.locator("#modal-form")
    await expect(heading).to_have_text("Review · 1 of 2")
    await form.evaluate("form => { form.scrollTop = 200; }")
    await page.keyboard.press("x")
    await expect(heading).to_have_text("Review · 2 of 2")
    await expect(form.get_by_role("button", name="Undo")).to_be_in_viewport()
    assert await form.evaluate("form => form.scrollTop") == 0


async def test_the_keys_are_named_in_a_narrow_window_with_a_keyboard(page: Page, sluice: World) -> None:
    await collected(page, sluice, 1)
    await page.set_viewport_size(PHONE)
    await page.keyboard.press("j")
    await expect(page.locator("#keys")).to_be_in_viewport()
    await expect(page.locator("#keys")).to_contain_text("a Approve · r Revise")
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    await page.keyboard.press("o")
    await expect(page.locator("#modal footer")).to_contain_text("a Approve r Revise x Reject")


async def test_the_letters_press_the_buttons_of_an_open_window(page: Page, sluice: World) -> None:
    digest = await collected(page, sluice, 2)
    modal = page.locator("dialog#modal")
    await page.keyboard.press("j")
    await page.keyboard.press("o")
    await expect(modal.locator("footer")).to_contain_text("a Approve r Revise x Reject")
    await page.keyboard.press("a")
    await expect(modal).to_contain_text("You approved v1.")
    await expect(modal.locator("footer")).to_contain_text("u Undo")
    await page.keyboard.press("Escape")
    await expect(digest).to_contain_text("You approved it")
