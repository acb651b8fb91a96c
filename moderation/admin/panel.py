"""What stands under every case and knows nothing of it, drawn once and remembered: the panel in which a decision gets
its reasons, for each pair of languages; the buttons of the acts, for each choice of them."""

import time
from functools import cache as remembered
from itertools import groupby

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from moderation.admin.dossier import Choice
from moderation.admin.forms import DecisionForm
from moderation.models import HouseRule, HouseRuleWords

EPOCH = "moderation:rules-epoch"
SECONDS = 60  # what another process may still offer after a rule has changed, with an in-process cache


def blank_panel(language: str | None) -> SafeString:
    """With nothing written yet. `language` is the author's, in which the ready texts stand."""
    key = f"moderation:panel:{cache.get_or_set(EPOCH, time.time_ns, timeout=None)}:{get_language()}:{language}"
    drawn = cache.get(key)
    if drawn is None:
        context = {"form": DecisionForm(), "rules": rules_for(language)}
        drawn = str(render_to_string("moderation/admin/reasons.html", context))
        cache.set(key, drawn, SECONDS)
    return mark_safe(drawn)


def forget_panels(request: HttpRequest, rule: object) -> None:
    """After a rule was written, changed or deleted in the admin."""
    if isinstance(rule, HouseRule):
        cache.set(EPOCH, time.time_ns(), timeout=None)


def rail(choices: tuple[Choice, ...]) -> SafeString:
    """A button for each act."""
    return _rail(choices, get_language())


@remembered
def _rail(choices: tuple[Choice, ...], language: str | None) -> SafeString:
    return render_to_string("moderation/admin/rail.html", {"choices": choices})


def rules_for(language: str | None) -> list[HouseRule]:
    """The rules in force, each with the text that stands ready in this language (`ready`). In one query."""
    said = HouseRuleWords.objects.filter(rule__is_retired=False).select_related("rule")
    rules = []
    for _slug, words in groupby(said.order_by("rule__place", "rule__slug", "pk"), key=lambda words: words.rule.slug):
        in_languages = list(words)
        rule = in_languages[0].rule
        rule.translations.set(in_languages)  # in memory
        rule.ready = rule.words(language).ready_text
        rules.append(rule)
    return rules
