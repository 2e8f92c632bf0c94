"""Cards by keys, and where a conversation opens: at what is new, at the beginning of what is long."""

import pytest
from playwright.async_api import Locator, Page, expect

from bot.views import kit
from bot.views.kit import Block
from storage.ledger.queries import portfolio
from tests.browser.conftest import say
from tests.world import ALICE, GENERAL, World, wait_for

TOP = "card => card.getBoundingClientRect().top"
NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\nAlice: Who tells the partners?"


async def collected(page: Page, sluice: World, tasks: int, clause: str = "") -> Locator:
    """Return the digest of so many drafts, with its conversation shown."""
    await sluice.said("/collect at 9:00 13:00 daily")
    for n in range(tasks):
        await sluice.said(f"/assign writer: Memo {n + 1}{clause}\n{NOTES}")
    await wait_for(lambda: ready(sluice, tasks), f"{tasks} drafts")
    await sluice.said("/collect now")
    await sluice.cards(at_least=tasks)
    await page.locator("#dms button").click()
    await expect(page.locator("#list")).to_be_focused()
    return page.locator("article", has=page.locator(".b-header"))


async def ready(sluice: World, tasks: int) -> bool:
    seen = await sluice.bot.ledger.see(portfolio.portfolio, "T01TEST", ALICE)
    return seen.waits == tasks


async def test_the_keys_go_from_card_to_card_and_decide(page: Page, sluice: World) -> None:
    digest = await collected(page, sluice, 3)
    cards = digest.locator(".card")
    await expect(cards).to_have_count(3)
    await expect(page.locator("#keys")).to_have_text("j k choose a card · / write")
    await page.keyboard.press("a")  # no card is chosen yet
    await expect(page.get_by_role("status")).to_have_text("First choose a card: j or k.")
    await page.keyboard.press("j")
    await expect(page.locator("#keys")).to_contain_text("a Approve · r Revise · x Reject · o Open")
    await expect(cards.nth(0)).to_be_focused()
    await expect(cards.nth(0)).to_have_css("outline-style", "solid")
    await page.keyboard.press("j")
    await expect(cards.nth(1)).to_be_focused()
    await page.keyboard.press("x")
    await expect(digest).to_contain_text("You rejected it")
    await page.keyboard.press("k")
    await expect(cards.nth(0)).to_be_focused()
    await page.keyboard.press("a")
    await expect(digest).to_contain_text("You approved it")
    await expect(page.locator(".card.on")).to_contain_text("Memo")
    assert len([d for d in await page.locator(".card").all_inner_texts() if "You rejected" in d]) == 1


async def test_a_key_does_not_decide_on_a_card_that_is_out_of_view(page: Page, sluice: World) -> None:
    digest = await collected(page, sluice, 3)
    await page.set_viewport_size({"width": 1060, "height": 420})
    await page.keyboard.press("j")
    await expect(digest.locator(".card").nth(0)).to_be_focused()
    await page.locator("#list").evaluate("list => { list.scrollTop = list.scrollHeight; }")
    await page.keyboard.press("x")
    await expect(page.get_by_role("status")).to_have_text("That card was out of view. Here it is: press again.")
    await expect(digest.locator(".card").nth(0)).to_be_in_viewport()
    await expect(digest).not_to_contain_text("You rejected it")
    await page.keyboard.press("x")
    await expect(digest).to_contain_text("You rejected it")


async def test_revise_by_its_key_opens_the_form_where_the_keys_are_letters(page: Page, sluice: World) -> None:
    digest = await collected(page, sluice, 2)
    await page.keyboard.press("j")
    await page.keyboard.press("r")
    modal = page.locator("dialog#modal")
    await expect(modal).to_be_visible()
    await page.keyboard.type("jar")
    await expect(modal.locator("textarea").first).to_have_value("jar")
    await modal.locator("header h2").click()  # out of the field, with the form still open
    await page.keyboard.press("x")
    await page.keyboard.press("a")
    await expect(digest).not_to_contain_text("You ")
    await page.keyboard.press("Escape")
    await expect(modal).not_to_be_visible()


