"""A refused command, mended in its form, in a real browser."""

from playwright.async_api import Page

from storage.tables import task
from tests.browser.conftest import say
from tests.world import World, count


async def test_a_refused_command_is_mended_in_its_form(page: Page, sluice: World) -> None:
    await say(page, "/assign Launch FAQ; to #random; must: short; 2 versions; by 2020-01-01")
    refusal = page.locator("article", has_text="What you wrote is kept for you alone")
    await refusal.wait_for()
    await refusal.get_by_role("button", name="Open as a form").click()
    form = page.locator("dialog#modal")
    await form.wait_for()
    assert await form.locator('[data-field="goal"] textarea').input_value() == "Launch FAQ"
    assert await form.locator('[data-field="to"] option:checked').all_inner_texts() == ["random"]
    await form.locator('[data-field="due"] input').fill("tomorrow")
    await form.get_by_role("button", name="Assign").click()
    receipt = page.locator("article", has_text="T-1 · Launch FAQ")
    await receipt.wait_for()
    assert await refusal.count() == 0
    assert "#random" in await receipt.inner_text()
    assert await count(sluice, task) == 1
