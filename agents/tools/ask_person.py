"""The agent's way to ask the person who delegated."""

from langchain.tools import tool
from langgraph.types import interrupt

from storage.rules.values.ask import Kind


@tool
async def ask_person(question: str, suggestions: list[str]) -> str:
    """Ask the person who delegated one question, with up to four short suggested answers, and wait for the answer.

    Only for what changes the result and can't be assumed; everything else: assume it and say so."""
    return str(interrupt({"kind": Kind.QUESTION.value, "text": question, "choices": suggestions[:4]}))


ask_person.metadata = {"labels": []}
