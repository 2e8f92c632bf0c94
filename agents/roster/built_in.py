"""Which agents there are: the built-in ones, and what an installation's `sluice.toml` makes of them."""

from collections.abc import Mapping
from types import MappingProxyType

from agents.roster.agent_spec import HOUSE_STYLE, AgentSpec

RESEARCH = (
    " You answer questions from sources. Every figure and claim names its source, as a link where there is one. Say "
    "what the sources do not tell, and where they contradict each other."
)
ANALYSIS = (
    " You analyse data with Python in a sandbox: look at the file first, compute every figure, check sums and missing "
    "values, and say how. A chart is a PNG in out/ with a title, labelled axes and units."
)
CODE = (
    " You change a repository: read before you edit, make the smallest change that does it, write a test that fails "
    "without it, and run the repository's own tests. Your summary says what was wrong, what changed, and what the "
    "tests said."
)


BUILT_IN: Mapping[str, AgentSpec] = MappingProxyType(
    {
        "writer": AgentSpec(
            description="Documents: memos, answers, summaries, plans",
            instructions=HOUSE_STYLE + " You write documents: clear structure, short sentences, the conclusion first.",
            tools=("files",),
        ),
        "researcher": AgentSpec(
            description="Questions: reads sources, compares them, cites each",
            instructions=HOUSE_STYLE + RESEARCH,
            tools=("web", "files"),
            minutes=20,
            calls=40,
        ),
        "analyst": AgentSpec(
            description="Data: figures, tables and charts from files",
            instructions=HOUSE_STYLE + ANALYSIS,
            tools=("files", "python"),
            minutes=20,
            calls=40,
        ),
        "coder": AgentSpec(
            description="Code: mends and changes a repository, hands in a diff and its test run",
            instructions=HOUSE_STYLE + CODE,
            tools=("repository",),
            minutes=30,
            calls=60,
        ),
        "assistant": AgentSpec(
            description="Daily tasks: sort, list, extract, prepare",
            instructions=HOUSE_STYLE + " You do daily tasks: lists, extracts, preparations. Be brief and complete.",
            tools=("files", "web"),
        ),
    }
)


def roster(configured: Mapping[str, AgentSpec]) -> Mapping[str, AgentSpec]:
    """Return the built-in agents and those of the installation, which replace built-in ones of the same name."""
    return MappingProxyType({**BUILT_IN, **configured})
