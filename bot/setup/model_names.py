"""The models that an installation names, by what names them."""

from collections.abc import Mapping

from agents.models import kinds
from agents.models.choice import Choice
from agents.models.load import check_name
from agents.models.refusals import NoSuchModel
from bot.setup.settings import BadSettings, Settings


def named_models(settings: Settings, choice: Choice) -> Mapping[str, str]:
    """Return each model by what names it: an environment variable, or a line of sluice.toml."""
    file = settings.file
    named = {choice.why: choice.name, "critic_model": file.critic_model or ""}
    for name, spec in file.agents.items():
        named |= {f"[agents.{name}] model": spec.model or "", f"[agents.{name}] fallback": spec.fallback or ""}
    return {where: name for where, name in named.items() if name}


def check_names(settings: Settings, choice: Choice) -> None:
    """Check each model as far as its name tells, before a process is begun for it.

    Raises:
        BadSettings: one names no provider, or its key is missing.
    """
    keys = {name: key.get_secret_value() for name, key in settings.keys.items()}
    for where, name in named_models(settings, choice).items():
        try:
            if not kinds.embedded(name):
                check_name(name, keys)
        except NoSuchModel as no:
            raise BadSettings(f"{where}: {no}") from None
