"""What an e-mail says: subject, text and HTML in the language of whoever gets it, and the headers around them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
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


def letter(message: Message, *, address: str, without: Collection[str] = ()) -> EmailMultiAlternatives | None:
    """The e-mail of a notice, ready to be sent; None when its kind is among those that are not wanted, or there is
    nothing that its reader may see now. Raises whatever a kind's templates raise."""
    notice = message.notice
    if notice is None or notice.kind in without:
        return None
    with in_language_of(message.recipient):
        [told] = tell([notice], to=message.recipient)  # titles and facts are words, too: in that language
        if told.kind is None or told.thing is None:
            return None
        unsubscribe_url = absolute(unsubscribe_path(message.recipient.pk, told.kind))
        values = _values(told) | frame(message.recipient, unsubscribe_url=unsubscribe_url)
        return compose(message, f"emails/{told.kind.template}", values, address=address)


@contextmanager
def in_language_of(member: Any) -> Iterator[None]:
    """In the language of this reader."""
    language = member.language if member.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        yield


def compose(message: Message, name: str, values: dict[str, Any], *, address: str) -> EmailMultiAlternatives:
    """The three templates of this name with these values: subject, text and HTML."""
    mail = EmailMultiAlternatives(
        subject=" ".join(_plain(f"{name}.subject.txt", values).split()),
        body=_plain(f"{name}.txt", values),
        to=[address],
        headers=_headers(message, values),
    )
    mail.attach_alternative(render_to_string(f"{name}.html", values), "text/html")
    return mail


def _values(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind,
        "notice": told.notice,
        "thing": told.thing,
        "facts": told.facts,
        "actor": told.notice.actor,
        "thing_url": absolute(told.thing.url) if told.thing else "",
    }


def frame(recipient: Any, *, unsubscribe_url: str) -> dict[str, Any]:
    """What every letter shows around its words."""
    return {
        "recipient": recipient,
        "preferences_url": absolute(reverse("notices:preferences")),
        "unsubscribe_url": unsubscribe_url,
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
