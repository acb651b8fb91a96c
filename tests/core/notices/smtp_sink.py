"""A mail server that keeps what it is given: enough SMTP for smtplib, on a port of its own, in a thread."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import Any, Self


@dataclass
class Arrived:
    recipient: str
    mail: EmailMessage


class Talk(StreamRequestHandler):
    server: "Server"

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        sink, recipient = self.server.sink, ""
        sink.connections += 1
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            match line.split(maxsplit=1)[0].upper():
                case "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.say(sink.answers.get(recipient, "250 yes"))
                case "DATA":
                    self.say("354 go on")
                    self.say(sink.keep(Arrived(recipient, self.letter())))
                case "QUIT":
                    self.say("221 bye")
                    break
                case _:
                    self.say("250 yes")

    def letter(self) -> EmailMessage:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        undotted = (line[1:] if line.startswith(b"..") else line for line in lines)
        return message_from_bytes(b"".join(undotted), policy=policy.default)  # type: ignore[return-value]


class Server(ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    sink: "Sink"


@dataclass
class Sink:
    """`arrived` is what was accepted, in order; `answers` is what is said of an address instead of yes;
    `then` is called with the number of letters accepted so far, before the sender hears that this one was."""

    arrived: list[Arrived] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    then: Callable[[int], Any] = lambda count: None
    connections: int = 0

    def __enter__(self) -> Self:
        self.lock, self.server = Lock(), Server(("127.0.0.1", 0), Talk)
        self.server.sink = self
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def address(self) -> tuple[str, int]:
        return self.server.server_address  # type: ignore[return-value]

    def keep(self, letter: Arrived) -> str:
        with self.lock:
            self.arrived.append(letter)
            count = len(self.arrived)
        self.then(count)
        return "250 kept"
