"""The story in a real browser, with real clicks on Local Slack's page."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import say
from tests.world import GENERAL, World

NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\nAlice: Who tells the partners?"


async def test_from_assign_to_an_approved_second_version_with_real_clicks(page: Page) -> None:
    await say(page, f"/assign writer: Decision memo; for Beta launch\n{NOTES}")
    await expect(page.get_by_text("T-1 · Decision memo")).to_be_visible()
    await expect(page.get_by_text("Only visible to you").first).to_be_visible()
    await page.locator("#dms button").click()
    card = page.locator("article", has_text="Decision memo · v1 · T-1")
    await card.get_by_role("button", name="Open").click()
    modal = page.locator("dialog#modal")
    await expect(modal.get_by_text("What came back")).to_be_visible()
    await modal.get_by_role("button", name="Close").last.click()
    await card.get_by_role("button", name="Revise").click()
    await modal.get_by_label("What should change?").fill("Add: The partners know it by Friday.")
    await modal.get_by_role("button", name="Revise").click()
    await expect(modal).not_to_be_visible()
    second = page.locator("article", has_text="Decision memo · v2 · T-1")
    await expect(second).to_be_visible()
    await expect(second).to_contain_text("Since v1")
    await second.get_by_role("button", name="Approve").click()
    await expect(page.locator("article", has_text="You approved it at")).to_be_visible()
    await expect(second.get_by_role("button", name="1 reply")).to_be_visible()


async def test_a_doubtful_check_asks_once_before_it_is_approved(page: Page) -> None:
    await say(page, f"/assign writer: Decision memo; must: mentions Antarctica\n{NOTES}")
    await page.locator("#dms button").click()
    card = page.locator("article", has_text="Decision memo · v1 · T-1")
    await expect(card).to_contain_text("Not met: “mentions Antarctica”")
    await card.get_by_role("button", name="Approve").click()
    asked = page.locator("dialog#confirm")
    await expect(asked).to_contain_text("Approve with 1 check")
    await asked.get_by_role("button", name="Not yet").click()
    await expect(asked).not_to_be_visible()
    await card.get_by_role("button", name="Approve").click()
    await asked.get_by_role("button", name="Approve").click()
    await expect(page.locator("article", has_text="You approved it at")).to_be_visible()


async def test_a_field_error_is_shown_in_the_modal_and_what_was_typed_stays(page: Page) -> None:
    await say(page, "/assign")
    modal = page.locator("dialog#modal")
    await modal.get_by_label("What should be done?").fill("Write a memo")
    await modal.get_by_label("Due").fill("Frday")
    await modal.get_by_role("button", name="Assign").click()
    await expect(modal.get_by_role("alert")).to_contain_text("can't read that as a time")
    await expect(modal.get_by_label("What should be done?")).to_have_value("Write a memo")
    await modal.get_by_label("Due").fill("tomorrow 9:00")
    await modal.get_by_role("button", name="Assign").click()
    await expect(page.get_by_text("T-1 · Write a memo")).to_be_visible()


async def test_a_file_picked_in_the_form_is_read(page: Page, tmp_path: Path) -> None:
    notes = tmp_path / "notes.md"
    notes.write_text(NOTES)
    await say(page, "/assign")
    modal = page.locator("dialog#modal")
    await modal.get_by_label("What should be done?").fill("Decision memo")
    await modal.locator("input[type=file]").set_input_files(str(notes))
    await modal.get_by_role("button", name="Assign").click()
    await expect(page.get_by_text("From: notes.md")).to_be_visible()


async def test_acting_as_someone_else_shows_their_own(page: Page, sluice: World) -> None:
    await say(page, f"/assign writer: Memo; reviewer @bob\n{NOTES}")
    await expect(page.get_by_text("T-1 · Memo")).to_be_visible()
    await page.get_by_label("Act as").select_option(label="bob")
    await expect(page.get_by_text("T-1 · Memo")).not_to_be_visible()
    await page.locator("#dms button").click()
    await page.locator("article", has_text="Memo · v1 · T-1").get_by_role("button", name="Approve").click()
    await expect(page.get_by_text("You approved it at")).to_be_visible()


async def test_home_and_its_form(page: Page) -> None:
    await page.get_by_role("button", name="Sluice: Home").click()
    await page.get_by_role("button", name="Times and limits").click()
    modal = page.locator("dialog#modal")
    await modal.get_by_label("Collection times").fill("8:30 17:00")
    await modal.get_by_role("button", name="Save").click()
    await expect(modal).not_to_be_visible()
    await page.get_by_role("button", name="general").click()
    await say(page, "/collect")
    await expect(page.get_by_text("Your times: 8:30 17:00")).to_be_visible()


async def test_a_mention_in_a_thread_by_the_page(page: Page, sluice: World) -> None:
    await sluice.act("message", channel=GENERAL, user="U02BOB", text="We decided to ship on 3 March.")
    message = page.locator("article", has_text="We decided to ship")
    await message.hover()
    await message.get_by_role("button", name="Reply").click()
    await page.get_by_label("Reply").fill("@Sluice writer: Decision memo")
    await page.keyboard.press("Enter")
    await expect(page.locator("#panel").get_by_text("T-1 · Decision memo")).to_be_visible()


async def test_commands_complete_and_an_unknown_one_is_named(page: Page) -> None:
    box = page.get_by_label("Message")
    await box.press_sequentially("/coll")
    await expect(page.get_by_text("/collect")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("/collect ")
    await box.fill("/frobnicate")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("/frobnicate is not a valid command")
    await expect(box).to_have_value("/frobnicate")  # what was typed is not lost


async def test_people_and_channels_complete_with_the_arrows(page: Page) -> None:
    box = page.get_by_label("Message")
    await box.press_sequentially("ask @")
    await expect(page.locator("#complete li")).to_have_count(4)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(box).to_have_value("ask @bob ")
    await box.press_sequentially("in #ran")
    await page.keyboard.press("Tab")
    await expect(box).to_have_value("ask @bob in #random ")


async def test_ctrl_k_goes_anywhere_by_a_part_of_its_name(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await page.keyboard.type("rand")
    await page.keyboard.press("Enter")
    await expect(page.locator("#title")).to_have_text("# random")
    await page.keyboard.press("Control+k")
    await page.keyboard.type("act bob")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Act as")).to_have_value("U02BOB")
    await page.keyboard.press("Alt+ArrowUp")
    await expect(page.locator("#title")).to_have_text("# general")


async def test_what_is_new_is_counted_and_marked_where_it_begins(page: Page, sluice: World) -> None:
    await page.locator("#channels button").last.click()
    await sluice.act("message", channel=GENERAL, user="U02BOB", text="First")
    await expect(page.locator("#channels .new")).to_have_text("1")
    await page.locator("#channels button").first.click()
    await expect(page.locator("#channels .new")).to_have_count(0)
    await page.locator("#channels button").last.click()
    await sluice.act("message", channel=GENERAL, user="U02BOB", text="Second")
    await page.locator("#channels button").first.click()
    line = page.locator(".fresh-line + article")
    await expect(line).to_contain_text("Second")


async def test_reactions_are_put_and_taken_back(page: Page, sluice: World) -> None:
    await sluice.act("message", channel=GENERAL, user="U02BOB", text="Ship it")
    message = page.locator("article", has_text="Ship it")
    await message.hover()
    await message.get_by_role("button", name="React").click()
    await expect(message.locator(".reactions button")).to_have_text("👍 1")
    await message.locator(".reactions button").click()
    await expect(message.locator(".reactions")).to_have_count(0)


async def test_the_inspector_explains_each_request(page: Page, sluice: World) -> None:
    await say(page, f"/assign writer: Memo\n{NOTES}")
    await page.keyboard.press("Control+i")
    await expect(page.locator("#panel")).to_contain_text("@alice runs /assign writer: Memo")
    await sluice.act("fault", method="views.open", what="error", value="expired_trigger_id", times=1)
    await page.locator("#dms button").click()
    await page.locator("article", has_text="Memo · v1").get_by_role("button", name="Open").click()
    await expect(page.locator("#panel")).to_contain_text("Refused: a trigger id is good for 3 seconds")
    await page.get_by_label("Which traffic").select_option(label="To the app")
    await expect(page.locator("#panel .way.from")).to_have_count(0)


async def test_the_inspector_says_where_it_cuts_a_line(page: Page) -> None:
    await say(page, f"/assign writer: Memo {'on prices ' * 20}\n{NOTES}")
    await page.keyboard.press("Control+i")
    await expect(page.locator("#panel")).to_contain_text(re.compile(r"runs /assign writer: Memo on .* … Answered"))


async def test_the_inspector_names_slack_where_an_event_names_no_person(page: Page, sluice: World) -> None:
    await say(page, f"/assign writer: Memo\n{NOTES}")
    await page.locator("#dms button").click()
    await page.locator("article", has_text="Memo · v1").get_by_role("button", name="Approve").click()
    await page.keyboard.press("Control+i")
    await expect(page.locator("#panel")).to_contain_text("Slack tells the app of a change to its message.")


async def test_modals_stack_and_go_back_one_by_one(page: Page, sluice: World) -> None:
    await say(page, f"/assign writer: Decision memo\n{NOTES}")
    await page.locator("#dms button").click()
    await page.locator("article", has_text="Decision memo · v1").get_by_role("button", name="Open").click()
    modal = page.locator("dialog#modal")
    await modal.get_by_role("button", name="Revise").click()
    await expect(modal.get_by_role("heading", level=2)).to_have_text("Revise T-1")
    await modal.get_by_role("button", name="Back to").click()
    await expect(modal.get_by_role("heading", level=2)).to_have_text("T-1")
    await modal.get_by_role("button", name="Close").first.click()
    await expect(modal).not_to_be_visible()


async def test_the_colours_follow_the_machine_and_can_be_chosen(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(ground) == "rgb(26, 29, 33)"
    await page.get_by_role("button", name="Light or dark").click()
    assert await page.evaluate(ground) == "rgb(255, 255, 255)"


async def test_an_unknown_block_gets_an_explicit_box(page: Page, sluice: World) -> None:
    sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "x", "blocks": [{"type": "video", "title": "x"}]})
    await expect(page.get_by_text("This page does not show “video” yet.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 800, 390])
async def test_nothing_overflows_sideways(page: Page, sluice: World, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await say(page, f"/assign writer: {'Longword' * 20}\n{NOTES}")
    await sluice.cards()
    wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide


async def test_a_block_that_the_page_cannot_draw_hides_nothing_else(page: Page, sluice: World) -> None:
    odd = {"type": "context", "elements": 5}
    sluice.slack.workspace.say(
        GENERAL, {"user": "U0BOT", "text": "x", "blocks": [odd, {"type": "header", "text": {"text": "After it"}}]}
    )
    await expect(page.get_by_text("does not show “context”")).to_be_visible()
    await expect(page.get_by_text("After it")).to_be_visible()


async def test_what_was_typed_stays_in_its_conversation(page: Page) -> None:
    await page.get_by_label("Message").fill("for general")
    await page.locator("#channels button", has_text="random").click()
    await expect(page.get_by_label("Message")).to_have_value("")
    await page.locator("#channels button", has_text="general").click()
    await expect(page.get_by_label("Message")).to_have_value("for general")


async def test_a_file_arrives_byte_for_byte(page: Page, sluice: World) -> None:
    data = bytes(range(256)) * 3
    await say(page, "/assign")
    modal = page.locator("dialog#modal")
    await modal.get_by_label("What should be done?").fill("Memo")
    await modal.locator("input[type=file]").set_input_files(
        {"name": "a.bin", "mimeType": "application/pdf", "buffer": data}
    )
    await modal.get_by_role("button", name="Assign").click()
    await expect(modal).not_to_be_visible()
    assert data in sluice.slack.workspace.uploads.values()


async def test_files_stay_chosen_while_a_mistake_is_mended(page: Page, sluice: World) -> None:
    await say(page, "/assign")
    modal = page.locator("dialog#modal")
    await modal.get_by_label("What should be done?").fill("Memo")
    await modal.get_by_label("Due").fill("not a time")
    await modal.locator("input[type=file]").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"39"}
    )
    await modal.get_by_role("button", name="Assign").click()
    await expect(modal.get_by_role("alert")).to_be_visible()
    assert await modal.locator("input[type=file]").evaluate("i => i.files.length") == 1
    await modal.get_by_label("Due").fill("")
    await modal.get_by_role("button", name="Assign").click()
    await expect(modal).not_to_be_visible()
    assert b"39" in sluice.slack.workspace.uploads.values()


async def test_a_link_to_a_message_leads_there(page: Page, sluice: World) -> None:
    for n in range(60):
        sluice.slack.workspace.say("C02RND", {"user": "U02BOB", "text": f"message {n}"})
    ts = sluice.slack.workspace.messages["C02RND"][5]["ts"]
    await page.goto(f"{sluice.slack.url}/#C02RND/{ts}")
    await expect(page.locator(".sought", has_text="message 5")).to_be_in_viewport()


async def test_a_link_followed_while_the_page_still_loads_leads_there(page: Page, sluice: World) -> None:
    async def late(route: Route) -> None:
        await asyncio.sleep(0.3)
        await route.continue_()

    for n in range(60):
        sluice.slack.workspace.say("C02RND", {"user": "U02BOB", "text": f"message {n}"})
    ts = sluice.slack.workspace.messages["C02RND"][5]["ts"]
    await page.route("**/_control/state", late)
    await page.reload(wait_until="load")
    await page.goto(f"{sluice.slack.url}/#C02RND/{ts}")
    await expect(page.locator(".sought", has_text="message 5")).to_be_in_viewport()


async def test_a_key_pressed_while_the_page_still_loads_takes_nothing_from_it(page: Page, sluice: World) -> None:
    async def late(route: Route) -> None:
        await asyncio.sleep(0.5)
        await route.continue_()

    await page.route("**/_control/state", late)
    await page.goto(f"{sluice.slack.url}/?anew#C02RND", wait_until="load")
    await page.keyboard.press("Control+i")
    await expect(page.locator("#panel")).to_be_visible()
    await expect(page.locator("#title")).to_have_text("# random")
    await sluice.act("message", channel="C02RND", user="U02BOB", text="Still watching")
    await expect(page.locator("article", has_text="Still watching")).to_be_visible()


async def test_a_thread_shows_its_newest_reply(page: Page, sluice: World) -> None:
    root = sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": "root"})
    for n in range(60):
        sluice.slack.workspace.say(GENERAL, {"user": "U02BOB", "text": f"reply {n}", "thread_ts": root["ts"]})
    await page.get_by_role("button", name="60 replies").click()
    await expect(
        page.locator("#panel-list", has_text="reply 59").get_by_text("reply 59", exact=True)
    ).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 800])
async def test_on_a_small_screen_the_side_closes_and_tools_leave_the_time_free(
    page: Page, sluice: World, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "Hello"})
    message = page.locator("article", has_text="Hello")
    await message.hover()
    tools, time = await message.locator(".tools").bounding_box(), await message.locator("time").bounding_box()
    assert tools is not None and time is not None
    assert tools["y"] + tools["height"] <= time["y"] + 4 or tools["x"] >= time["x"] + time["width"]
    await page.locator("#menu").click()
    await expect(page.locator("#side")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#side")).not_to_be_visible()
