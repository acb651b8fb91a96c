"""Who may do what in moderation, each with a reason that the person may read."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.policies import YES, Verdict, no
from moderation.acts import ABOUT_A_DECISION, AGAINST_AUTHOR, INSIDE
from moderation.models import Appeal, BulkApproval, Case, Decision, IllegalNotice, Suspension
from moderation.models.appeal import WITHIN
from moderation.models.decision import UNDO
from moderation.teams import escalation_of, is_listener


def may_moderate(user: Any) -> Verdict:
    if user.is_authenticated and user.has_perm("moderation.moderate"):
        return YES
    return no(_("This part of the site is for its moderators."))


def may_decide(user: Any, case: Case) -> Verdict:
    """Nobody decides on their own things; an appeal is not for whoever decided first."""
    if not (verdict := may_moderate(user)):
        return verdict
    if case.author_id == user.pk:
        return no(_("This is yours: somebody else decides on it."))
    if case.is_appealed and not Appeal.objects.waiting_about(case).not_against(user).exists():
        return no(_("You decided this before: an appeal needs other eyes."))
    return YES


def may_decide_appeal(user: Any, decision: Decision) -> Verdict:
    """`decision` is what the appeal is against: an appeal is for somebody who has not judged it yet."""
    if decision.by_id == user.pk:
        return no(_("You decided this before: an appeal needs other eyes."))
    return YES


def may_return(user: Any, case: Case) -> Verdict:
    """Back into the queue: whoever passed the case on, and those to whom it was passed."""
    if not (verdict := may_decide(user, case)):
        return verdict
    escalation = escalation_of(case)
    if escalation is None:
        return no(_("This was not passed on."))
    if escalation.by_id == user.pk or is_listener(user, case, escalation):
        return YES
    return no(_("This was passed to others. They take it back into the queue, or whoever passed it on."))


def may_suspend(user: Any, member: Any) -> Verdict:
    """Whoever works here is not locked out by a colleague."""
    if member and member.has_perm("wagtailadmin.access_admin") and not user.is_superuser:
        return no(_("Only an administrator can suspend somebody who works here."))
    return YES


def may_answer(user: Any, notice: IllegalNotice) -> Verdict:
    """Neither whoever filed it, nor whoever wrote what it is about. That it was answered meanwhile, the verb says."""
    if not (verdict := may_moderate(user)):
        return verdict
    if user.pk in (notice.by_id, notice.case.author_id if notice.case else None):
        return no(_("This concerns you: somebody else answers it."))
    return YES


def may_read_contacts(user: Any) -> Verdict:
    """Who filed notices of illegal content. Deciding needs no name: a moderator is given this apart."""
    if not (verdict := may_moderate(user)):
        return verdict
    if user.has_perm("moderation.read_notice_contacts"):
        return YES
    return no(_("Who filed it is for those who may follow up. An administrator can let you read it."))


def may_reverse(user: Any, decision: Decision) -> Verdict:
    """Like deciding on its case; and not by whoever took it while its author waits for somebody else to look at it."""
    return may_decide(user, decision.case) and may_take_back(user, decision)


def may_take_back(user: Any, decision: Decision) -> Verdict:
    """What is to be said of this decision alone, beside its case. Asks nothing of one that comes with its `appeal`."""
    if decision.act in INSIDE | ABOUT_A_DECISION:
        return no(_("This cannot be reversed. Decide anew instead."))
    appeal = getattr(decision, "appeal", None)
    if decision.by_id == user.pk and appeal is not None and appeal.is_open:
        return no(_("Its author has appealed against your decision: somebody else looks at it now."))
    return YES


def may_confirm(user: Any, bulk: BulkApproval, *, at: datetime | None = None) -> Verdict:
    """More at once than one person answers for: another one confirms, within a day."""
    if not (verdict := may_moderate(user)):
        return verdict
    if bulk.asked_by_id == user.pk:
        return no(_("You asked for this yourself: somebody else confirms it."))
    if bulk.is_expired(at=at):
        return no(_("The day for confirming this is over. It can be asked for again."))
    if not bulk.is_open(at=at):
        return no(_("This was confirmed or taken back already."))
    if bulk.asked_by is None or not may_moderate(bulk.asked_by):
        return no(_("Whoever asked for this moderates no more."))
    return YES


def may_take_back_bulk(user: Any, bulk: BulkApproval, *, at: datetime | None = None) -> Verdict:
    """Whoever asked, and whoever would rather not confirm."""
    if not (verdict := may_moderate(user)):
        return verdict
    if bulk.is_expired(at=at):
        return no(_("The day for confirming this is over. Nothing of it was done."))
    return YES if bulk.is_open(at=at) else no(_("This was confirmed or taken back already."))


def may_undo_bulk(user: Any, bulk: BulkApproval, *, at: datetime | None = None) -> Verdict:
    """Whoever approved, within ten seconds."""
    if not (verdict := may_moderate(user)):
        return verdict
    if not bulk.is_confirmed or bulk.confirmed_by_id != user.pk:
        return no(_("Only who decided can undo it."))
    if bulk.closed_at is None or (at or timezone.now()) > bulk.closed_at + UNDO:
        return no(_("The time for undoing is over. You can reverse each decision instead."))
    return YES


def may_write(user: Any, *, at: datetime | None = None) -> Verdict:
    """Not during a suspension."""
    suspension = Suspension.objects.of(user, at=at)
    return may_write_since(suspension.until if suspension else None)


def may_write_since(suspended_until: datetime | None) -> Verdict:
    """The same, for whoever has looked already; None when no suspension holds."""
    if suspended_until is None:
        return YES
    until = timezone.localtime(suspended_until).strftime("%Y-%m-%d %H:%M")
    return no(_("Your account is suspended until %(until)s. You can read, but not write.") % {"until": until})


def may_report(user: Any, author_id: int | None) -> Verdict:
    """Of a thing that the caller has fetched through `visible_to`."""
    if not user.is_authenticated:
        return no(_("Sign in to report this."), sign_in=True)
    if author_id == user.pk:
        return no(_("This is yours. You can change or withdraw it."))
    return may_write(user)


def may_appeal(user: Any, decision: Decision, *, at: datetime | None = None) -> Verdict:
    """The author, once, within six months, against what was decided against them."""
    if not user.is_authenticated or decision.author_id != user.pk:
        return no(_("Only the author can appeal."))
    if decision.act not in AGAINST_AUTHOR:
        return no(_("There is nothing to appeal against."))
    if Decision.objects.filter(takes_back=decision).exists():
        return no(_("This decision was taken back."))
    if Appeal.objects.filter(decision=decision).exists():
        return no(_("You have appealed against this decision already."))
    if (at or timezone.now()) > decision.at + WITHIN:
        return no(_("The time for an appeal, six months, is over."))
    return YES
