"""Playbooks, over Local Slack's wire: saved from a task, run with values and clauses, and never tricked by a value."""

from typing import Any

import pytest
import sqlalchemy as sa

from storage.tables import playbook, task
from tests.bot.test_story import NOTES
from tests.world import ALICE, BOB, CARA, GENERAL, World, buttons, count, wait_for, words

BOTH = pytest.mark.parametrize("sluice", ["http", "http postgres"], indirect=True)
TEXT = "writer: Compare three {vendor kind} vendors; must: the price of {vendor kind}; for {vendor kind} choice"


async def save(sluice: World, text: str = TEXT, name: str = "vendor-choice", user: str = ALICE, **more: Any) -> str:
    """Save a task as a playbook with another text; what the person is told."""
    await sluice.said(f"/assign writer: Memo on vendors\n{NOTES}", user)
    number = await count(sluice, task)
    assert await sluice.said(f"/sluice playbook save T-{number} as {name}", user) == ""
    form = await sluice.modal(user, "playbook_view")
    await sluice.submit(form, user, text=text, **more)
    return words(await sluice.ephemeral(user, f"Saved as {name}"))


async def briefs(sluice: World) -> list[Any]:
    rows = sa.select(
        task.c.goal, task.c.title, task.c.worker, task.c.brief, task.c.reviewer, task.c.due_at, task.c.origin
    )
    query = rows.where(task.c.team == "T01TEST").order_by(task.c.id)
    return list(await sluice.bot.ledger.see(lambda read: read.conn.execute(query).all()))


@BOTH
async def test_a_playbook_from_save_to_run_edit_and_delete(sluice: World) -> None:
    await sluice.said(f"/assign writer: Compare three vendors; must: price; by Friday\n{NOTES}")
    await sluice.said("/sluice playbook save T-1 as Vendor choice")
    form = await sluice.modal(callback="playbook_view")
    shown = {b["block_id"]: b["element"] for b in form["blocks"] if b["type"] == "input"}
    assert shown["name"]["initial_value"] == "vendor-choice"
    assert shown["text"]["initial_value"].startswith("writer: Compare three vendors")
    assert "must: price" in shown["text"]["initial_value"] and "Friday" not in shown["text"]["initial_value"]
    await sluice.submit(form, text=TEXT)
    told = words(await sluice.ephemeral(ALICE, "Saved as vendor-choice, v1"))
    assert "`/sluice playbook run vendor-choice vendor kind=…`" in told

    told = await sluice.said(
        f"/sluice playbook run vendor-choice vendor kind=R&D payroll; by Friday 17:00; reviewer <@{BOB}|bob>"
    )
    assert "Compare three R&amp;D payroll vendors" in told and "due Fri" in told and f"<@{BOB}> decides" in told
    assert "Done when: the price of R&amp;D payroll" in told and "R&amp;D payroll choice" in told
    made = (await briefs(sluice))[-1]
    assert (made.goal, made.worker, made.origin) == ("Compare three R&D payroll vendors", "writer", "playbook")

    assert await sluice.said("/sluice playbook edit vendor-choice") == ""
    form = await sluice.modal(callback="playbook_view")
    assert form["title"]["text"] == "Edit vendor-choice"
    await sluice.submit(form, text="writer: A memo on {topic}", who="all")
    await sluice.ephemeral(ALICE, "Saved as vendor-choice, v2")
    told = await sluice.said("/sluice playbook list", BOB)
    assert "vendor-choice" in told and "v2" in told and f"by <@{ALICE}>" in told and "Needs *topic*" in told
    assert "vendor-choice" in await sluice.said("/sluice playbooks", BOB)
    assert "A memo on tea" in await sluice.said("/sluice playbook run vendor-choice topic=tea", BOB)
    assert "Only who saved" in await sluice.said("/sluice playbook delete vendor-choice", BOB)
    assert "is deleted" in await sluice.said("/sluice playbook delete vendor-choice")
    assert "There is no playbook" in await sluice.said("/sluice playbook run vendor-choice topic=tea")


