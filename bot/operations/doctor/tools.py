"""What the agents' tools need on this machine."""

from agents.roster.built_in import roster
from bot.operations.doctor.sandbox import examine_sandbox
from bot.operations.doctor.servers import examine_server
from bot.operations.finding import Finding
from bot.setup.settings import Settings


async def examine_tools(settings: Settings) -> list[Finding]:
    """Look at what the agents' tools need on this machine."""
    wanted = {name for spec in roster(settings.file.agents).values() for name in spec.tools}
    findings = await examine_sandbox(bool(wanted & {"python", "repository"}))
    findings += _without_repository(settings)
    for name, spec in settings.file.repositories.items():
        there = (spec.path / ".git").exists() or (spec.path / "HEAD").exists()
        findings.append(
            Finding(what="repository", ok=there, say=f"{name}: {spec.path}" + ("" if there else " is no repository"))
        )
    if settings.file.web.search == "searxng" and not settings.file.web.address:
        findings.append(Finding(what="search", ok=False, say="searxng needs its address: [web] address in sluice.toml"))
    if not settings.file.web.search:
        findings.append(
            Finding(what="search", ok=True, say="agents can't search the web: [web] search in sluice.toml changes that")
        )
    return [*findings, *[await examine_server(name, spec) for name, spec in settings.file.mcp.items()]]


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
