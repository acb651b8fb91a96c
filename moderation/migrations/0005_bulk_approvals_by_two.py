import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def name_the_ends(apps, schema_editor):
    """Until now what was closed had ended in one of two ways; nobody is told of it now."""
    closed = apps.get_model("moderation", "BulkApproval").objects.exclude(closed_at=None)
    closed.filter(confirmed_by=None).update(end="taken-back")
    closed.exclude(confirmed_by=None).update(end="confirmed")
    closed.update(told_at=F("closed_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0004_contacts_and_alerts_of_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="bulkapproval",
            name="end",
            field=models.CharField(
                blank=True,
                choices=[
                    ("confirmed", "Confirmed"),
                    ("taken-back", "Not done"),
                    ("expired", "Nobody confirmed it in time"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="bulkapproval",
            name="taken_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bulkapproval",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="bulkapproval",
            name="unticked",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="decision",
            name="bulk",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="moderation.bulkapproval",
            ),
        ),
        migrations.RunPython(name_the_ends, migrations.RunPython.noop, elidable=True),
    ]
