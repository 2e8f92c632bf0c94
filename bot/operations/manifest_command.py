"""The command that prints the manifest of an installation."""


def command(
    prefix: str, socket_mode: bool, thread_replies: bool = True, agent: bool = False, canvas: bool = False
) -> str:
    """Return the command that prints the manifest of this installation."""
    options = {
        f"--prefix {prefix}": bool(prefix),
        "--http https://HOST": not socket_mode,
        "--no-thread-replies": not thread_replies,
        "--agent": agent,
        "--canvas": canvas,
    }
    return " ".join(["sluice manifest", *(option for option, needed in options.items() if needed)])
