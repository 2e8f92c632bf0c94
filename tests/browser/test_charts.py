"""A chart of Local Slack's page: its numbers can be read as text, and it fits a telephone."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from localslack.limits import message_error
from tests.browser.conftest import say
from tests.browser.test_blocks import post, words
from tests.world import World

WEEKS = ("9 Nov", "16 Nov", "23 Nov")


def chart(kind: str, **series: tuple[int, ...]) -> dict[str, Any]:
    drawn = [
        {"name": name, "data": [{"label": week, "value": value} for week, value in zip(WEEKS, values, strict=True)]}
        for name, values in series.items()
    ]
    of = {"type": kind, "series": drawn, "axis_config": {"categories": list(WEEKS)}}
    return {"type": "data_visualization", "title": "Decided each week", "chart": of}


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
async def test_each_number_of_a_chart_is_there_as_text(page: Page, sluice: World, kind: str) -> None:
    block = chart(kind, approved=(2, 0, 41), revised=(1, 0, 0))
    assert message_error([block]) is None
    post(sluice, block)
    figure = page.locator("figure.b-chart")
    await expect(figure.locator("figcaption")).to_have_text("Decided each week")
    await expect(figure.locator(".legend li")).to_have_text(["approved", "revised"])
    await expect(figure.locator(".name")).to_have_text(list(WEEKS))
    await expect(figure.locator(".value")).to_have_text(["2 + 1", "0", "41"])


async def test_a_pie_and_a_chart_of_nothing_are_drawn_too(page: Page, sluice: World) -> None:
    pie = {"type": "pie", "segments": [{"label": "writer", "value": 3}, {"label": "coder", "value": 1}]}
    post(sluice, {"type": "data_visualization", "title": "By worker", "chart": pie}, chart("bar", approved=(0, 0, 0)))
    await expect(page.locator("figure.b-chart").first.locator(".value")).to_have_text(["3", "1"])
    await expect(page.locator("figure.b-chart").last.locator(".value")).to_have_text(["0", "0", "0"])


async def test_a_chart_that_the_page_can_not_read_is_a_box_of_its_own(page: Page, sluice: World) -> None:
    post(sluice, {"type": "data_visualization", "title": "x", "chart": {"type": "bar"}}, words("After it"))
    await expect(page.get_by_text("does not show “data_visualization”")).to_be_visible()
    await expect(page.get_by_text("After it")).to_be_visible()


async def test_a_chart_and_my_figures_fit_a_telephone(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    post(sluice, chart("bar", approved=(1, 2, 400_000), revised=(100_000, 0, 0)))
    await expect(page.locator("figure.b-chart")).to_be_visible()
    await say(page, "/sluice figures")
    await expect(page.locator("article.ephemeral", has_text="Your figures")).to_be_visible()
    wide = (
        "() => [...document.querySelectorAll('article *')].filter((e) => e.getBoundingClientRect().right > 390).length"
    )
    assert await page.evaluate(wide) == 0


@pytest.mark.parametrize("width", [390, 1060])
async def test_home_and_the_window_of_figures_need_no_sideways_scrolling(page: Page, sluice: World, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    await sluice.said("/assign writer: A title that is rather long for a telephone; for A stream with a long name")
    await sluice.said("/assign writer: Plan; then writer: One page on it; for A stream with a long name")
    await page.goto(f"{sluice.slack.url}/?home#home")
    await expect(page.locator("#home").get_by_text("Not started:")).to_be_visible()
    assert await page.locator("#home").evaluate("at => at.scrollWidth <= at.clientWidth")
    await page.locator("#home").get_by_role("button", name="More", exact=True).press("Enter")
    await expect(page.locator("#modal")).to_contain_text("Only you see these figures.")
    assert await page.locator("#modal .body").evaluate("at => at.scrollWidth <= at.clientWidth")
    await page.locator("#modal").get_by_role("button", name="By stream").press("Enter")
    await expect(page.locator("#modal .primary", has_text="By stream")).to_be_visible()
