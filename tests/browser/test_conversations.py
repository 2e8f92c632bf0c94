"""Each person sees the conversations that they are in, by the names that Slack shows them."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import say
from tests.world import GENERAL, World

BOARD, LAUNCH, PAIR, GROUP = "C04BOARD", "C03LAUNCH", "D06PAIR", "C05GROUP"


async def act_as(page: Page, name: str) -> None:
    await page.get_by_label("Act as").select_option(label=name)


async def open_place(page: Page, channel: str) -> None:
    await page.locator(f"#side [data-channel={channel}]").click()


async def test_people_see_their_own_conversations_by_the_names_of_the_others(page: Page) -> None:
    await expect(page.locator("#channels .name")).to_have_text(["general", "random", "launch", "board"])
    await expect(page.locator("#side ul:is(#dms, #people) .name")).to_have_text(["Sluice", "bob, cara", "bob"])
    await expect(page.locator(f"[data-channel={BOARD}] [role=img]")).to_have_accessible_name("private")
    await act_as(page, "bob")
    await expect(page.locator("#people .name")).to_have_text(["alice, cara", "alice"])
    await act_as(page, "cara")
    await expect(page.locator("#channels .name")).to_have_text(["general", "random", "launch"])
    await expect(page.locator("#people .name")).to_have_text(["alice, bob"])


@pytest.mark.parametrize(
    ("channel", "title", "placeholder"),
    [
        (LAUNCH, "# launch", "Message # launch"),
        (BOARD, "board", "Message board"),
        (GROUP, "bob, cara", "Message bob, cara"),
        (PAIR, "bob", "Message bob"),
        ("D01ALICE", "Sluice", "Message Sluice"),
    ],
)
async def test_a_conversation_is_named_in_its_head_and_its_box(
    page: Page, channel: str, title: str, placeholder: str
) -> None:
    await open_place(page, channel)
    await expect(page.locator("#title")).to_have_text(title)
    await expect(page.get_by_label("Message")).to_have_attribute("placeholder", placeholder)
    await expect(page.locator("#title [role=img]")).to_have_count(1 if channel == BOARD else 0)
    await expect(page).to_have_title(f"{title} · Local Slack")


async def test_what_two_people_say_is_theirs(page: Page, sluice: World) -> None:
    await open_place(page, PAIR)
    await say(page, "Between us")
    await expect(page.locator("article", has_text="Between us")).to_be_visible()
    await act_as(page, "bob")
    await expect(page.locator("article", has_text="Between us")).to_be_visible()
    await act_as(page, "cara")
    await expect(page.locator("#title")).to_have_text("# general")
    await expect(page.locator("article", has_text="Between us")).to_have_count(0)


async def test_who_is_put_out_goes_to_their_first_conversation(page: Page, sluice: World) -> None:
    await open_place(page, BOARD)
    await page.get_by_label("Message").fill("half a")
    await sluice.act("command", channel=BOARD, user="U02BOB", command="/remove", text="@alice")
    await expect(page.locator("#title")).to_have_text("# general")
    await expect(page.get_by_label("Message")).to_have_value("")
    await expect(page.locator(f"[data-channel={BOARD}]")).to_have_count(0)


async def test_what_one_person_typed_is_not_the_draft_of_another(page: Page) -> None:
    await page.get_by_label("Message").fill("of alice")
    await act_as(page, "bob")
    await expect(page.get_by_label("Message")).to_have_value("")
    await act_as(page, "alice")
    await expect(page.get_by_label("Message")).to_have_value("of alice")


async def test_a_link_leads_only_where_the_person_is(page: Page, sluice: World) -> None:
    ts = sluice.slack.workspace.say(BOARD, {"user": "U02BOB", "text": "numbers"})["ts"]
    await page.goto(f"{sluice.slack.url}/#{BOARD}/{ts}")
    await expect(page.locator(".sought", has_text="numbers")).to_be_visible()
    await act_as(page, "cara")
    await page.goto(f"{sluice.slack.url}/#{BOARD}/{ts}")
    await expect(page.get_by_role("status")).to_contain_text("not for this person")
    await expect(page.locator("#title")).to_have_text("# general")


async def test_names_complete_as_the_person_may_see_them(page: Page) -> None:
    box = page.get_by_label("Message")
    await box.press_sequentially("see #b")
    await expect(page.locator("#complete b")).to_have_text(["#board"])
    await act_as(page, "cara")
    await box.press_sequentially("see #")
    await expect(page.locator("#complete b")).to_have_text(["#general", "#random", "#launch"])
    await open_place(page, LAUNCH)
    await box.press_sequentially("@Sl")
    await expect(page.locator("#complete li")).to_have_text(["@Sluiceapp · not in this conversation"])


async def test_the_keys_walk_in_the_order_of_the_side(page: Page) -> None:
    titles = ["# random", "# launch", "board", "Sluice", "bob, cara", "bob", "Sluice · Home", "# general"]
    for title in titles:
        await page.keyboard.press("Alt+ArrowDown")
        await expect(page.locator("#title")).to_have_text(title)
    for words, title in (("boa", "board"), ("bob direct", "bob"), ("group", "bob, cara")):
        await page.keyboard.press("Control+k")
        await page.keyboard.type(words)
        await page.keyboard.press("Enter")
        await expect(page.locator("#title")).to_have_text(title)


async def test_what_is_new_between_people_is_counted_for_them(page: Page, sluice: World) -> None:
    await sluice.act("message", channel=GROUP, user="U03CARA", text="Lunch?")
    await sluice.act("message", channel=PAIR, user="U02BOB", text="Between us")
    await expect(page.locator("#people .new")).to_have_text(["1", "1"])
    await act_as(page, "cara")
    await expect(page.locator("#people .new")).to_have_count(1)


async def test_a_public_channel_can_be_looked_at_and_joined(page: Page, sluice: World) -> None:
    sluice.slack.workspace.new_channel("quiet", ["U02BOB"], "C09QUIET")
    await expect(page.locator("#channels li.outside .name")).to_have_text("quiet")
    await open_place(page, "C09QUIET")
    await expect(page.get_by_label("Message")).not_to_be_visible()
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_label("Message")).to_be_visible()
    await expect(page.locator("#channels li.outside")).to_have_count(0)
    assert "U01ALICE" in sluice.slack.workspace.channels["C09QUIET"]["members"]


async def test_the_app_is_invited_where_it_is_missing_and_taken_out(page: Page, sluice: World) -> None:
    await expect(page.locator("#absent")).not_to_be_visible()
    await open_place(page, LAUNCH)
    await expect(page.locator("#absent")).to_have_text("Sluice is not in this channel: /invite @Sluice")
    await page.get_by_role("button", name="/invite @Sluice").click()
    await expect(page.get_by_label("Message")).to_have_value("/invite @Sluice ")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_have_text("@Sluice was added to # launch.")
    await expect(page.locator("#absent")).not_to_be_visible()
    assert "U0BOT" in sluice.slack.workspace.channels[LAUNCH]["members"]
    await say(page, "/remove @Sluice")
    await expect(page.locator("#absent")).to_be_visible()
    await open_place(page, PAIR)
    await expect(page.locator("#absent-words")).to_have_text(
        "Sluice is not here: nobody can be added to direct messages."
    )
    await expect(page.get_by_role("button", name="/invite @Sluice")).not_to_be_visible()


async def test_slacks_own_commands_complete_and_their_refusal_keeps_what_was_typed(page: Page) -> None:
    box = page.get_by_label("Message")
    await box.press_sequentially("/inv")
    await expect(page.locator("#complete li")).to_have_text(
        ["/invite@name · Add the app or a person to this conversation"]
    )
    await page.keyboard.press("Tab")
    await box.press_sequentially("@nobody")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("/invite needs someone of this workspace")
    await expect(box).to_have_value("/invite @nobody")
    await box.fill("/topic x")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("/topic is not a valid command")


async def test_mentions_of_people_are_shown_and_a_private_channel_keeps_its_name(page: Page, sluice: World) -> None:
    text = "Hi @alice and @here, see #launch, #board and https://example.com/a?b=1: is 3 < 4 & 5?"
    await sluice.act("message", channel=GENERAL, user="U02BOB", text=text)
    message = page.locator("article", has_text="Hi")
    await expect(message.locator(".mention")).to_have_text(["@alice", "@here", "#launch", "#board"])
    await expect(message.get_by_role("link")).to_have_attribute("href", "https://example.com/a?b=1")
    await expect(message).to_contain_text("is 3 < 4 & 5?")
    await act_as(page, "cara")
    await expect(message.locator(".mention").last).to_have_text("private channel")


async def test_an_ephemeral_message_of_a_thread_is_shown_there_alone(page: Page, sluice: World) -> None:
    workspace = sluice.slack.workspace
    root = workspace.say(GENERAL, {"user": "U02BOB", "text": "root"})
    early = {"user": "U0BOT", "text": "too early", "thread_ts": root["ts"]}
    workspace.whisper("U01ALICE", GENERAL, early)
    workspace.say(GENERAL, {"user": "U02BOB", "text": "reply", "thread_ts": root["ts"]})
    workspace.whisper("U01ALICE", GENERAL, {"user": "U0BOT", "text": "in time", "thread_ts": root["ts"]})
    await page.get_by_role("button", name="1 reply").click()
    thread = page.locator("#panel-list")
    await expect(thread.locator("article", has_text="in time").locator(".only")).to_have_text("Only visible to you")
    await expect(thread.locator("article", has_text="too early")).to_contain_text("Slack itself would not show it")
    await expect(page.locator("#list .ephemeral")).to_have_count(0)
