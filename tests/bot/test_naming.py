"""Sentences name the commands that the workspace has."""

from dataclasses import replace
from pathlib import Path

from bot.demonstration.stage import local_config
from bot.outbound.naming import Naming
from bot.setup import manifest
from localslack.manifest_file import app_of
from tests.world import ALICE, World, buttons, wait_for, words, world


async def test_with_a_prefix_every_sentence_names_the_real_commands(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(manifest.to_yaml(manifest.build(prefix="x")), "utf-8")
    config = replace(local_config(), app=app_of(file))
    async with world(tmp_path, config=config, command_prefix="x") as sluice:
        assert "Find it again with /xsluice T-1." in await sluice.said(
            "/xassign writer: Memo\nWe decided to ship.\nWho tells the partners?"
        )
        await sluice.cards()
        for command in ("/xsluice", "/xsluice help", "/xcollect", "/xassign Memo; by 2020-01-01", "/xsluice stop"):
            shown = await sluice.said(command)
            assert not {"/sluice", "/assign", "/collect"} & set(shown.replace("`", " ").split()), shown
        await told_elsewhere(sluice)


async def told_elsewhere(sluice: World) -> None:
    """Home comes by a call of ours, and an answer to a button by its response_url."""
    await sluice.act("open-home", user=ALICE)

    async def home() -> bool:
        return "/xsluice help" in words(sluice.slack.workspace.homes.get(ALICE))

    await wait_for(home)
    message = sluice.slack.workspace.ephemerals[ALICE][0]
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Edit"))
    await sluice.ephemeral(ALICE, "moved on meanwhile")


def test_the_words_of_people_and_drafts_stay() -> None:
    quote = {"type": "rich_text", "elements": [{"type": "text", "text": "type /assign"}]}
    link = {"type": "section", "text": {"type": "mrkdwn", "text": "see https://x.example/assign and /assign"}}
    field = {"type": "plain_text_input", "initial_value": "/assign x"}
    named = Naming("x").apply({"text": "/collect now", "blocks": (quote, link, {"type": "input", "element": field})})
    assert named["text"] == "/xcollect now"
    assert named["blocks"][0] == quote
    assert named["blocks"][1]["text"]["text"] == "see https://x.example/assign and /xassign"
    assert named["blocks"][2]["element"] == field
    assert Naming().apply(link) is link
