"""Mail about the account itself: one text a letter, from which the HTML is laid out."""

import re
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.context import make_context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import translation

from core.members.models import User


def letter(
    prefix: str, email: str, values: dict[str, Any], *, request: HttpRequest | None, sender: str
) -> EmailMultiAlternatives:
    """The letter `prefix`_subject.txt and `prefix`_message.txt to this address, in its owner's language."""
    reset_url = urljoin(f"{settings.BASE_URL}/", reverse("account_reset_password"))
    values = {**values, "site_url": f"{settings.BASE_URL}/", "reset_url": reset_url}
    with translation.override(language_of(email)):
        subject = " ".join(_plain(f"{prefix}_subject.txt", values, request).split())
        text = re.sub(r"\n{3,}", "\n\n", _plain(f"{prefix}_message.txt", values, request)).strip()
        parts = {"subject": subject, "paragraphs": [_shape(part, values) for part in text.split("\n\n")]}
        html = render_to_string("emails/account_letter.html", {**values, **parts}, request)
    mail = EmailMultiAlternatives(subject, f"{text}\n", sender, [email], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    return mail


def _plain(name: str, values: dict[str, Any], request: HttpRequest | None) -> str:
    """A text template: nothing is escaped, because nothing will read it as HTML."""
    template = get_template(name).template  # type: ignore[attr-defined]
    return template.render(make_context(values, request, autoescape=False))


def language_of(email: str) -> str:
    """The language of the member with this address, else that of the page which causes the letter."""
    chosen = User.objects.with_email(email).values_list("language", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _shape(part: str, values: dict[str, Any]) -> dict[str, str]:
    """What a paragraph is: an address to follow, a code to type, or words."""
    part = part.strip()
    if re.fullmatch(r"https?://\S+", part):
        return {"kind": "link", "text": part}
    return {"kind": "code" if part and part == values.get("code") else "words", "text": part}
