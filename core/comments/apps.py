from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "core.comments"
    label = "comments"
    verbose_name = _("Comments")

    def ready(self) -> None:
        import_module("core.comments.registrations").register()
