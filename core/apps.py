from importlib import import_module
from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.urls import register_converter

from core.searching import build_search
from core.validators import KeyConverter


class CoreConfig(AppConfig):
    name = "core"
    label = "core"

    def ready(self) -> None:
        import_module("core.checks")
        register_converter(KeyConverter, "key")
        post_migrate.connect(build_indexes, dispatch_uid="core.searching")


def build_indexes(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The signal is sent for every app that has models, and for none without: the last of them is the end."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender.label == last.label:
        build_search(using)
