import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def say_where_cases_are(apps, schema_editor):
    """The escalation by which an open case is where it is says so, too. Of earlier ones nobody knows any more."""
    Case, Decision = (apps.get_model("moderation", name) for name in ("Case", "Decision"))
    for case in Case.objects.filter(state="open").exclude(escalated_to=""):
        made = Decision.objects.filter(case=case, act="escalate").exclude(taken_back_by__act="undo")
        last = made.order_by("-at", "-pk").values_list("pk", flat=True).first()
        Decision.objects.filter(pk=last).update(passed_to=case.escalated_to)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("moderation", "0002_decision_state_after"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="passed_to",
            field=models.CharField(blank=True, max_length=10, verbose_name="passed to"),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="brand_group",
            field=models.ForeignKey(
                blank=True,
                help_text="Who answers for the brand: is this one of ours, may we say that, do we want to keep it?",
                limit_choices_to={"tier": None},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="for the brand’s team",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="legal_group",
            field=models.ForeignKey(
                blank=True,
                help_text="Who knows the law: copyright, defamation, personal data, what a court asks.",
                limit_choices_to={"tier": None},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="for legal",
            ),
        ),
        migrations.AddField(
            model_name="moderationsettings",
            name="safety_group",
            field=models.ForeignKey(
                blank=True,
                help_text="Who steps in when somebody could come to harm: threats, self-harm, children, addresses.",
                limit_choices_to={"tier": None},
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="for safety",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="act",
            field=models.CharField(
                choices=[
                    ("approve", "Approved"),
                    ("ask", "Changes asked for"),
                    ("reject", "Not published"),
                    ("hide", "Hidden"),
                    ("restore", "Restored"),
                    ("escalate", "Passed on"),
                    ("return", "Taken back into the queue"),
                    ("warn", "Author warned"),
                    ("suspend", "Author suspended"),
                    ("undo", "Taken back"),
                    ("reverse", "Reversed"),
                    ("overturn", "Overturned on appeal"),
                    ("uphold", "Upheld on appeal"),
                ],
                max_length=10,
                verbose_name="decision",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "open"), ("escalated_to__gt", "")),
                fields=["urgent_since", "id"],
                name="moderation_passed_on",
            ),
        ),
        migrations.RunPython(say_where_cases_are, migrations.RunPython.noop),
    ]
