"""The arguments of a call as Slack reads them: from a form, a query or, where the method takes it, JSON.

Source: docs.slack.dev/apis/web-api. A method that takes no JSON does not refuse it: it does not see the arguments. With
JSON the token counts only in the header.
"""

import json
from typing import Any

from aiohttp import web

from localslack.api_error import Wrong
from localslack.method import Method
from localslack.workspace import Json

BOOLEANS = ("unfurl_links", "unfurl_media", "link_names", "include_all_metadata", "exclude_archived", "inclusive")
STRUCTURED = (
    "blocks",
    "view",
    "metadata",
    "attachments",
    "files",
    "document_content",
    "message",
)  # JSON text in a form


async def read(request: web.Request, method: Method | None) -> tuple[str, Json]:
    """Return the token and the arguments of a call.

    Raises:
        Wrong: a text that must be JSON is not.
    """
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    arguments: Json = dict(request.query)
    if request.method == "POST" and request.content_type == "application/json":
        body = _parse(await request.text() or "{}", "invalid_json")
        arguments |= body if (method is None or method.json) and isinstance(body, dict) else {}
        arguments.pop("token", None)
    elif request.method == "POST":
        fields = dict(await request.post())
        arguments |= {k: v in ("true", "1") if k in BOOLEANS else v for k, v in fields.items()}
    for key in STRUCTURED:
        if isinstance(arguments.get(key), str):
            arguments[key] = _parse(arguments[key] or "null", f"invalid_{key}_format")
    return bearer or str(arguments.pop("token", "")), {k: v for k, v in arguments.items() if k != "token"}


def _parse(text: str, error: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Wrong(error) from None
