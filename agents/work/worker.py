"""A LangChain agent as a worker: one structured hand-in, under limits, resumed from its last step after a crash."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    ClearToolUsesEdit,
    ContextEditingMiddleware,
    ModelRetryMiddleware,
    TodoListMiddleware,
    ToolErrorMiddleware,
)
from langchain.agents.structured_output import ToolStrategy
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.tools import BaseTool
from langgraph.errors import GraphDrained
from langgraph.runtime import RunControl
from langgraph.types import Command

from agents.local import quality
from agents.models.kinds import embedded
from agents.models.prices import Price
from agents.models.run import Run
from agents.roster.agent_spec import AgentSpec
from agents.roster.ends import Broken, CannotDo, Stuck, Waits
from agents.roster.ledger_link import LedgerLink
from agents.tools.box import Closing, Toolbox
from agents.work import drafts, hand_in
from agents.work.conversation import asked_beside, has_files, is_cut_off, last_words, since
from agents.work.deliverable import Deliverable, Unusable
from agents.work.failures import told_failure, worth_retrying
from agents.work.fallback import Fallback
from agents.work.holding import read_outside
from agents.work.interrupts import ask_of, key_of
from agents.work.leaving import Leaving, elsewhere, left
from agents.work.meter import Meter, Named
from agents.work.once import Once
from agents.work.own_files import written
from agents.work.permissions import Permissions
from agents.work.places import BEGAN_AGAIN, began, began_again, place_of
from agents.work.prompt import answered, prompt, turn
from agents.work.steering import Steering, known, spoken
from agents.work.work_store import WorkStore
from storage.jobs.port import Again
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import FROM_OUTSIDE, SENT_BACK, Draft
from storage.rules.values.spent import Spent

SMALL = "Write Markdown, never HTML tags. Do not copy the sources: say in your own words what the brief asks for."
SMALL_ONLY = "A larger model does better: connect one, or set SLUICE_MODEL=offline to have lines arranged."
FOUND = "The checks found this in your draft. Mend it and hand it in whole:"
BESIDE = "You handed in before you had what you asked for in the same message. Read it, and hand in again."
CUT = "The answer was cut off at the model's limit of tokens: it must be shorter."
REPAIRS = 1  # times that an unusable hand-in is sent back
HEARINGS = 3  # times that words which came at the very end are worked in


class ModelWorker:
    """An `Agent` that works with a language model.

    Args:
        models: its own, then its fallback.
    """

    def __init__(
        self,
        spec: AgentSpec,
        models: Sequence[Named],
        store: WorkStore,
        link: LedgerLink,
        box: Toolbox,
        *,
        prices: Mapping[str, Price] | None = None,
        retry_delay: float = 1.0,
    ) -> None:
        self._spec, self._models, self._store, self._link, self._box = (spec, models, store, link, box)
        self._prices, self._retry_delay = prices or {}, retry_delay
        self._running: set[RunControl] = set()
        self._still: tuple[list[BaseTool], Any] | None = None  # the last agent, with the tools that it was made with

    async def work(self, assignment: Assignment) -> Draft:
        """Return the draft of this assignment's version."""
        return await self._do(assignment, turn(assignment), prompt(assignment), (assignment.spent, assignment.calls))

    async def mend(self, assignment: Assignment, draft: Draft, findings: tuple[str, ...]) -> Draft | None:
        """Return the mended draft; None when the draft was sent back before (once for each version)."""
        if any(m.id == _mending(assignment) for m in await self._store.state(assignment)):
            return None
        numbered = "\n".join(f"{n}. {f}" for n, f in enumerate(findings, 1))
        mended = await self._do(
            assignment, _mending(assignment), f"{FOUND}\n{numbered}", await self._link.took(assignment)
        )
        return mended if drafts.answers_points(mended) else replace(mended, answer=draft.answer)

    async def unheard(self, assignment: Assignment) -> tuple[str, ...]:
        """Return what people said after the last call of the model."""
        said = await self._link.heard(assignment, 0)
        last = known(await self._store.state(assignment)) if said else 0
        return tuple(text for row, text in said if row > last)

    async def forget(self, team: str, task_id: int) -> None:
        """Delete all that was kept for a task."""
        await self._store.forget(team, task_id)

    @property
    def _small(self) -> bool:
        """The embedded model loses its way among tools: it works from the brief and its sources alone."""
        return embedded(self._models[0].name)

    def drain(self) -> None:
        """Let each run end its current step and stop there; it goes on from there at the next start."""
        for control in list(self._running):
            control.request_drain("shutdown")

    async def _do(self, assignment: Assignment, name: str, text: str, took: tuple[Spent, int]) -> Draft:
        spent, calls = took
        run = Run(given=assignment, link=self._link, folder=self._store.folder(assignment), spent=spent, calls=calls)
        run.known = spent.micros or 0
        if self._store.lacks(assignment):
            await self._store.bring_back(assignment, await self._link.files_before(assignment))
        async with AsyncExitStack() as parts:
            try:
                agent = await self._agent(run, parts)
                deliverable = await self._through(agent, run, name, text)
                closing, error = await self._closed(run), None
            except Exception as caught:  # raised below: what it passes on its way out would wrap it
                error = caught
            if isinstance(error, Stuck):
                await self._drop(run)
        if error is not None:
            raise error
        whole = deliverable.model_copy(update={"body": deliverable.body + closing.text})
        files, left = await asyncio.to_thread(written, run.folder, closing.files)
        draft = replace(drafts.draft(assignment, whole, self._made_by(run), files), change=closing.change)
        told = (f"{SENT_BACK} once by the checks.", run.mended), (f"{FROM_OUTSIDE}.", run.outside)
        said = (*told, (BEGAN_AGAIN, run.anew))
        return replace(draft, remarks=(*(words for words, true in said if true), *left))

    async def _closed(self, run: Run) -> Closing:
        """Return what the work has left in the workspace.

        Raises:
            Stuck: it lacks something that the model takes for done.
        """
        try:
            return await self._box.close(run)
        except CannotDo as no:
            if isinstance(no, Broken):
                raise
            raise Stuck(str(no), no.remedy) from no

    def _made_by(self, run: Run) -> str:
        name = run.model or self._models[0].name
        built_in = " (built-in small model, check before you approve)" if embedded(name) else ""
        return f"made by {name}{built_in}"

    async def _through(self, agent: Any, run: Run, name: str, text: str) -> Deliverable:
        """Run to a usable hand-in: what is none is sent back once, words that came late are worked in."""
        done = await self._enter(agent, run, name, text)
        repairs, hearings = 0, 0
        while True:
            messages = since(done["messages"], name)
            try:
                if is_cut_off(messages):
                    raise Unusable(CUT)
                changed = bool(self._box.closes) or await asyncio.to_thread(has_files, run.folder)
                deliverable = hand_in.check(done.get("structured_response"), run.given, last_words(messages), changed)
                if self._small and (why := quality.fault(deliverable.body, _sources(run.given))):
                    raise Unusable(f"{why} {SMALL_ONLY}")
            except Unusable as no:
                if repairs >= REPAIRS:
                    await self._drop(run)
                    raise
                repairs += 1
                done = await self._invoke(agent, run, [HumanMessage(f"{no} Use the Deliverable tool.")])
                continue
            if hearings < HEARINGS and asked_beside(messages):
                hearings += 1
                done = await self._invoke(agent, run, [HumanMessage(BESIDE)])
                continue
            words = await self._link.heard(run.given, known(done["messages"]))
            if not words or hearings >= HEARINGS:
                run.anew = began_again(done["messages"], turn(run.given))
                run.outside = read_outside(done["messages"], {tool.name: tool for tool in self._tools})
                run.mended = any(m.id == _mending(run.given) for m in messages)
                return deliverable
            hearings += 1
            done = await self._invoke(agent, run, spoken(words))

    async def _enter(self, agent: Any, run: Run, name: str, text: str) -> Any:
        """Begin a message's turn, or go on where it was left."""
        state = await agent.aget_state(self._store.config(run.given))
        messages: list[AnyMessage] = (state.values or {}).get("messages", [])
        begun = any(m.id == name for m in messages)
        run.place = self._store.place(run.given)
        lost = elsewhere(messages, self._tools, run.place)  # on another machine
        changed = bool(state.next) and not begun  # the brief, meanwhile
        if begun and not lost:
            return await self._go_on(agent, run, state, name, text)
        if lost or changed:
            await self._drop(run)
        if name == turn(run.given):
            run.place = await self._store.open(run.given)
        text += answered(run.given) if lost or changed or not messages else ""
        return await self._invoke(agent, run, [began(name, text, run.place, anew=lost and begun)])

    async def _go_on(self, agent: Any, run: Run, state: Any, name: str, text: str) -> Any:
        """Take a turn up from its last step."""
        messages = state.values["messages"]
        behind = since(messages, name)
        if name == turn(run.given) and place_of(messages, name) != run.place and not left(behind, self._tools):
            run.place = await self._store.open(run.given)  # it began elsewhere, and nothing of it lies there
        if state.interrupts:
            keys = {i.id: key_of(i) for i in state.interrupts}
            answers = {i: run.given.answers[key] for i, key in keys.items() if key in run.given.answers}
            return await self._invoke(agent, run, Command(resume=answers) if answers else None)
        if state.next:
            return await self._invoke(agent, run, None)
        if any(isinstance(m, AIMessage) for m in behind):
            return state.values  # it had come to its end, and was not handed in yet
        return await self._invoke(agent, run, [HumanMessage(text, id=name)])

    @property
    def _tools(self) -> Sequence[BaseTool]:
        """Those of the last agent."""
        return self._still[0] if self._still else ()

    async def _drop(self, run: Run) -> None:
        """Forget the conversation, and with it how its calls of tools ended."""
        await run.link.lose_call(run.given)
        await self._store.drop(run.given)

    async def _invoke(self, agent: Any, run: Run, given: list[AnyMessage] | Command[Any] | None) -> Any:
        control = RunControl()
        begin = {"messages": given} if isinstance(given, list) else given
        config = self._store.config(run.given)
        self._running.add(control)
        try:
            done = await agent.ainvoke(begin, config, durability="sync", control=control, context=run)
        except GraphDrained:
            raise Again(0, "the process is stopping") from None
        finally:
            self._running.discard(control)
        if asked := done.get("__interrupt__"):
            raise Waits(tuple(ask_of(key_of(i), i.value) for i in asked))
        return done

    async def _agent(self, run: Run, parts: AsyncExitStack) -> Any:
        tools = [] if self._small else await self._box.tools(run.given, run.folder, parts)
        if self._still is None or self._still[0] != tools:
            self._still = tools, self._made(tools)
        return self._still[1]

    def _made(self, tools: Sequence[BaseTool]) -> Any:
        return create_agent(
            self._models[0].model,
            list(tools),
            system_prompt="\n\n".join([self._spec.instructions, *([SMALL] if self._small else self._box.notes)]),
            middleware=self._middleware(tools),
            response_format=ToolStrategy(Deliverable),
            checkpointer=self._store.saver,
            context_schema=Run,
        )

    def _middleware(self, tools: Sequence[BaseTool]) -> list[Any]:
        others = [named.model for named in self._models[1:]]
        clearing = ClearToolUsesEdit(exclude_tools=("ask_person", "write_todos"))  # what people answered stays
        return [
            Steering(),
            Leaving(tools),
            ToolErrorMiddleware(told_failure),
            Permissions(tools),
            Once(tools),
            *([Fallback(*others)] if others else []),
            ModelRetryMiddleware(
                max_retries=2, on_failure="error", initial_delay=self._retry_delay, retry_on=worth_retrying
            ),
            *([] if not tools else [TodoListMiddleware(), ContextEditingMiddleware(edits=[clearing])]),
            Meter(self._spec, self._models, self._prices),
        ]


def _sources(assignment: Assignment) -> list[str]:
    """All texts that a draft could be a copy of."""
    pasted = "\n".join(assignment.task.brief.goal.splitlines()[1:])
    return [pasted, *(s.text for s in assignment.task.brief.sources), *assignment.answers.values()]


def _mending(assignment: Assignment) -> str:
    """Names the message that sent this version back."""
    return f"mend-{turn(assignment)}"
