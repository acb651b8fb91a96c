from django_tasks import task

from core.audience.actions import earning


@task()
def measure_member(member_id: int) -> None:
    earning.measure_members([member_id])
