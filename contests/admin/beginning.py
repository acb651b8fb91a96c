"""What the form of a contest fills in by itself: rules and a zone for a new one, times that follow from the first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from contests.kinds import Kind
from contests.phases import ORDER
from contests.proposals import FILM, rules_in_full, short_rules, times_from
from contests.zones import zone_of

LOOK_AT_IT = _("We propose this and what follows from it. Look at it, change what you like, and publish again.")
OPENS = "entries_from"
FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d")


def begin(form: Any) -> None:
    """A new contest has rules to change rather than to find, and the zone of the one before it, else its editor's."""
    form.initial.setdefault("rules_in_short", "")
    form.initial["rules_in_short"] = form.initial["rules_in_short"] or short_rules()
    if not form.initial.get("rules"):
        form.initial["rules"] = rules_in_full()
    if not form.is_bound:
        form.instance.time_zone = form.initial["time_zone"] = _usual_zone(form)


def _usual_zone(form: Any) -> str:
    model = type(form.instance)
    last = model._default_manager.order_by("-pk").values_list("time_zone", flat=True).first()
    profile = getattr(form.for_user, "wagtail_userprofile", None) if form.for_user else None
    for name in (last, profile and profile.current_time_zone):
        if name and zone_of(name):
            return str(name)
    return str(form.instance.time_zone)


def propose(form: Any) -> list[str]:
    """Fill in what was left empty and follows from what was typed: the other times from the first, the lengths of a
    film. The fields that were filled in; none once anything of the kind was said by the editor."""
    given = {**_film_lengths(form.data, form), **_times(form.data, form)}
    if given:
        form.data = form.data.copy()
        for name, value in given.items():
            form.data[form.add_prefix(name)] = value
    return list(given)


def _film_lengths(data: Mapping[str, Any], form: Any) -> dict[str, str]:
    if data.get(form.add_prefix("kind")) != Kind.VIDEO or any(data.get(form.add_prefix(name)) for name in FILM):
        return {}
    return {name: str(seconds) for name, seconds in FILM.items() if name in form.fields}


def _times(data: Mapping[str, Any], form: Any) -> dict[str, str]:
    decides, opens = str(data.get(form.add_prefix("decides"))), _wall(data.get(form.add_prefix(OPENS)) or "")
    if opens is None or decides not in ORDER:
        return {}
    proposed = times_from(opens, decides)
    del proposed[OPENS]
    if any(data.get(form.add_prefix(name)) for name in proposed):
        return {}
    return {name: f"{moment:%Y-%m-%d %H:%M}" for name, moment in proposed.items() if name in form.fields}


def _wall(text: str) -> datetime | None:
    for form in FORMS:
        try:
            found = datetime.strptime(text.strip(), form)  # noqa: DTZ007  # its zone is the contest's
        except ValueError:
            continue
        return found if 2000 <= found.year < 2200 else None
    return None
