import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def keep_shown(apps, schema_editor):
    """What stood there before anybody judged captions was shown to everybody, and still is."""
    tracks = apps.get_model("gallery", "CaptionTrack").objects.all()
    tracks.update(state="published", published_at=timezone.now(), shown=models.F("text"), shown_version=1)


class Migration(migrations.Migration):
    dependencies = [
        ("gallery", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="captiontrack",
            options={
                "default_permissions": (),
                "permissions": [("caption_films", "Can add and remove captions of members’ films")],
                "verbose_name": "captions",
                "verbose_name_plural": "captions",
            },
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="author",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="former",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="former_version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="published_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published"),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="shown",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="captiontrack",
            name="shown_version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="captiontrack",
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
        migrations.AddField(
            model_name="captiontrack",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.RunPython(keep_shown, migrations.RunPython.noop),
    ]
