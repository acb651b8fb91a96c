from django_tasks import task

from contests.actions.shortlisting import renew_shortlists


@task()
def renew_shortlist(contest_id: int) -> None:
    renew_shortlists([contest_id])
