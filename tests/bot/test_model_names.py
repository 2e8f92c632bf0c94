"""A model that can't be used is told at once, with what names it: before the agents' process is begun for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

AGENT = '[agents.poet]\ndescription = "Writes poems."\ninstructions = "Write a poem."\n'


@pytest.mark.parametrize(
    "text, told",
    [
        (f'{AGENT}model = "openai:gpt-5-mini"\n', "[agents.poet] model: openai:gpt-5-mini can't be used: its key is"),
        (f'{AGENT}model = "gpt-5"\n', "[agents.poet] model: “gpt-5” names no provider."),
        (f'{AGENT}model = "ollama:llama3.2"\nfallback = "gpt-5"\n', "[agents.poet] fallback: “gpt-5” names no"),
        (
            f'critic_model = "nonsense"\n{AGENT}model = "ollama:llama3.2"\n',
            "critic_model: “nonsense” names no provider.",
        ),
    ],
)
def test_it_is_told_by_what_names_it(tmp_path: Path, text: str, told: str) -> None:
    config = tmp_path / "sluice.toml"
    config.write_text(text)
    own = {"SLUICE_HOME": str(tmp_path), "SLUICE_CONFIG": str(config), "SLUICE_MODEL": "offline"}
    program = (
        "import asyncio\nfrom bot.setup.settings import load, Role\nfrom bot.setup.workforce import workforce\n"
        "from bot.setup.settings import BadSettings\n"
        "try: asyncio.run(workforce(load(), None, Role.ALL, parts=None, reader=None))\n"
        "except BadSettings as no: print(no)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], env={**os.environ, **own}, capture_output=True, text=True)
    assert ran.stdout.strip().startswith(told), ran  # without `parts` no process could be begun
