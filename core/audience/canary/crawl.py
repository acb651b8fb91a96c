"""The crawl: outsiders first, then an insider, then outsiders once more, who must find nothing of what the insider was
shown in any cache on the way."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core import mail

from core.audience.canary.addresses import Address, all_addresses
from core.audience.canary.asking import ENGLISH, OTHERS, PLAIN, Answer, Asker, Way
from core.audience.canary.report import ANSWER, BROKEN, LETTER, WORD, Finding, Report
from core.audience.canary.stage import DOORS, OUTSIDERS, Stage, build, set_apart
from core.audience.canary.words import letter_of
from core.commands import Surface

OF_STAFF = ("moderator", "editor")  # who are let into the admin
EDITOR = "editor"
OWN = ("/me/export/", "/me/insider/")  # what people read of themselves
POST = next(way for way in OTHERS if way.method == "POST")
AGAIN = Way("from the cache", headers=ENGLISH)
PART = Way("Range", headers={**ENGLISH, "range": "bytes=0-99999"})


def check(
    planting: Iterable[Surface],
    *,
    doors: Sequence[str] = DOORS,
    people: Sequence[str] = OUTSIDERS,
    admin: bool = True,
    thorough: bool = True,
    within: tuple[str, ...] = (),
) -> Report:
    """Plants every surface behind every door and crawls as all these outsiders. Leaves nothing behind. Without
    `thorough` everybody asks in the plainest way, and one of them once more after an insider did. `within` narrows the
    crawl down to surfaces and addresses that begin so."""
    with set_apart():
        crawl = Crawl(build(planting, doors=doors), people, admin=admin, thorough=thorough)
        if within:
            crawl.addresses = [
                one for one in crawl.addresses if one.surface.startswith(within) or one.path.startswith(within)
            ]
        return crawl.run()


class Crawl:
    def __init__(self, stage: Stage, people: Sequence[str], *, admin: bool, thorough: bool) -> None:
        self.stage, self.thorough = stage, thorough
        self.addresses = all_addresses(stage, admin=admin)
        host = stage.site.hostname
        self.outsiders = {name: Asker(stage.people[name], stage.words, host=host) for name in people}
        self.inside = Asker(stage.insider, stage.words, host=host)
        self.report = Report(stage.words)
        doors = len({door for door, _key in stage.planted})
        self.each = -(-len(OTHERS) // max(doors, 1))  # ways behind each door, so that all are tried
        self.twins: dict[tuple[str, str, str], Answer] = {}
        self.shown: dict[str, Answer] = {}  # to the insider, by path

    def run(self) -> Report:
        self.read_letters()
        for number, address in enumerate(self.addresses):
            for name in self.askers(number, address):
                self.visit(name, address, PLAIN)
        self.let_insider_look()
        for number, address in enumerate(self.addresses):
            for name, way in self.second_round(number, address):
                self.visit(name, address, way)
        self.read_letters()
        self.report.requests = sum(asker.asked for asker in (self.inside, *self.outsiders.values()))
        return self.report

    def askers(self, number: int, address: Address) -> Iterator[str]:
        """Who asks there. The admin's door is the same for all its screens, so that who has no key tries a few; staff
        are outsiders as others are behind all doors but the first."""
        for place, name in enumerate(self.outsiders):
            is_sample = (number + place) % 40 == 0
            if address.is_admin:
                if name in OF_STAFF or is_sample:
                    yield name
            elif not address.turn or name not in OF_STAFF:
                yield name

    def second_round(self, number: int, address: Address) -> Iterator[tuple[str, Way]]:
        """Every kind of address is asked in every way, each time by another person and behind another door."""
        names = list(self.askers(number, address))
        if not names:
            return
        for place, way in enumerate(self.ways(address)):
            yield names[(number + place) % len(names)], way

    def ways(self, address: Address) -> Iterator[Way]:
        shown = self.shown.get(address.path)
        if shown and shown.validators:
            yield replace(AGAIN, name="If-None-Match", headers={**ENGLISH, **shown.validators})
        if shown and shown.headers.get("Accept-Ranges") == "bytes":
            yield PART
        if not self.thorough:
            yield AGAIN
        elif address.is_admin:
            yield POST
        elif not address.closed and not address.twin:
            yield from OTHERS  # what lists may say behind any door
        else:
            yield AGAIN
            yield from (OTHERS[(self.each * address.turn + place) % len(OTHERS)] for place in range(self.each))

    def visit(self, name: str, address: Address, way: Way) -> None:
        answer = self.outsiders[name].ask(address.path, way)
        self.report.count(address.surface)
        for word, (where, excerpt) in answer.told.items():
            is_own = address.path in OWN and word in self.stage.own.get(name, ())
            if not is_own and not (name == EDITOR and address.is_admin and self.stage.words.is_editorial(word)):
                self.tell(WORD, name, address, way, where, excerpt, word=word)
        if answer.status >= 500 and not address.path.endswith("/readyz"):
            self.tell(BROKEN, name, address, way, str(answer.status))
        elif wrong := self.differs(name, address, way, answer):
            self.tell(ANSWER, name, address, way, wrong)

    def differs(self, name: str, address: Address, way: Way, answer: Answer) -> str:
        """How the answer tells an outsider that the thing is there; empty when it does not."""
        if address.closed and answer.status not in address.refusals:
            return f"{answer.status} instead of 404"
        if not address.twin or address.is_admin:
            return ""
        key = (name, way.name, address.twin)
        if key not in self.twins:
            self.twins[key] = self.outsiders[name].ask(address.twin, way)
        twin = self.twins[key]
        if answer.status != twin.status:
            return f"{answer.status}, and {twin.status} for one that never was"
        if answer.leads_to.replace(address.path, address.twin) != twin.leads_to:
            return f"leads to {answer.leads_to}, and {twin.leads_to} for one that never was"
        return ""

    def let_insider_look(self) -> None:
        """What they are not shown, nobody can be caught with: it is reported as dead."""
        for address in self.addresses:
            if not address.is_admin:
                answer = self.inside.ask(address.path)
                self.shown[address.path] = answer
                self.report.alive |= set(answer.told)
                if address.is_page and not answer.told:
                    self.report.dead.append(address.surface)

    def read_letters(self) -> None:
        """To everybody but those who may read them."""
        insiders = {self.stage.insider.email, self.stage.people["staff"].email}
        outbox: list[Any] = mail.outbox
        for letter in outbox:
            self.report.count("mail")
            outside: Collection[str] = set(letter.recipients()) - insiders
            for word in self.stage.words.told_in(letter_of(letter)) if outside else ():
                who = next((name for name in OUTSIDERS if self.address_of(name) in outside), "somebody else")
                self.report.add(Finding(LETTER, who, "mail", letter.subject, "mail", "letter", word=word))
        outbox.clear()

    def address_of(self, name: str) -> str:
        return getattr(self.stage.people[name], "email", "")

    def tell(
        self, what: str, name: str, address: Address, way: Way, where: str, excerpt: str = "", *, word: str = ""
    ) -> None:
        asked = f"{way.method} ({way.name})"
        self.report.add(Finding(what, name, asked, address.path, address.surface, where, excerpt, word))
