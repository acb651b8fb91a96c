"""Interleaved rounds, and what a comparison says."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds for one call: of this process's CPU, and by the clock (the database's work included)."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `met` is None for a figure that has no target."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None
    figures: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def interleaved(acts: Mapping[str, Callable[[], object]], *, rounds: int, calls: int = 5) -> dict[str, Spent]:
    """Every act in turn, round after round, so that a slow moment of the machine hits all of them. Medians a call."""
    for act in acts.values():
        act()
    seen: dict[str, list[Spent]] = {name: [] for name in acts}
    names = list(acts)
    for number in range(rounds):
        for name in names if number % 2 else reversed(names):
            seen[name].append(spent(acts[name], calls))
    return {name: Spent(median(s.cpu for s in all_), median(s.wall for s in all_)) for name, all_ in seen.items()}


def spent(act: Callable[[], object], calls: int) -> Spent:
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(calls):
        act()
    return Spent((time.process_time() - cpu) * 1000 / calls, (time.perf_counter() - wall) * 1000 / calls)


def at_most(what: str, ratio: float, most: float, **figures: Any) -> Row:
    return Row(what, f"{ratio:.2f} ×", f"≤ {most} ×", ratio <= most, figures | {"ratio": ratio})


def at_least(what: str, ratio: float, least: float, **figures: Any) -> Row:
    return Row(what, f"{ratio:.2f} ×", f"≥ {least} ×", ratio >= least, figures | {"ratio": ratio})


def no_more(what: str, value: float, most: float, unit: str, **figures: Any) -> Row:
    return Row(what, f"{value:,.0f} {unit}", f"≤ {most:,.0f} {unit}", value <= most, figures | {"value": value})


def table(rows: list[Row]) -> str:
    marks = {True: "yes", False: "NO", None: ""}
    lines = [("what", "measured", "target", "met"), *((r.what, r.measured, r.target, marks[r.met]) for r in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([shown[0], "-" * len(shown[0]), *shown[1:]])
