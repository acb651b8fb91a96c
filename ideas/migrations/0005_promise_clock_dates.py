"""Ideas that stand on a board without a day or an owner get them, counted from today: nobody promised an earlier one."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone

FINAL = ("launched", "declined")
PLANNED_DAYS = 60


def set_days_of_statuses(apps: Any, schema_editor: Any) -> None:
    apps.get_model("ideas", "BoardStatus").objects.filter(stage="planned").update(update_days=PLANNED_DAYS)


def give_dates_and_owners(apps: Any, schema_editor: Any) -> None:
    Idea, BoardStatus, Category = (apps.get_model("ideas", name) for name in ("Idea", "BoardStatus", "Category"))
    today = timezone.localtime(None, timezone.get_default_timezone()).date()
    statuses = BoardStatus.objects.exclude(stage__in=FINAL)
    awaiting = Idea.objects.filter(state="published", merged_into=None, status__in=statuses.values("pk"))
    for days in set(statuses.order_by().values_list("update_days", flat=True)):
        dateless = awaiting.filter(next_update_by=None, status__in=statuses.filter(update_days=days).values("pk"))
        dateless.update(next_update_by=today + timedelta(days=days))
    owned = Category.objects.exclude(owner=None)
    owner = owned.filter(pk=OuterRef("category")).values("owner")
    awaiting.filter(owner=None, category__in=owned.values("pk")).update(owner=Subquery(owner))


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_promise_clock")]

    operations = [
        migrations.RunPython(set_days_of_statuses, migrations.RunPython.noop),
        migrations.RunPython(give_dates_and_owners, migrations.RunPython.noop),
    ]
