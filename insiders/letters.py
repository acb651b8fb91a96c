"""What somebody who is invited gets by e-mail, with or without an account, in the voice of whoever invites them."""

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
from insiders.models import Invitation

NAME = "emails/insider_invitation"


def invitation_letter(invitation: Invitation) -> EmailMultiAlternatives:
    """Ready to be sent. The tier is named, also a hidden one: whoever has the address is the one who is invited."""
    link = invitation.link
    known = dict(settings.LANGUAGES)
    with translation.override(invitation.language if invitation.language in known else settings.LANGUAGE_CODE):
        values = _values(invitation, absolute(link.path))
        mail = EmailMultiAlternatives(
            subject=subject_of(values),
            body=text_of(values),
            to=[invitation.email],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(link.digest)},
        )
        mail.attach_alternative(render_to_string(f"{NAME}.html", values), "text/html")
    return mail


def preview(invitation: Invitation) -> dict[str, str]:
    """Subject and text of a letter that was not stored; its link leads nowhere."""
    values = _values(invitation, absolute("/invitation/…/"))
    return {"subject": subject_of(values), "body": text_of(values)}


def subject_of(values: dict[str, Any]) -> str:
    return " ".join(_plain(f"{NAME}.subject.txt", values).split())


def text_of(values: dict[str, Any]) -> str:
    return _plain(f"{NAME}.txt", values)


def _values(invitation: Invitation, url: str) -> dict[str, Any]:
    return {
        "name": invitation.name,
        "words": invitation.words,
        "signature": invitation.signature,
        "inviter": invitation.invited_by.shown_name if invitation.invited_by else "",
        "tier": invitation.tier,
        "url": url,
        "expires_at": invitation.expires_at,
        "site_url": absolute("/"),
        "brand_name": BrandSettings.objects.filter(site__is_default_site=True).values_list("name", flat=True).first(),
    }


def _plain(name: str, values: dict[str, Any]) -> str:
    """A text template: nothing is escaped, because nothing will read it as HTML."""
    return get_template(name).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def _message_id(digest: str) -> str:
    """The same at every attempt: sent twice after a crash, it is one message to every mail program."""
    made = salted_hmac("insiders.letters", digest, algorithm="sha256").hexdigest()[:32]
    return f"<{made}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"
