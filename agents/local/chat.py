"""A chat model in this process: llama.cpp through xllamacpp, its answers held to a schema, since small models call no
tools by themselves. One answer at a time: a second one waits."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

CONTEXT = 8192  # tokens
ANSWER = 1200  # tokens of an answer
ERRORS = 1  # how much llama.cpp logs: not the times of every answer
REST = "answer"  # the action that calls no tool

Json = dict[str, Any]


class Engine:
    """The model in memory, loaded at the first question.

    Its listener on the loopback address is closed to everyone else by a key that never leaves this process.
    """

    def __init__(self, path: Path, threads: int) -> None:
        self._path, self._threads = path, threads
        self._lock = threading.Lock()
        self._server: Any = None

    def complete(self, body: Json) -> Json:
        """Return the model's answer to one chat request; the first call loads the model."""
        with self._lock:
            if self._server is None:
                self._server = self._loaded()
            answer: Json = self._server.handle_chat_completions(body)
        return answer

    def _loaded(self) -> Any:
        import xllamacpp

        given = xllamacpp.CommonParams()
        given.model.path, given.n_ctx, given.n_parallel = str(self._path), CONTEXT, 1
        given.cpuparams.n_threads = given.cpuparams_batch.n_threads = self._threads
        given.offline, given.warmup, given.ui, given.endpoint_slots = True, False, False, False
        given.api_keys = [uuid.uuid4().hex]
        given.verbosity = ERRORS
        return xllamacpp.Server(given)


class EmbeddedChat(BaseChatModel):
    """A LangChain chat model that runs in this process."""

    temperature: float = 0.2
    max_tokens: int = ANSWER
    _engine: Any = PrivateAttr()

    def __init__(self, engine: Any, **more: Any) -> None:
        super().__init__(**more)
        self._engine = engine

    @property
    def _llm_type(self) -> str:
        return "sluice-embedded"

    def bind_tools(self, tools: Sequence[Any], *, tool_choice: Any = None, **kw: Any) -> Runnable[Any, Any]:
        """Return this model with tools that its answers may call."""
        return self.bind(tools=[convert_to_openai_tool(t) for t in tools], tool_choice=tool_choice, **kw)

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **kw: Any
    ) -> ChatResult:
        tools = [t["function"] for t in kw.get("tools") or ()]
        completion = self._engine.complete(self._body(messages, stop, tools, kw.get("tool_choice")))
        if "choices" not in completion:
            raise RuntimeError(f"the embedded model: {str(completion)[:300]}")
        choice, used = completion["choices"][0], completion.get("usage") or {}
        text = choice["message"].get("content") or ""
        message = _called(text) if tools else AIMessage(content=text)
        tokens = int(used.get("prompt_tokens", 0)), int(used.get("completion_tokens", 0))
        message.usage_metadata = UsageMetadata(
            input_tokens=tokens[0], output_tokens=tokens[1], total_tokens=sum(tokens)
        )
        message.response_metadata = {"finish_reason": choice.get("finish_reason")}
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _body(self, messages: Sequence[BaseMessage], stop: list[str] | None, tools: list[Json], choice: Any) -> Json:
        said = [_turn(m) for m in messages]
        body: Json = {
            "messages": said,
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "repeat_penalty": 1.1,
            **({"stop": stop} if stop else {}),
        }
        if tools:
            forced = choice in ("any", "required") or isinstance(choice, str) and choice not in ("auto", "none")
            body["messages"] = _with_note(said, tools, forced)
            out = {"name": "out", "schema": schema(tools, forced)}
            body["response_format"] = {"type": "json_schema", "json_schema": out}
        return body


def schema(tools: Sequence[Json], forced: bool) -> Json:
    """Return the JSON schema of an answer: one tool with its input, or plain words when no tool is forced."""
    offered = [_variant(t["name"], t.get("parameters") or {"type": "object"}) for t in tools]
    return {"anyOf": offered if forced else [*offered, _variant(REST, {"type": "string"})]}


def _variant(name: str, given: Json) -> Json:
    return {
        "type": "object",
        "properties": {"action": {"const": name}, "input": given},
        "required": ["action", "input"],
        "additionalProperties": False,
    }


def _with_note(jsons: list[Json], tools: Sequence[Json], forced: bool) -> list[Json]:
    lines = [f"- {t['name']}: {t.get('description', '')} input={json.dumps(_inputs(t))}" for t in tools]
    rest = [] if forced else [f"- {REST}: the final answer, input is text"]
    note = 'Reply with one JSON object {"action": …, "input": …}. Actions:\n' + "\n".join([*lines, *rest])
    if jsons and jsons[0]["role"] == "system":
        return [{"role": "system", "content": f"{jsons[0]['content']}\n\n{note}"}, *jsons[1:]]
    return [{"role": "system", "content": note}, *jsons]


def _inputs(tool: Json) -> Json:
    given: Json = (tool.get("parameters") or {}).get("properties", {})
    return given


def _turn(message: BaseMessage) -> Json:
    """Tool turns as plain words: small models do not know the tool role."""
    if isinstance(message, ToolMessage):
        return {"role": "user", "content": f"Result of {message.name}: {message.text}"}
    if isinstance(message, AIMessage) and message.tool_calls:
        first = message.tool_calls[0]
        return {"role": "assistant", "content": json.dumps({"action": first["name"], "input": first["args"]})}
    role = {"human": "user", "ai": "assistant"}.get(message.type, message.type)
    return {"role": role, "content": str(message.text)}


def _called(text: str) -> AIMessage:
    """The tool that an answer chose; what was cut off in its middle stays words."""
    try:
        step = json.loads(text)
        action, given = step["action"], step["input"]
    except (ValueError, KeyError, TypeError):
        return AIMessage(content=text)
    if action == REST:
        return AIMessage(content=str(given))
    call = {"name": action, "args": given, "id": f"call_{uuid.uuid4().hex[:8]}", "type": "tool_call"}
    return AIMessage(content="", tool_calls=[call])
