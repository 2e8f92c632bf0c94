"""An approved draft as a canvas, where the workspace has them; elsewhere it is said, and comes as a file."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.demonstration.stage import local_config
from bot.setup import manifest
from bot.surfaces.kept_brief import read_brief, write_brief
from bot.views.canvas import markdown_of
from localslack.manifest import read
from storage.rules.values.brief import Brief
from storage.rules.values.form import Form
from storage.rules.values.worker import agent
from tests.bot.test_deliveries import approve, names, shelf
from tests.bot.test_places import BOARD, NOTES, arrives, delivered, files, press, says
from tests.world import ALICE, BOB, Json, World, words, world

LAUNCH = "C03LAUNCH"


@pytest.fixture
async def sluice(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A bot whose app may make canvases; the parameter says which the workspace has, and the database."""
    plan, _, database = getattr(request, "param", "paid").partition(" ")
    url = request.getfixturevalue("postgres").database() if database else ""
    config = replace(local_config(), app=read(manifest.build(canvas=True)), canvases=plan)
    async with world(tmp_path, config=config, database=url) as made:
        yield made


def canvases(sluice: World) -> list[Json]:
    return [file for file in sluice.slack.workspace.files.values() if file["pretty_type"] == "Canvas"]


def address(message: Json) -> str:
    """Where the first link of a message leads."""
    found = [
        part["url"]
        for block in message["blocks"]
        for line in block.get("elements", ())
        for part in line.get("elements", ())
        if part.get("type") == "link"
    ]
    return str(found[0]) if found else ""


@pytest.mark.parametrize("sluice", ["paid", "paid postgres"], indirect=True)
async def test_in_a_channel_its_readers_can_open_it_and_the_card_says_so(sluice: World) -> None:
    told = await sluice.said(f"/assign writer: Memo; to #launch; as a canvas\n{NOTES}")
    assert "Approve posts in <#C03LAUNCH> as a canvas" in told
    await approve(sluice)
    await arrives(sluice, LAUNCH)
    await says(sluice, "It was posted in <#C03LAUNCH> as a canvas")
    (canvas,) = canvases(sluice)
    assert (canvas["title"], canvas["access"]) == ("Memo", {LAUNCH: "write"})
    assert "3 March" in sluice.slack.workspace.canvases[canvas["id"]]
    (message,) = delivered(sluice, LAUNCH)
    assert address(message) == canvas["permalink"] and "3 March" not in words(message)
    assert "T-1 v1 · by writer" in words(message)


