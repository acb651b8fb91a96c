"""`.env.example` names every variable that is read, none that is not, and what it proposes works."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.architecture import ROOT, is_source, our_modules

pytestmark = pytest.mark.once  # no database is asked
READ = re.compile(r"""\benv\.(?:text|flag|number|words|choice)\(\s*["'](\w+)["']""")
OFFERED = re.compile(r"^#?([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
READ_BY_BOTO3 = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def example() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")


def variables_read() -> set[str]:
    sources = [(ROOT / path).read_text(encoding="utf-8") for path in our_modules() if is_source(path)]
    return {name for source in sources for name in READ.findall(source)}


def start_with(
    *, code: str = "print(settings.DEBUG, settings.BASE_URL)", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Django set up from nothing but this environment, and what `code` does then."""
    code = f"import logging, django; django.setup(); from django.conf import settings; {code}"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "core.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_variable_that_is_read_is_offered_and_no_other() -> None:
    offered = {name for name, _ in OFFERED.findall(example())}
    assert len(variables_read()) > 10
    assert offered == variables_read() | READ_BY_BOTO3


def test_no_variable_is_read_past_the_typed_reader() -> None:
    elsewhere = [
        path
        for path in our_modules()
        if is_source(path) and path not in {"core/env.py", "core/wsgi.py", "core/asgi.py"}
        if re.search(r"os\.(environ|getenv)", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


def test_what_the_example_proposes_starts() -> None:
    proposed = dict(re.findall(r"^([A-Z][A-Z0-9_]*)=(.*)$", example(), re.MULTILINE))
    done = start_with(**proposed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "https://ideas.example.com"]


def deploy_check(**environment: str) -> subprocess.CompletedProcess[str]:
    proposed = dict(re.findall(r"^([A-Z][A-Z0-9_]*)=(.*)$", example(), re.MULTILINE))
    proposed |= {"SECRET_KEY": "".join(chr(97 + n % 26) for n in range(60)), "DATABASE_URL": "sqlite:///:memory:"}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **proposed, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_the_example_proposes_is_fit_for_production() -> None:
    done = deploy_check()
    assert done.returncode == 0, done.stderr


def test_production_without_a_shared_cache_is_stopped() -> None:
    """Limits that count in each process by itself are no limits."""
    done = deploy_check(CACHE_URL="locmem://")
    assert done.returncode != 0
    assert "core.E001" in done.stderr


def test_nothing_set_is_not_enough_to_start() -> None:
    """Safe by default: a forgotten environment stops, it does not serve with a known secret."""
    done = start_with()
    assert done.returncode != 0
    assert "SECRET_KEY is required unless DEBUG=1." in done.stderr


def test_a_value_may_come_from_a_file(tmp_path) -> None:
    (tmp_path / "address").write_text("https://from-a-file.example.com\n", encoding="utf-8")
    done = start_with(SECRET_KEY="x" * 60, BASE_URL_FILE=str(tmp_path / "address"))
    assert done.stdout.split() == ["False", "https://from-a-file.example.com"]


def test_logs_may_be_json_one_object_a_line() -> None:
    done = start_with(SECRET_KEY="x" * 60, LOG_FORMAT="json", code="logging.getLogger('x').warning('Καφές\\n%s', 1)")
    assert done.returncode == 0, done.stderr
    [line] = done.stderr.splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["message"]) == ("WARNING", "x", "Καφές\n1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("DATABASE_URL", "mysql://x"),
        ("CACHE_URL", "x"),
        ("EMAIL_URL", "x"),
        ("TASKS", "x"),
        ("SECRET_KEY_FILE", "/no/such/file"),
        ("LOG_FORMAT", "x"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_name(name: str, value: str) -> None:
    secret = {} if name == "SECRET_KEY_FILE" else {"SECRET_KEY": "x" * 60}
    done = start_with(**secret, **{name: value})
    assert done.returncode != 0
    assert f"{name} " in done.stderr.splitlines()[-1]
