from importlib import import_module

from django.apps import AppConfig


class InsidersConfig(AppConfig):
    name = "insiders"
    label = "insiders"

    def ready(self) -> None:
        import_module("insiders.checks")
        import_module("insiders.registrations").register()
