"""x"""


def write() -> None: ...


def erase() -> None: ...
