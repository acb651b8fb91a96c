from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_first_legal_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="hidden_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