async def test_to_a_person_and_to_oneself(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to <@{BOB}|bob>; as a canvas\n{NOTES}")
    await approve(sluice)
    await arrives(sluice, sluice.dm(BOB))
    assert [canvas["access"] for canvas in canvases(sluice)] == [{BOB: "write"}]
    assert "Approve brings it as a canvas" in await sluice.said(f"/assign writer: Second; as a canvas\n{NOTES}")
    await sluice.message_with("Second · v1")
    await approve(sluice)
    await says(sluice, "It was added to the card's thread as a canvas")
    assert [canvas["access"] for canvas in canvases(sluice)] == [{BOB: "write"}, {ALICE: "write"}]


@pytest.mark.parametrize("sluice", ["off", "free"], indirect=True)
async def test_where_there_are_none_it_comes_as_a_file_and_the_next_is_refused(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to #launch; as a canvas\n{NOTES}")
    await approve(sluice)
    await says(sluice, "It was posted in <#C03LAUNCH> as a file: no canvas could be made")
    assert files(sluice, LAUNCH) == 1 and canvases(sluice) == []
    (message,) = [m for m in sluice.messages(LAUNCH) if m.get("files")]
    assert "It comes as a file: " in words(message)
    answer = await sluice.said(f"/assign writer: Again; to #launch; as a canvas\n{NOTES}")
    assert "I can't make a canvas here: " in answer and "“as a file”" in answer and "Nothing was created" in answer


async def test_one_canvas_however_often_the_message_is_tried(sluice: World) -> None:
    sluice.slack.workspace.channels[LAUNCH]["members"].append("U0BOT")
    await sluice.said(f"/assign writer: Memo; to #launch; as a canvas\n{NOTES}")
    await sluice.message_with("Memo · v1")
    await sluice.act("fault", what="error", method="chat.postMessage", value="fatal_error", after=True)
    await sluice.act("fault", what="status", method="canvases.create", value=429, retry_after="1")
    await sluice.act("fault", what="error", method="canvases.access.set", value="fatal_error", after=True)
    await approve(sluice)
    await arrives(sluice, LAUNCH)
    await says(sluice, "It was posted in <#C03LAUNCH> as a canvas")
    assert len(canvases(sluice)) == 1


async def test_what_failed_is_a_problem_and_deliver_again_makes_it(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to #launch; as a canvas\n{NOTES}")
    await sluice.message_with("Memo · v1")
    await sluice.act("fault", what="error", method="canvases.create", value="canvas_creation_failed")
    await approve(sluice)
    card = await shelf(sluice)
    assert "Deliver again" in names(card) and delivered(sluice, LAUNCH) == []
    await press(sluice, card, "Deliver again")
    await arrives(sluice, LAUNCH)
    await says(sluice, "It was posted in <#C03LAUNCH> as a canvas")
    assert len(canvases(sluice)) == 1


async def test_a_channel_out_of_reach_is_a_problem_like_any_other(sluice: World) -> None:
    board = sluice.slack.workspace.channels[BOARD]["members"]
    board.append("U0BOT")
    await sluice.said(f"/assign writer: Memo; to #board; as a canvas\n{NOTES}")
    await sluice.message_with("Memo · v1")
    board.remove("U0BOT")
    await approve(sluice)
    card = await shelf(sluice)
    board.append("U0BOT")
    await press(sluice, card, "Deliver again")
    await says(sluice, f"It was posted in <#{BOARD}> as a canvas")


async def test_the_form_keeps_it_and_two_forms_are_refused(sluice: World) -> None:
    answer = await sluice.said(f"/assign writer: Memo; as a file; as a canvas\n{NOTES}")
    assert "two forms of delivery" in answer


@pytest.mark.parametrize("form", Form)
def test_a_brief_that_is_kept_keeps_its_form_and_that_of_an_older_release(form: Form) -> None:
    brief = Brief(goal="Memo", worker=agent("writer"), title="Memo", form=form)
    kept = json.loads(json.dumps(write_brief(brief)))
    assert read_brief(kept) == brief and read_brief(kept).form.clause == form.clause
    old = {name: value for name, value in kept.items() if name != "form"} | {"as_file": True}
    assert read_brief(old).form is Form.FILE


def test_nothing_of_a_draft_is_a_ping_a_picture_or_a_card() -> None:
    draft = (
        "# Plan\n\n![](@U01ALICE) and ![](#C01GEN) and ![x](https://a.example/x.png)\n\n"
        "[here](https://evil.example) <https://evil.example> *now*\n\n####### no\n\n#### deep\n\n1. one\n2. two\n\n"
        "> quoted\n\n```\n![](@U1)\n```\n\n`![](@U2)` 3\\) _a_ snake_case\n"
    )
    shown = markdown_of(draft, ["good.example"])
    outside_code = "\n".join(line for line in shown.splitlines() if "`" not in line and line != "![](@U1)")
    assert "![" not in outside_code.replace("\\![", "") and "](http" not in shown and "](<" not in shown
    assert shown.startswith("# ") and "### deep" in shown.replace("**", "") and "1. one\n2. two" in shown
    assert "> quoted" in shown and "snake_case" in shown


def test_a_link_to_a_known_host_stays_one() -> None:
    assert "[plan](<https://good.example/a_b>)" in markdown_of("[plan](https://good.example/a_b)", ["good.example"])
