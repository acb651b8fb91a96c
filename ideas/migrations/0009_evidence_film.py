import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gallery", "0001_initial"),
        ("ideas", "0008_impact"),
    ]

    operations = [
        migrations.AddField(
            model_name="launchpage",
            name="evidence_film",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="gallery.mediaitem",
                verbose_name="film",
            ),
        ),
    ]
