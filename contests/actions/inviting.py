"""Putting a jury together: asking somebody, asking again, letting them answer, and removing them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contests import jury_tasks
from contests.actions.allotting import allot, discard, hold_desks
from contests.models import ContestPage, Judgement, Juror
from contests.policies.judging import is_over, may_accept_invitation, may_answer_invitation, may_invite
from contests.policies.running import may_run
from core.effects import after_commit
from core.errors import RuleBroken
from core.members.models import User
from core.policies import ensure

INVITED, REMOVED = "contests.judge_invited", "contests.judge_removed"  # in Wagtail's log


def invite(
    contest: ContestPage,
    *,
    by: Any,
    name: str,
    email: str,
    about: str = "",
    message: str = "",
    at: datetime | None = None,
) -> Juror:
    """Ask the person with this address to judge; the letter is signed by `by`.

    Somebody who declined or was removed is asked anew. Raises Refused, and RuleBroken for who judges already or has
    an invitation that still holds.
    """
    at = at or timezone.now()
    ensure(may_invite(by, contest, at=at))
    with transaction.atomic():
        hold_desks(contest)  # two who invite the same person wait for each other
        email = email.strip().lower()
        juror = contest.jurors.select_for_update().filter(email=email).first() or Juror(contest=contest, email=email)
        if juror.pk and (told := _still_asked(juror, at=at)):
            raise RuleBroken({"email": told})
        juror.name, juror.about, juror.message = name, about, message
        _ask(juror, by=by, at=at)
    return juror


def invite_again(juror: Juror, *, by: Any, at: datetime | None = None) -> Juror:
    """Another letter with another token; the one before leads nowhere any more. Raises Refused, and RuleBroken for who
    judges already."""
    at = at or timezone.now()
    ensure(may_invite(by, juror.contest, at=at))
    with transaction.atomic():
        juror = Juror.objects.select_for_update(of=("self",)).select_related("contest").get(pk=juror.pk)
        if juror.is_judging:
            raise RuleBroken(_("%(name)s judges already.") % {"name": juror.name})
        _ask(juror, by=by, at=at)
    return juror


def accept_invitation(juror: Juror, *, by: Any, at: datetime | None = None) -> Juror:
    """`by` judges from now on. Again changes nothing. Raises Refused with the reason."""
    at = at or timezone.now()
    with transaction.atomic():
        list(User.objects.select_for_update(no_key=True).filter(pk=by.pk).values("pk"))  # first, as in entering
        juror = _locked(juror)
        if juror.accepted_at:
            ensure(may_answer_invitation(by, juror, at=at))
            return juror
        ensure(may_accept_invitation(by, juror, at=at))
        if juror.contest.jurors.judging().filter(member=by).exists():
            raise RuleBroken(_("You judge in this contest already, by another invitation."))
        juror.member, juror.accepted_at = by, at
        juror.save(update_fields=["member", "accepted_at"])
        allot(juror.contest, at=at)
    return juror


def decline_invitation(juror: Juror, *, by: Any, at: datetime | None = None) -> Juror:
    """`by` does not judge, or no longer; what lies on their desk goes to others, and what they gave counts. Again
    changes nothing. Raises Refused with the reason."""
    at = at or timezone.now()
    with transaction.atomic():
        juror = _locked(juror)
        if juror.declined_at and juror.member_id in (None, by.pk):
            return juror
        ensure(may_answer_invitation(by, juror, at=at))
        juror.member, juror.declined_at = by, at
        juror.save(update_fields=["member", "declined_at"])
        clear_desk(juror, at=at)
    return juror


def remove_judge(juror: Juror, *, by: Any, keeps_marks: bool = True, at: datetime | None = None) -> Juror:
    """They do not judge here, and their invitation leads nowhere. What lies on their desk goes to others; what they
    gave counts, unless `keeps_marks` is false: then it goes to others, too. Again changes nothing. Raises Refused, and
    RuleBroken when marks shall not count once the jury has decided."""
    at = at or timezone.now()
    ensure(may_run(by, juror.contest))
    if not keeps_marks and is_over(juror.contest, at=at):
        raise RuleBroken(_("The jury has decided: what was given counts, whoever is removed afterwards."))
    with transaction.atomic():
        juror = _locked(juror)
        if juror.removed_at is None:
            juror.removed_at, juror.letter_due_at = at, None
            juror.save(update_fields=["removed_at", "letter_due_at"])
            out = 0 if keeps_marks else juror.judgements.given().update(state=Judgement.State.CONFLICT)
            log(juror.contest, REMOVED, user=by, timestamp=at, data={"judge": juror.pk, "marks_out": out})
            clear_desk(juror, at=at)
    return juror


def clear_desk(juror: Juror, *, at: datetime) -> None:
    """What was not judged goes to others; conflicts stay known."""
    discard(juror.judgements.unfinished())
    allot(juror.contest, at=at)


def _locked(juror: Juror) -> Juror:
    hold_desks(juror.contest)
    return Juror.objects.select_for_update(of=("self",)).select_related("contest__register").get(pk=juror.pk)


def _still_asked(juror: Juror, *, at: datetime) -> str:
    if juror.is_judging:
        return _("Whoever has this address judges already.")
    if juror.state_at(at) == Juror.State.INVITED:
        return _("This address has been invited already. You can send the invitation again below.")
    return ""


def _ask(juror: Juror, *, by: Any, at: datetime) -> None:
    juror.token, juror.invited_by, juror.invited_at, juror.language = uuid4(), by, at, get_language() or ""
    juror.member = juror.accepted_at = juror.declined_at = juror.removed_at = None
    juror.letter_due_at, juror.letter_attempts = at, 0
    juror.save()
    log(juror.contest, INVITED, user=by, timestamp=at, data={"judge": juror.pk})
    after_commit(jury_tasks.send_invitation, juror.pk)
