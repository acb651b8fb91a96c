from typing import Any

from django.db import migrations, models
from django.db.models import F


def were_presented(apps: Any, schema_editor: Any) -> None:
    """Every entry met the gatekeeper when it was sent."""
    apps.get_model("contests", "Entry").objects.update(presented_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("contests", "0002_declared_conflicts")]

    operations = [
        migrations.AddField("entry", "is_preparing", models.BooleanField(default=False, editable=False)),
        migrations.AddField("entry", "presented_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.RunPython(were_presented, migrations.RunPython.noop),
        migrations.AddIndex(
            "entry", models.Index(F("id"), condition=models.Q(is_preparing=True), name="entries_preparing")
        ),
    ]
