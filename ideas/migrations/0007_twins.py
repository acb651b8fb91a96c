import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ideas", "0006_launches"),
    ]

    operations = [
        migrations.AddField(
            model_name="idea",
            name="is_compared",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                condition=models.Q(("is_compared", False), ("state", "published")),
                fields=["id"],
                name="ideas_to_compare",
            ),
        ),
        migrations.CreateModel(
            name="Twins",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("likeness", models.FloatField(verbose_name="likeness")),
                ("shared", models.CharField(blank=True, max_length=200, verbose_name="words in common")),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="found")),
                ("dismissed_at", models.DateTimeField(blank=True, null=True, verbose_name="dismissed")),
                (
                    "dismissed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "newer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.idea"),
                ),
                (
                    "older",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ideas.idea"),
                ),
            ],
            options={
                "verbose_name": "likely duplicates",
                "verbose_name_plural": "likely duplicates",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("likeness"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("dismissed_at", None)),
                        name="twins_suggested",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("older", "newer"), name="twins_once_a_pair"),
                    models.CheckConstraint(condition=models.Q(("older__lt", models.F("newer"))), name="twins_in_order"),
                ],
            },
        ),
    ]
