"""What somebody who is asked to judge gets by e-mail, with or without an account, signed by whoever asks them."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac

from contests.juries import holds_until
from contests.models import ContestPage, Juror
from contests.policies.judging import has_confirmed
from core.brand.models import BrandSettings
from core.notices.letters import absolute

NAME = "emails/jury_invitation"


def invitation(juror: Juror) -> EmailMultiAlternatives:
    known = dict(settings.LANGUAGES)
    with translation.override(juror.language if juror.language in known else settings.LANGUAGE_CODE):
        values = _values(juror)
        mail = EmailMultiAlternatives(
            subject=" ".join(_plain(f"{NAME}.subject.txt", values).split()),
            body=_plain(f"{NAME}.txt", values),
            to=[juror.email],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(juror)},
        )
        mail.attach_alternative(render_to_string(f"{NAME}.html", values), "text/html")
    return mail


def names_contest(juror: Juror) -> bool:
    """Whether whoever has this address may read the contest's title: everybody may, or their account does."""
    member = get_user_model().objects.with_email(juror.email).first()
    reader = member if member and has_confirmed(member, juror.email) else AnonymousUser()
    return ContestPage.objects.visible_to(reader).filter(pk=juror.contest_id).exists()


def _values(juror: Juror) -> dict[str, Any]:
    is_named = names_contest(juror)
    return {
        "name": juror.name,
        "message": juror.message,
        "inviter": juror.invited_by.shown_name if juror.invited_by else "",
        "title": juror.contest.title if is_named else "",
        "brief": juror.contest.brief if is_named else "",
        "url": absolute(juror.get_absolute_url()),
        "expires_at": holds_until(juror),
        "site_url": absolute("/"),
        "brand_name": BrandSettings.objects.filter(site__is_default_site=True).values_list("name", flat=True).first(),
    }


def _plain(name: str, values: dict[str, Any]) -> str:
    """A text template: nothing is escaped, because nothing will read it as HTML."""
    return get_template(name).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def _message_id(juror: Juror) -> str:
    """The same at every attempt: sent twice after a crash, it is one message to every mail program."""
    digest = salted_hmac("contests.jury_letters", str(juror.token), algorithm="sha256").hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>"
