from django_tasks import task

from contests.actions import calling, jury_mailing
from contests.models import ContestPage


@task()
def call_judges(contest_id: int) -> None:
    if contest := ContestPage.objects.filter(pk=contest_id).first():
        calling.call_judges(contest)


@task()
def send_invitation(juror_id: int) -> None:
    jury_mailing.send_invitation(juror_id)
