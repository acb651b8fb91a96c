"""What a worker in a process of its own runs with: the database of the test, the task queue and the mail server."""

from pathlib import Path

from core import env as reading
from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = ["tests.core.notices.waving", *INSTALLED_APPS]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "waving" / "templates")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
vars().update(reading.email(reading.env.text("EMAIL_URL")))
