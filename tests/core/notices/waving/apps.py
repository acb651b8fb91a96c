from django.apps import AppConfig
from django.utils.module_loading import import_module


class WavingConfig(AppConfig):
    name = "tests.core.notices.waving"
    label = "waving"

    def ready(self) -> None:
        import_module("tests.core.notices.waving.registrations").register()
