"""Which language model an installation works with: the configured one, one with a key, Ollama, or none."""

import asyncio
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass

OLLAMA = ("127.0.0.1", 11434)
PROVIDERS: Mapping[str, str] = {
    "ANTHROPIC_API_KEY": "anthropic:claude-sonnet-4-5",
    "OPENAI_API_KEY": "openai:gpt-5-mini",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The model's name as `provider:model` (empty: the offline worker), and why it was chosen."""

    name: str
    why: str


async def choose(configured: str | None, keys: Container[str]) -> Choice:
    """Choose the model of an installation, and say why.

    Args:
        configured: `SLUICE_MODEL`.
        keys: names of the providers' keys that there are.
    """
    if configured == "offline":
        return Choice("", "SLUICE_MODEL=offline")
    if configured:
        return Choice(configured, f"SLUICE_MODEL={configured}")
    for key, name in PROVIDERS.items():
        if key in keys:
            return Choice(name, f"{key} is set")
    text = await ollama()
    if text:
        return Choice(f"ollama:{text}", "a local Ollama was found")
    return Choice("", "no model was found")


async def ollama(address: tuple[str, int] = OLLAMA, within: float = 0.5) -> str | None:
    """Return the first model of an Ollama on this machine; None when no Ollama runs."""
    try:
        async with asyncio.timeout(within):
            reader, writer = await asyncio.open_connection(*address)
            writer.write(f"GET /api/tags HTTP/1.0\r\nHost: {address[0]}\r\n\r\n".encode())
            answer = await reader.read(1_000_000)
            writer.close()
        models = json.loads(answer.split(b"\r\n\r\n", 1)[1])["models"]
        return str(models[0]["name"]) if models else None
    except (OSError, TimeoutError, ValueError, LookupError, TypeError):
        return None
