"""The only file that plugs this room into others."""


def register() -> None:
    """Called once, by InsidersConfig.ready()."""
