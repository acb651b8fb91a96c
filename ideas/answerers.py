from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet


def answerers() -> QuerySet[Any]:
    """Members who may answer ideas: who can own one."""
    holds = Q(is_superuser=True)
    for held_by in ("groups__permissions", "user_permissions"):
        holds |= Q(**{f"{held_by}__codename": "answer_idea", f"{held_by}__content_type__app_label": "ideas"})
    able = get_user_model().objects.filter(holds).values("pk")
    return get_user_model().objects.present().filter(pk__in=able).order_by("display_name", "pk")
