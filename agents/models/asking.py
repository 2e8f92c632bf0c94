"""One question to a model whose answer has a shape, paid for like an agent's calls."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from agents.models.away import away
from agents.models.prices import LETTERS, Price, cost
from agents.models.prices import spent as price_of
from agents.models.refusals import refused
from agents.roster.ledger_link import LedgerLink
from storage.ledger.work.assignment import Assignment
from storage.rules.values.spent import Spent

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ANSWER = 1500  # tokens that an answer is reserved for
T = TypeVar("T", bound=BaseModel)


async def asked(
    model: "BaseChatModel",
    name: str,
    *,
    shape: type[T],
    instructions: str,
    text: str,
    given: Assignment,
    link: LedgerLink | None,
    prices: Mapping[str, Price],
) -> T:
    """Ask a model one question whose answer has a shape; return the answer.

    Args:
        given: whose budget pays for it, through `link`.

    Raises:
        CannotDo: a budget would be passed.
        NoSuchModel: the provider refuses the model or the key.
        ValueError: the answer has another shape.
    """
    estimate = cost(name, len(text) // LETTERS, ANSWER, prices) if name else None
    reserved = await link.reserve(given, name, estimate) if link else None
    took = Spent(0, 0, estimate) if reserved is not None else None  # unless more is known, what was set aside stays
    try:
        bound = model.bind_tools([_tool(shape)], tool_choice="any")
        answer: Any = await bound.ainvoke([("system", instructions), ("human", text)])
        used = answer.usage_metadata
        if used:
            took = price_of(name, [used], prices) if name else Spent(used["input_tokens"], used["output_tokens"])
    except Exception as error:
        took = None
        if no := refused(name, error) or away(name, error):
            raise no from error
        raise
    finally:
        if link:
            await link.settle(given, name, reserved, took)
    return _read(shape, answer)


@cache
def _tool(shape: type[BaseModel]) -> dict[str, Any]:
    """Return the tool by which a model answers in a shape. Made once: LangChain's own `with_structured_output` makes it
    several times a call, which takes as long as all else that is done for a draft's check."""
    from langchain_core.utils.function_calling import convert_to_openai_tool

    return convert_to_openai_tool(shape)


def _read(shape: type[T], answer: Any) -> T:
    """Return a model's answer in the shape that it was asked for.

    Raises:
        ValueError: the answer has another shape.
    """
    name = _tool(shape)["function"]["name"]
    given = next((call["args"] for call in answer.tool_calls if call["name"] == name), None)
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise ValueError(f"the answer is not a {shape.__name__.lower()}") from error
