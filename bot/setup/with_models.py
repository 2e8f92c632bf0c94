"""The agents of an installation that has models: what they share, who checks, who suggests, who explains."""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from agents.attempts import staff
from agents.attempts.answering import ModelExplainer
from agents.attempts.attempt import Attempts
from agents.attempts.lacking import lacking
from agents.attempts.ties import LedgerPins, LedgerTies
from agents.models.refusals import NoSuchModel
from agents.review.critic import Critic
from agents.review.suggester import Suggester
from agents.roster.built_in import roster
from agents.roster.quiet import Quiet
from agents.tools.chest import stocked
from agents.tools.delivery import Delivery
from agents.tools.reader import Reader
from agents.tools.variables import Variables
from agents.tools.web import Search, Web
from bot.setup.settings import BadSettings, Settings
from storage import engine
from storage.ledger.core.ledger import Ledger

Load = Callable[[str, float | None], Any]  # a chat model by `provider:model` and temperature


async def with_models(
    settings: Settings,
    ledger: Ledger,
    named: Mapping[str, str],
    *,
    quiet: Quiet,
    parts: AsyncExitStack,
    reader: Reader,
    load: Load,
) -> Attempts:
    """Return the workers of an installation, each with its model.

    Args:
        named: each agent's model; empty for the offline worker.

    Raises:
        BadSettings: a model can't be used.
    """
    file, variables = settings.file, _variables(settings)
    office = await _office(settings, ledger, quiet=quiet, parts=parts, reader=reader, load=load)
    agents = roster(file.agents)
    judge = file.critic_model or next(name for name in named.values() if name)
    try:
        critic = Critic(model=load(judge, None), name=judge, ties=office.ties, prices=file.prices, reads=reader)
        workers = staff.workers(agents, named, office)
    except NoSuchModel as no:
        raise BadSettings(str(no)) from None
    return Attempts(
        ledger=ledger,
        roster=agents,
        workers=workers,
        critic=critic,
        send_back=file.send_back,
        bring=Delivery(file.repositories, settings.secrets.sluice_home / "deliver", variables),
        heeding=True,
        suggester=_suggester(settings, office, judge),
        explainer=_explainer(named, office),
        lacking=lacking(agents, named, file.repositories),
    )


def _variables(settings: Settings) -> Variables:
    return Variables(settings.variables)


async def _office(
    settings: Settings, ledger: Ledger, *, quiet: Quiet, parts: AsyncExitStack, reader: Reader, load: Load
) -> staff.Office:
    """Return what all agents share: their tools, their folders, where their steps are kept, and their models."""
    file, home = settings.file, settings.secrets.sluice_home
    key = settings.secrets.brave_api_key.get_secret_value()
    search = Search(file.web.search, file.web.address, key) if file.web.search else None
    web = Web(internal=frozenset(file.web.internal_hosts), search=search, reader=reader)
    saver = (
        await staff.checkpoints(home / "checkpoints.db", parts)
        if engine.is_sqlite(ledger.url)
        else await staff.shared_checkpoints(engine.conninfo(ledger.url), parts)
    )
    return staff.Office(
        saver=saver,
        home=home / "work",
        ties=LedgerTies(ledger),
        chest=stocked(web, file.repositories, file.mcp, LedgerPins(ledger), _variables(settings)),
        load=load,
        prices=file.prices,
        quiet=quiet,
    )


def _suggester(settings: Settings, office: staff.Office, judge: str) -> Suggester | None:
    """Return what suggests criteria, with the critic's model; None where the settings want none."""
    if not settings.file.suggest:
        return None
    return Suggester(model=office.load(judge, None), name=judge, ties=office.ties, prices=office.prices)


def _explainer(named: Mapping[str, str], office: staff.Office) -> ModelExplainer:
    """Return what answers questions about a draft, each agent with a model of its own name."""
    models_by_name = {name: office.load(name, None) for name in set(named.values()) if name}
    speakers = {agent: (models_by_name[name], name) for agent, name in named.items() if name}
    return ModelExplainer(speakers, office.ties, office.prices)
