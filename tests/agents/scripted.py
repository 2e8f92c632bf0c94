"""A chat model that says what a test wrote down, over LangChain's real agent loop."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field, PrivateAttr

_ids = itertools.count(1)


def says(text: str = "", **calls: dict[str, Any]) -> AIMessage:
    """A model's answer: text, and calls of tools by name."""
    made = [ToolCall(name=name, args=args, id=f"call_{next(_ids)}", type="tool_call") for name, args in calls.items()]
    usage = UsageMetadata(input_tokens=100, output_tokens=20, total_tokens=120)
    return AIMessage(content=text, tool_calls=made, usage_metadata=usage)


def hands_in(body: str = "The price is 39 €.", **more: Any) -> AIMessage:
    return says(Deliverable={"title": "Memo", "summary": "Two lines", "body": body, **more})


class Scripted(BaseChatModel):
    """`script` holds an answer, an exception or a function of the messages for each call; the last one repeats."""

    script: list[Any] = Field(default_factory=list)
    latency: float = 0.0
    _seen: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _asked: asyncio.Event = PrivateAttr(default_factory=asyncio.Event)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def asked(self) -> asyncio.Event:
        """Set when the model has been asked, before it answers."""
        return self._asked

    @property
    def seen(self) -> list[list[BaseMessage]]:
        return self._seen

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self.bind(tools=tools, **kwargs)

    def _next(self, messages: list[BaseMessage]) -> ChatResult:
        item: Any = self.script[min(len(self._seen), len(self.script) - 1)]
        self._seen.append(list(messages))
        if isinstance(item, Callable) and not isinstance(item, BaseMessage):  # type: ignore[arg-type]
            item = item(messages)
        if isinstance(item, BaseException):
            raise item
        return ChatResult(generations=[ChatGeneration(message=item.model_copy(deep=True))])

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kw: Any
    ) -> ChatResult:
        return self._next(messages)

    async def _agenerate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kw: Any
    ) -> ChatResult:
        self._asked.set()
        if self.latency:
            await asyncio.sleep(self.latency)
        return self._next(messages)
