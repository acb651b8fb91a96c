"""Uploaded files within the forms of other rooms: by their tokens, or as bytes where no script runs."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.errors import Refused, RuleBroken
from gallery.actions.uploading import receive_plain
from gallery.models import MediaItem

MOST_TOKENS = 20  # in one request, whatever the form allows


class UploadsField(forms.Field):
    """The tokens of uploads, in their order. Whose they are and whether they may be used, a verb says."""

    widget = forms.MultipleHiddenInput
    hidden_widget = forms.MultipleHiddenInput
    default_error_messages = {"invalid": _("A picture is missing. Please upload it again.")}

    def to_python(self, value: Any) -> list[str]:
        try:
            return [str(UUID(str(token))) for token in (value or [])[:MOST_TOKENS] if token]
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def with_plain_files(request: HttpRequest, *, purpose: str, field: str = "uploads") -> tuple[Any, list[str]]:
    """What was posted, with the tokens of files that came as bytes; and in words what kept some of them out."""
    posted, problems = request.POST.copy(), []
    if not request.user.is_authenticated:
        return posted, problems
    for file in request.FILES.getlist("file"):
        try:
            item = receive_plain(file, by=request.user, purpose=purpose)
        except RuleBroken as broken:
            problems += [f"{file.name}: {words}" for words in broken.messages]
        except Refused as refused:
            problems.append(f"{file.name}: {refused}")
        else:
            posted.appendlist(field, str(item.token))
    return posted, problems


def chosen(tokens: Any, *, by: Any) -> list[MediaItem]:
    """The member's own items by these tokens, to be shown in the form again; in their order, without what is none."""
    if not by.is_authenticated or not tokens:
        return []
    wanted = list(dict.fromkeys(str(token) for token in tokens if _is_token(str(token))))[:MOST_TOKENS]
    mine = {str(item.token): item for item in MediaItem.objects.filter(owner=by.pk, token__in=wanted)}
    return [mine[token] for token in wanted if token in mine]


def _is_token(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
