"""A real S3 server, and two buckets of a test's own in it."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import randint
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
from botocore.config import Config

from tests.architecture import ROOT

KEY, SECRET = "TESTACCESSKEY0000001", "TESTSECRETKEY00000000000000000000000001"  # of deploy/s3-server
PROGRAM = ROOT / "deploy" / "s3-server"


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """The address of the server that S3_TEST_ENDPOINT names, else of one that runs as long as this does."""
    if given := os.environ.get("S3_TEST_ENDPOINT", ""):
        yield given
        return
    port = free_port()
    subprocess.run([PROGRAM, "up", folder, str(port)], check=True, timeout=300, stdout=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        subprocess.run([PROGRAM, "down", folder], check=True, timeout=60)


def free_port() -> int:
    """With the two above it that the server takes as well, below those that connections are given."""
    while True:
        port = randint(11_000, 20_000)
        if all(is_free(port + more) for more in (0, 8000, 9000)):
            return port


def is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def owner_of(endpoint: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        config=Config(request_checksum_calculation="when_required", response_checksum_validation="when_required"),
    )


def send(url: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """What somebody without any key is answered: the status and the body."""
    request = Request(url, data=body, method=method, headers=headers)
    try:
        with urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()
