"""A chat model in this process: llama.cpp through xllamacpp, its answers held to a schema, since small models call no
tools by themselves. One answer at a time: a second one waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from agents.local.engine import Json
from agents.local.schema import schema, with_note
from agents.local.turns import called, turn

ANSWER = 1200  # tokens of an answer


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
        message = called(text) if tools else AIMessage(content=text)
        tokens = int(used.get("prompt_tokens", 0)), int(used.get("completion_tokens", 0))
        message.usage_metadata = UsageMetadata(
            input_tokens=tokens[0], output_tokens=tokens[1], total_tokens=sum(tokens)
        )
        message.response_metadata = {"finish_reason": choice.get("finish_reason")}
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _body(self, messages: Sequence[BaseMessage], stop: list[str] | None, tools: list[Json], choice: Any) -> Json:
        said = [turn(m) for m in messages]
        body: Json = {
            "messages": said,
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "repeat_penalty": 1.1,
            **({"stop": stop} if stop else {}),
        }
        if tools:
            forced = choice in ("any", "required") or isinstance(choice, str) and choice not in ("auto", "none")
            body["messages"] = with_note(said, tools, forced)
            out = {"name": "out", "schema": schema(tools, forced)}
            body["response_format"] = {"type": "json_schema", "json_schema": out}
        return body