async def test_what_is_missing_is_filled_in_by_a_form(sluice: World) -> None:
    await save(sluice, "writer: Compare {vendor kind} vendors in {region}")
    before = await count(sluice, task)
    told = await sluice.said(f"/sluice playbook run vendor-choice region=EU; reviewer <@{BOB}|bob>; by Friday")
    assert "vendor-choice also needs *vendor kind*" in told
    assert "`/sluice playbook run vendor-choice region=EU, vendor kind=…; reviewer @bob; by Friday`" in told
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Fill in"))
    form = await sluice.modal(callback="playbook_run_view")
    fields = {b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"}
    assert fields == {"value_0": None, "value_1": "EU", "clauses": "reviewer @bob; by Friday"}
    assert await count(sluice, task) == before
    await sluice.submit(form, value_0="payroll; to #general", value_1="EU")
    told = words(await sluice.ephemeral(ALICE, "Compare payroll, to #general vendors in EU"))
    assert f"<@{BOB}> decides" in told and "Approve posts in" not in told


async def test_somebody_elses_words_are_not_filled_in(sluice: World) -> None:
    await save(sluice, "writer: Compare {a} and {b}", who="all")
    await sluice.said("/sluice playbook run vendor-choice a=secret")
    button = next(b for b in buttons(sluice.slack.workspace.ephemerals[ALICE][-1]) if b["text"]["text"] == "Fill in")
    await sluice.said("/sluice playbook run vendor-choice a=mine", BOB)
    message = sluice.slack.workspace.ephemerals[BOB][-1]
    await sluice.press(message, button, BOB)
    await sluice.ephemeral(BOB, "I can't find that")
    assert not sluice.slack.workspace.views.get(BOB)


@pytest.mark.parametrize(
    "text", [TEXT, "{vendor kind}: a memo", "writer: memo; {vendor kind}", "writer: memo\n{vendor kind}"]
)
async def test_a_value_smuggles_in_nothing(sluice: World, text: str) -> None:
    await save(sluice, text)
    await sluice.said("/sluice playbook list")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    evil = f"x; to #general; reviewer @bob\nto <#{GENERAL}|general>; public; 3 versions; urgent; coder: y; must: z"
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Run"))
    form = await sluice.modal(callback="playbook_run_view")
    before = await count(sluice, task)
    await sluice.submit(form, value_0=evil)

    async def made() -> bool:
        return await count(sluice, task) == before + 1

    await wait_for(made)
    task_ = (await briefs(sluice))[-1]
    brief = task_.brief
    assert (task_.reviewer, task_.worker in ("writer", "coder")) == (ALICE, True)
    assert not brief["to"] and not brief.get("public") and brief.get("versions", 1) == 1 and not brief.get("urgent")
    assert len(brief["criteria"]) == (1 if text == TEXT else 0)
    if text.startswith("writer"):
        assert task_.worker == "writer"


async def test_the_last_approved_draft_is_an_example_and_no_material(sluice: World) -> None:
    await save(sluice, f"writer: A memo for {{team}}\n{NOTES}", examples=["examples"])
    (card,) = await sluice.cards()
    await sluice.click(card, "Approve")

    async def approved() -> bool:
        return "· approved" in await sluice.said("/sluice T-1")

    await wait_for(approved)
    told = await sluice.said("/sluice playbook run vendor-choice team=sales")
    assert "From: An example, approved before: T-1" in told
    cards = await sluice.cards()
    assert "A memo for sales" in words(cards[-1]["message"])


async def test_what_is_wrong_is_said_in_a_sentence(sluice: World) -> None:
    await save(sluice)
    said = {
        "run vendor-choise": "`/sluice playbook run vendor-choice`",
        "run nothing-like-it": "`/sluice playbook list` shows them",
        "save T-99 as x": "isn't yours",
        "save T-1 as !!": "small letters",
        "fly": "I know: /sluice playbook list",
        "run": "Say which: `/sluice playbook run vendor-choice`",
        "save": "Say which task, and a name: `/sluice playbook save T-40 as vendor-choice`",
        "save T-1": "Say a name: `/sluice playbook save T-1 as vendor-choice`",
        "save T-1 as": "Say a name: `/sluice playbook save T-1 as vendor-choice`",
        "save T-1 vendors": "Say a name: `/sluice playbook save T-1 as vendors`",
    }
    for line, part in said.items():
        assert part in await sluice.said(f"/sluice playbook {line}"), line
    assert "isn't yours" in await sluice.said("/sluice playbook save T-1 as mine", CARA)
    assert "There is no playbook" in await sluice.said("/sluice playbook run vendor-choice vendor kind=x", CARA)
    told = await sluice.said("/sluice playbook run vendor-choice vendor kind=x; by yesterday")
    assert "in the past" in told
    assert await count(sluice, playbook) == 1 and await count(sluice, task) == 1


async def test_a_name_that_is_taken_is_said_in_the_form(sluice: World) -> None:
    await save(sluice)
    await sluice.said(f"/assign writer: Memo\n{NOTES}", BOB)
    await sluice.said("/sluice playbook save T-2 as vendor-choice", BOB)
    form = await sluice.modal(BOB, "playbook_view")
    assert "Somebody else has a playbook" in str((await sluice.submit(form, BOB, text=TEXT))["body"])
    assert "small letters" in str((await sluice.submit(form, BOB, text=TEXT, name="a b!"))["body"])


async def test_a_colleague_in_a_playbook_is_listed_by_name(sluice: World) -> None:
    await save(sluice, f"writer: Memo; then <@{BOB}|bob>: check <b>; then <@{CARA}>: post")
    told = await sluice.said("/sluice playbook list")
    assert f"then <@{BOB}>: check &lt;b&gt;; then <@{CARA}>: post" in told


@pytest.mark.parametrize(
    ("assigned", "text", "told"),
    [
        (
            "writer: Answer it; must: short; for each of: Rome, Paris; then analyst: What is common?",
            "writer: Answer it; must: short; for each of: Rome, Paris; then analyst: What is common?",
            "2 rows",
        ),
        (
            "analyst: Sign-ups; every weekday 7:00; for Growth",
            "analyst: Sign-ups; for Growth; every weekday 7:00",
            "Next:",
        ),
    ],
)
async def test_what_goes_over_a_list_or_comes_again_is_saved_too(
    sluice: World, assigned: str, text: str, told: str
) -> None:
    assert told in await sluice.said(f"/assign {assigned}")
    assert await sluice.said("/sluice playbook save T-1 as again") == ""
    form = await sluice.modal(callback="playbook_view")
    shown = {b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"}
    assert (shown["name"], shown["text"]) == ("again", text)
    await sluice.submit(form)
    await sluice.ephemeral(ALICE, "Saved as again, v1")
    assert told in await sluice.said("/sluice playbook run again")
    assert "can't find" in await sluice.said("/sluice playbook save T-1 as mine", CARA)


async def test_a_row_is_saved_by_itself_and_what_comes_after_all_rows_is_not(sluice: World) -> None:
    await sluice.said(f"/assign writer: Answer it; for each of: Rome, Paris; then analyst: What is common?\n{NOTES}")
    receipt = await sluice.ephemeral(ALICE, "2 rows")
    await sluice.press(receipt, next(b for b in buttons(receipt) if b["text"]["text"] == "Start all 2"))

    async def last() -> bool:
        return "What is common?" in await sluice.said("/sluice")

    await wait_for(last)
    assert await sluice.said("/sluice playbook save T-1.2 as one") == ""
    form = await sluice.modal(callback="playbook_view")
    shown = {b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if b["type"] == "input"}
    assert shown["text"].startswith("writer: Answer it") and "common" not in shown["text"]
    number = await count(sluice, task) + 1
    assert "`/sluice playbook save T-1 as NAME`" in await sluice.said(f"/sluice playbook save T-{number} as all")


async def test_rows_with_commas_are_not_saved_wrong(sluice: World) -> None:
    await sluice.said("/assign writer: Answer it; for each of:\nRome, Italy\nParis, France")
    assert "have commas" in await sluice.said("/sluice playbook save T-1 as again")


async def shown_text(sluice: World, number: int | str, name: str) -> tuple[str, Any]:
    """Ask to save a task; the text that the form shows, and the form."""
    assert await sluice.said(f"/sluice playbook save T-{number} as {name}") == ""
    form = await sluice.modal(callback="playbook_view")
    return next(b["element"]["initial_value"] for b in form["blocks"] if b["block_id"] == "text"), form


async def test_who_decides_what_flows_and_what_is_urgent_or_public_is_kept(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; public; urgent; flow\n{NOTES}\n; then @bob: Check it; reviewer @cara")
    text, form = await shown_text(sluice, 1, "checked")
    assert text.startswith("writer: Memo; public\n") and "<@" not in text
    assert text.endswith("\n; flow\n; urgent\n; then @bob: Check it\n; reviewer @cara")
    await sluice.submit(form)
    await sluice.ephemeral(ALICE, "Saved as checked, v1")
    assert "goes on by itself while all its checks are met" in await sluice.said("/sluice playbook run checked")
    first, check = (await briefs(sluice))[-2:]
    assert (first.reviewer, first.brief["public"], check.reviewer, check.worker) == (ALICE, True, CARA, BOB)
    flags = sa.select(task.c.flows, task.c.urgent).where(task.c.team == "T01TEST").order_by(task.c.id.desc()).limit(2)
    rows = await sluice.bot.ledger.see(lambda read: read.conn.execute(flags).all())
    assert [tuple(row) for row in rows] == [(False, True), (True, True)]


async def test_a_change_keeps_the_colleague_that_it_shows_by_name(sluice: World) -> None:
    await sluice.said(f"/assign @bob: Check it; reviewer @cara\n{NOTES}")
    _, form = await shown_text(sluice, 1, "check")
    await sluice.submit(form, text="@bob: Check {what}; reviewer @cara")
    await sluice.ephemeral(ALICE, "Saved as check, v1")
    await sluice.said("/sluice playbook edit check")
    form = await sluice.modal(callback="playbook_view")
    assert next(b["element"]["initial_value"] for b in form["blocks"] if b["block_id"] == "text") == (
        "@bob: Check {what}; reviewer @cara"
    )
    await sluice.submit(form, text="@bob: Check {what} again; reviewer @cara")
    await sluice.ephemeral(ALICE, "Saved as check, v2")
    await sluice.said("/sluice playbook list")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    assert f"<@{BOB}>: Check {{what}} again; reviewer <@{CARA}>" in words(message)
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Run"))
    form = await sluice.modal(callback="playbook_run_view")
    assert f"<@{BOB}>: Check" in words(form) and "&lt;" not in words(form)
    await sluice.submit(form, value_0="the figures")

    async def made() -> bool:
        return (await briefs(sluice))[-1].goal == "Check the figures again"

    await wait_for(made)
    assert ((await briefs(sluice))[-1].worker, (await briefs(sluice))[-1].reviewer) == (BOB, CARA)


async def test_what_was_to_flow_and_was_decided_by_hand_flows_in_the_next_run(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; must: zebra-free-word-xyz; flow\n{NOTES}\n; then writer: Check it")
    (card,) = await sluice.cards()
    await sluice.click(card, "Approve")

    async def approved() -> bool:
        return "· approved" in await sluice.said("/sluice T-1")

    await wait_for(approved)
    text, _ = await shown_text(sluice, 1, "checked")
    assert "; flow\n; then writer: Check it" in text


async def test_words_may_leave_only_where_who_runs_a_playbook_says_so(sluice: World) -> None:
    """Whoever shares a playbook decides for nobody else that what they fill in is no secret."""
    await save(sluice, "writer: A memo on {topic}; public\n; then writer: A mail on it", who="all")
    for user, more in ((BOB, ""), (BOB, "; public"), (ALICE, "")):
        await sluice.said(f"/sluice playbook run vendor-choice topic=the merger{more}", user)
    public = [row.brief["public"] for row in await briefs(sluice)]
    assert public[1:] == [False, False, True, True, True, True]
