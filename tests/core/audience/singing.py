"""Takes a defence away and lets the canary look."""

from contextlib import contextmanager
from pathlib import Path

from django.dispatch import Signal
from wagtail import hooks

from core.audience.canary.crawl import check
from core.commands import surfaces


def looked(*keys, door="restriction", people=("visitor",), within=(), thorough=False, carry=False, plant=()):
    """What an outsider was told, of these surfaces behind one door; `plant` are others that no room has."""
    planting = [*(surface for surface in surfaces if surface.key in keys), *plant]
    is_admin = "/admin/" in str(within)
    asking = {"people": people, "within": within, "thorough": thorough, "carry": carry, "admin": is_admin}
    report = check(planting, doors=[door], **asking)
    assert not report.broken, report.broken[0]
    return report


def sings(*keys, **how):
    return looked(*keys, **how).leaks


def with_template(settings, folder: Path, name: str, text: str) -> None:
    """The site's template of that name, in other words."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [folder, *engine["DIRS"]]}]


def with_context(settings, ours: str, instead: str) -> None:
    """Templates are told by another function than ours."""
    [engine] = settings.TEMPLATES
    told = [instead if name == ours else name for name in engine["OPTIONS"]["context_processors"]]
    told = told if ours else [*told, instead]
    settings.TEMPLATES = [{**engine, "OPTIONS": {**engine["OPTIONS"], "context_processors": told}}]


@contextmanager
def without_hooks(*names: tuple[str, str]):
    """These of ours are not registered while this lasts: (where, name)."""
    taken = []
    for of, name in names:
        hooks.get_hooks(of)
        found = [entry for entry in hooks._hooks[of] if entry[0].__name__ == name]
        assert found
        for entry in found:
            hooks._hooks[of].remove(entry)
            taken.append((of, entry))
    try:
        yield
    finally:
        for of, entry in taken:
            hooks._hooks[of].append(entry)


@contextmanager
def without_receiver(signal: Signal, receiver, **how):
    """Nobody listens there while this lasts."""
    assert signal.disconnect(receiver, **how)
    try:
        yield
    finally:
        signal.connect(receiver, **how)
