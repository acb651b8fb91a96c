from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AudienceConfig(AppConfig):
    default = True  # there are two in this file
    name = "core.audience"
    label = "audience"
    verbose_name = _("Audience")

    def ready(self) -> None:
        import_module("core.audience.checks")
        registrations = import_module("core.audience.registrations")
        registrations.register()
        post_migrate.connect(registrations.after_migrate, sender=self)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user screens, with forms for a user who has a display name instead of a first and a last."""

    user_viewset = "core.audience.viewsets.UserViewSet"
    group_viewset = "core.audience.viewsets.GroupViewSet"
