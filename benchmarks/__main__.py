"""Makes a PostgreSQL database of its own, measures in it, prints the table, and takes the database away again."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
NAME = "sayso_bench"
SERVERS = ("postgres:///postgres", "postgres://127.0.0.1:5432/postgres")


def main() -> int:
    options = read_options()
    server = reachable([options.server] if options.server else list(SERVERS))
    if not server:
        print("The benchmarks need a PostgreSQL that lets this user make databases: name it in BENCH_DATABASE_URL.")
        return 2
    if not options.reuse:
        remake(server)
    try:
        return measure(server, options)
    finally:
        if not options.keep:
            drop(server)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds: a trial, not a measurement")
    parser.add_argument("--ideas", type=int, help="size of the large board (1,000,000; quick: 20,000)")
    parser.add_argument("--rounds", type=int, help="rounds of each comparison (15; quick: 5)")
    parser.add_argument("--only", default="", help="by comma, of those that benchmarks/run.py lists")
    parser.add_argument("--keep", action="store_true", help=f"leave the database {NAME} for --reuse")
    parser.add_argument("--reuse", action="store_true", help="measure in the database that --keep has left")
    parser.add_argument("--json", type=Path, default=ROOT / "benchmarks/results/latest.json")
    parser.add_argument("--server", default=os.environ.get("BENCH_DATABASE_URL", ""), help="any database of the server")
    return parser.parse_args()


def reachable(servers: list[str]) -> str:
    for url in servers:
        try:
            with psycopg.connect(url, connect_timeout=3):
                return url
        except psycopg.Error:
            continue
    return ""


def remake(server: str) -> None:
    drop(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def drop(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))


def measure(server: str, options: argparse.Namespace) -> int:
    ideas = options.ideas or (20_000 if options.quick else 1_000_000)
    rounds = options.rounds or (5 if options.quick else 15)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "core.settings",
        "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")),
        "DEBUG": "1",  # for the settings of a checkout; benchmarks.ready turns it off again
        "CACHE_URL": "locmem://",
        "EMAIL_URL": "console://",
        "TASKS": "database",
    }
    order = [sys.executable, "-m", "benchmarks.run", str(ideas), str(rounds), options.only, str(options.json)]
    return subprocess.run(order, env=environment, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
