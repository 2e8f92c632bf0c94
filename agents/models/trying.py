"""The smallest call of a model, to see whether it can be used."""

import asyncio
from typing import TYPE_CHECKING

from agents.models.away import Away, away
from agents.models.client_errors import first_line
from agents.models.refusals import refused

if TYPE_CHECKING:  # loaded only where there is a model: it takes half a second
    from langchain_core.language_models import BaseChatModel


async def ask_for_a_word(name: str, model: "BaseChatModel", within: float) -> None:
    """Make the smallest call that shows whether a model can be used.

    Raises:
        CannotDo: the provider refuses the key, the model or the call.
        Away: it can't be used for now.
    """
    try:
        async with asyncio.timeout(within):
            await model.ainvoke([("human", "Answer with one word: ok")])
    except TimeoutError:
        raise Away(f"{name} did not answer within {within:g} s.") from None
    except Exception as error:  # of any provider's client
        raise refused(name, error) or away(name, error) or Away(f"{name}: {first_line(error)}") from error
