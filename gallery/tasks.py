from django_tasks import task

from gallery.actions import placing, preparing


@task()
def prepare_media(media_id: int) -> None:
    preparing.prepare(media_id)


@task()
def settle_media(media_id: int) -> None:
    placing.settle([media_id])


@task()
def settle_strayed() -> None:
    placing.settle_all()
