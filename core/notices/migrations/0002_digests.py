import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RHYTHMS = [("daily", "Once a day"), ("weekly", "Once a week")]


def member(related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rhythm", models.CharField(choices=RHYTHMS, max_length=10, verbose_name="rhythm")),
                ("until", models.DateTimeField(verbose_name="until")),
                ("recipient", member("digests")),
            ],
        ),
        migrations.CreateModel(
            name="Deferral",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="deferral",
                        serialize=False,
                        to="notices.notice",
                    ),
                ),
                ("rhythm", models.CharField(choices=RHYTHMS, max_length=10, verbose_name="rhythm")),
                ("due_at", models.DateTimeField()),
                (
                    "digest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deferrals",
                        to="notices.digest",
                    ),
                ),
                ("recipient", member("+")),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="digest",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="message",
                to="notices.digest",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="notice",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="message",
                to="notices.notice",
            ),
        ),
        migrations.AlterField(
            model_name="preference",
            name="by_email",
            field=models.CharField(
                choices=[
                    ("at-once", "At once"),
                    ("daily", "Once a day"),
                    ("weekly", "Once a week"),
                    ("never", "Never"),
                ],
                max_length=10,
                verbose_name="by e-mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest__isnull", False), ("notice", None)),
                    models.Q(("digest", None), ("notice__isnull", False)),
                    _connector="OR",
                ),
                name="notices_mail_of_one_thing",
            ),
        ),
        migrations.AddIndex(
            model_name="deferral",
            index=models.Index(
                condition=models.Q(("digest", None)),
                fields=["due_at", "rhythm", "recipient"],
                name="notices_deferred",
            ),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(
                fields=("recipient", "rhythm", "until"), name="notices_one_digest_a_moment"
            ),
        ),
    ]
