from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BrandConfig(AppConfig):
    name = "core.brand"
    label = "brand"
    verbose_name = _("Brand")

    def ready(self) -> None:
        import_module("core.brand.registrations").register()
