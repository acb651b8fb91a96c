from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from core.env import bucket
from tests.gallery.buckets import KEY, SECRET, owner_of, running_server


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


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real S3 server. For tests that are marked `s3`."""
    with running_server(tmp_path_factory.mktemp("s3")) as endpoint:
        yield endpoint


@pytest.fixture
def bucket_storage(s3_server: str, own_storages: Path, settings, monkeypatch) -> str:
    """Both storages are empty buckets, as the settings of a site would have them. Returns the server's address."""
    for name, value in {
        "S3_ENDPOINT_URL": s3_server,
        "S3_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    names = {"default": f"public-{uuid4().hex[:12]}", "private": f"private-{uuid4().hex[:12]}"}
    for name in names.values():
        owner_of(s3_server).create_bucket(Bucket=name)
    made = {alias: bucket(name, is_public=alias == "default") for alias, name in names.items()}
    settings.STORAGES = {**settings.STORAGES, **made}
    return s3_server
