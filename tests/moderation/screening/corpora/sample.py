from dataclasses import dataclass
from functools import partial

LONG_AGO = 24 * 400


@dataclass(frozen=True, slots=True)
class Sample:
    """One text, and whether a moderator would want to hear of it.

    `is_hard`: the check is known to be wrong about it. Such texts keep the printed figures honest.
    """

    language: str
    text: str
    is_bad: bool
    hours: int = LONG_AGO  # how old the author's account is
    own: tuple[str, ...] = ()  # what its author sent before
    others: tuple[str, ...] = ()  # what somebody else sent before
    is_hard: bool = False


bad = partial(Sample, is_bad=True)
fine = partial(Sample, is_bad=False)
