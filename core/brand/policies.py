from typing import Any

from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from core.brand.models import BrandDocument, BrandImage
from core.policies import YES, Verdict, no

USES = ["add", "change", "delete", "choose"]


def may_work_with(user: Any, file: BrandImage | BrandDocument) -> Verdict:
    """To see it in the admin, on a page or not: whoever may do anything with its collection."""
    policy = policy_registry.get_by_type(type(file))
    if user.is_authenticated and policy.user_has_any_permission_for_instance(user, USES, file):
        return YES
    return no(_("Your role does not work with these files."))
