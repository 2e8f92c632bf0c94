"""Whatever comes in is answered within two seconds, or refused in our own words; nothing grows meanwhile.

A few seconds of each here; `make soak` gives each of them SLUICE_FUZZ_MINUTES, a quarter of an hour by default.
"""

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import strategies as st

from agents.checks import checks
from bot.envelope import payload
from bot.envelope.parsing import FORM, JSON, parse
from bot.envelope.payload import Foreign, Installation, Malformed
from bot.views.text import richtext
from storage.rules.brief import read
from storage.rules.noted import Known
from storage.rules.values.draft import Draft
from tests.bot.paged import parts
from tests.safety.fuzzing import MINUTES, Target, fuzz

NOW = datetime(2026, 11, 26, tzinfo=UTC)
OWN = Installation("T01TEST", "A01")
PIECES = st.sampled_from(
    ["\n", "  ", ";", ":", "by ", "must: ", "for #x", "@bob", "public", "- ", "1. ", "|", "```", "**", "_", "[a](", ")"]
    + ["<", ">", "&", "{{", "](", "http://a.b/?c=", "39 €", "\u202e", "\u0000", "🇮🇹", "é", "\ufdfa", "T-1 ", "# ", "> "]
    + [
        "for each row",
        "for each of: ",
        "every Monday ",
        "then writer: ",
        "; after T-1",
        "; flow",
        "as a file",
        "{a}",
        "\t",
    ]
)
SHORT = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)
TEXT = st.builds(lambda part, times: (part * times)[:20_000], SHORT, st.integers(1, 3_000)) | SHORT
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda more: st.lists(more, max_size=4) | st.dictionaries(st.text(max_size=8), more, max_size=4),
    max_leaves=20,
)
KEYS = [
    "type",
    "team",
    "team_id",
    "user",
    "user_id",
    "event",
    "command",
    "text",
    "actions",
    "view",
    "channel",
    "payload",
]
KEYS += [
    "container",
    "message",
    "state",
    "values",
    "blocks",
    "event_id",
    "trigger_id",
    "response_url",
    "is_enterprise_install",
]
NAMES = st.sampled_from(
    ["event_callback", "block_actions", "view_submission", "message", "app_mention", "shortcut", "T01TEST"]
)
BODY = st.dictionaries(
    st.sampled_from(KEYS), NAMES | ANY_JSON | st.dictionaries(st.sampled_from(KEYS), NAMES | ANY_JSON)
)
RAW = st.binary(max_size=400) | BODY.map(lambda body: json.dumps(body).encode())


def door(raw: bytes) -> None:
    for media_type in (JSON, FORM):
        with contextlib.suppress(Malformed, Foreign):
            payload.read(parse(raw, media_type), OWN)


def brief(text: str) -> None:
    read(text, ("writer", "coder"), Known(lambda words: None, NOW, {"@bob": "U02BOB", "#x": "C01X"}))


def drawn(text: str) -> None:
    richtext.blocks(text)
    parts(text)


def checked(text: str) -> None:
    checks.check(
        Draft(version=1, title="Memo", summary="Lines", body=text, made_by="writer"),
        ("name the price", "at most 250 words", "names 3 March"),
    )


TARGETS: Mapping[str, Target] = {
    "door": Target(RAW, door, b""),
    "brief": Target(TEXT, brief),
    "card": Target(TEXT, drawn),
    "checks": Target(TEXT, checked),
}


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_is_answered_or_refused(name: str) -> None:
    fuzz(name, TARGETS[name], 1.0)


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_for_long_is_answered_or_refused(name: str) -> None:
    fuzz(name, TARGETS[name], MINUTES * 60)


def test_what_takes_too_long_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.safety.fuzzing.SLOWEST", 0.01)
    with pytest.raises(AssertionError, match="took too long"):
        fuzz("slow", Target(st.just("a"), lambda _: [].extend(range(3_000_000))), 0.0)
