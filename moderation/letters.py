"""What whoever filed a notice of illegal content gets by e-mail, with or without an account, in their language.

Nothing that they wrote stands in it: the address may be a stranger's, and nobody shall write to others through us.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from core.brand.models import BrandSettings
from core.notices.letters import absolute
from moderation.models import IllegalNotice


def letter(notice: IllegalNotice) -> EmailMultiAlternatives:
    """The receipt, or once there is one the answer."""
    name = "emails/illegal_notice_answered" if notice.is_answered else "emails/illegal_notice_received"
    known = dict(settings.LANGUAGES)
    with translation.override(notice.language if notice.language in known else settings.LANGUAGE_CODE):
        values = _values(notice)
        mail = EmailMultiAlternatives(
            subject=" ".join(_plain(f"{name}.subject.txt", values).split()),
            body=_plain(f"{name}.txt", values),
            to=[notice.email],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(notice)},
        )
        mail.attach_alternative(render_to_string(f"{name}.html", values), "text/html")
    return mail


def _values(notice: IllegalNotice) -> dict[str, Any]:
    return {
        "receipt": notice.receipt,
        "receipt_url": absolute(notice.get_absolute_url()),
        "filed_at": notice.at,
        "answer": notice.answer,
        "site_url": absolute("/"),
        "brand_name": BrandSettings.objects.filter(site__is_default_site=True).values_list("name", flat=True).first(),
    }


def _plain(name: str, values: dict[str, Any]) -> str:
    """A text template: nothing is escaped, because nothing will read it as HTML."""
    return get_template(name).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def _message_id(notice: IllegalNotice) -> str:
    """The same at every attempt: sent twice after a crash, it is one message to every mail program."""
    said = f"{notice.receipt} {'answered' if notice.is_answered else 'received'}"
    digest = salted_hmac("moderation.letters", said, algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"
