"""The second opinion: what it takes, what it refuses, and that it agrees with Local Slack where both look."""

import json
from pathlib import Path
from typing import Any

import pytest

from localslack.limits import message_error
from localslack.view_limits import view_error
from tests.judges import ELSEWHERE, judge, judge_traffic, judge_view
from tests.localslack.test_limits import REFUSED, SOUND_BLOCKS, SOUND_ELEMENTS, SOUND_RUNS, asks, run
from tests.world import ALICE, GENERAL, World

Json = dict[str, Any]

GOLDEN = sorted((Path(__file__).parents[1] / "bot/golden").glob("*.json"))
TEXT = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "text": TEXT, "action_id": "a"}
SECTION = {"type": "section", "text": TEXT}
BAD = {"type": "section", "text": {"type": "mrkdwn", "text": ""}}
MODAL = {"type": "modal", "title": TEXT, "blocks": [SECTION]}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_what_the_bot_shows_is_sound(path: Path) -> None:
    shown = json.loads(path.read_text())
    assert (judge(shown, "message") if isinstance(shown, list) else judge_view(shown)) == []


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", SOUND_BLOCKS)
def test_sound_blocks_are_taken_on_their_surfaces_alone(kind: str, surface: str) -> None:
    assert (judge([SOUND_BLOCKS[kind]], surface) == []) is (kind not in ELSEWHERE[surface])


@pytest.mark.parametrize("kind", sorted(set(SOUND_ELEMENTS) - {"url", "icon"}))
def test_sound_elements_are_taken(kind: str) -> None:
    element = SOUND_ELEMENTS[kind]
    homes: list[Json] = [
        {**SECTION, "accessory": element},
        {"type": "actions", "elements": [element]},
        {"type": "context", "elements": [element]},
        {"type": "context_actions", "elements": [element]},
        asks(element),
    ]
    ours = [home for home in homes if view_error({**MODAL, "submit": TEXT, "blocks": [home]}) is None]
    ours_in_messages = [home for home in homes if message_error([home]) is None]
    assert ours or ours_in_messages
    assert [judge([home], "modal") for home in ours] == [[]] * len(ours)
    assert [judge([home], "message") for home in ours_in_messages] == [[]] * len(ours_in_messages)


@pytest.mark.parametrize("kind", SOUND_RUNS)
def test_sound_inline_elements_are_taken(kind: str) -> None:
    assert judge([run(**SOUND_RUNS[kind])], "message") == []


def test_it_sees_most_of_what_local_slack_refuses() -> None:
    overlooked = [block for block in REFUSED if not judge([block], "message")]
    assert len(overlooked) < len(REFUSED) / 5, overlooked


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"type": "plain_text", "text": "x" * 25}},
        {"title": {"type": "mrkdwn", "text": "x"}},
        {"title": TEXT, "private_metadata": "x" * 3001},
        {"external_id": "x" * 256},
        {"hash": "x"},
        {"blocks": []},
        {"blocks": None},
        {"blocks": [asks(SOUND_ELEMENTS["plain_text_input"])]},
        {"blocks": [BAD]},
        {"blocks": [SECTION] * 101},
        {"type": "home"},
        {"type": "sheet"},
    ],
)
def test_a_view_with_a_fault_is_named(wrong: Json) -> None:
    assert judge_view(MODAL) == []
    assert judge_view({**MODAL, **wrong})


def test_a_text_of_any_block_has_at_most_3000_characters() -> None:
    for length, number in ((3000, 0), (3001, 1)):
        element = {"type": "mrkdwn", "text": "x" * length}
        assert len(judge([{"type": "context", "elements": [element]}], "message")) == number


def test_what_stands_twice_and_what_is_too_much_is_named() -> None:
    named = {**SECTION, "block_id": "a"}
    long = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "&" * 2400}]}],
    }
    sums: list[list[Json]] = [
        [named, named],
        [{"type": "actions", "elements": [BUTTON, BUTTON]}],
        [SECTION] * 51,
        [long],
    ]
    assert [len(judge(blocks, "message")) for blocks in sums] == [1, 1, 1, 1]
    assert judge([long], "modal") == []


@pytest.mark.parametrize("blocks", [[5], [None], [[]], [{"type": ["x"]}], [{"type": "actions", "elements": 5}]])
def test_junk_is_a_fault_and_no_exception(blocks: Any) -> None:
    assert judge(blocks, "message")
    assert judge_view({**MODAL, "blocks": blocks})


def line(direction: str, sent: Any = None, got: Any = None) -> Json:
    return {"direction": direction, "what": "a call", "status": "ok", "sent": sent, "got": got}


@pytest.mark.parametrize(
    "faulty",
    [
        line("from app", {"blocks": [BAD]}),
        line("from app", {"blocks": json.dumps([BAD])}),
        line("from app", {"view": {**MODAL, "blocks": [BAD]}}),
        line("from app", {"attachments": [{"blocks": [BAD]}]}),
        line("to app", {}, {"blocks": [BAD]}),
        line("to app", {}, {"response_action": "update", "view": {**MODAL, "blocks": [BAD]}}),
        line("to app", {"view": MODAL}, {"response_action": "errors", "errors": {"gone": "Say what."}}),
        line("to app", {"view": MODAL}, {"response_action": "errors", "errors": {}}),
    ],
)
def test_the_traffic_is_judged_wherever_the_app_sends(faulty: Json) -> None:
    sound = line("from app", {"blocks": [SECTION], "view": MODAL})
    faults = judge_traffic([sound, faulty])
    assert faults and all(fault.startswith("1 a call ") for fault in faults)


def test_what_the_app_was_sent_is_not_the_apps_fault() -> None:
    others = [
        line("to app", {"blocks": [BAD]}, "ok"),
        line("to app", {"view": {"type": "modal"}}),
        line("from app", "x"),
    ]
    assert judge_traffic([*others, line("from app", {"blocks": []}, {"message": {"blocks": [BAD]}})]) == []


@pytest.mark.unjudged
async def test_a_day_of_the_bot_leaves_no_fault(sluice: World) -> None:
    await sluice.said("/assign writer: Memo\nWe decided to ship.\nWho tells the partners?")
    await sluice.click((await sluice.cards())[0], "Open")
    await sluice.modal()
    await sluice.act("open-home", user=ALICE)
    await sluice.command("/sluice")
    log = sluice.slack.workspace.log
    assert any("view" in (entry["sent"] or {}) for entry in log if entry["direction"] == "from app")
    assert judge_traffic(log) == []
    url = sluice.slack.delivery.response_url(GENERAL, ALICE, None, True)
    async with sluice.session.post(url, json={"blocks": [BAD]}) as answer:
        assert answer.status == 400
    assert any("response_url blocks" in fault for fault in judge_traffic(log))
