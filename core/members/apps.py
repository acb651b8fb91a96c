from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "core.members"
    label = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        import_module("core.members.registrations").register()
