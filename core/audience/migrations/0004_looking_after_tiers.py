from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audience", "0003_members_of_tiers")]

    operations = [
        migrations.AlterModelOptions(
            name="tier",
            options={
                "default_permissions": (),
                "ordering": ["order", "name"],
                "permissions": [("manage_tiers", "Can manage tiers and let members in")],
                "verbose_name": "tier",
                "verbose_name_plural": "tiers",
            },
        ),
    ]
