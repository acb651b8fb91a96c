from importlib import import_module

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"
    label = "ideas"

    def ready(self) -> None:
        import_module("ideas.registrations").register()
