"""The tools that read the web."""

from collections.abc import Mapping
from typing import Any

from langchain.tools import ToolRuntime, tool
from yarl import URL

from agents.models.run import Run, run_of
from agents.tools.box import BRINGS, Toolbox
from agents.tools.page import marked, text_of
from agents.tools.searching import search_tool
from agents.tools.web import HOLDS, Web


def named(run: Run, args: dict[str, Any]) -> bool:
    """Tell whether a person wrote this exact address, so that no data of the run can leave with it.
    An address with a `?` may carry data, so it counts only when the brief is public.
    """
    address, brief = str(args.get("address", "")).strip(), run.given.task.brief
    if not address or ("?" in address and not brief.public):
        return False
    return address in "\n".join((brief.goal, *brief.criteria, run.given.note)).split()


def toolbox(web: Web) -> Toolbox:
    """Return the tools that read the web, with a search when one is configured."""

    @tool(response_format="content_and_artifact")
    async def read_url(address: str, runtime: ToolRuntime[Any, Any]) -> tuple[str, Mapping[str, list[str]]]:
        """Read a public web page or PDF; its text."""
        page = await web.fetch(address)
        text = await text_of(page, web.reader, run_of(runtime).given.payer.who)
        private = ["private data"] if URL(page.url).host in web.internal else []
        return marked(page.url, text or "(no text could be taken from it)"), {BRINGS: private}

    read_url.metadata = {**HOLDS, "free": named}
    if web.search is None:
        note = "You can't search the web here. Read the addresses that the brief, the person or a page names."
        return Toolbox(always=[read_url], notes=[note])
    return Toolbox(always=[read_url, search_tool(web, web.search)])
