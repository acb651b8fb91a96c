"""What an e-mail says: subject, text and HTML in the language of whoever gets it, and the headers around them."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import translation

from core.brand.models import BrandSettings
from core.notices.models import Message
from core.notices.showing import Told, tell
from core.notices.tokens import unsubscribe_path


def letter(message: Message, *, address: str) -> EmailMultiAlternatives | None:
    """The e-mail, ready to be sent; None when there is nothing that its reader may see now. Raises whatever a kind's
    templates raise."""
    language = message.recipient.language
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        [told] = tell([message.notice], to=message.recipient)  # titles and facts are words, too: in that language
        if told.thing is None:
            return None
        values = _values(message, told)
        name = f"emails/{values['kind'].template}"
        mail = EmailMultiAlternatives(
            subject=" ".join(_plain(f"{name}.subject.txt", values).split()),
            body=_plain(f"{name}.txt", values),
            to=[address],
            headers=_headers(message, values),
        )
        mail.attach_alternative(render_to_string(f"{name}.html", values), "text/html")
    return mail


def _values(message: Message, told: Told) -> dict[str, Any]:
    if told.kind is None or told.thing is None:
        raise ValueError("There is nothing to write about.")
    return {
        "kind": told.kind,
        "notice": told.notice,
        "thing": told.thing,
        "facts": told.facts,
        "actor": told.notice.actor,
        "recipient": message.recipient,
        "thing_url": absolute(told.thing.url),
        "preferences_url": absolute(reverse("notices:preferences")),
        "unsubscribe_url": absolute(unsubscribe_path(message.recipient.pk, told.kind)),
        "site_url": absolute("/"),
        "brand_name": BrandSettings.objects.filter(site__is_default_site=True).values_list("name", flat=True).first(),
    }


def _headers(message: Message, values: dict[str, Any]) -> dict[str, str]:
    return {
        "Message-ID": message.message_id,
        "List-Unsubscribe": f"<{values['unsubscribe_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _plain(name: str, values: dict[str, Any]) -> str:
    """A text template: nothing is escaped, because nothing will read it as HTML."""
    return get_template(name).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def absolute(path: str) -> str:
    return urljoin(f"{settings.BASE_URL}/", path)
