"""Starting the product's own commands in processes of their own, on the database of the test."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import connection

from tests.core.notices.smtp_sink import Sink


def start(*command: str, mail: Sink | None = None, **options: Any) -> subprocess.Popen:
    host, port = mail.address if mail else ("127.0.0.1", 9)
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.core.notices.worker_settings",
            "DATABASE_URL": _database_url(),
            "EMAIL_URL": f"smtp://{host}:{port}",
        },
        **options,
    )


def _database_url() -> str:
    db = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{db['NAME']}"
    return f"postgres://{db['USER']}:{db['PASSWORD']}@{db['HOST'] or 'localhost'}:{db['PORT'] or 5432}/{db['NAME']}"
