"""One question to a model whose answer has a shape, paid for like an agent's calls."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from agents.models.load import away, refused
from agents.models.prices import LETTERS, Price, cost
from agents.roster.contract import Ties
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Spent

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
    ties: Ties | None,
    prices: Mapping[str, Price],
) -> T:
    """Ask a model one question whose answer has a shape; return the answer.

    Args:
        given: whose budget pays for it, through `ties`.

    Raises:
        CannotDo: a budget would be passed.
        NoSuchModel: the provider refuses the model or the key.
        ValueError: the answer has another shape.
    """
    estimate = cost(name, len(text) // LETTERS, ANSWER, prices) if name else None
    reserved = await ties.reserve(given, name, estimate) if ties else None
    spent = Spent(0, 0, estimate) if reserved is not None else None  # unless more is known, what was set aside stays
    try:
        structured = model.with_structured_output(shape, method="function_calling", include_raw=True)
        answer: Any = await structured.ainvoke([("system", instructions), ("human", text)])
        raw, parsed = (answer["raw"], answer["parsed"]) if isinstance(answer, dict) else (None, answer)
        used = getattr(raw, "usage_metadata", None)
        if used:
            tokens = used["input_tokens"], used["output_tokens"]
            spent = Spent(*tokens, cost(name, *tokens, prices) if name else None)
    except Exception as error:
        spent = None
        if no := refused(name, error) or away(name, error):
            raise no from error
        raise
    finally:
        if ties:
            await ties.settle(given, name, reserved, spent)
    if not isinstance(parsed, shape):
        raise ValueError(f"the answer is not a {shape.__name__.lower()}")
    return parsed
