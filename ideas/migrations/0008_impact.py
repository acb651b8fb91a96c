import django.db.models.deletion
import django.utils.timezone
import wagtail.contrib.routable_page.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0007_twins"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImpactPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=400, verbose_name="introduction")),
            ],
            options={
                "verbose_name": "impact page",
                "verbose_name_plural": "impact pages",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="LaunchOpinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
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
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        max_length=6,
                        verbose_name="did we get it right?",
                    ),
                ),
                ("body", models.CharField(blank=True, max_length=200, verbose_name="in one line")),
                ("said_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="ideas.launchpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion of a launch",
                "verbose_name_plural": "opinions of launches",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LaunchOpinionRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6),
                ),
                ("body", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="ideas.launchopinion"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LaunchQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="question", to="ideas.launchpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "question about a launch",
                "verbose_name_plural": "questions about launches",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="LaunchReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.TextField(max_length=1000, verbose_name="reply")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="ideas.launchpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "reply to opinions of a launch",
                "verbose_name_plural": "replies to opinions of launches",
                "ordering": ["at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="launchopinion",
            index=models.Index(
                condition=models.Q(("verdict", ""), _negated=True),
                fields=["page", "-said_at", "-id"],
                name="opinions_of_a_launch",
            ),
        ),
        migrations.AddConstraint(
            model_name="launchopinion",
            constraint=models.UniqueConstraint(fields=("page", "member"), name="asked_once_about_a_launch"),
        ),
        migrations.AddConstraint(
            model_name="launchopinionrevision",
            constraint=models.UniqueConstraint(fields=("opinion", "version"), name="one_opinion_a_version"),
        ),
        migrations.AddIndex(
            model_name="launchquestion",
            index=models.Index(condition=models.Q(("asked_at", None)), fields=["due_at"], name="launches_to_ask_about"),
        ),
    ]
