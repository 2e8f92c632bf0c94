"""A search of the web, by the provider that is configured."""

import json
from urllib.parse import quote_plus

from langchain.tools import tool
from langchain_core.tools import BaseTool

from agents.tools.page import marked
from agents.tools.web import HOLDS, Search, Web

FOUND = 8  # results of a search


def search_tool(web: Web, provider: Search) -> BaseTool:
    """Return the tool that searches the web."""

    @tool
    async def search_web(query: str) -> str:
        """Search the web; titles, addresses and a few words of what was found."""
        found = await results(web, provider, query)
        lines = [f"{n}. {title}\n   {url}\n   {words}" for n, (title, url, words) in enumerate(found, 1)]
        return marked(f"search: {query}", "\n".join(lines) or "(nothing found)")

    search_web.metadata = HOLDS
    return search_web


async def results(web: Web, provider: Search, query: str) -> list[tuple[str, str, str]]:
    """Return (title, address, words) for each result of a search."""
    if provider.provider == "brave":
        address = f"{provider.address or 'https://api.search.brave.com'}/res/v1/web/search?q={quote_plus(query)}"
        answer = json.loads((await web.fetch(address, {"X-Subscription-Token": provider.key})).data)
        rows = answer.get("web", {}).get("results", [])
        return [(str(r.get("title")), str(r.get("url")), str(r.get("description", ""))) for r in rows[:FOUND]]
    address = f"{provider.address.rstrip('/')}/search?format=json&q={quote_plus(query)}"
    rows = json.loads((await web.fetch(address)).data).get("results", [])
    return [(str(r.get("title")), str(r.get("url")), str(r.get("content", ""))) for r in rows[:FOUND]]
