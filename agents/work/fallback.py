"""Another model takes over where one fails; not where the agent itself has come to a limit."""

from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import ModelFallbackMiddleware, ModelRequest, ModelResponse

from agents.roster.ends import Limit


class _Ended(BaseException):
    """A limit on its way past what catches all errors."""

    def __init__(self, limit: Limit) -> None:
        super().__init__(str(limit))
        self.limit = limit


class Fallback(ModelFallbackMiddleware[Any, Any]):
    """A middleware that calls the next model when one fails."""

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> Any:
        """Return the first answer of a model.

        Raises:
            Limit: the agent's own, whichever model would answer.
        """

        async def called(given: ModelRequest[Any]) -> ModelResponse[Any]:
            try:
                return await handler(given)
            except Limit as limit:
                raise _Ended(limit) from None

        try:
            return await super().awrap_model_call(request, called)
        except _Ended as ended:
            raise ended.limit from None
