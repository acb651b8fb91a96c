"""Whoever is in the group of a tier already has a membership: without one, the group opens nothing."""

from typing import Any

from django.conf import settings
from django.db import migrations


def give_memberships(apps: Any, schema_editor: Any) -> None:
    tiers = apps.get_model("audience", "Tier")
    membership, event = apps.get_model("audience", "Membership"), apps.get_model("audience", "MembershipEvent")
    user = apps.get_model(settings.AUTH_USER_MODEL)
    for tier in tiers.objects.all():
        for pk in user.objects.filter(groups=tier.group_id).values_list("pk", flat=True):
            made = membership.objects.create(tier=tier, member_id=pk, entrance="by_hand", is_shown=not tier.is_hidden)
            event.objects.create(membership=made, what="began", at=made.began_at)


class Migration(migrations.Migration):
    dependencies = [("audience", "0002_memberships_and_windows")]

    operations = [migrations.RunPython(give_memberships, migrations.RunPython.noop)]
