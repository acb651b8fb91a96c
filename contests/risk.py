"""How much speaks for a vote being one of many that a machine casts. Pure: it is given what was seen, and says why.

What may add up is measured so that no single circumstance of honest people is enough: one network, one sort of device,
accounts of the same morning are what a school class looks like, and together they stay below the line. A vote above it
is held, which means that a person looks; nobody is blocked. `docs/voting.md` says what this does not find.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.kinds import HOLD_FROM

THROWAWAY, NEW, RHYTHM, BORN, ONE_DEVICE, ONLY_HERE = "throwaway", "new", "rhythm", "born", "one-device", "only-here"
POINTS: Mapping[str, int] = {THROWAWAY: 60, RHYTHM: 40, BORN: 40, NEW: 20, ONE_DEVICE: 15, ONLY_HERE: 5}
WORDS: Mapping[str, str | Promise] = {
    THROWAWAY: _("The e-mail address is of a service for addresses that are thrown away"),
    RHYTHM: _("Votes come at even intervals, as a machine casts them"),
    BORN: _("The accounts were made at even intervals, as a machine makes them"),
    NEW: _("The account was less than a day old"),
    ONE_DEVICE: _("Most votes of that hour come from the same network and the same sort of device"),
    ONLY_HERE: _("The member voted for nothing else"),
}
RELEASED = "released"  # stands in the reasons of a vote that somebody has looked at: it is not held again

YOUNG = timedelta(days=1)
LATELY = timedelta(hours=1)
LOOKED_AT = 60  # of an entry's latest votes, when one is cast
RUN = 24  # so many in a row tell a rhythm from chance
EVEN = 0.6  # share of intervals that are within a quarter of the middle one; of votes at random it is 0.17
CROWD = 20  # fewer votes show no share
SHARE = 0.6
LIST = Path(__file__).parent / "throwaway_domains.txt"


@dataclass(frozen=True, slots=True)
class Traits:
    """Where a vote came from, as keyed hashes of one contest: whether two are the same can be told, not which."""

    network: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    score: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def is_held(self) -> bool:
        return self.score >= HOLD_FROM


def assessed(reasons: Collection[str]) -> Assessment:
    """What these add up to, the weightiest first."""
    ordered = sorted(set(reasons) & set(POINTS), key=lambda code: -POINTS[code])
    return Assessment(min(sum(POINTS[code] for code in ordered), 1_000), tuple(ordered))


def traits_of(address: str, agent: str, languages: str, *, contest_id: int) -> Traits:
    """`address` is that of the connection, or of the last stranger before our own proxies; never what a client says."""
    return Traits(
        network=_hashed(f"{contest_id}|network|{_prefix(address)}"),
        device=_hashed(f"{contest_id}|device|{agent}|{languages}"),
    )


def _prefix(address: str) -> str:
    """The network: /24, or /48 where addresses are long."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network(f"{found}/{48 if found.version == 6 else 24}", strict=False))


def _hashed(text: str) -> str:
    return blake2b(text.encode(), key=_key(), digest_size=8).hexdigest()


@lru_cache(maxsize=1)
def _key() -> bytes:
    return blake2b(f"contests.risk|{settings.SECRET_KEY}".encode(), digest_size=32).digest()


def is_throwaway(email: str) -> bool:
    """Of a domain of our list or of `THROWAWAY_MAIL_DOMAINS`, or of one below it."""
    labels = email.rpartition("@")[2].lower().rstrip(".").split(".")
    known = _throwaway_domains()
    return any(
        ".".join(labels[place:]) in known or ".".join(labels[place:]) in settings.THROWAWAY_MAIL_DOMAINS
        for place in range(len(labels))
    )


@lru_cache(maxsize=1)
def _throwaway_domains() -> frozenset[str]:
    lines = (line.strip() for line in LIST.read_text(encoding="utf-8").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def at_casting(
    *, joined: datetime, email: str, traits: Traits, lately: Sequence[tuple[datetime, str, str]], at: datetime
) -> Assessment:
    """Of a vote that is about to be cast. `lately`: the entry's latest votes before it, as when, network and device."""
    reasons = [THROWAWAY] if is_throwaway(email) else []
    if at - joined < YOUNG:
        reasons.append(NEW)
    if len(lately) >= CROWD - 1 and traits.network:
        alike = sum(1 for _at, network, device in lately if (network, device) == (traits.network, traits.device)) + 1
        if alike >= CROWD and alike >= SHARE * (len(lately) + 1):
            reasons.append(ONE_DEVICE)
    if len(lately) >= RUN - 1 and _goes_on_evenly(traits, lately, at):
        reasons.append(RHYTHM)
    return assessed(reasons)


def _goes_on_evenly(traits: Traits, lately: Sequence[tuple[datetime, str, str]], at: datetime) -> bool:
    """Whether this vote is the next beat of those of its network, or of its sort of device. What goes through all of
    them shows only afterwards, when it can be told from a vote that came by chance in between."""
    of_network = [moment for moment, network, _device in lately if network == traits.network]
    of_device = [moment for moment, _network, device in lately if device == traits.device]
    runs = [moments[: RUN - 1] for moments in (of_network, of_device) if len(moments) >= RUN - 1]
    return any(
        RUN - 1 in beats([*(moment.timestamp() for moment in reversed(run)), at.timestamp()]).sure for run in runs
    )


class Beats(NamedTuple):
    """Places in a row of times. What comes by chance between two beats is near one of them at most."""

    sure: set[int]  # a beat on either side
    maybe: set[int]  # on one side


def beats(times: Sequence[float]) -> Beats:
    """Which of these times, in order, are beats of a rhythm: in a run of RUN of which most intervals are alike, and
    at the ends of such intervals themselves."""
    gaps = [after - before for before, after in pairwise(times)]
    even: set[int] = set()
    for start in range(len(gaps) - RUN + 2):
        run = gaps[start : start + RUN - 1]
        middle = median(run)
        alike = [start + place for place, gap in enumerate(run) if middle > 0 and abs(gap - middle) <= middle / 4]
        if len(alike) >= EVEN * len(run):
            even.update(alike)
    ends = {-1, len(gaps)}  # nothing stands before the first and after the last
    sure = {place for gap in even for place in (gap, gap + 1) if {place - 1, place} <= even | ends}
    return Beats(sure, {place for gap in even for place in (gap, gap + 1)} - sure)
