import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def write_prizes(apps, schema_editor):
    """The one prize that a placement had is the first of its list."""
    placements = apps.get_model("contests", "Placement").objects.exclude(prize_name="").select_related("prize")
    for placement in placements.iterator(500):
        text = placement.prize.text if placement.prize else ""
        placement.prizes = [{"name": placement.prize_name, "text": text}]
        placement.save(update_fields=["prizes"])


def name_prizes(apps, schema_editor):
    for placement in apps.get_model("contests", "Placement").objects.exclude(prizes=[]).iterator(500):
        placement.prize_name = placement.prizes[0]["name"]
        placement.save(update_fields=["prize_name"])


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0003_one_thing_with_its_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="disqualification",
            options={"ordering": ["at", "pk"]},
        ),
        migrations.AddField(
            model_name="placement",
            name="moved_down_from",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="placement",
            name="prizes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.RunPython(write_prizes, name_prizes),
        migrations.RemoveField(
            model_name="placement",
            name="prize",
        ),
        migrations.RemoveField(
            model_name="placement",
            name="prize_name",
        ),
        migrations.AddField(
            model_name="publication",
            name="about",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="contests.entry",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Published"),
                    ("disqualified", "An entry was disqualified"),
                    ("reinstated", "An entry is back in the running"),
                    ("left", "What is in the running has changed"),
                    ("counted", "It was counted anew"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="note",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="disqualification",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="disqualifications", to="contests.entry"
            ),
        ),
        migrations.CreateModel(
            name="Reinstatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=600, verbose_name="public reason")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("is_confirmed", models.BooleanField(default=False)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disqualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reinstatements",
                        to="contests.disqualification",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("disqualification",),
                        name="asked_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VoteAppeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="why it should count")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.TextField(blank=True, max_length=500, verbose_name="answer")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("is_overturned", models.BooleanField(default=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appeals", to="contests.voidorder"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appeals", to="contests.entryvote"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("vote", "order"), name="appealed_once_an_order")],
            },
        ),
    ]
