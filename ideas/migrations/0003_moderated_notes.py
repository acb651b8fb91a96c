from django.db import migrations, models
from django.db.models import F


def published(apps, schema_editor):
    """Whatever authors have added so far was public at once."""
    apps.get_model("ideas", "IdeaNote").objects.update(state="published", published_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0002_review"),
    ]

    operations = [
        migrations.AddField(
            model_name="ideanote",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
        ),
        migrations.AddField(
            model_name="ideanote",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting for a moderator"),
                    ("published", "Published"),
                    ("returned", "Changes asked for"),
                    ("rejected", "Not published"),
                    ("hidden", "Hidden"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="waiting",
                editable=False,
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.RunPython(published, migrations.RunPython.noop),
    ]
