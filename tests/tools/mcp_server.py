"""A real MCP server of the tests: `stdio` on its standard input and output, or `http PORT`."""

import os
import sys

from mcp.server.fastmcp import Context, FastMCP

server = FastMCP("orders", port=int(sys.argv[2]) if len(sys.argv) > 2 else 8000, log_level="ERROR")


def find_order(number: int) -> str:
    noted = os.environ.get("ORDERS_HOLDS", "")
    return f"Order {number}: 2 seats, 78 €, paid. Started by process {os.getpid()}. {noted}"


find_order.__doc__ = os.environ.get("ORDERS_SAYS", "Find an order by its number.")
server.tool()(find_order)


@server.tool()
def refund(number: int, euros: float, context: Context) -> str:  # type: ignore[type-arg]
    """Pay an order back."""
    meta = context.request_context.meta
    key = (meta.model_extra or {}).get("idempotencyKey", "") if meta else ""
    return f"Paid {euros} € back for {number}. Key {key}."


if __name__ == "__main__":
    server.run("stdio" if sys.argv[1] == "stdio" else "streamable-http")
