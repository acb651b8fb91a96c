from typing import Any

from django import template

from core.policies import Verdict, may

register = template.Library()


@register.simple_tag(takes_context=True, name="may")
def may_tag(context: template.Context, name: str, subject: Any) -> Verdict:
    """`{% may "ideas.vote" idea as verdict %}`: what the policy says of the person who looks."""
    return may(name, context["request"].user, subject)
