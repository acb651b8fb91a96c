"""What everybody may read of moderation: the house rules, and three figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moderation.figures import FEWEST, figures
from moderation.models import HouseRule
from moderation.rules import referred_to


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Those in force; below them retired ones by which somebody was decided on, who may want to read them."""
    asked = HouseRule.objects.prefetch_related("translations")
    in_force, retired = asked.in_force(), referred_to(asked.filter(is_retired=True))
    context = {"rules": [rule.words() for rule in in_force], "retired": [rule.words() for rule in retired]}
    return render(request, "moderation/rules.html", context)


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/transparency.html", {"figures": figures(), "fewest": FEWEST})
