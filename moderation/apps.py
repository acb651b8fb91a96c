from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "moderation"
    label = "moderation"
    verbose_name = _("Moderation")

    def ready(self) -> None:
        registrations = import_module("moderation.registrations")
        registrations.register()
        post_migrate.connect(registrations.after_migrate, sender=self)
