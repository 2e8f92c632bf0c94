"""Local Slack's one table: complete, and what its page shows."""

from pathlib import Path

import pytest

from localslack import reference
from localslack.api import Api
from localslack.config import Config
from localslack.faults import Faults
from localslack.methods import METHODS
from localslack.server import LocalSlack
from localslack.tiers import TIERS
from tests.localslack.test_api import EVERYTHING

PAGE = (Path(__file__).parents[2] / "docs" / "localslack.md").read_text("utf-8")


@pytest.mark.parametrize("table", [reference.methods, reference.events, reference.unverified], ids=lambda t: t.__name__)
def test_the_page_shows_the_table(table) -> None:
    assert table() in PAGE


def test_every_method_that_is_served_has_its_row_and_the_other_way_round() -> None:
    slack = LocalSlack(config=Config(app=EVERYTHING))
    api = Api(workspace=slack.workspace, delivery=slack.delivery, modals=slack.modals, faults=Faults())
    assert set(api._methods()) == set(METHODS)
    assert {row.tier for row in METHODS.values()} <= {0, *TIERS}
