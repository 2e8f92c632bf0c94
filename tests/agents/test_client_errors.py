"""What people read of a provider's error: its own sentence, and nothing of the client's wrapping."""

from typing import Any

import anthropic
import httpx
import ollama
import openai
import pytest

from agents.models.away import away
from agents.models.refusals import refused

URL = "https://models.example/v1"


def answered(provider: str, status: int, **body: Any) -> Exception:
    """Return the error that a provider's own client makes of an answer."""
    answer = httpx.Response(status, request=httpx.Request("POST", URL), **body)
    client: Any = {"openai": openai.OpenAI, "anthropic": anthropic.Anthropic}[provider](api_key="x")
    error: Exception = client._make_status_error_from_response(answer)
    return error


TOO_LONG = "prompt is too long: 210000 tokens > 200000 maximum"
OPENAI = {"json": {"error": {"message": TOO_LONG, "type": "invalid_request_error", "code": None}}}
ANTHROPIC = {"json": {"type": "error", "error": {"type": "invalid_request_error", "message": TOO_LONG}}}
PAGE = {"text": "<html><head><title>502 Bad Gateway</title></head></html>"}


@pytest.mark.parametrize(
    "error",
    [answered("openai", 400, **OPENAI), answered("anthropic", 400, **ANTHROPIC), ollama.ResponseError(TOO_LONG, 400)],
)
def test_a_refused_call_is_told_in_the_providers_own_sentence(error: Exception) -> None:
    assert str(refused("x:y", error)) == f"x:y: the provider refuses this call (400): {TOO_LONG}."


@pytest.mark.parametrize(
    "error, said",
    [
        (answered("anthropic", 529, json={"type": "error", "error": {"message": "Overloaded."}}), "529: Overloaded."),
        (answered("openai", 502, **PAGE), "502: InternalServerError."),
        (answered("openai", 503, json={"error": "too many at once"}), "503: too many at once."),
        (answered("openai", 503, json={"detail": "it is loaded"}), "503: it is loaded."),
        (answered("openai", 503, json={"detail": "ask <@U01ALICE> or <!here>"}), "503: ask ‹@U01ALICE> or ‹!here>."),
        (answered("openai", 429, json={"error": {"message": "Slow down.\nSee our page."}}), "429: Slow down."),
    ],
)
def test_a_provider_that_is_away_is_told_without_its_clients_wrapping(error: Exception, said: str) -> None:
    assert str(away("x:y", error)) == f"x:y at https://models.example answers {said}"
