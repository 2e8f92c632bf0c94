"""Who is served: Local Slack's own page and the programs of this machine, not what a page of another site asks for.

A browser can be led to ask for anything here by any page that is open in it; it says so in headers that a page can't
change. A program of this machine sends none of them.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
OWN = frozenset({"none", "same-origin"})  # typed or opened by the person; asked for by a page of ours
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def only_ours(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Serve a request from this machine or from our own page; refuse any other with one line that says why."""
    if (why := _foreign(request)) is not None:
        return web.json_response({"error": why}, status=403)
    if (
        request.method == "POST"
        and request.path.startswith("/_control/")
        and request.content_type != "application/json"
    ):
        return web.json_response({"error": "Send it as JSON: Content-Type: application/json."}, status=415)
    answer = await handler(request)
    if not answer.prepared:
        answer.headers.setdefault("Content-Security-Policy", "frame-ancestors 'none'")
    return answer


def _foreign(request: web.Request) -> str | None:
    """Return why a request may come from a page of another site; None where it does not."""
    host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
    if not _is_here(request, host):
        return "Local Slack answers at 127.0.0.1 and localhost only."
    if origin is not None and origin != f"http://{host}":
        return "Local Slack answers to its own page only."
    if request.headers.get("Sec-Fetch-Site", "none") not in OWN:
        return "Local Slack is not led here by other pages: open its address yourself."
    return None


def _is_here(request: web.Request, host: str) -> bool:
    """Tell whether a request names this machine and the port that it came to: a foreign name may lead here, too."""
    bound = request.transport.get_extra_info("sockname") if request.transport else None
    try:
        named = urlsplit(f"//{host}")
        return named.hostname in HERE and bound is not None and (named.port or 80) == bound[1] and not named.username
    except ValueError:  # no port at all
        return False
