from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_storages(settings, tmp_path: Path) -> Path:
    """Two empty storages on disk for each test. Returns the folder of the private one."""
    backend = "django.core.files.storage.FileSystemStorage"
    private = tmp_path / "private"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "public", "base_url": "/media/"}},
        "private": {"BACKEND": backend, "OPTIONS": {"location": private, "base_url": None}},
    }
    return private
