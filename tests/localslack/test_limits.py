"""What Slack refuses in blocks and views, whatever way they come."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localslack.blocks import BLOCKS
from localslack.elements import ELEMENTS
from localslack.limits import CHARACTERS, message_error
from localslack.rich_text import INLINE, PARTS
from localslack.view_limits import view_error
from tests.world import ALICE, GENERAL, World

Json = dict[str, Any]

TEXT = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "text": TEXT, "action_id": "a"}
OPTION = {"text": TEXT, "value": "v"}
OTHER = {"text": TEXT, "value": "w"}
DIVIDER = {"type": "divider"}
MODAL = {"type": "modal", "title": TEXT, "blocks": [DIVIDER]}
HOME = {"type": "home", "blocks": [DIVIDER]}
RUN = {"type": "text", "text": "x"}
SECTION = {"type": "rich_text_section", "elements": [RUN]}
LIST = {"type": "rich_text_list", "style": "bullet", "elements": [SECTION]}
RICH = {"type": "rich_text", "elements": [SECTION]}
IMAGE = {"type": "image", "alt_text": "a chart", "image_url": "https://example.org/a.png"}
TASK = {"type": "task_card", "task_id": "1", "title": "x", "status": "pending"}
CARD = {"type": "card", "title": TEXT}
CELL = {"type": "raw_text", "text": "x"}
POINT = {"label": "a", "value": 1}
BARS: Json = {"type": "bar", "series": [{"name": "s", "data": [POINT]}], "axis_config": {"categories": ["a"]}}
BAD_CHARTS: list[Json] = [
    {**BARS, "series": [{"name": f"s{n}", "data": [POINT]} for n in range(7)]},
    {**BARS, "series": [{"name": "s" * 21, "data": [POINT]}]},
    {
        **BARS,
        "series": [{"name": "s", "data": [{"label": "a" * 21, "value": 1}]}],
        "axis_config": {"categories": ["a" * 21]},
    },
    {**BARS, "axis_config": {"categories": ["a"], "x_label": "x" * 51}},
    {"type": "pie", "segments": [{"label": "a", "value": 0}]},
    {"type": "pie", "segments": [{"label": f"a{n}", "value": 1} for n in range(7)]},
]
FEEDBACK = {"text": TEXT, "value": "v"}


def section(**more: Any) -> Json:
    return {"type": "section", "text": TEXT, **more}


def actions(*elements: Any) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asks(element: Any) -> Json:
    return {"type": "input", "label": TEXT, "element": element}


def rich(*parts: Any) -> Json:
    return {"type": "rich_text", "elements": list(parts)}


def run(**keys: Any) -> Json:
    return rich({"type": "rich_text_section", "elements": [keys]})


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def layout(*blocks: Any, rows: int = 1) -> Json:
    return {"type": "layout", "label": "x", "rows": [{"items": [{"blocks": list(blocks)}]}] * rows}


def container(*blocks: Any, **more: Any) -> Json:
    return {"type": "container", "title": TEXT, "child_blocks": list(blocks), **more}


# One sound specimen of each kind; what is refused below is each time one of these with one fault.
SOUND_ELEMENTS: dict[str, Json] = {
    "button": {
        **BUTTON,
        "value": "v",
        "style": "primary",
        "confirm": dict.fromkeys(("title", "text", "confirm", "deny"), TEXT),
    },
    "workflow_button": {
        "type": "workflow_button",
        "text": TEXT,
        "workflow": {"trigger": {"url": "https://example.org"}},
    },
    "image": IMAGE,
    "mrkdwn": {"type": "mrkdwn", "text": "x", "verbatim": True},
    "plain_text": {"type": "plain_text", "text": "x", "emoji": True},
    "feedback_buttons": {"type": "feedback_buttons", "positive_button": FEEDBACK, "negative_button": FEEDBACK},
    "icon_button": {"type": "icon_button", "icon": "trash", "text": TEXT},
    "overflow": {"type": "overflow", "options": [{**OPTION, "url": "https://example.org"}]},
    "checkboxes": {"type": "checkboxes", "options": [OPTION, OTHER], "initial_options": [OTHER]},
    "radio_buttons": {
        "type": "radio_buttons",
        "options": [{**OPTION, "description": {"type": "mrkdwn", "text": "*x*"}}],
    },
    "static_select": {"type": "static_select", "options": [OPTION], "initial_option": OPTION},
    "multi_static_select": {
        "type": "multi_static_select",
        "option_groups": [{"label": TEXT, "options": [OPTION]}],
        "initial_options": [OPTION],
        "max_selected_items": 1,
    },
    "external_select": {"type": "external_select", "min_query_length": 0},
    "multi_external_select": {"type": "multi_external_select", "initial_options": [OPTION]},
    "users_select": {"type": "users_select", "initial_user": "U1", "placeholder": TEXT},
    "multi_users_select": {"type": "multi_users_select", "initial_users": ["U1"]},
    "conversations_select": {"type": "conversations_select", "filter": {"include": ["im"]}},
    "multi_conversations_select": {"type": "multi_conversations_select", "initial_conversations": ["C1"]},
    "channels_select": {"type": "channels_select", "response_url_enabled": True},
    "multi_channels_select": {"type": "multi_channels_select", "initial_channels": ["C1"]},
    "datepicker": {"type": "datepicker", "initial_date": "2026-11-25"},
    "timepicker": {"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Rome"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1_764_000_000},
    "plain_text_input": {"type": "plain_text_input", "max_length": 3, "initial_value": "xyz"},
    "rich_text_input": {"type": "rich_text_input", "initial_value": RICH, "min_lines": 2, "max_lines": 3},
    "email_text_input": {
        "type": "email_text_input",
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    },
    "url_text_input": {"type": "url_text_input", "focus_on_load": True},
    "number_input": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
    "file_input": {"type": "file_input", "max_files": 10, "filetypes": ["pdf"]},
    "url": {"type": "url", "url": "https://example.org", "text": "x"},
    "icon": {"type": "icon", "name": "bot"},
}
SOUND_BLOCKS: dict[str, Json] = {
    "section": section(text=plain(3000), fields=[plain(2000)] * 2, accessory=BUTTON, expand=True),
    "header": {"type": "header", "text": plain(150)},
    "divider": {"type": "divider", "block_id": "x" * 255},
    "image": {**IMAGE, "title": TEXT},
    "actions": actions(*({**BUTTON, "action_id": f"{n}"} for n in range(25))),
    "context": {"type": "context", "elements": [IMAGE, *[SOUND_ELEMENTS["mrkdwn"]] * 9]},
    "context_actions": {"type": "context_actions", "elements": [SOUND_ELEMENTS["feedback_buttons"]]},
    "input": {**asks(SOUND_ELEMENTS["plain_text_input"]), "hint": TEXT, "optional": True, "dispatch_action": False},
    "rich_text": rich(
        LIST | {"style": "ordered", "indent": 8, "offset": 4, "border": 1},
        {"type": "rich_text_preformatted", "elements": [RUN], "border": 0},
        {"type": "rich_text_quote", "elements": [RUN]},
    ),
    "markdown": {"type": "markdown", "text": "# x"},
    "table": {"type": "table", "rows": [[CELL] * 2] * 3, "column_settings": [None, {"align": "right"}]},
    "data_table": {
        "type": "data_table",
        "caption": "x",
        "rows": [[CELL], [{"type": "raw_number", "value": 1, "text": "1"}]],
    },
    "data_visualization": {"type": "data_visualization", "title": "x", "chart": BARS},
    "file": {"type": "file", "external_id": "x", "source": "remote"},
    "video": {
        "type": "video",
        "title": TEXT,
        **dict.fromkeys(("alt_text", "video_url", "thumbnail_url"), "https://example.org"),
    },
    "task_card": {**TASK, "output": RICH, "sources": [SOUND_ELEMENTS["url"]]},
    "plan": {"type": "plan", "title": "x", "tasks": [{k: v for k, v in TASK.items() if k != "type"}, TASK]},
    "card": {**CARD, "slack_icon": SOUND_ELEMENTS["icon"], "actions": [BUTTON]},
    "alert": {"type": "alert", "text": plain(200), "level": "warning"},
    "carousel": {"type": "carousel", "elements": [CARD] * 10},
    "container": container(section(), is_collapsible=True, default_collapsed=True),
    "layout": layout(section(), rows=5) | {"grid_lines": "rows", "fallback": [DIVIDER]},
}
SOUND_RUNS: dict[str, Json] = {
    "text": {**RUN, "style": {"bold": True, "italic": False, "strike": True, "code": True}},
    "link": {"type": "link", "url": "https://example.org", "text": "x"},
    "emoji": {"type": "emoji", "name": "tada"},
    "user": {"type": "user", "user_id": "U1", "style": {"bold": True}},
    "usergroup": {"type": "usergroup", "usergroup_id": "S1"},
    "channel": {"type": "channel", "channel_id": "C1"},
    "team": {"type": "team", "team_id": "T1"},
    "broadcast": {"type": "broadcast", "range": "here"},
    "color": {"type": "color", "value": "#fff"},
    "date": {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"},
}


def view(kind: str, *blocks: Json) -> Json:
    return {**MODAL, "submit": TEXT, "blocks": list(blocks)} if kind == "modal" else {**HOME, "blocks": list(blocks)}


def error(surface: str, *blocks: Any) -> tuple[str, list[str]] | None:
    return message_error(list(blocks)) if surface == "message" else view_error(view(surface, *blocks))


def test_there_is_a_specimen_of_each_kind() -> None:
    assert set(SOUND_BLOCKS) == set(BLOCKS)
    assert set(SOUND_ELEMENTS) == set(ELEMENTS)
    assert set(SOUND_RUNS) == set(INLINE)
    assert {part["type"] for part in [SECTION, *SOUND_BLOCKS["rich_text"]["elements"]]} == set(PARTS)


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", SOUND_BLOCKS)
def test_a_block_is_taken_on_its_surfaces_alone(kind: str, surface: str) -> None:
    only = {
        "alert": {"modal"},
        **dict.fromkeys(("table", "data_table", "data_visualization", "carousel"), {"message", "home"}),
        **dict.fromkeys(("context_actions", "markdown", "file", "task_card", "plan", "container"), {"message"}),
    }
    refusal = error(surface, SOUND_BLOCKS[kind])
    if surface in only.get(kind, {"message", "modal", "home"}):
        assert refusal is None
    else:
        assert refusal is not None and "unsupported type" in refusal[1][0]


@pytest.mark.parametrize("kind", sorted(set(SOUND_ELEMENTS) - {"url", "icon"}))
def test_an_element_is_taken_in_its_blocks_alone(kind: str) -> None:
    element = SOUND_ELEMENTS[kind]
    homes = {
        "section": section(accessory=element),
        "actions": actions(element),
        "context": {"type": "context", "elements": [element]},
        "context_actions": {"type": "context_actions", "elements": [element]},
        "input": asks(element),
    }
    surfaces = ("message", "modal")
    taken = {home for home, block in homes.items() if any(error(s, block) is None for s in surfaces)}
    assert taken == ELEMENTS[kind].inside & set(homes) != set()


@pytest.mark.parametrize("kind", SOUND_RUNS)
def test_each_inline_kind_is_taken_and_none_without_its_keys(kind: str) -> None:
    assert message_error([run(**SOUND_RUNS[kind])]) is None
    for key in INLINE[kind].needs:
        bare = {k: v for k, v in SOUND_RUNS[kind].items() if k != key}
        assert message_error([run(**bare)]) == (
            "invalid_blocks",
            [f"missing required field: {key} [json-pointer:/blocks/0/elements/0/elements/0]"],
        )


def test_a_file_is_asked_for_in_modals_alone() -> None:
    block = asks(SOUND_ELEMENTS["file_input"])
    assert error("modal", block) is None
    assert error("message", block) is not None and error("home", block) is not None


REFUSED: list[Any] = [
    {"type": "input"},
    {"type": "input", "label": TEXT},
    {"type": "input", "label": plain(2001), "element": {"type": "plain_text_input"}},
    {**asks({"type": "plain_text_input"}), "hint": plain(2001)},
    {"type": "image"},
    {**IMAGE, "slack_file": {"id": "F1"}},
    {**IMAGE, "image_url": "https://" + "x" * 2993},
    {**IMAGE, "alt_text": "x" * 2001},
    {"type": "image", "alt_text": "x", "slack_file": {"id": "F1", "url": "x"}},
    {"type": "section"},
    {"type": "section", "text": 5},
    section(text={"type": "html", "text": "x"}),
    section(text={"type": "mrkdwn", "text": ""}),
    section(text={"type": "mrkdwn", "text": "x", "emoji": True}),
    section(text={"type": "plain_text", "text": "x", "verbatim": True}),
    section(text=plain(3001)),
    section(fields=[TEXT] * 11),
    section(fields=[]),
    section(fields=[plain(2001)]),
    section(accessory=None),
    section(colour="red"),
    section(block_id="x" * 256),
    section(block_id=5),
    section(accessory=SOUND_ELEMENTS["plain_text_input"]),
    {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
    {"type": "header", "text": plain(151)},
    {"type": "divider", "text": TEXT},
    {"type": "context", "elements": [BUTTON]},
    {"type": "context", "elements": []},
    {"type": "context", "elements": [TEXT] * 11},
    actions(),
    actions("a text"),
    {"type": "actions", "elements": 5},
    actions(BUTTON, BUTTON),
    actions(*({**BUTTON, "action_id": f"{n}"} for n in range(26))),
    actions({"type": "slider"}),
    actions({"type": ["button"]}),
    actions({**BUTTON, "text": {"type": "mrkdwn", "text": "x"}}),
    actions({**BUTTON, "text": plain(76)}),
    actions({**BUTTON, "value": 5}),
    actions({**BUTTON, "value": "x" * 2001}),
    actions({**BUTTON, "action_id": "x" * 256}),
    actions({**BUTTON, "url": "x" * 3001}),
    actions({**BUTTON, "style": "loud"}),
    actions({**BUTTON, "tooltip": "x"}),
    actions({**BUTTON, "confirm": {"title": TEXT}}),
    actions({**SOUND_ELEMENTS["button"], "confirm": {**SOUND_ELEMENTS["button"]["confirm"], "deny": plain(31)}}),
    actions({**SOUND_ELEMENTS["button"], "confirm": {**SOUND_ELEMENTS["button"]["confirm"], "ok": TEXT}}),
    actions({"type": "static_select"}),
    actions({"type": "static_select", "options": [OPTION] * 101}),
    actions({"type": "static_select", "options": [OPTION], "option_groups": [{"label": TEXT, "options": [OPTION]}]}),
    actions({"type": "static_select", "options": [OPTION], "initial_option": OTHER}),
    actions({"type": "static_select", "options": [OPTION], "placeholder": plain(151)}),
    actions({"type": "static_select", "options": [{**OPTION, "url": "https://example.org"}]}),
    actions({"type": "static_select", "options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "v"}]}),
    actions({"type": "static_select", "option_groups": [{"label": TEXT, "options": []}]}),
    actions({"type": "overflow", "options": [OPTION] * 6}),
    actions({"type": "checkboxes", "options": []}),
    actions({"type": "checkboxes", "options": [OPTION] * 11}),
    actions({"type": "checkboxes", "options": [OPTION], "initial_options": [OPTION, OTHER]}),
    actions({"type": "radio_buttons", "options": [{**OPTION, "text": plain(76)}]}),
    actions({"type": "radio_buttons", "options": [{**OPTION, "value": "x" * 151}]}),
    actions({"type": "radio_buttons", "options": [{**OPTION, "description": plain(76)}]}),
    actions({"type": "radio_buttons", "options": [{"text": TEXT}]}),
    actions({"type": "radio_buttons", "options": [OPTION], "initial_option": OTHER}),
    actions({"type": "datepicker", "initial_date": "25.11.2026"}),
    actions({"type": "timepicker", "initial_time": "24:00"}),
    actions({"type": "datetimepicker", "initial_date_time": "1764000000"}),
    actions({"type": "multi_users_select", "max_selected_items": 0}),
    actions({"type": "conversations_select", "filter": {}}),
    asks(BUTTON),
    asks({"type": "plain_text_input", "max_length": 3001}),
    asks({"type": "plain_text_input", "max_length": True}),
    asks({"type": "plain_text_input", "max_length": 3, "initial_value": "four"}),
    asks({"type": "plain_text_input", "initial_value": "x" * 3001}),
    asks({"type": "plain_text_input", "min_length": 4, "max_length": 3}),
    asks({"type": "file_input", "max_files": 11}),
    asks({"type": "number_input"}),
    asks({"type": "number_input", "is_decimal_allowed": True, "min_value": "2", "max_value": "1"}),
    asks({"type": "email_text_input", "dispatch_action_config": {"trigger_actions_on": ["sometimes"]}}),
    {"type": "rich_text"},
    rich(),
    rich(RUN),
    rich({"type": "rich_text_section"}),
    rich({"type": "rich_text_section", "elements": []}),
    rich({**SECTION, "indent": 1}),
    rich({**SECTION, "border": 1}),
    rich({**LIST, "style": "dotted"}),
    rich({**LIST, "elements": [RUN]}),
    rich({**LIST, "elements": [LIST]}),
    rich({**LIST, "indent": 9}),
    rich({**LIST, "indent": -1}),
    rich({**LIST, "offset": -1}),
    rich({**LIST, "offset": 1.5}),
    rich({**LIST, "border": 2}),
    rich({"type": "rich_text_list", "elements": [SECTION]}),
    rich({"type": "rich_text_preformatted", "elements": [SOUND_RUNS["user"]]}),
    run(type="text", text=""),
    run(type="text", text="x", style={"loud": True}),
    run(type="text", text="x", style={"bold": 1}),
    run(type="text", text="x", style="bold"),
    run(type="text", text="x", url="https://example.org"),
    run(type="link", url="https://example.org", text=""),
    run(type="broadcast", range="all"),
    run(type="date", timestamp="1", format="{date}"),
    run(type="user", user_id="U1", style={"code": True}),
    run(type="canvas", file_id="F1"),
    {"type": "markdown", "text": "x" * 12_001},
    {"type": "markdown", "text": TEXT},
    {"type": "table", "rows": [[CELL]] * 101},
    {"type": "table", "rows": [[CELL] * 21]},
    {"type": "table", "rows": [[CELL], [CELL] * 2]},
    {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
    {"type": "data_table", "caption": "x", "rows": [[CELL]]},
    {"type": "data_table", "caption": "x", "rows": [[RICH], [CELL]]},
    {"type": "data_table", "caption": "x", "rows": [[CELL]] * 2, "page_size": 101},
    {"type": "data_table", "caption": "x", "rows": [[CELL]] * 2, "row_header_column_index": 1},
    {"type": "data_table", "caption": "x", "rows": [[{**CELL, "text": "x" * 10_001}]] * 2},
    {"type": "data_visualization", "title": "x" * 51, "chart": BARS},
    {"type": "data_visualization", "title": "x", "chart": {**BARS, "axis_config": {"categories": ["b"]}}},
    {"type": "data_visualization", "title": "x", "chart": {**BARS, "series": BARS["series"] * 2}},
    *[{"type": "data_visualization", "title": "x", "chart": chart} for chart in BAD_CHARTS],
    {"type": "data_table", "caption": "x", "rows": [[CELL]] * 102},
    {"type": "file", "external_id": "x", "source": "local"},
    {**SOUND_BLOCKS["video"], "title": plain(200)},
    {**TASK, "status": "completed"},
    {"type": "plan", "title": "x", "tasks": [TASK] * 51},
    {"type": "card", "subtitle": TEXT},
    {**CARD, "body": plain(201)},
    {**CARD, "actions": [BUTTON, BUTTON]},
    {**CARD, "icon": IMAGE, "slack_icon": SOUND_ELEMENTS["icon"]},
    {"type": "carousel", "elements": [CARD] * 11},
    {"type": "carousel", "elements": [DIVIDER]},
    {"type": "container", "child_blocks": [DIVIDER]},
    container(*[DIVIDER] * 11),
    container(),
    container(container(DIVIDER)),
    container(RICH),
    container(DIVIDER, default_collapsed=True),
    container(DIVIDER, is_collapsible=True, has_header_divider=True),
    container(DIVIDER, width="huge"),
    layout(),
    layout(layout(DIVIDER)),
    layout(DIVIDER, rows=6),
    layout(DIVIDER) | {"label": "x" * 151},
    layout(DIVIDER) | {"grid_lines": "all"},
    {"type": "nothing"},
    {"type": 5},
    {},
    5,
    None,
]


@pytest.mark.parametrize("block", REFUSED)
def test_a_block_that_slack_refuses(block: Any) -> None:
    assert message_error([block]) is not None
    assert view_error({**MODAL, "submit": TEXT, "blocks": [block]}) is not None


def test_an_alert_that_slack_refuses() -> None:
    for wrong in ({"text": plain(201)}, {"level": "loud"}, {"title": TEXT}):
        assert view_error(view("modal", {**SOUND_BLOCKS["alert"], **wrong})) is not None


def test_a_fault_is_told_in_slacks_words_with_its_place() -> None:
    assert message_error([section(text=plain(3001)), rich({**LIST, "indent": 9}), {"type": "header"}]) == (
        "invalid_blocks",
        [
            "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
            "must be less than 9 [json-pointer:/blocks/1/elements/0/indent]",
            "missing required field: text [json-pointer:/blocks/2]",
        ],
    )
    assert view_error(view("home", section(tone="loud"))) == (
        "invalid_arguments",
        ["invalid additional property: tone [json-pointer:/view/blocks/0]"],
    )


def test_a_block_id_stands_once_even_in_a_container() -> None:
    named = {**DIVIDER, "block_id": "a"}
    assert message_error([named, {**DIVIDER, "block_id": "b"}]) is None
    for blocks in ([named, named], [named, container(named)], [layout(named, rows=2)]):
        assert message_error(blocks) is not None
    assert view_error(view("modal", named, named)) is not None


def test_the_number_of_blocks_counts_those_that_are_nested() -> None:
    wrong = ("invalid_blocks", ["no more than 50 items allowed [json-pointer:/blocks]"])
    assert message_error([DIVIDER] * 50) is None
    assert message_error([DIVIDER] * 51) == wrong
    assert message_error([*[DIVIDER] * 39, container(*[DIVIDER] * 10)]) is None
    assert message_error([*[DIVIDER] * 40, container(*[DIVIDER] * 10)]) == wrong
    assert view_error(view("home", *[DIVIDER] * 100)) is None
    assert view_error(view("home", *[DIVIDER] * 101)) is not None
    assert view_error(view("home", *[DIVIDER] * 90, layout(DIVIDER, DIVIDER, rows=5))) is not None


def test_some_kinds_do_not_stand_together() -> None:
    assert message_error([TASK, SOUND_BLOCKS["plan"]]) is not None
    assert message_error([SOUND_BLOCKS["data_visualization"]] * 3) is not None
    assert message_error([SOUND_BLOCKS["table"]] * 2) == (
        "invalid_attachments",
        ["only_one_table_allowed [json-pointer:/blocks]"],
    )


def sums(length: int, letter: str = "x") -> list[Json]:
    return [run(type="text", text=letter * length)]


def test_a_message_is_too_long_by_the_json_of_its_blocks_with_entities_counted() -> None:
    frame = len(json.dumps(sums(0), separators=(",", ":")))
    assert message_error(sums(CHARACTERS - frame)) is None
    assert message_error(sums(CHARACTERS - frame + 1)) == ("msg_blocks_too_long", [])
    for letter, length in (("&", 5), ("<", 4), (">", 4)):
        assert message_error(sums((CHARACTERS - frame) // length, letter)) is None
        assert message_error(sums((CHARACTERS - frame) // length + 1, letter)) == ("msg_blocks_too_long", [])
    assert message_error(sums(CHARACTERS - frame, "ö")) is None
    assert view_error(view("modal", *sums(CHARACTERS))) is None


@pytest.mark.parametrize("blocks", ["[]", 5, None, {}, [5], [None], [[]]])
def test_what_is_no_list_of_objects_has_a_name_of_its_own(blocks: Any) -> None:
    refusal = message_error(blocks)
    assert refusal is not None and refusal[0] == "invalid_blocks_format"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x"},
        {"title": None},
        {"title": plain(25)},
        {"title": {"type": "mrkdwn", "text": "x"}},
        {"submit": plain(25)},
        {"close": plain(25)},
        {"blocks": 5},
        {"blocks": []},
        {"callback_id": "x" * 256},
        {"external_id": "x" * 256},
        {"private_metadata": "x" * 3001},
        {"private_metadata": {}},
        {"notify_on_close": "yes"},
        {"hash": "x"},
        {"type": ["modal"]},
        {"type": "sheet"},
        {"blocks": [asks({"type": "plain_text_input"})]},
        {"submit": TEXT, "blocks": [asks({"type": "plain_text_input", "focus_on_load": True})] * 2},
    ],
)
def test_a_modal_that_slack_refuses(wrong: Json) -> None:
    assert view_error(MODAL) is None
    refusal = view_error({**MODAL, **wrong})
    assert refusal is not None and refusal[0] == "invalid_arguments"


@pytest.mark.parametrize("wrong", [{"title": TEXT}, {"submit": TEXT}, {"close": TEXT}, {"clear_on_close": True}])
def test_a_home_has_no_buttons_of_its_own(wrong: Json) -> None:
    assert view_error(HOME) is None
    assert view_error({**HOME, **wrong}) is not None


@pytest.mark.parametrize("strange", [5, None, [], "modal", {}, {"type": "modal"}])
def test_what_is_no_view_is_refused(strange: Any) -> None:
    assert view_error(strange) is not None


def test_a_view_is_too_large_above_250_kb() -> None:
    assert view_error(view("home", *[section(text=plain(2400))] * 100)) is None
    assert view_error(view("home", *[section(text=plain(2500))] * 100)) == ("view_too_large", [])
    wide = {"type": "plain_text", "text": "ö" * 1300}
    assert view_error(view("home", *[section(text=wide)] * 100)) == ("view_too_large", [])


def test_each_method_takes_its_own_kind_of_view() -> None:
    assert view_error(MODAL, "modal") is None and view_error(HOME, "home") is None
    assert view_error(MODAL, "home") is not None
    assert view_error(HOME, "modal") is not None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(sorted(BLOCKS)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "elements"]), inner),
    max_leaves=8,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from places(node[key], (*path, key))


def swapped(node: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    node = copy.copy(node)
    node[path[0]] = swapped(node[path[0]], path[1:], junk)
    return node


ALL = [*SOUND_BLOCKS.values(), *(asks(e) for e in SOUND_ELEMENTS.values()), *(run(**r) for r in SOUND_RUNS.values())]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_junk_at_any_place_is_an_answer_and_no_exception(data: st.DataObject) -> None:
    tree: Any = view(
        data.draw(st.sampled_from(["modal", "home"])), *data.draw(st.lists(st.sampled_from(ALL), max_size=3))
    )
    broken = swapped(tree, data.draw(st.sampled_from(list(places(tree)))), data.draw(JUNK))
    blocks = broken.get("blocks") if isinstance(broken, dict) else broken
    for refusal in (view_error(broken), message_error(blocks), message_error([blocks])):
        assert refusal is None or (refusal[0] and all("[json-pointer:/" in fault for fault in refusal[1]))


@pytest.mark.parametrize(
    "method, more",
    [
        ("chat.postMessage", {"channel": {"id": GENERAL}, "text": "x"}),
        ("chat.postMessage", {"channel": GENERAL, "text": "x", "blocks": [{"type": "actions", "elements": 5}]}),
        ("chat.postMessage", {"channel": GENERAL, "text": "x", "blocks": "not json"}),
        ("conversations.history", {"channel": GENERAL, "oldest": "abc"}),
        ("conversations.history", {"channel": GENERAL, "limit": "many"}),
        ("files.getUploadURLExternal", {"filename": "x", "length": "many"}),
        ("views.open", {"trigger_id": "x", "view": {"type": "modal", "title": "x"}}),
        ("views.publish", {"user_id": ALICE, "view": MODAL}),
        ("search.messages", {"query": "x", "count": "many"}),
    ],
)
@pytest.mark.unjudged
async def test_whatever_shape_comes_the_answer_is_an_error_of_slacks(sluice: World, method: str, more: Any) -> None:
    address = f"{sluice.slack.url}/api/{method}"
    async with sluice.session.post(address, json=more, headers={"Authorization": "Bearer xoxb-test-token"}) as answer:
        assert answer.status == 200
        body = await answer.json()
    assert body["ok"] is False and body["error"]


@pytest.mark.unjudged
async def test_an_answer_that_slack_refuses_is_told_where_it_was_asked_for(sluice: World) -> None:
    acting = sluice.slack.acting
    acting._respond({"text": "x", "blocks": [{"type": "input"}]}, GENERAL, ALICE)
    said = await sluice.ephemeral(ALICE, "The answer can't be shown: invalid_blocks")
    assert said["user"] == "USLACKBOT"
    url = sluice.slack.delivery.response_url(GENERAL, ALICE, None, True)
    for body in ({"blocks": [{"type": "input"}]}, [1]):
        async with sluice.session.post(url, json=body) as answer:
            assert answer.status == 400
    async with sluice.session.post(url, data="not json") as answer:
        assert answer.status == 400


async def test_a_click_that_nobody_answers_is_told_on_home_and_in_a_modal(sluice: World) -> None:
    await sluice.act("open-home", user=ALICE)
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    sluice.slack.delivery.request_url = "http://127.0.0.1:1/gone"
    action = {"type": "button", "action_id": "x", "value": "y"}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)
    assert "did not respond" in (await sluice.modal())["errors"][""]
    ts = (await sluice.act("message", channel=GENERAL, user=ALICE, text="x"))["ts"]
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=GENERAL, messageTs=ts)
    await sluice.ephemeral(ALICE, "did not respond")


async def test_reactions_are_counted_and_go(sluice: World) -> None:
    await sluice.act("message", channel=GENERAL, user=ALICE, text="Hello")
    ts = sluice.messages(GENERAL)[-1]["ts"]
    for user, present, expected in ((ALICE, True, 1), ("U02BOB", True, 2), (ALICE, False, 1), ("U02BOB", False, None)):
        await sluice.act("reaction", channel=GENERAL, ts=ts, user=user, name="tada", present=present)
        found = sluice.slack.workspace.find(GENERAL, ts)
        assert found is not None
        assert [r["count"] for r in found["reactions"]] == ([expected] if expected else [])


async def test_events_that_are_shuffled_come_in_another_order(sluice: World) -> None:
    await sluice.act("fault", what="shuffle", method="message", times=1)
    for text in ("first", "second"):
        await sluice.act("message", channel=GENERAL, user=ALICE, text=text)
    came = [line["sent"]["event"]["text"] for line in sluice.slack.workspace.log if line["what"] == "event message"]
    assert came == ["second", "first"]
