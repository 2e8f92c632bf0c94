"""The agents of an installation that has models: what they share, who checks, who suggests, who explains."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

from agents.attempts import staff
from agents.attempts.answering import ModelExplainer
from agents.attempts.attempt import Attempts
from agents.attempts.lacking import lacking
from agents.models.refusals import NoSuchModel
from agents.review.critic import Critic
from agents.review.suggester import Suggester
from agents.roster.built_in import roster
from agents.roster.quiet import Quiet
from agents.tools.delivery import Delivery
from agents.tools.reader import Reader
from bot.setup.model_loader import Load
from bot.setup.office import shared_office, variables_of
from bot.setup.settings import BadSettings, Settings
from storage.ledger.core.ledger import Ledger


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
    file, variables = settings.file, variables_of(settings)
    office = await shared_office(settings, ledger, quiet=quiet, parts=parts, reader=reader, load=load)
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
