"""What Slack says of an app-level token that opens no socket, and what to do.

docs.slack.dev/reference/methods/apps.connections.open
"""

from collections.abc import Mapping

MOST = 10  # connections of one app: docs.slack.dev/apis/events-api/using-socket-mode
MAKE = "at api.slack.com/apps under Basic Information, App-Level Tokens"
REFUSED: Mapping[str, str] = {
    "invalid_auth": f"Slack does not know SLACK_APP_TOKEN: copy it again, {MAKE}",
    "not_authed": f"SLACK_APP_TOKEN is empty: copy it, {MAKE}",
    "not_allowed_token_type": f"SLACK_APP_TOKEN is no app-level token (xapp-…): make one, {MAKE}",
    "missing_scope": f"SLACK_APP_TOKEN lacks connections:write: make one that has it, {MAKE}",
    "token_revoked": f"SLACK_APP_TOKEN was revoked: make a new one, {MAKE}",
    "account_inactive": "the app or its workspace is gone: install the app again",
    "forbidden_team": "this workspace may not use Socket Mode: use HTTP, by what "
    "`sluice manifest --http https://HOST` prints",
    "too_many_websockets": f"{MOST} processes are connected already: end one of them",
}
PASSING = frozenset(  # Slack's own trouble, or too many at once: another try helps
    {"ratelimited", "too_many_websockets", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
