"""Slack's refusals of a canvas, by name: why there is none."""

from collections.abc import Mapping

CANVAS: Mapping[str, str] = {  # why there are no canvases, by the names of Slack's errors
    "missing_scope": "Sluice lacks the permission canvases:write, which an administrator can give it",
    "canvas_disabled_user_team": "canvases are switched off in this workspace",
    "free_teams_cannot_create_non_tabbed_canvases": "this workspace's plan has no canvases for it",
    "free_team_canvas_tab_already_exists": "this workspace's plan has no canvases for it",
    "restricted_action": "this workspace lets apps make no canvases",
}


def no_canvas(error: str) -> str:
    """Return why no canvas can be made, as the end of a sentence."""
    return CANVAS.get(error, "Slack makes no canvas of it here")
