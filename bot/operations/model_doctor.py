"""The models that an installation names, each asked for one word."""

import asyncio

from agents.models import away, kinds, refusals, trying
from agents.models.choice import Choice, choose
from agents.models.prices import cost
from agents.roster.ends import CannotDo
from bot.operations.finding import Finding
from bot.setup.model_loader import loader
from bot.setup.model_names import named_models
from bot.setup.settings import Settings
from storage.rules.words import capital

WITHIN = 30.0  # seconds for a word
UNTRIED = "not tried"
WITHOUT = (
    "none: the offline worker arranges what a brief and its sources say.",
    "Set a provider's key (ANTHROPIC_API_KEY, OPENAI_API_KEY) or SLUICE_MODEL for drafts by a language model.",
)


async def examine(settings: Settings, offline: bool) -> list[Finding]:
    """Return a finding for each model: who uses it, and whether it answers.

    Args:
        offline: load them, and ask none of them.
    """
    choice = await choose(settings.secrets.sluice_model, settings.keys)
    users: dict[str, list[str]] = {}
    for where, name in named_models(settings, choice).items():
        users.setdefault(name, []).append(where)
    first = [] if choice.name else [_without(choice)]
    return first + list(await asyncio.gather(*(_one(settings, name, w, offline) for name, w in users.items())))


def _without(choice: Choice) -> Finding:
    if choice.why.startswith("SLUICE_MODEL"):
        return Finding(what="model", ok=True, say=f"offline worker ({choice.why})")
    say, advice = WITHOUT
    return Finding(what="model", ok=None, say=f"{say} {capital(choice.why)}.", advice=advice)


async def _one(settings: Settings, name: str, users: list[str], offline: bool) -> Finding:
    where = ", ".join(users)
    try:
        model = loader(settings.secrets.sluice_models, settings.keys)(name, None)
    except refusals.NoSuchModel as no:
        return Finding(what="model", ok=False, say=f"{where}: {no}")
    price = _price(settings, name)
    if not price.ok:
        return price
    if offline or kinds.embedded(name):
        why = "" if offline else ": the embedded model takes minutes on a small machine"
        return Finding(what="model", ok=None, say=f"{name} ({where}): {UNTRIED}{why}{price.say}")
    try:
        await trying.ask_for_a_word(name, model, WITHIN)
    except (CannotDo, away.Away) as no:
        return Finding(what="model", ok=False, say=f"{where}: {no}")
    return Finding(what="model", ok=True, say=f"{name} ({where}) answers{price.say}")


def _price(settings: Settings, name: str) -> Finding:
    file = settings.file
    if kinds.free(name) or cost(name, 1000, 1000, file.prices) is not None:
        return Finding(what="price", ok=True, say="")
    caps = file.budget.caps()
    if caps and caps.strict:
        return Finding(
            what="model", ok=False, say=f"{name}: a budget is set and its price is not known: add it to [prices]"
        )
    return Finding(what="price", ok=True, say="; its price is not known, so costs are told as unknown")
