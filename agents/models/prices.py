"""What a call of a model costs: what the installation says, else the table of genai-prices; else it is unknown."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from agents.models.kinds import free
from storage.rules.budget import DOLLAR
from storage.rules.values.spent import Spent

WRITTEN = "cache_creation", "ephemeral_5m_input_tokens", "ephemeral_1h_input_tokens"  # as each provider calls it
LETTERS = 3  # characters of a token, on the safe side


class Price(BaseModel):
    """Dollars for a million tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)


def cost(
    model: str, tokens_in: int, tokens_out: int, own: Mapping[str, Price], *, read: int = 0, written: int = 0
) -> int | None:
    """Return the price of a call in millionths of a dollar; None when it is not known (this is not 0).

    Args:
        model: `provider:model`.
        own: prices that the installation names, by the same name; they know no cache.
        read: how many of the tokens that went in came from the provider's cache, which are cheaper.
        written: how many of them the provider put into its cache.
    """
    if free(model):
        return 0
    if model in own:
        return round(tokens_in * own[model].input + tokens_out * own[model].output)
    from genai_prices import Usage, calc_price  # 3 MB, and only where there is a model

    provider, _, name = model.partition(":")
    try:
        cached = {"cache_read_tokens": read, "cache_write_tokens": written} if read or written else {}
        usage = Usage(input_tokens=tokens_in, output_tokens=tokens_out, **cached)
        price_calculation = calc_price(usage, name, provider_id=provider)
    except (LookupError, ValueError):  # no such model, or figures that can't be
        return None
    return int((price_calculation.total_price * Decimal(DOLLAR)).to_integral_value())


def spent(model: str, used: Sequence[Any], own: Mapping[str, Price]) -> Spent:
    """Return what calls took, by what the provider says of their tokens.

    Args:
        used: LangChain's `usage_metadata` of each answer.
    """
    tokens = sum(one["input_tokens"] for one in used), sum(one["output_tokens"] for one in used)
    details = [one.get("input_token_details") or {} for one in used]
    read, *kept = (sum(int(one.get(kind) or 0) for one in details) for kind in ("cache_read", *WRITTEN))
    return Spent(*tokens, cost(model, *tokens, own, read=read, written=sum(kept)))
