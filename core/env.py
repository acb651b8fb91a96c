"""Settings from the environment, read once and typed. Every variable may come from a file named in NAME_FILE."""

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, parse_qs, unquote, urlparse

from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


class Env:
    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        """The variable, else the content of the file that NAME_FILE names, else the default."""
        if name in self.values:
            return self.values[name].strip()
        if path := self.values.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
        return default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name, "1" if default else "").lower()
        if value in TRUE | FALSE:
            return value in TRUE
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit():
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
        return int(value)

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def choice(self, name: str, *choices: str) -> str:
        """One of the choices; the first is the default."""
        value = self.text(name, choices[0])
        if value not in choices:
            raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
        return value


def database(url: str) -> dict[str, Any]:
    """A Django database from `sqlite:///path` or `postgres://user:password@host:port/name?option=value`."""
    parts = urlparse(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            # A vote that waits is kept; Django's default transaction mode loses it as "database is locked".
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
            },
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        **_server(parts),
        # A new connection a request costs half of the throughput (measured).
        "CONN_MAX_AGE": int(options.pop("conn_max_age", "600")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def cache(url: str) -> dict[str, Any]:
    """A Django cache from `locmem://` or `redis://host:port/number`."""
    if url.startswith("locmem://"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if url.startswith(("redis://", "rediss://", "unix://")):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured("CACHE_URL must begin with locmem:// or redis://.")


def bucket(name: str, *, is_public: bool) -> dict[str, Any]:
    """A storage in S3, or in a server that speaks its language. Access is the bucket's policy: nothing is ever given
    an ACL. What is private is fetched by addresses that are signed and soon expire."""
    options = {
        "bucket_name": name,
        "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
        "region_name": env.text("S3_REGION") or None,
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": not is_public,
        "querystring_expire": 300,
        # Other servers than Amazon's do not know the checksums that boto3 sends by default.
        "client_config": Config(
            signature_version="s3v4",
            connect_timeout=5,  # seconds: somebody waits for the answer
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 3},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
    if is_public and (found := env.text("S3_PUBLIC_URL")):
        parts = urlparse(found)
        options |= {"custom_domain": f"{parts.netloc}{parts.path}".rstrip("/"), "url_protocol": f"{parts.scheme}:"}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def bucket_origins(name: str) -> list[str]:
    """Where browsers find a bucket: the server that was named, else Amazon's names for it."""
    if endpoint := env.text("S3_ENDPOINT_URL"):
        parts = urlparse(endpoint)
        return [f"{parts.scheme}://{parts.netloc}"]
    region = env.text("S3_REGION")
    hosts = [f"{name}.s3.amazonaws.com", *([f"{name}.s3.{region}.amazonaws.com"] if region else [])]
    return [f"https://{host}" for host in hosts]


def email(url: str) -> dict[str, Any]:
    """Django's EMAIL_ settings from `console://`, `smtp://user:password@host:25`, `smtp+tls://` or `smtps://`."""
    parts = urlparse(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"}:
        raise ImproperlyConfigured("EMAIL_URL must begin with console://, smtp://, smtp+tls:// or smtps://.")
    server = _server(parts)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server["HOST"] or "localhost",
        "EMAIL_PORT": int(server["PORT"] or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme]),
        "EMAIL_HOST_USER": server["USER"],
        "EMAIL_HOST_PASSWORD": server["PASSWORD"],
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def _server(parts: ParseResult) -> dict[str, str]:
    return {
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for machines that read logs. Here, because logging is set up before any room is."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name}
        entry["message"] = record.getMessage()
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


env = Env(os.environ)
