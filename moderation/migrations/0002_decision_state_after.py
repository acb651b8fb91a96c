from django.db import migrations, models

PUTS = {
    "approve": "published",
    "ask": "returned",
    "reject": "rejected",
    "hide": "hidden",
    "restore": "published",
}


def remember(apps, schema_editor):
    """Where decisions that are there already had left their things, as far as the rows say it."""
    decisions = apps.get_model("moderation", "Decision").objects.all()
    decisions.update(state_after=models.F("state_before"))
    for act, state in PUTS.items():
        decisions.filter(act=act).update(state_after=state)
    former = decisions.filter(pk=models.OuterRef("takes_back")).values("state_before")
    decisions.exclude(takes_back=None).update(state_after=models.Subquery(former))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [
        migrations.AddField(
            "decision", "state_after", models.CharField(max_length=12, default=""), preserve_default=False
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
