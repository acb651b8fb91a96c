from datetime import datetime

from django_tasks import task

from insiders.actions import giving_out, mailing, standing, telling


@task()
def send_invitations() -> None:
    if mailing.send_invitations() == mailing.BATCH:
        send_invitations.enqueue()


@task()
def carry_out(giving_id: int) -> None:
    giving_out.carry_out(giving_id)


@task()
def let_in_who_took_part(kind: str, id: int, role: str, member_id: int, since: str) -> None:
    standing.let_in_who_took_part(kind, id, role, member_id, since=datetime.fromisoformat(since))


@task()
def welcome(membership_id: int) -> None:
    telling.tell_began([membership_id])


@task()
def say_goodbye(*membership_ids: int) -> None:
    telling.tell_ended(membership_ids)