async def test_after_a_form_the_keys_go_on_from_its_card(page: Page, sluice: World) -> None:
    """Sent with Ctrl+Enter or left with Escape, a form gives the keyboard back; a card that is decided is not skipped."""
    digest = await collected(page, sluice, 3)
    cards, modal = digest.locator(".card"), page.locator("dialog#modal")
    await page.keyboard.press("j")
    await page.keyboard.press("r")
    await expect(modal.locator("textarea").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(modal).not_to_be_visible()
    await expect(cards.nth(0)).to_be_focused()
    await page.keyboard.press("r")
    await expect(modal.locator("textarea").first).to_be_focused()
    await page.keyboard.type("Shorter, please.")
    await page.keyboard.press("Control+Enter")
    await expect(modal).not_to_be_visible()
    await expect(digest).to_contain_text("You asked to revise it")
    await expect(cards).to_have_count(2)  # from now on nothing of it can be pressed
    await page.keyboard.press("j")
    await expect(page.locator(".card:focus")).to_contain_text("Memo 2")


async def test_escape_closes_a_form_that_was_written_in_and_nothing_is_asked(page: Page, sluice: World) -> None:
    await collected(page, sluice, 1)
    await page.keyboard.press("j")
    await page.keyboard.press("r")
    modal = page.locator("dialog#modal")
    await expect(modal.locator("textarea").first).to_be_focused()
    await page.keyboard.type("Shorter")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog[open]")).to_have_count(0)
    await page.wait_for_timeout(300)
    await expect(page.locator("dialog[open]")).to_have_count(0)


async def test_a_form_that_lacks_something_stays_with_control_and_enter(page: Page) -> None:
    await say(page, "/assign")
    modal = page.locator("dialog#modal")
    await expect(modal).to_be_visible()
    await page.keyboard.press("Control+Enter")
    await expect(modal).to_be_visible()
    await modal.get_by_label("What should be done?").fill(f"Memo\n{NOTES}")
    await page.keyboard.press("Meta+Enter")
    await expect(modal).not_to_be_visible()
    await expect(page.get_by_text("T-1 · Memo")).to_be_visible()


async def test_the_hint_names_only_keys_that_work(page: Page, sluice: World) -> None:
    await collected(page, sluice, 1)
    keys = page.locator("#keys")
    await page.locator("#text").focus()
    await expect(keys).to_have_text("Esc back to the cards")
    await page.keyboard.press("Escape")
    await expect(keys).to_contain_text("j k")


async def test_letters_typed_into_the_box_are_letters(page: Page, sluice: World) -> None:
    digest = await collected(page, sluice, 1)
    await page.keyboard.press("j")
    await page.keyboard.press("/")
    await expect(page.locator("#text")).to_be_focused()
    await page.locator("#text").fill("")
    await page.keyboard.type("axrjk")
    await expect(page.locator("#text")).to_have_value("axrjk")
    await expect(digest).not_to_contain_text("You ")
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await expect(digest.locator(".card").first).to_be_focused()


async def test_a_card_says_what_it_is_and_its_buttons_say_their_keys(page: Page, sluice: World) -> None:
    digest = await collected(page, sluice, 1)
    card = digest.locator(".card")
    assert "Memo 1" in (await card.get_attribute("aria-label") or "")
    for name, letter in (("Approve", "a"), ("Revise", "r"), ("Reject", "x")):
        await expect(card.get_by_role("button", name=name)).to_have_attribute("aria-keyshortcuts", letter)


async def test_where_there_are_no_cards_there_are_no_keys(page: Page) -> None:
    await expect(page.locator("#keys")).not_to_be_visible()
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("jxa")
    await expect(page.locator("#text")).to_have_value("jxa")


@pytest.mark.parametrize("height", [900, 500])
async def test_a_long_message_opens_at_its_beginning(page: Page, sluice: World, height: int) -> None:
    await page.set_viewport_size({"width": 1280, "height": height})
    await sluice.act("open-home", user=ALICE)
    await sluice.message_with("Hello")
    digest = await collected(page, sluice, 8)
    await expect(digest.locator(".b-header")).to_be_in_viewport()
    await expect(digest.locator(".card").last).not_to_be_in_viewport()
    await page.locator("[data-channel=C02RND]").click()
    await page.locator("#dms button").click()
    await expect(digest.locator(".b-header")).to_be_in_viewport()


async def test_a_long_message_that_arrives_while_one_looks_is_shown_from_its_beginning(
    page: Page, sluice: World
) -> None:
    await page.locator("[data-channel=C02RND]").click()
    lines = "\n".join(f"line {n}" for n in range(100))
    await sluice.act("message", channel="C02RND", user="U02BOB", text=f"Beginning\n{lines}")
    await expect(page.locator("article .by")).to_be_in_viewport()


async def test_what_is_unread_is_where_a_conversation_opens(page: Page, sluice: World) -> None:
    for n in range(40):
        sluice.slack.workspace.say("C02RND", {"user": "U02BOB", "text": f"old {n}"})
    await page.locator("[data-channel=C02RND]").click()
    await expect(page.get_by_text("old 0", exact=True)).to_be_in_viewport()
    await page.locator(f"[data-channel={GENERAL}]").click()
    for n in range(40):
        sluice.slack.workspace.say("C02RND", {"user": "U02BOB", "text": f"new {n}"})
    await expect(page.locator("[data-channel=C02RND] .new")).to_have_text("40")
    await page.locator("[data-channel=C02RND]").click()
    await expect(page.locator(".fresh-line")).to_be_in_viewport()
    await expect(page.get_by_text("new 0", exact=True)).to_be_in_viewport()
    await expect(page.get_by_text("new 39", exact=True)).not_to_be_in_viewport()
    await page.locator(f"[data-channel={GENERAL}]").click()
    await page.locator("[data-channel=C02RND]").click()
    await expect(page.get_by_text("new 39", exact=True)).to_be_in_viewport()


async def test_what_was_read_is_read_in_another_browser_too(page: Page, sluice: World) -> None:
    await page.locator(f"[data-channel={GENERAL}]").click()
    await sluice.act("message", channel="C02RND", user="U02BOB", text="News")
    await page.locator("[data-channel=C02RND]").click()
    await expect(page.locator("article", has_text="News")).to_be_visible()
    await page.evaluate("localStorage.clear(); sessionStorage.clear()")
    await page.goto(f"{sluice.slack.url}/")
    await expect(page.locator("[data-channel=C02RND]")).to_be_visible()
    await expect(page.locator("[data-channel=C02RND] .new")).to_have_count(0)


async def test_who_comes_for_the_first_time_begins_where_the_app_has_something_new(page: Page, sluice: World) -> None:
    await sluice.act("open-home", user=ALICE)
    await sluice.message_with("Hello")
    await page.evaluate("localStorage.clear(); sessionStorage.clear()")
    await page.goto(f"{sluice.slack.url}/?again")
    await expect(page.locator("#title")).to_have_text("Sluice")


async def test_an_ephemeral_message_is_gone_when_the_page_is_loaded_again(page: Page) -> None:
    await say(page, f"/assign writer: Memo\n{NOTES}")
    await expect(page.get_by_text("Only visible to you")).to_be_visible()
    await page.reload()
    await expect(page.locator("#title")).to_have_text("# general")
    await expect(page.get_by_text("Only visible to you")).to_have_count(0)


def drawn(text: str, *names: str) -> list[Block]:
    """A section that opens something, and buttons."""
    opens = kit.section(text, kit.button("Open", "open", "KEY000000001"))
    return [opens, *([kit.actions(*map(press, names))] if names else [])]


def press(name: str) -> Block:
    return kit.button(name, name.lower().replace(" ", "_").strip("#…"), "KEY000000001")


@pytest.mark.parametrize(
    ("blocks", "keys"),
    [
        ([*drawn("4 ready", "#4", "#1"), kit.actions(press("Approve the 3…"), press("Revise all…"))], {"a", "r", "o"}),
        (
            [*drawn("Memo"), kit.section("Flowed", press("Look")), kit.actions(press("Approve"), press("Reject"))],
            {"a", "x", "o"},
        ),
    ],
)
async def test_a_card_is_whole_with_buttons_in_its_middle(
    page: Page, sluice: World, blocks: list[Block], keys: set[str]
) -> None:
    message = [*drawn("First", "Approve"), *blocks, *drawn("Last", "Approve")]
    sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "x", "blocks": message})
    cards = page.locator(".card")
    await expect(cards).to_have_count(3)
    buttons = cards.nth(1).locator("button[aria-keyshortcuts]")
    assert keys <= {await one.get_attribute("aria-keyshortcuts") for one in await buttons.all()}
    await expect(cards.nth(1).get_by_role("button", name="Open")).to_be_visible()


@pytest.mark.undo(60)
async def test_a_decision_leaves_the_next_card_where_it_was(page: Page, sluice: World) -> None:
    await page.set_viewport_size({"width": 1440, "height": 900})
    cards = (await collected(page, sluice, 2, "; for Beta launch")).locator(".card")
    before = await cards.nth(1).evaluate(TOP)
    await cards.nth(0).get_by_role("button", name="Approve").click()
    await expect(cards.nth(0)).to_contain_text("You approved it")
    assert await cards.nth(1).evaluate(TOP) == pytest.approx(before, abs=1)


async def test_a_row_below_the_last_card_takes_none_of_its_keys(page: Page, sluice: World) -> None:
    message = [*drawn("Question", "Answer…"), kit.actions(kit.button("Keep going", "keep_going", "17"))]
    sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "x", "blocks": message})
    card = page.locator(".card")
    await expect(card).not_to_contain_text("Keep going")
    await expect(card.get_by_role("button", name="Answer…")).to_have_attribute("aria-keyshortcuts", "1")
    await expect(card.get_by_role("button", name="Open")).to_have_attribute("aria-keyshortcuts", "o")
    await expect(page.get_by_role("button", name="Keep going")).to_be_visible()
