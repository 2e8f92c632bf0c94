"""Five assignments of the kinds that people hand off, each from the command to the delivery: the real roster, the real
agent loop with a scripted model, real files, the real sandbox, a real repository, a real MCP server, a real web server."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from langchain_core.messages import BaseMessage

from agents.models.prices import Price
from agents.roster.agent_spec import AgentSpec
from agents.roster.repository_spec import RepositorySpec
from agents.roster.server_spec import ServerSpec
from agents.roster.web_spec import WebSpec
from storage.ledger.queries import reading
from storage.rules.authority import Claim
from tests.agents.scripted import Scripted, hands_in, says
from tests.tools.conftest import shop
from tests.tools.shop import BUG, FIX, NEW_TEST, git
from tests.tools.test_mcp import SERVER
from tests.tools.test_web import page, server
from tests.world import ALICE, World, buttons, wait_for, words, world

assert shop  # a fixture

MET = {"number": 1, "verdict": "met", "quotation": "39 €", "reason": "it is there"}


def model(
    *script: Any, review: dict[str, Any] | None = None, suggestion: dict[str, Any] | None = None
) -> Callable[[str, float | None], Scripted]:
    """The worker's and the critic's model in one: each is known by what it is asked."""
    worker = iter(script)

    def answer(messages: list[BaseMessage]) -> Any:
        if str(messages[0].content).startswith("You review a draft"):
            return says(Review=review or {"criteria": [], "look_first": "the figures"})
        if str(messages[0].content).startswith("You read the brief"):
            return says(Suggestion=suggestion or {})
        item = next(worker)
        return item if isinstance(item, BaseMessage) else item(messages)

    return lambda name, heat: Scripted(script=[answer])


def played(home: Path, load: Any, **file: Any) -> Any:
    return world(home, load=load, prices={"test:scripted": Price(input=3.0, output=15.0)}, **file)


async def approved(sluice: World, part: str) -> Any:
    """The card is there, is opened, and is approved; its whole draft."""

    async def look() -> Any:
        there = [m for m in sluice.messages(sluice.dm()) if part in words(m)]
        return next(((m, b) for m in there for b in buttons(m) if b["text"]["text"] == "Approve"), None)

    message, approve = await wait_for(look, part, within=60)
    await sluice.press(message, approve)
    await sluice.message_with("It was added to the card's thread", within=60)
    whole = await sluice.bot.ledger.see(reading.whole, Claim(ALICE, "T01TEST"), number=1)
    assert whole.draft is not None
    return whole.draft


async def files(sluice: World, *names: str) -> None:
    for name in names:
        await sluice.message_with(name, within=60)


async def test_a_document_from_notes(tmp_path: Path) -> None:
    memo = "# Pricing\n\nWe take 39 € a month from March on."
    load = model(
        says(list_files={}),
        says(read_file={"name": "in/the brief.md"}),
        says(write_file={"name": "pricing.docx", "text": memo}),
        hands_in(memo, title="Pricing memo", summary="39 € a month from March on."),
        review={"criteria": [MET], "would_change": "Name who decides."},
    )
    async with played(tmp_path, load) as sluice:
        answer = await sluice.said(
            "/assign Memo on the pricing decision; must: is friendly\nBob: 39 € a month, from March"
        )
        assert "writer has it (you ask for a document" in answer
        draft = await approved(sluice, "Memo on the pricing decision")
        await files(sluice, "T-1-v1.md", "pricing.docx")
    assert draft.made_by == "made by test:scripted"
    assert draft.remarks == ("Would change: Name who decides.",)
    assert draft.spent is not None and draft.spent.micros == 5 * (100 * 3 + 20 * 15)
    assert draft.files[1].data.startswith(b"PK")


async def test_a_model_suggests_criteria_and_questions_and_work_hears_what_is_taken(tmp_path: Path) -> None:
    suggestion = {
        "criteria": ["names the old price", " "],
        "questions": [
            {"text": "Which plan?", "choices": ["Team", "Student"], "assumed": "the team plan"},
            {"text": "No choices?", "choices": [], "assumed": ""},
        ],
    }
    heard: list[str] = []

    def slow(messages: list[BaseMessage]) -> Any:
        heard[:] = [str(m.content) for m in messages]
        if "Student" in heard[-1]:
            return hands_in("The student plan was 29 €.", summary="29 €.")
        return says(Deliverable={"not yet": len(messages)})

    load = model(*[slow] * 30, suggestion=suggestion)
    async with played(tmp_path, lambda name, heat: slowly(load(name, heat))) as sluice:
        await sluice.said("/assign writer: Memo on the price of the plan")
        shown = await sluice.ephemeral(ALICE, "Suggested, not asked for: names the old price")
        assert "Assumed: the team plan." in words(shown) and "No choices" not in words(shown)
        await sluice.press(shown, next(b for b in buttons(shown) if b["text"]["text"] == "Add these"))
        taken = await sluice.ephemeral(ALICE, "Done when: names the old price")
        await sluice.press(taken, next(b for b in buttons(taken) if b["text"]["text"] == "Student"))
        await approved(sluice, "Memo on the price of the plan")
    assert any("Done only when also: names the old price" in h for h in heard)


def slowly(made: Scripted) -> Scripted:
    made.latency = 0.6
    return made


async def test_a_question_over_pages_that_were_given(tmp_path: Path) -> None:
    async with server(page) as (port, seen):
        address = f"http://127.0.0.1:{port}/prices"
        load = model(
            says(read_url={"address": address}),
            hands_in(
                f"The plan costs 39 € ([prices]({address})). Tax is not said.", summary="39 €, by their own page."
            ),
            review={"criteria": [], "unsourced": ["Tax is not said."]},
        )
        async with played(tmp_path, load, web=WebSpec(internal_hosts=("127.0.0.1",))) as sluice:
            await sluice.said(f"/assign researcher: What does their plan cost? Read {address}")
            draft = await approved(sluice, "claim has no source")
    assert seen == ["/prices"]
    assert "39 €" in draft.body


async def test_an_analysis_of_a_table_with_a_chart(tmp_path: Path, bwrap: str) -> None:
    code = (
        "import pandas as pd, matplotlib.pyplot as plt, glob\n"
        "t = pd.read_csv(glob.glob('in/*')[0])\n"
        "s = t.groupby('region').sales.sum(); print(s.to_dict(), s.sum())\n"
        "s.plot.bar(title='Sales by region', ylabel='€'); plt.savefig('out/sales.png')\n"
    )
    seen: list[str] = []

    def tells(messages: list[BaseMessage]) -> Any:
        seen.append(str(messages[-1].content))
        return hands_in("North sold 79 €, South 10 €.", summary="79 € of 89 € are the North's.")

    load = model(says(run_python={"code": code}), tells)
    async with played(tmp_path, load) as sluice:
        table = "region,sales\nNorth,40\nNorth,39\nSouth,10\n"
        file = (await sluice.act("file", user=ALICE, name="sales.csv", text=table))["body"]
        await sluice.command("/assign")
        view = await sluice.modal(callback="assign_view")
        await sluice.submit(view, goal="Sales by region as a chart", worker="analyst", files=[file])
        draft = await approved(sluice, "Sales by region")
        await files(sluice, "sales.png")
    assert "{'North': 79, 'South': 10} 89" in seen[0]
    picture = next(f for f in draft.files if f.name == "sales.png")
    assert picture.media_type == "image/png" and picture.data.startswith(b"\x89PNG")


async def test_a_bug_in_a_repository(tmp_path: Path, shop: Path, bwrap: str) -> None:
    load = model(
        says(search={"pattern": "def total"}),
        says(edit_file=NEW_TEST),
        says(run_tests={}),
        says(edit_file=FIX),
        hands_in("Cents were cut off.", summary="Totals keep their cents; a test proves it."),
    )
    spec = RepositorySpec(path=shop, test="python -m pytest -q -p no:cacheprovider", deliver="git push -q origin HEAD")
    async with played(tmp_path, load, repositories={"shop": spec}) as sluice:
        assert "coder has it (it is about code" in await sluice.said("/assign Fix the bug in the totals of shop")
        draft = await approved(sluice, "Fix the bug in the totals")
        await files(sluice, "fix.patch", "test-run.txt")
        await sluice.message_with("is on the branch sluice/t-1-v1.", within=60)
    assert "2 passed" in draft.body and "+    return round(sum(prices), 2)" in draft.body
    assert "round(sum(prices), 2)" in git(shop, "show", "sluice/t-1-v1:shop.py")
    assert (shop / "shop.py").read_text() == BUG


async def test_a_command_that_fails_is_told_and_the_patch_is_there(tmp_path: Path, shop: Path, bwrap: str) -> None:
    load = model(says(edit_file=FIX), hands_in("Cents were cut off.", summary="Totals keep their cents."))
    spec = RepositorySpec(path=shop, test="true", deliver="echo the way is closed >&2; exit 3")
    async with played(tmp_path, load, repositories={"shop": spec}) as sluice:
        await sluice.said("/assign coder: Fix the bug in the totals of shop")
        await sluice.message_with("Totals keep their cents", within=60)
        await approved(sluice, "Totals keep their cents")
        told = words(await sluice.message_with("T-1 could not be brought to its repository", within=60))
        await files(sluice, "fix.patch")
    assert "the way is closed" in told


async def test_a_daily_task_with_a_tool_of_the_companys(tmp_path: Path) -> None:
    orders = ServerSpec(command=sys.executable, args=(SERVER, "stdio"), sends=("refund",), labels=("private data",))
    load = model(
        says(orders_find_order={"number": 7}),
        says(orders_refund={"number": 7, "euros": 39}),
        lambda messages: hands_in(f"Order 7: {str(messages[-1].content)[:60]}", summary="Paid back 39 €."),
    )
    agents = {"assistant": AgentSpec(description="Daily tasks", tools=("files", "mcp:orders"))}
    async with played(tmp_path, load, mcp={"orders": orders}, agents=agents) as sluice:
        await sluice.said("/assign assistant: Pay order 7 back by 39 €, list what was done")

        async def allow() -> Any:
            there = [m for m in sluice.messages(sluice.dm()) if "Permission · " in words(m)]
            return next(((m, b) for m in there for b in buttons(m) if b["text"]["text"] == "Allow once"), None)

        message, button = await wait_for(allow, "a permission", within=60)
        assert '"euros": 39' in words(message)
        await sluice.press(message, button)
        draft = await approved(sluice, "Paid back 39 €")
    assert "Paid 39.0 € back for 7" in draft.body
