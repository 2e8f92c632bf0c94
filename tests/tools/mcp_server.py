"""A real MCP server of the tests: `stdio` on its standard input and output, or `http PORT`."""

import os
import sys
import time
from pathlib import Path

from mcp.server.fastmcp import Context, FastMCP
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

server = FastMCP("orders", port=int(sys.argv[2]) if len(sys.argv) > 2 else 8000, log_level="ERROR")


def find_order(number: int) -> str:
    noted = os.environ.get("ORDERS_HOLDS", "")
    return f"Order {number}: 2 seats, 78 €, paid. Started by process {os.getpid()}. {noted}"


find_order.__doc__ = os.environ.get("ORDERS_SAYS", "Find an order by its number.")
server.tool()(find_order)


def done(line: str) -> None:
    """Note what was done, then take a while to answer."""
    with Path(os.environ.get("ORDERS_DONE") or os.devnull).open("a") as log:
        log.write(f"{line}\n")
    time.sleep(float(os.environ.get("ORDERS_SECONDS", 0)))


def key_of(context: Context) -> str:  # type: ignore[type-arg]
    meta = context.request_context.meta
    return str((meta.model_extra or {}).get("idempotencyKey", "")) if meta else ""


@server.tool()
def refund(number: int, euros: float, context: Context) -> str:  # type: ignore[type-arg]
    """Pay an order back."""
    done(f"refund {number} {key_of(context)}")
    return f"Paid {euros} € back for {number}. Key {key_of(context)}."


@server.tool()
def charge(number: int, idempotency_key: str = "") -> str:
    """Charge an order, once for each key."""
    done(f"charge {number} {idempotency_key}")
    return f"Charged {number}."


@server.tool(annotations=ToolAnnotations(idempotentHint=True))
def cancel(number: int) -> str:
    """Cancel an order: the second time changes nothing."""
    done(f"cancel {number}")
    return f"Canceled {number}."


class Order(BaseModel):
    number: int = Field(description=os.environ.get("ORDERS_DEEP", "Its number"))


def look(order: Order) -> str:
    """Look at an order."""
    return f"Order {order.number}"


if "ORDERS_DEEP" in os.environ:
    server.tool(annotations=ToolAnnotations(readOnlyHint="ORDERS_HINT" in os.environ))(look)


if __name__ == "__main__":
    server.run("stdio" if sys.argv[1] == "stdio" else "streamable-http")
