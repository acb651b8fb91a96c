from importlib import import_module

from django.apps import AppConfig


class GalleryConfig(AppConfig):
    name = "gallery"
    label = "gallery"

    def ready(self) -> None:
        import_module("gallery.checks")
        import_module("gallery.registrations").register()
