"""The states of messages, deliveries and attempts are closed sets, each in one place."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from storage.rules.posts import NOT_THERE, ON_ITS_WAY, SETTLED, DeliveryState, PostState, delivery_state
from storage.rules.values.attempt import LIVE, TAKEABLE, AttemptState

ROOT = Path(__file__).parents[2]
BARE = re.compile(
    rf"(?:attempt|post|delivery)\.c\.state\b[^\n]*\"(?:{'|'.join([*AttemptState, *PostState, *DeliveryState])})\""
)


def test_each_message_is_on_its_way_or_there_or_not() -> None:
    assert sorted((*ON_ITS_WAY, *NOT_THERE, *SETTLED)) == sorted(PostState)


@pytest.mark.parametrize("states", [*combinations(PostState, 1), *combinations(PostState, 2)])
def test_a_delivery_is_there_only_when_all_of_it_is(states: tuple[PostState, ...]) -> None:
    expected = DeliveryState.PROMISED
    if set(states) <= {PostState.SENT, PostState.WITHDRAWN}:
        expected = DeliveryState.SENT
    elif set(states) & {PostState.FAILED, PostState.UNKNOWN}:
        expected = DeliveryState.FAILED
    assert delivery_state(states) is expected


def test_what_a_worker_may_take_has_not_ended() -> None:
    assert set(TAKEABLE) < set(LIVE) < set(AttemptState)


def test_no_query_names_a_state_by_a_bare_string() -> None:
    files = [*(ROOT / "storage").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
    assert not [path for path in files if "migrations" not in path.parts and BARE.search(path.read_text())]
