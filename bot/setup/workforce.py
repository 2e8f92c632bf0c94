"""Who works: the agents of an installation, each with its model and its tools, put together from the settings."""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from agents.attempts.answering import ModelExplainer
from agents.attempts.attempt import Attempts
from agents.attempts.lacking import lacking
from agents.attempts.ties import LedgerPins, LedgerTies
from agents.local import load as embedded
from agents.models import load as models
from agents.models.load import NoSuchModel
from agents.offline.worker import OfflineWorker
from agents.review.critic import Critic
from agents.review.suggester import Suggester
from agents.roster.built_in import roster
from agents.roster.quiet import Quiet
from agents.tools.reader import Reader
from bot.setup.settings import BadSettings, Role, Settings
from storage import engine
from storage.ledger.core.ledger import Ledger

log = structlog.get_logger()

Load = Callable[[str, float | None], Any]  # a chat model by `provider:model` and temperature


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
    choice = await models.choose(settings.secrets.sluice_model, settings.keys)
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
    return await _with_models(
        settings, ledger, named, quiet=quiet, parts=parts, reader=reader, load=load or loader(weights, settings.keys)
    )


def loader(weights: Path, keys: Mapping[str, SecretStr]) -> Load:
    """Return a function that makes a model by its name.

    The embedded one comes from the folder of its weights, the others from their providers, with their keys.
    """
    own = {name: key.get_secret_value() for name, key in keys.items()}

    def load(name: str, heat: float | None) -> Any:
        return embedded.load(name, weights, heat) if models.embedded(name) else models.load(name, heat, own)

    return load


async def _with_models(
    settings: Settings,
    ledger: Ledger,
    named: dict[str, str],
    quiet: Quiet,
    parts: AsyncExitStack,
    reader: Reader,
    load: Load,
) -> Attempts:
    from agents.attempts import staff
    from agents.tools.chest import stocked
    from agents.tools.command import Variables
    from agents.tools.delivery import Delivery
    from agents.tools.web import Search, Web

    file, home = settings.file, settings.secrets.sluice_home
    key = settings.secrets.brave_api_key.get_secret_value()
    search = Search(file.web.search, file.web.address, key) if file.web.search else None
    web = Web(internal=frozenset(file.web.internal_hosts), search=search, reader=reader)
    variables = Variables(settings.variables)
    chest = stocked(web, file.repositories, file.mcp, LedgerPins(ledger), variables)
    saver = (
        await staff.checkpoints(home / "checkpoints.db", parts)
        if engine.is_sqlite(ledger.url)
        else await staff.shared_checkpoints(engine.conninfo(ledger.url), parts)
    )
    office = staff.Office(
        saver=saver,
        home=home / "work",
        ties=LedgerTies(ledger),
        chest=chest,
        load=load,
        prices=file.prices,
        quiet=quiet,
    )
    agents = roster(file.agents)
    try:
        judge = file.critic_model or next(name for name in named.values() if name)
        critic = Critic(model=load(judge, None), name=judge, ties=office.ties, prices=file.prices, reads=reader)
        workers = staff.workers(agents, named, office)
    except NoSuchModel as no:
        raise BadSettings(str(no)) from None
    publish = Delivery(file.repositories, home / "deliver", variables)
    suggester = (
        Suggester(model=load(judge, None), name=judge, ties=office.ties, prices=file.prices) if file.suggest else None
    )
    speaking = {name: load(name, None) for name in set(named.values()) if name}
    speakers = {agent: (speaking[name], name) for agent, name in named.items() if name}
    explainer = ModelExplainer(speakers, office.ties, file.prices)
    known = lacking(agents, named, file.repositories)
    return Attempts(
        ledger=ledger,
        roster=agents,
        workers=workers,
        critic=critic,
        send_back=file.send_back,
        bring=publish,
        heeding=True,
        suggester=suggester,
        explainer=explainer,
        lacking=known,
    )
