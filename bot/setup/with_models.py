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
from bot.setup.resources import shared_resources, variables_of
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
    resources = await shared_resources(settings, ledger, quiet=quiet, parts=parts, reader=reader, load=load)
    agents = roster(file.agents)
    judge = file.critic_model or next(name for name in named.values() if name)
    try:
        critic = Critic(model=load(judge, None), name=judge, link=resources.link, prices=file.prices, reads=reader)
        workers = staff.workers(agents, named, resources)
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
        suggester=_suggester(settings, resources, judge),
        explainer=_explainer(named, resources),
        lacking=lacking(agents, named, file.repositories),
    )


def _suggester(settings: Settings, resources: staff.Resources, judge: str) -> Suggester | None:
    """Return what suggests criteria, with the critic's model; None where the settings want none."""
    if not settings.file.suggest:
        return None
    return Suggester(model=resources.load(judge, None), name=judge, link=resources.link, prices=resources.prices)


def _explainer(named: Mapping[str, str], resources: staff.Resources) -> ModelExplainer:
    """Return what answers questions about a draft, each agent with a model of its own name."""
    models_by_name = {name: resources.load(name, None) for name in set(named.values()) if name}
    speakers = {agent: (models_by_name[name], name) for agent, name in named.items() if name}
    return ModelExplainer(speakers, resources.link, resources.prices)
