from django_tasks import task

from contests.actions import congratulating
from contests.models import Disqualification, Publication, Reinstatement


@task()
def tell_of_publication(publication_id: int) -> None:
    untold = Publication.objects.filter(pk=publication_id, told_at=None)
    if publication := untold.select_related("contest").first():
        congratulating.tell_of_publication(publication)


@task()
def tell_of_disqualification(disqualification_id: int) -> None:
    if made := Disqualification.objects.filter(pk=disqualification_id).select_related("entry", "by").first():
        congratulating.tell_of_disqualification(made)


@task()
def tell_of_reinstatement(reinstatement_id: int) -> None:
    confirmed = Reinstatement.objects.filter(pk=reinstatement_id, is_confirmed=True)
    if made := confirmed.select_related("disqualification__entry", "decided_by").first():
        congratulating.tell_of_reinstatement(made)
