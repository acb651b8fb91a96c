import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

DAYS = [django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)]
PACES = [
    ("open", "Open"),
    ("slowed", "One idea a week from each member"),
    ("paused", "No new ideas for a while"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("ideas", "0004_merging"),
    ]

    operations = [
        migrations.AddField(
            model_name="boardstatus",
            name="update_days",
            field=models.PositiveSmallIntegerField(
                default=30,
                help_text="Promised with an answer that names no day. A final status promises none.",
                validators=DAYS,
                verbose_name="next update, in days",
            ),
        ),
        migrations.AddField(
            model_name="ideaboardpage",
            name="idea_owner",
            field=models.ForeignKey(
                blank=True,
                help_text="Who looks after an idea whose category has no owner.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner of ideas",
            ),
        ),
        migrations.AddField(
            model_name="ideaboardpage",
            name="pace",
            field=models.CharField(choices=PACES, default="open", editable=False, max_length=8, verbose_name="pace"),
        ),
        migrations.AddField(
            model_name="ideaboardpage",
            name="pace_reason",
            field=models.TextField(blank=True, default="", editable=False, verbose_name="public reason"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="PaceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pace", models.CharField(choices=PACES, max_length=8, verbose_name="pace")),
                ("reason", models.TextField(blank=True, verbose_name="public reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pace_changes",
                        to="ideas.ideaboardpage",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of pace",
                "verbose_name_plural": "changes of pace",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SavedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(help_text="Only the team reads it.", max_length=80, verbose_name="title"),
                ),
                (
                    "note",
                    models.TextField(
                        help_text="{author} and {title} are replaced by the idea’s own when the reply is inserted.",
                        max_length=5000,
                        verbose_name="public note",
                    ),
                ),
                (
                    "language",
                    models.CharField(blank=True, choices=settings.LANGUAGES, max_length=10, verbose_name="language"),
                ),
                (
                    "status",
                    models.SlugField(blank=True, max_length=40, verbose_name="proposed status"),
                ),
                (
                    "update_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Proposed with it. Left empty the status says it.",
                        null=True,
                        validators=DAYS,
                        verbose_name="next update, in days",
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The first nine have a digit as key.", verbose_name="place"
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        help_text="Left empty it is offered on every board.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_replies",
                        to="ideas.ideaboardpage",
                        verbose_name="board",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved reply",
                "verbose_name_plural": "saved replies",
                "ordering": ["place", "title", "pk"],
                "default_permissions": (),
            },
        ),
    ]
