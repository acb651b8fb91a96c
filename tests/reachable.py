"""Which outside services can be reached from here, and what else is installed. `python -m tests.reachable` prints the
address of PostgreSQL."""

import os
import shutil
import sys
import zlib
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import redis
from PIL import features

from gallery.lettering import face, has

CHECKOUT = zlib.crc32(str(Path(__file__).resolve().parent.parent).encode())
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


@cache
def postgres_url() -> str:
    """A PostgreSQL that lets us make databases, or "". The name is this checkout's own: two can be tested at once."""
    name = f"sayso_{CHECKOUT:08x}"
    given = os.environ.get("TEST_DATABASE_URL", "")
    for url in [given] if given else [f"postgres:///{name}", f"postgres://127.0.0.1:5432/{name}"]:
        try:
            with psycopg.connect(url, dbname="postgres", connect_timeout=3) as connection:
                row = connection.execute(
                    "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return url
    return ""


@cache
def redis_url() -> str:
    """A Redis whose last database is ours to use, or ""."""
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2) as client:
            client.ping()
    except redis.RedisError:
        return ""
    return url


@cache
def chromium() -> str:
    """The path of a Chromium that is installed on this machine, or ""."""
    given = os.environ.get("CHROMIUM", "")
    return next((path for name in [given, *BROWSERS] if name and (path := shutil.which(name))), "")


@cache
def s3() -> str:
    """The address of an S3 server that is ours to use, else the program that starts one, or ""."""
    given = os.environ.get("S3_TEST_ENDPOINT", "")
    if not given:
        return shutil.which("radosgw") or ""
    try:
        with urlopen(given, timeout=5):
            return given
    except HTTPError:  # it answers
        return given
    except OSError:
        return ""


@cache
def font() -> str:
    """The file of the font that pictures are lettered in, if it has the letters of all the languages here; or ""."""
    return face() if all(map(has, "aåčΩжש")) else ""


@cache
def fribidi() -> bool:
    return bool(features.check("fribidi"))


if __name__ == "__main__":
    sys.stdout.write(f"{postgres_url()}\n")
    sys.exit(not postgres_url())
