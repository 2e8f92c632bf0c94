"""Who works: the agents of an installation, each with its model and its tools, put together from the settings."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

import structlog

from agents.attempts.attempt import Attempts
from agents.attempts.crew import Crew
from agents.attempts.lacking import lacking
from agents.attempts.ledger_link import LedgerPins, LiveLedgerLink
from agents.models.choice import choose
from agents.offline.worker import OfflineWorker
from agents.review.critic import Critic
from agents.roster.built_in import roster
from agents.tools.delivery import Delivery
from agents.tools.reader import Reader
from agents.tools.variables import Variables
from bot.setup.apart import COMMAND, crew_apart
from bot.setup.model_loader import Load, loader
from bot.setup.model_names import check_names
from bot.setup.settings import Role, Settings
from storage.ledger.core.ledger import Ledger

log = structlog.get_logger()


async def workforce(
    settings: Settings,
    ledger: Ledger,
    role: Role,
    parts: AsyncExitStack,
    reader: Reader,
    load: Load | None = None,
    command: Sequence[str] = (),
) -> Attempts:
    """Return the workers, each with its model; without any model, the offline worker for all.

    A front needs their names only.

    Args:
        reader: reads what people and agents bring.
        load: makes models in the place of the providers', and agents work in this process.
        command: begins the agents' process in the place of the usual.

    Raises:
        BadSettings: a model can't be used.
    """
    agents = roster(settings.file.agents)
    choice = await choose(settings.secrets.sluice_model, settings.keys)
    named = {name: spec.model or choice.name for name, spec in agents.items()}
    heeding = any(named.values())
    if role is Role.FRONT or not heeding:
        log.info("model", name="none here" if role is Role.FRONT else "none: offline worker", why=choice.why)
        known = {} if role is Role.FRONT else lacking(agents, named, settings.file.repositories)
        return _without_models(settings, ledger, reader=reader, heeding=heeding, lacks=known)
    if load is None:
        check_names(settings, choice)
    log.info("model", name=choice.name or "none but those of sluice.toml", why=choice.why)
    crew: Crew
    if role is Role.ALL and load is None:  # people are served here
        crew = await crew_apart(settings, ledger, named, parts=parts, reader=reader, command=command or COMMAND)
    else:
        crew = await _crew_here(settings, ledger, named, parts=parts, reader=reader, load=load)
    bring = Delivery(
        settings.file.repositories, settings.secrets.sluice_home / "deliver", Variables(settings.variables)
    )
    return Attempts(
        ledger=ledger,
        roster=agents,
        workers=crew.workers,
        critic=crew.critic,
        send_back=settings.file.send_back,
        bring=bring,
        heeding=True,
        suggester=crew.suggester,
        explainer=crew.explainer,
        ready=crew.ready,
        down=crew.down,
        lacking=lacking(agents, named, settings.file.repositories),
    )


def _without_models(
    settings: Settings, ledger: Ledger, *, reader: Reader, heeding: bool, lacks: Mapping[str, str]
) -> Attempts:
    """Return the offline worker for all agents."""
    agents = roster(settings.file.agents)
    return Attempts(
        ledger=ledger,
        roster=agents,
        workers=dict.fromkeys(agents, OfflineWorker()),
        critic=Critic(reads=reader),
        send_back=settings.file.send_back,
        heeding=heeding,
        lacking=lacks,
    )


async def _crew_here(
    settings: Settings,
    ledger: Ledger,
    named: Mapping[str, str],
    *,
    parts: AsyncExitStack,
    reader: Reader,
    load: Load | None,
) -> Crew:
    from bot.setup.with_models import with_models  # what models need takes a second to import

    load = load or loader(settings.secrets.sluice_models, settings.keys)
    link, pins = LiveLedgerLink(ledger), LedgerPins(ledger)
    return await with_models(settings, named, link=link, pins=pins, parts=parts, reader=reader, load=load)
