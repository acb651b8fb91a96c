"""The languages that captions may be in: the site's own, and whatever else Django has a name for."""

from functools import cache

from django.conf import global_settings, settings
from django.utils.translation import get_language_info


def name_of(language: str) -> str:
    """As its own speakers call it; the code itself for a language that Django does not know."""
    try:
        return str(get_language_info(language)["name_local"]).capitalize()
    except KeyError:
        return language


def of_site() -> list[tuple[str, str]]:
    return [(code, name_of(code)) for code, _name in settings.LANGUAGES]


@cache
def all_others(known: tuple[str, ...]) -> list[tuple[str, str]]:
    """Those that are not among the known, by their names."""
    codes = [code for code, _name in global_settings.LANGUAGES if code not in known]
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1].casefold())


def others() -> list[tuple[str, str]]:
    return all_others(tuple(code for code, _name in settings.LANGUAGES))


def is_known(language: str) -> bool:
    return any(language == code for code, _name in (*of_site(), *others()))
