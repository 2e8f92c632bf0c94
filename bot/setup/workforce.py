"""Who works: the agents of an installation, each with its model and its tools, put together from the settings."""

from contextlib import AsyncExitStack

import structlog

from agents.attempts.attempt import Attempts
from agents.attempts.lacking import lacking
from agents.models.choice import choose
from agents.offline.worker import OfflineWorker
from agents.review.critic import Critic
from agents.roster.built_in import roster
from agents.roster.quiet import Quiet
from agents.tools.reader import Reader
from bot.setup.model_loader import Load, loader
from bot.setup.settings import Role, Settings
from storage.ledger.core.ledger import Ledger

log = structlog.get_logger()


async def workforce(
    settings: Settings,
    ledger: Ledger,
    role: Role,
    quiet: Quiet,
    parts: AsyncExitStack,
    reader: Reader,
    load: Load | None = None,
) -> Attempts:
    """Return the workers, each with its model; without any model, the offline worker for all.

    A front needs their names only.

    Args:
        reader: reads what people and agents bring.
        load: in the place of the providers' models.

    Raises:
        BadSettings: a model can't be used.
    """
    agents, send_back = roster(settings.file.agents), settings.file.send_back
    weights = settings.secrets.sluice_models
    choice = await choose(settings.secrets.sluice_model, settings.keys)
    named = {name: spec.model or choice.name for name, spec in agents.items()}
    heeding = any(named.values())
    if role is Role.FRONT or not heeding:
        log.info("model", name="none here" if role is Role.FRONT else "none: offline worker", why=choice.why)
        offline = dict.fromkeys(agents, OfflineWorker())
        known = {} if role is Role.FRONT else lacking(agents, named, settings.file.repositories)
        return Attempts(
            ledger=ledger,
            roster=agents,
            workers=offline,
            critic=Critic(reads=reader),
            send_back=send_back,
            heeding=heeding,
            lacking=known,
        )
    log.info("model", name=choice.name, why=choice.why)
    from bot.setup.with_models import with_models  # what models need takes a second to import

    return await with_models(
        settings, ledger, named, quiet=quiet, parts=parts, reader=reader, load=load or loader(weights, settings.keys)
    )
