"""What the agents' tools need on this machine."""

from agents.roster.built_in import roster
from bot.operations.doctor.repositories import examine_repository
from bot.operations.doctor.sandbox import examine_sandbox
from bot.operations.doctor.servers import examine_server
from bot.operations.finding import Finding
from bot.setup.settings import Settings

NO_SEARCH = "agents can't search the web: [web] search in sluice.toml changes that"


async def examine_tools(settings: Settings) -> list[Finding]:
    """Look at what the agents' tools need on this machine."""
    wanted = {name for spec in roster(settings.file.agents).values() for name in spec.tools}
    findings = await examine_sandbox(bool(wanted & {"python", "repository"}))
    findings += _without_repository(settings)
    findings += [await examine_repository(name, spec, settings) for name, spec in settings.file.repositories.items()]
    findings += _search(settings)
    findings += [Finding(what="mcp", ok=False, say=why) for why in settings.unfilled]
    return [*findings, *[await examine_server(name, spec) for name, spec in settings.file.mcp.items()]]


def _search(settings: Settings) -> list[Finding]:
    """Tell whether agents can search the web, and what that lacks."""
    if lack := settings.search_lacks:
        return [Finding(what="search", ok=False, say=lack)]
    search = settings.file.web.search
    told = f"agents search the web with {search}" if search else NO_SEARCH
    return [Finding(what="search", ok=True, say=told)]


def _without_repository(settings: Settings) -> list[Finding]:
    """Name the agents that change repositories, where there is none."""
    agents = [name for name, spec in roster(settings.file.agents).items() if "repository" in spec.tools]
    if settings.file.repositories or not agents:
        return []
    advice = "Name one in sluice.toml: [repositories.NAME] with path and test."
    return [
        Finding(
            what="repository", ok=None, say=f"none, so {', '.join(sorted(agents))} can change no code.", advice=advice
        )
    ]
