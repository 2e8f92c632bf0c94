"""A LangChain agent as a worker: one structured hand-in, under limits, resumed from its last step after a crash."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelRequest,
    ModelResponse,
    ModelRetryMiddleware,
)
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.errors import GraphDrained
from langgraph.runtime import RunControl
from pydantic import BaseModel, ConfigDict, Field

from agents.contract import CannotDo
from agents.quiet import Quiet
from agents.roster import AgentSpec
from storage.jobs.port import Again
from storage.ledger.working import Assignment
from storage.rules.task import Brief, Draft, File
from storage.rules.words import clean, one_line, visible

MOST = 200_000  # characters of a draft


class Deliverable(BaseModel):
    """What you hand in."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(description="What it is, at most 60 characters")
    summary: str = Field(description="Two lines for the reviewer: what they get, with the figures that matter")
    body: str = Field(description="The whole deliverable, in Markdown")
    look_first: str = Field(default="", description="The one place that the reviewer should look at first")
    answers: list[str] = Field(
        default_factory=list, description="For a revision: how each of the reviewer's points was met, in order"
    )


class PeopleFirst(AgentMiddleware[Any, Any]):
    """The model is asked, and its answer worked on, when nobody waits: the call itself costs this process nothing."""

    def __init__(self, quiet: Quiet) -> None:
        super().__init__()
        self._quiet = quiet

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        await self._quiet.wait()
        response = await handler(request)
        await self._quiet.wait()
        return response


class ModelWorker:
    """An `Agent` that works with a language model."""

    def __init__(
        self,
        spec: AgentSpec,
        model: BaseChatModel,
        name: str,
        checkpoints: BaseCheckpointSaver[Any],
        retry_delay: float = 1.0,
        quiet: Quiet | None = None,
    ) -> None:
        self._spec, self._model, self._name, self._checkpoints = spec, model, name, checkpoints
        self._agent = self._made(retry_delay, quiet or Quiet())
        self._running: set[RunControl] = set()

    async def work(self, given: Assignment) -> Draft:
        thread = f"{given.task.team}-attempt-{given.attempt}"
        made = _usable(await self._run(given, thread))
        await self._checkpoints.adelete_thread(thread)
        return _draft(given, made, f"made by {self._name}")

    async def _run(self, given: Assignment, thread: str) -> Any:
        agent, control = self._agent, RunControl()
        config: Any = {"configurable": {"thread_id": thread}}
        begun = await self._checkpoints.aget_tuple(config) is not None and (await agent.aget_state(config)).next
        begin = None if begun else {"messages": [HumanMessage(prompt(given), id="brief")]}
        self._running.add(control)
        try:
            done = await agent.ainvoke(begin, config, durability="sync", control=control)
        except GraphDrained:
            raise Again(0, "the process is stopping") from None
        except ModelCallLimitExceededError:
            raise CannotDo(f"It did not come to an end within {self._spec.calls} calls of the model.") from None
        finally:
            self._running.discard(control)
        return done.get("structured_response")

    def _made(self, retry_delay: float, quiet: Quiet) -> Any:
        limits: list[Any] = [
            ModelCallLimitMiddleware(run_limit=self._spec.calls, exit_behavior="error"),
            ModelRetryMiddleware(max_retries=2, on_failure="error", initial_delay=retry_delay),
            PeopleFirst(quiet),
        ]
        return create_agent(
            self._model,
            [],
            system_prompt=self._spec.instructions,
            middleware=limits,
            response_format=ToolStrategy(Deliverable),
            checkpointer=self._checkpoints,
        )

    def drain(self) -> None:
        """Let each run end its current step and stop there; it goes on from there at the next start."""
        for control in list(self._running):
            control.request_drain("shutdown")


def prompt(given: Assignment) -> str:
    """The assignment as one message. What people and sources say goes in as values, never as a template."""
    brief = given.task.brief
    parts = [
        f"Brief: {brief.title}",
        brief.goal,
        *_criteria(brief),
        *(f"<source name={s.name!r}>\n{s.text}\n</source>" for s in brief.sources),
    ]
    if brief.due is not None:
        parts.append(f"Due: {brief.due:%Y-%m-%d %H:%M} UTC")
    if given.previous is not None:
        parts += ["Your last version:", f"<draft>\n{given.previous.body}\n</draft>", *_asked(given)]
    return "\n\n".join(parts)


def _criteria(brief: Brief) -> list[str]:
    return ["Done when:\n" + "\n".join(f"- {c}" for c in brief.criteria)] if brief.criteria else []


def _asked(given: Assignment) -> list[str]:
    points = [*given.points, *([given.note] if given.note else [])]
    numbered = "\n".join(f"{n}. {p}" for n, p in enumerate(points, 1))
    return [f"The reviewer asks for these changes; answer each by its number:\n{numbered}"] if points else []


def _usable(made: Any) -> Deliverable:
    if not isinstance(made, Deliverable):
        raise CannotDo("The model ended without handing anything in.")
    if not visible(made.body):
        raise CannotDo("The model handed in an empty draft.")
    if len(made.body) > MOST:
        raise CannotDo(f"The model handed in {len(made.body):,} characters; at most {MOST:,} can be reviewed.")
    return made


def _draft(given: Assignment, made: Deliverable, made_by: str) -> Draft:
    body = clean(made.body).strip()
    title = one_line(made.title) or given.task.brief.title
    answers = "\n".join(f"{n}. {one_line(a)}" for n, a in enumerate(made.answers, 1))
    file = File(f"{given.task.name}-v{given.version}.md", "text/markdown", body.encode())
    return Draft(
        given.version,
        title[:200],
        one_line(made.summary)[:1000],
        body,
        made_by,
        answers,
        one_line(made.look_first)[:500],
        files=(file,),
    )
