"""Rich text, tasks and blocks inside of blocks, as the page draws them."""

from typing import Any

from playwright.async_api import Locator, Page, Route, expect

from tests.world import GENERAL, World

Json = dict[str, Any]


def section(*texts: str) -> Json:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text} for text in texts]}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def listed(style: str, *texts: str, **more: int) -> Json:
    return {"type": "rich_text_list", "style": style, "elements": [section(text) for text in texts], **more}


def task(status: str, **more: Json) -> Json:
    return {"type": "task_card", "task_id": status, "title": f"Task {status}", "status": status, **more}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def words(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def post(sluice: World, *blocks: Json) -> Json:
    return sluice.slack.workspace.say(GENERAL, {"user": "U0BOT", "text": "x", "blocks": list(blocks)})


async def sign(at: Locator) -> Any:
    return await at.evaluate("at => getComputedStyle(at).listStyleType")


async def test_a_list_numbers_on_from_its_offset_with_the_signs_of_its_level(page: Page, sluice: World) -> None:
    ordered = [listed("ordered", f"n{n}", "next", offset=4, indent=n) for n in range(4)]
    post(sluice, rich(*ordered, *(listed("bullet", f"b{n}", indent=n) for n in range(3))))
    lists = page.locator("article .b-rich > ol")
    await expect(lists).to_have_count(4)
    assert [await sign(lists.nth(n)) for n in range(4)] == ["decimal", "lower-alpha", "lower-roman", "decimal"]
    assert await lists.evaluate_all("all => all.map(at => at.start)") == [5, 5, 5, 5]
    await expect(lists.first.locator("li")).to_have_text(["n0", "next"])
    bullets = page.locator("article .b-rich > ul")
    assert [await sign(bullets.nth(n)) for n in range(3)] == ["disc", "circle", "square"]
    left = await bullets.evaluate_all("all => all.map(at => at.querySelector('li').getBoundingClientRect().x)")
    assert left == sorted(set(left))


async def test_lists_quotes_and_code_have_a_border_where_it_is_asked_for(page: Page, sluice: World) -> None:
    text = [{"type": "text", "text": "line"}]
    bare = [{"type": "rich_text_quote", "elements": text}, {"type": "rich_text_preformatted", "elements": text}]
    post(sluice, rich(*(part | {"border": 1} for part in [*bare, listed("bullet", "dot")]), *bare))
    await expect(page.locator(".bordered > :is(blockquote, pre, ul)")).to_have_count(3)
    await expect(page.locator("article :is(blockquote, pre, ul)")).to_have_count(5)


async def test_tasks_tell_their_status_in_words_too(page: Page, sluice: World) -> None:
    plan = {"type": "plan", "title": "All steps", "tasks": [task("complete"), task("error")]}
    post(sluice, task("in_progress", details=rich(section("3 of 5")), output=rich(listed("bullet", "a memo"))))
    post(sluice, plan)
    card = page.locator("article", has_text="Task in_progress")
    await expect(card.locator(".task-title")).to_have_text("In progress: Task in_progress")
    await expect(card.locator(".task-details")).to_have_text("3 of 5")
    await expect(card.locator(".task-output li")).to_have_text("a memo")
    group = page.get_by_role("group", name="All steps")
    await expect(group.locator("li .task-title")).to_have_text(["Complete: Task complete", "Error: Task error"])


async def test_a_task_of_an_unknown_status_gets_the_explicit_box(page: Page, sluice: World) -> None:
    post(sluice, task("asleep"), words("After it"))
    await expect(page.get_by_text("does not show “task_card”")).to_be_visible()
    await expect(page.get_by_text("After it")).to_be_visible()


async def test_a_container_opens_by_a_click_and_stays_open_when_the_app_changes_it(page: Page, sluice: World) -> None:
    closed = {"is_collapsible": True, "default_collapsed": True, "subtitle": plain("420 words")}
    box = {"type": "container", "title": plain("The draft"), "child_blocks": [words("Inside"), {"type": "hologram"}]}
    message = post(sluice, {**box, **closed}, {**box, "title": plain("Always open")})
    inside = page.locator("details").get_by_text("Inside")
    await expect(page.locator("section.b-container").get_by_text("Inside")).to_be_visible()
    await expect(inside).not_to_be_visible()
    await page.get_by_text("The draft").click()
    await expect(inside).to_be_visible()
    await expect(page.locator("details").get_by_text("does not show “hologram”")).to_be_visible()
    message["blocks"] = [{**box, **closed, "child_blocks": [words("Inside, newer")]}]
    sluice.slack.workspace.changed()
    await expect(page.get_by_text("Inside, newer")).to_be_visible()


async def test_a_button_in_a_container_reaches_the_app(page: Page, sluice: World) -> None:
    button = {"type": "button", "action_id": "look", "text": plain("Look"), "value": "v"}
    inner = {"type": "actions", "block_id": "row", "elements": [button]}
    post(sluice, {"type": "container", "title": plain("Checks"), "child_blocks": [inner]})
    await page.get_by_role("button", name="Look").click()
    await page.keyboard.press("Control+i")
    await expect(page.locator("#panel")).to_contain_text("clicks “Look”")


async def test_a_layout_puts_its_items_side_by_side(page: Page, sluice: World) -> None:
    rows = [{"items": [{"blocks": [words("Left")]}, {"blocks": [words("Right")], "width": "wide"}]}]
    post(sluice, {"type": "layout", "label": "Two versions", "rows": rows})
    post(sluice, {"type": "layout", "label": "Shown label", "is_label_visible": True, "rows": rows})
    first = page.get_by_role("group", name="Two versions")
    left, right = await first.get_by_text("Left").bounding_box(), await first.get_by_text("Right").bounding_box()
    assert left is not None and right is not None
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"]
    await expect(page.get_by_text("Shown label")).to_be_visible()
    await expect(page.get_by_text("Two versions")).to_have_count(0)


async def test_what_the_manifest_lacks_is_said_until_it_is_dismissed(page: Page, sluice: World) -> None:
    lacking = ["the scope files:read", "the event message.groups"]

    async def lacks(route: Route) -> None:
        answer = await route.fetch()
        state = await answer.json()
        state["app"]["missing"] = lacking
        await route.fulfill(json=state)

    bar = page.get_by_role("region", name="Manifest")
    await expect(page.locator("#title")).to_have_text("# general")
    await expect(bar).not_to_be_visible()
    await page.route("**/_control/state", lacks)
    await page.reload()
    await expect(bar.locator("li")).to_have_text([f"The manifest lacks: {text}" for text in lacking])
    await bar.get_by_role("button", name="Dismiss").click()
    await expect(bar).not_to_be_visible()
    await page.reload()
    await expect(page.locator("#title")).to_have_text("# general")
    await expect(bar).not_to_be_visible()
    lacking.append("interactivity")
    await page.reload()
    await expect(bar.locator("li")).to_have_count(3)
