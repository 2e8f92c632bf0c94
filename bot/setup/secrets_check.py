"""The check of the secrets: a token or the signing secret that is missing, swapped or a placeholder."""

from bot.setup.environment import Secrets
from bot.setup.settings import BadSettings

PLACEHOLDERS = frozenset({"changeme", "change-me", "secret", "your-signing-secret", "xxx", "example", "todo"})


def check_secrets(secrets: Secrets) -> None:
    """Check the tokens and the signing secret; all that is wrong is named at once.

    Raises:
        BadSettings: a token or the signing secret is missing, swapped or a placeholder.
    """
    bot, app = secrets.slack_bot_token.get_secret_value(), secrets.slack_app_token.get_secret_value()
    signing = secrets.slack_signing_secret.get_secret_value()
    wrong = []
    if not bot.startswith(("xoxb-", "xoxe.xoxb-")):
        wrong.append("SLACK_BOT_TOKEN must be the bot token of the app (it begins with xoxb-).")
    if app and not app.startswith("xapp-"):
        wrong.append("SLACK_APP_TOKEN must be an app-level token (it begins with xapp-); leave it out for HTTP.")
    if not app and (len(signing) < 8 or signing.lower() in PLACEHOLDERS):
        wrong.append(
            "SLACK_SIGNING_SECRET is a placeholder: copy it from the app's Basic Information."
            if signing
            else "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): neither is set."
        )
    if wrong:
        raise BadSettings("\n".join(wrong))
