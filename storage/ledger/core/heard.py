"""What a thread tells the coroutine that waits for its work."""

import asyncio
from typing import Any


def tell(heard: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    """Give a caller the result or the error, unless nobody waits for it any more; on the loop of the caller."""
    if heard.cancelled():
        return
    if isinstance(error, StopIteration):  # no future takes it
        heard.set_exception(RuntimeError("a verb or a query ended with StopIteration"))
    elif error is not None:
        heard.set_exception(error)
    else:
        heard.set_result(result)
