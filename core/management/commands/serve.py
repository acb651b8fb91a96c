"""The whole of Sayso on one machine for trying and for development: web, worker and the sweep every minute."""

import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

HOST = "127.0.0.1"
PATIENCE = 20  # seconds that a process has to finish what it is doing
DEMO_PASSWORD = "sayso-demo"  # noqa: S105 - printed for everyone to see; demo content is never for production
DEMO_PEOPLE = {
    "tom@example.com": "member",
    "ines@example.com": "insider",
    "lars@example.com": "lapsed insider",
    "mo@example.com": "moderator",
    "bea@example.com": "brand editor",
    "ada@example.com": "administrator",
}


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, or a polite kill."""


class Command(BaseCommand):
    help = "Prepare the database (and the demo, when it is empty), then run web, worker and sweep until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the web server (default: %(default)s)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *args: Any, port: int, no_demo: bool, **options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, raise_stopped)
        try:
            refuse_taken_port(port)
            people = self.prepare(demo=not no_demo)
            self.supervise(port, people)
        except Stopped:
            self.stdout.write("Stopped. The data stays for the next run.")

    def prepare(self, *, demo: bool) -> list[str]:
        """Bring the database up to date, give an empty one the demo, and return the demo people who can log in."""
        members = get_user_model().objects
        call_command("migrate", interactive=False, verbosity=0)
        if demo and not members.exists():
            self.stdout.write("Writing the demo: a coffee brand, its board and its people …")
            with transaction.atomic():  # all of it or nothing, so that an interrupted first run starts over
                call_command("demo")
        known = set(members.filter(email__in=DEMO_PEOPLE).values_list("email", flat=True))
        connections.close_all()
        return [email for email in DEMO_PEOPLE if email in known]

    def supervise(self, port: int, people: list[str]) -> None:
        """Run until stopped. The end of the web server ends all; a worker that falls is put back on its feet."""
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            for name, command in commands(port).items():
                running[name] = start(command)
            await_web(running["web"], port)
            self.greet(port, people)
            while running["web"].poll() is None:
                self.revive(running, commands(port))
                time.sleep(1)
            raise CommandError(f"The web server ended by itself with exit code {running['web'].returncode}.")
        finally:
            stop(running)

    def revive(self, running: dict[str, subprocess.Popen[bytes]], wanted: dict[str, list[str]]) -> None:
        for name in set(running) - {"web"}:
            if running[name].poll() is not None:
                self.stderr.write(f"The {name} ended with {running[name].returncode}; starting it again.")
                running[name] = start(wanted[name])

    def greet(self, port: int, people: list[str]) -> None:
        lines = ["", f"Sayso is at http://{HOST}:{port}/  (Ctrl-C stops it)"]
        if people:
            lines += ["", f"Log in with the password {DEMO_PASSWORD} as"]
            lines += [f"  {email:18} {DEMO_PEOPLE[email]}" for email in people]
        self.stdout.write("\n".join([*lines, ""]))
        self.stdout.flush()


def commands(port: int) -> dict[str, list[str]]:
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    granian = str(Path(sys.executable).with_name("granian"))
    # Many threads: whoever sends a file slowly holds one while a part of it arrives. One heap for all of them: Python
    # runs one at a time, and each would keep what its busiest request took. Small buffers: with the usual ones of
    # 408 KiB a worker grew by 40 MiB while 500 MB came at full speed, with these by 5. A granian that is killed leaves
    # its worker behind, so it is made to end before our patience does.
    how = f"--interface wsgi --host {HOST} --port {port} --workers 1 --blocking-threads 16 --http1-buffer-size 65536"
    how += " --workers-kill-timeout 5"
    return {
        "web": ["env", "MALLOC_ARENA_MAX=1", granian, *how.split(), "--log-level", "warning", "core.wsgi:application"],
        "worker": [*manage, *worker()],
        "sweep": [*manage, "sweep", "--every", "60"],
    }


def worker() -> list[str]:
    if "rq" in settings.TASKS["default"]["BACKEND"]:
        return ["rqworker", "default", "--job-class", "django_tasks_rq.Job"]
    return ["db_worker", "--no-reload", "--no-startup-delay"]


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(f"Port {port} cannot be used ({error}). Choose another: make run PORT=8001") from error


def raise_stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child is born deaf to the Ctrl-C that a terminal sends to all: it ends by our word, after what it is doing."""
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL)
    finally:
        signal.signal(signal.SIGINT, heard)


def await_web(web: subprocess.Popen[bytes], port: int) -> None:
    while web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)


def stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, wait a little, and end those that will not."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running.values():
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
