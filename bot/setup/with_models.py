"""The agents of an installation that has models: what they share, who checks, who suggests, who explains."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

from agents.attempts import staff
from agents.attempts.answering import ModelExplainer
from agents.attempts.crew import Crew
from agents.models.refusals import NoSuchModel
from agents.review.critic import Critic
from agents.review.suggester import Suggester
from agents.roster.built_in import roster
from agents.roster.ledger_link import LedgerLink
from agents.tools.pins import Pins
from agents.tools.reader import Reader
from bot.setup.model_loader import Load
from bot.setup.resources import shared_resources
from bot.setup.settings import BadSettings, Settings


async def with_models(
    settings: Settings,
    named: Mapping[str, str],
    *,
    link: LedgerLink,
    pins: Pins,
    parts: AsyncExitStack,
    reader: Reader,
    load: Load,
) -> Crew:
    """Return the agents of an installation, each with its model, and who looks at their work.

    Args:
        named: each agent's model; empty for the offline worker.

    Raises:
        BadSettings: a model can't be used.
    """
    file = settings.file
    resources = await shared_resources(settings, link=link, pins=pins, parts=parts, reader=reader, load=load)
    judge = file.critic_model or next(name for name in named.values() if name)
    try:
        critic = Critic(model=load(judge, None), name=judge, link=link, prices=file.prices, reads=reader)
        workers = staff.workers(roster(file.agents), named, resources)
    except NoSuchModel as no:
        raise BadSettings(str(no)) from None
    return Crew(
        workers=workers,
        critic=critic,
        explainer=_explainer(named, resources),
        suggester=_suggester(settings, resources, judge),
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
