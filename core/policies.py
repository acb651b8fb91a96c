"""Permission with a reason. Rooms write `may_<verb>(user, subject) -> Verdict` and name it in the registry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.errors import Refused
from core.registry import Registry


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with a reason that the person may read. `sign_in` means: signing in would make it a yes."""

    allowed: bool
    reason: str = ""
    sign_in: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str, *, sign_in: bool = False) -> Verdict:
    return Verdict(False, str(reason), sign_in)


def ensure(verdict: Verdict) -> None:
    """Raises Refused with the verdict's reason unless it is a yes."""
    if not verdict:
        raise Refused(verdict.reason)


@dataclass(frozen=True, slots=True)
class Policy:
    key: str
    ask: Callable[[Any, Any], Verdict]


policies: Registry[Policy] = Registry("policies")


def may(name: str, user: Any, subject: Any) -> Verdict:
    """What the policy of that name ("ideas.vote") says. Raises KeyError for a name that nobody registered."""
    return policies[name].ask(user, subject)
