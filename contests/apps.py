from importlib import import_module

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "contests"
    label = "contests"

    def ready(self) -> None:
        import_module("contests.registrations").register()
