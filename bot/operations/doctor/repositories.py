"""The repositories that agents change: whether work can begin in each, and whether its settings can be met."""

from agents.roster.ends import Broken
from agents.roster.repository_spec import RepositorySpec
from agents.tools import source
from agents.tools.sandbox import NoSandbox
from bot.operations.finding import Finding
from bot.setup.settings import Settings


async def examine_repository(name: str, spec: RepositorySpec, settings: Settings) -> Finding:
    """Look at one repository, and at what its settings name; nothing in it is changed."""
    faults = [*await _source(spec), *_settings(spec, settings)]
    say = f"{name}: {'; '.join(faults) if faults else spec.path}"
    advice = f"[repositories.{name}] in sluice.toml" if faults else ""
    return Finding(what="repository", ok=not faults, say=say, advice=advice)


async def _source(spec: RepositorySpec) -> list[str]:
    if not ((spec.path / ".git").exists() or (spec.path / "HEAD").exists()):
        return [f"{spec.path} is no repository"]
    try:
        await source.commit(spec)
    except NoSandbox:  # told by itself
        return []
    except Broken as no:
        return [str(no).rstrip(".")]
    return []


def _settings(spec: RepositorySpec, settings: Settings) -> list[str]:
    """Return what of its settings can't be met."""
    unset = [variable for variable in spec.env if variable not in settings.variables]
    missing = [str(folder) for folder in spec.readable if not folder.exists()]
    return [
        *([] if spec.test.strip() else ["test is empty, so that nothing looks at what an agent changed"]),
        *(f"{variable} of env is not set" for variable in unset),
        *(f"{folder} of readable is not there" for folder in missing),
    ]
