"""Notices of illegal content (article 16 of the EU's Digital Services Act): filed by anybody, answered by a person."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.effects import after_commit
from core.errors import RuleBroken, Stale
from core.policies import ensure
from core.sanitizing import clean_line, clean_text, is_blank
from moderation import tasks
from moderation.actions.deciding import words_of
from moderation.actions.opening import open_case
from moderation.addresses import thing_at
from moderation.auditing import log_answer
from moderation.models import Case, IllegalNotice
from moderation.policies import may_answer, may_moderate

RECEIPT_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 32, none of which looks like another when it is read out
ADDRESS_LENGTH = 500
AGAIN = timedelta(hours=1)  # the same notice within this time is a second click
LETTERS_A_DAY = 10  # to one address, so that nobody is buried in receipts for notices that they did not file


def file_notice(
    *,
    address: str,
    law: str,
    why: str,
    name: str,
    email: str,
    in_good_faith: bool,
    by: Any = None,
    language: str = "",
    at: datetime | None = None,
) -> IllegalNotice:
    """The notice with its receipt number, joined to the case of the thing at that address; letter and alert go out.

    An address of this site that belongs to no thing is kept too, without a case. The same notice again within the hour
    is the one that is there. Whether name and e-mail may be left out, the form knows. Raises RuleBroken by field.
    """
    at = at or timezone.now()
    said = {"law": clean_line(law), "why": clean_text(why), "name": clean_line(name), "email": email.strip()}
    _check(said, in_good_faith=in_good_faith)
    said["address"] = address_here(address)
    member = by if by is not None and by.is_authenticated else None
    with transaction.atomic():
        case, snapshot = _joined(said["address"], at=at)
        if again := IllegalNotice.objects.filter(**said, by=member, answered_at=None, at__gt=at - AGAIN).first():
            return again
        notice = IllegalNotice.objects.create(
            **said,
            receipt=new_receipt(),
            case=case,
            snapshot=snapshot,
            by=member,
            in_good_faith=True,
            language=language,
            at=at,
            letter_due_at=at if _may_be_written_to(said["email"], at=at) else None,
        )
        after_commit(tasks.send_letter, notice.pk)
        after_commit(tasks.alert_moderators, notice.pk)
    return notice


def answer_notice(notice: IllegalNotice, *, by: Any, text: str, at: datetime | None = None) -> IllegalNotice:
    """Whoever filed it reads the answer under the receipt number, and by e-mail when there is an address.

    Raises Refused (also for one's own notice, and for a notice about oneself), RuleBroken without a text, and Stale
    when it was answered already.
    """
    ensure(may_moderate(by))
    if is_blank(text):
        raise RuleBroken({"text": _("Say what was decided and why.")})
    with transaction.atomic():
        notice = IllegalNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        ensure(may_answer(by, notice))
        if notice.is_answered:
            raise Stale(_("Somebody answered this notice meanwhile."))
        notice.answer, notice.answered_by = clean_text(text), by
        notice.answered_at = at or timezone.now()
        notice.letter_due_at, notice.letter_attempts = (notice.answered_at if notice.email else None), 0
        notice.save(update_fields=["answer", "answered_by", "answered_at", "letter_due_at", "letter_attempts"])
        log_answer(notice)
        after_commit(tasks.send_letter, notice.pk)
    return notice


def address_here(address: str, *, also: str = "") -> str:
    """The whole address of something on this site; `also` is a further host that is ours. Raises RuleBroken."""
    try:
        parts = urlsplit(clean_line(address))
        host, ours = (parts.hostname or "").lower(), urlsplit(settings.BASE_URL)
    except ValueError:
        parts, host, ours = urlsplit(""), "", urlsplit("")
    here = {(ours.hostname or "").lower(), urlsplit(f"//{also}").hostname, *_hosts_of_sites()}
    is_path = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_path and not (parts.scheme in ("http", "https") and host and host in here):
        problem = _("This is not an address on this site. Open the page, and copy its address from the browser.")
        raise RuleBroken({"address": problem})
    whole = urlunsplit((ours.scheme, ours.netloc, parts.path or "/", parts.query, parts.fragment))
    if len(whole) > ADDRESS_LENGTH:
        raise RuleBroken({"address": _("This address is too long.")})
    return whole


def new_receipt() -> str:
    """80 bits that nobody guesses, in groups that can be read out."""
    return "-".join("".join(secrets.choice(RECEIPT_SIGNS) for _sign in range(4)) for _group in range(4))


def _hosts_of_sites() -> set[str]:
    return {host.lower() for host in Site.objects.values_list("hostname", flat=True)}


def _check(said: dict[str, str], *, in_good_faith: bool) -> None:
    problems = {field: _("Write something that can be read.") for field in ("law", "why") if is_blank(said[field])}
    if not in_good_faith:
        problems["in_good_faith"] = _("Say that you believe this to be true.")
    if problems:
        raise RuleBroken(problems)


def _joined(address: str, *, at: datetime) -> tuple[Case | None, dict[str, Any] | None]:
    """The open case of what stands at this address, and its words as they are now."""
    found = thing_at(address)
    if found is None:
        return None, None
    kind, thing = found
    case = open_case(kind, thing, reason="is_illegal_notice", at=at)
    return case, words_of(kind, thing)


def _may_be_written_to(email: str, *, at: datetime) -> bool:
    """Written in capitals it is the same address."""
    lately = IllegalNotice.objects.with_email(email).filter(at__gt=at - timedelta(days=1))
    return bool(email) and lately.count() < LETTERS_A_DAY
