"""What a call of a model costs: what the installation says, else the table of genai-prices; else it is unknown."""

from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from agents.models.kinds import free
from storage.rules.budget import DOLLAR

LETTERS = 3  # characters of a token, on the safe side


class Price(BaseModel):
    """Dollars for a million tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)


def cost(model: str, tokens_in: int, tokens_out: int, own: Mapping[str, Price]) -> int | None:
    """Return the price of a call in millionths of a dollar; None when it is not known (this is not 0).

    Args:
        model: `provider:model`.
        own: prices that the installation names, by the same name.
    """
    if free(model):
        return 0
    if model in own:
        return round(tokens_in * own[model].input + tokens_out * own[model].output)
    from genai_prices import Usage, calc_price  # 3 MB, and only where there is a model

    provider, _, name = model.partition(":")
    try:
        price_calculation = calc_price(
            Usage(input_tokens=tokens_in, output_tokens=tokens_out), name, provider_id=provider
        )
    except LookupError:
        return None
    return int((price_calculation.total_price * Decimal(DOLLAR)).to_integral_value())
