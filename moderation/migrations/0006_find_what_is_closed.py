from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_bulk_approvals_by_two")]
    operations = [
        migrations.RemoveIndex("case", "moderation_decided"),
        migrations.AddIndex(
            "case", models.Index(fields=["-closed_at"], condition=~Q(state="open"), name="moderation_closed")
        ),
    ]
