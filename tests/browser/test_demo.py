"""What a newcomer sees: the demonstration opens on one collection, and all seven things of it can be decided by clicks."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.demonstration.opening import opened
from bot.demonstration.sample_agent import script as scripts
from bot.demonstration.stage import Stage
from bot.views.portfolio.collection_times import schedule_words
from storage.ledger.queries import portfolio
from storage.rules.pages.portfolios import Portfolio
from tests.browser.conftest import FLAGS
from tests.world import ALICE, wait_for

UNDO = timedelta(seconds=4)


@dataclass(frozen=True, slots=True)
class Newcomer:
    page: Page
    stage: Stage

    def card(self, title: str) -> Locator:
        return self.page.locator(".card", has_text=title).last

    async def press(self, title: str, button: str) -> None:
        await self.card(title).get_by_role("button", name=button, exact=True).click()

    async def seen(self) -> Portfolio:
        return await self.stage.bot.ledger.see(portfolio.portfolio, self.stage.bot.team, ALICE)


@pytest.fixture(params=[(1280, 900)])
async def newcomer(
    request: pytest.FixtureRequest, chromium: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newcomer]:
    """The page of a demonstration that was started just now; any error of its scripts fails the test."""
    monkeypatch.setenv("SLUICE_MODEL", "offline")
    width, height = request.param
    async with opened(tmp_path, undo=UNDO) as stage, async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": width, "height": height})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(stage.slack.url)
        yield Newcomer(page, stage)
        await browser.close()
        assert errors == []


@pytest.mark.parametrize("newcomer", [(1440, 900), (390, 844)], indirect=True)
async def test_the_page_opens_at_the_beginning_of_the_collection(newcomer: Newcomer) -> None:
    page = newcomer.page
    await expect(page.locator("#title")).to_have_text("Sluice")
    await expect(page.locator(".b-header").last).to_be_in_viewport()
    await expect(page.locator(".b-header").last).to_contain_text("7 to decide")
    await expect(page.locator(".card").first).to_be_in_viewport(ratio=1)
    await expect(page.locator("article", has_text="Hello").first).not_to_be_in_viewport()
    await expect(page.locator("#side .new")).to_have_count(0)
    await expect(page.get_by_text("Back as soon as it is ready")).to_have_count(0)


async def test_seven_mixed_things_of_two_streams_wait_and_one_task_waits_for_room(newcomer: Newcomer) -> None:
    seen = await newcomer.seen()
    kinds = sorted(str(item.kind) for item in seen.waiting)
    assert kinds == ["draft"] * 4 + ["permission", "problem", "question"]
    assert any(item.draft_version == 2 and not item.candidates for item in seen.waiting)
    assert any(len(item.candidates) == 2 and len({d.body for d in item.candidates}) == 2 for item in seen.waiting)
    assert {task.brief.stream for task in seen.tasks} == {"Beta launch", "Billing"}
    assert [task.brief.title for task in seen.tasks if task.state == "waiting"] == [
        "Answer to Acme on the double charge"
    ]
    digest = newcomer.page.locator("article", has=newcomer.page.locator(".b-header")).last
    await expect(digest).to_contain_text("scripted sample", ignore_case=True)
    await newcomer.page.locator("[data-channel=home]").click()
    for stream in ("Beta launch", "Billing"):
        await expect(newcomer.page.locator("#home")).to_contain_text(stream)
    await expect(newcomer.page.locator("#home")).to_contain_text("waits for room")


async def test_the_welcome_comes_first_and_once(newcomer: Newcomer) -> None:
    messages = newcomer.stage.slack.workspace.messages[newcomer.stage.dm(ALICE)]
    assert [n for n, m in enumerate(messages) if m["text"].startswith("Hello")] == [0]


async def test_a_newcomer_decides_all_seven(newcomer: Newcomer) -> None:
    """Approve, answer, allow, retry, choose, revise and reject, each by its button; then each takes effect."""
    page, began = newcomer.page, time.monotonic()
    await newcomer.press("Summary of the sales table", "Approve")
    await expect(newcomer.card("Summary of the sales table")).to_contain_text("approved")
    assert time.monotonic() - began < 60
    await newcomer.press(scripts.INVITATION, scripts.DAYS[1])
    await newcomer.press(scripts.ROOM, "Allow once")
    await newcomer.press(scripts.INVOICES, "Retry")
    await newcomer.press(scripts.ANNOUNCEMENT, "Take B")
    await newcomer.press(scripts.MEMO, "Revise")
    modal = page.locator("dialog#modal")
    await modal.locator("textarea").first.fill("Name the break-even first.")
    await modal.locator("footer button[type=submit]").click()
    await expect(modal).not_to_be_visible()
    await newcomer.press(scripts.PLAN, "Reject")
    await expect(page.locator(".b-header").last).to_contain_text("all 7 decided")

    async def effects() -> bool:
        seen = await newcomer.seen()
        ready = {(i.task.brief.title, i.draft_version) for i in seen.waiting if i.decision is None}
        return ready >= {(scripts.INVITATION, 1), (scripts.ROOM, 1), (scripts.INVOICES, 1), (scripts.MEMO, 3)}

    await wait_for(effects, "what follows from the decisions", within=60)
    assert "Answer to Acme on the double charge" in {i.task.brief.title for i in (await newcomer.seen()).waiting}
    await page.locator("#text").fill("/collect now")
    await page.keyboard.press("Enter")
    await expect(newcomer.card(scripts.INVITATION)).to_contain_text("11 December")
    assert time.monotonic() - began < 300


async def test_the_keys_answer_every_kind_of_card(newcomer: Newcomer) -> None:
    """`a` allows once where one button stands for that; of two versions it presses none, and says what does."""
    page, keys, ledger = newcomer.page, newcomer.page.locator("#keys"), newcomer.stage.bot.ledger
    ledger.terms = replace(ledger.terms, undo=timedelta(minutes=5))
    await newcomer.card(scripts.ROOM).focus()
    await expect(keys).to_contain_text("a Allow once")
    await expect(keys).to_contain_text("1 Allow for this task")
    await page.keyboard.press("a")
    await expect(newcomer.card(scripts.ROOM)).to_contain_text("You allowed it once")
    await newcomer.card(scripts.ANNOUNCEMENT).focus()
    await page.keyboard.press("a")
    await expect(page.get_by_role("status")).to_contain_text("1 Take A · 2 Take B")
    await expect(newcomer.card(scripts.ANNOUNCEMENT)).not_to_contain_text("You took")
    await page.keyboard.press("2")
    await expect(newcomer.card(scripts.ANNOUNCEMENT)).to_contain_text("You took B")
    await newcomer.card(scripts.INVITATION).focus()
    await expect(keys).to_contain_text(f"2 {scripts.DAYS[1]}")
    await page.keyboard.press("2")
    await expect(newcomer.card(scripts.INVITATION)).to_contain_text(f"You answered “{scripts.DAYS[1]}”")
    await page.keyboard.press("u")
    await expect(newcomer.card(scripts.INVITATION)).not_to_contain_text("You answered")
    await newcomer.card(scripts.INVOICES).focus()
    await page.keyboard.press("r")
    await expect(page.locator("article", has_text=scripts.INVOICES).last).to_contain_text("You started it again")
    await page.keyboard.press("j")
    await expect(page.locator(".card:focus")).to_contain_text(scripts.INVITATION)


async def test_the_welcome_names_the_times_that_hold(newcomer: Newcomer) -> None:
    welcome = newcomer.page.locator("article", has_text="Hello. Assign something").first
    person = (await newcomer.seen()).person
    assert person.schedule is not None
    await expect(welcome).to_contain_text(f"Your times: {schedule_words(person.schedule)}")
    await newcomer.page.locator("#text").fill("/collect at 8:30 weekdays")
    await newcomer.page.keyboard.press("Enter")
    await expect(welcome).to_contain_text("Your times: 8:30, Monday to Friday")
    await newcomer.page.locator("#text").fill("/collect off")
    await newcomer.page.keyboard.press("Enter")
    await expect(welcome).to_contain_text("Your times: none")
