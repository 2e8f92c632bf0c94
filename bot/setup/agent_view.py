"""How Slack shows Sluice where it is declared as an agent."""

from collections.abc import Mapping
from typing import Any

# docs.slack.dev/ai/agent-sessions. app_context_changed is left out: Sluice has no use for what a person looks at.
AGENT_VIEW: Mapping[str, Any] = {
    "agent_description": "Assign clearly briefed tasks. What is ready comes at the times that you chose, to decide.",
    "suggested_prompts": [
        {"title": "Write a document", "message": "writer: Launch FAQ for the beta; must: at most 10 questions"},
        {"title": "Answer a question", "message": "researcher: Which of the linked pages disagree, and on what?"},
        {"title": "Look at data", "message": "analyst: What stands out in the attached file?"},
    ],
}
