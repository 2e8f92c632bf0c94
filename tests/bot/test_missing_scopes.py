"""A scope that an administrator took out of the manifest: the person who needs it reads which one is missing."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demonstration.stage import local_config
from bot.setup.scopes import SCOPES
from localslack.config import Config
from tests.bot.test_membership import NOTES
from tests.world import ALICE, wait_for, words, world

NEEDED = [scope.name for scope in SCOPES if not scope.option]
NAMED = f"/assign writer: Memo; to #launch\n{NOTES}"


def without(*scopes: str) -> Config:
    base = local_config()
    return replace(base, app=replace(base.app, scopes=base.app.scopes - set(scopes)))


@pytest.mark.parametrize("scope", sorted({*NEEDED} - {"commands"}))  # without that one Slack knows no command of ours
async def test_home_says_which_scope_is_missing_and_what_it_is_for(tmp_path: Path, scope: str) -> None:
    reason = next(each.reason for each in SCOPES if each.name == scope)
    async with world(tmp_path, config=without(scope)) as sluice:
        await sluice.act("open-home", user=ALICE)

        async def said() -> bool:
            home = words(sluice.slack.workspace.homes.get(ALICE) or {})
            return f"The permission {scope} is missing" in home and reason in home

        await wait_for(said, "Home says what is missing")


@pytest.mark.parametrize("scope", ["channels:read", "groups:read"])
@pytest.mark.parametrize("asked", [NAMED, "/collect here at 9:00 daily"], ids=["a channel named", "here"])
async def test_what_needs_to_know_a_channel_names_the_scope(tmp_path: Path, scope: str, asked: str) -> None:
    async with world(tmp_path, config=without(scope)) as sluice:
        answer = await sluice.said(asked)
        assert f"I lack the permission {scope}" in answer and "Ask your administrator" in answer
