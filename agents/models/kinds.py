"""What the name of a model tells: whether it runs in this process, and whether its calls cost nothing."""


def embedded(name: str) -> bool:
    """Tell whether a model runs in this process."""
    return name.partition(":")[0] == "local"


def free(name: str) -> bool:
    """Tell whether calls of a model cost nothing."""
    return embedded(name) or name.startswith("ollama:")
