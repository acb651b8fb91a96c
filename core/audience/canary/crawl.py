"""The crawl: outsiders first, then an insider, then outsiders once more, who must find nothing of what the insider was
shown in any cache on the way."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core import mail

from core.audience.canary.addresses import Address, all_addresses
from core.audience.canary.asking import ENGLISH, HTMX, OTHERS, PLAIN, Answer, Asker, Way
from core.audience.canary.counting import count_again
from core.audience.canary.editing import carry_out
from core.audience.canary.keeping import are_mixed_up, asks_for_password, clears_browser, leads, what_keeps
from core.audience.canary.report import ANSWER, BROKEN, KEPT, LETTER, WORD, Finding, Report
from core.audience.canary.stage import DOORS, LATER, OUTSIDERS, Stage, build, set_apart
from core.audience.canary.words import letter_of
from core.commands import Surface

OF_STAFF = ("moderator", "editor")  # who are let into the admin
EDITOR = "editor"
# To neither of two anything opens that does not open to the other: of what there is much of, each asks for a half.
IN_TURN = (("member", "other"), ("moderator", "editor"))
MEMBERS = ("member", "other", "lapsed")  # who get the same answer about what never was
OWN = ("/me/export/", "/me/insider/")  # what people read of themselves
LISTS = ("lists", "pages of the site", "profiles")
LED_TO = "where insiders are led"
OUR_SIGN_IN = ("/accounts/", "/admin/account/", "/me/delete/")
OF_A_MEMBER, OF_STAFF_ALONE = "/me/settings/", "/admin/pages/"
WAYS_OUT = ("/accounts/logout/", "/admin/logout/")
POST = next(way for way in OTHERS if way.method == "POST")
AGAIN = Way("from the cache", headers=ENGLISH)
FRAGMENT = Way("fragment", headers={**ENGLISH, **HTMX})
PART = Way("Range", headers={**ENGLISH, "range": "bytes=0-99999"})
Narrow = Callable[[Iterable[Address]], list[Address]]


def check(
    planting: Iterable[Surface],
    *,
    doors: Sequence[str] = DOORS,
    people: Sequence[str] = OUTSIDERS,
    admin: bool = True,
    thorough: bool = True,
    carry: bool = True,
    within: tuple[str, ...] = (),
) -> Report:
    """Plants every surface behind every door and crawls as all these outsiders. Leaves nothing behind. Without
    `thorough` everybody asks in the plainest way, and one of them once more after an insider did; without `carry` no
    editor copies or moves anything. `within` narrows the crawl down to surfaces and addresses that begin so."""
    narrow = partial(_narrowed, within=within)
    with set_apart():
        stage = build(planting, doors=doors, look=partial(look_while_open, narrow=narrow))
        if carry:
            carry_out(stage)
        return Crawl(stage, people, narrow(all_addresses(stage, admin=admin)), thorough=thorough).run()


def _narrowed(addresses: Iterable[Address], *, within: tuple[str, ...]) -> list[Address]:
    if not within:
        return list(addresses)
    return [one for one in addresses if one.surface.startswith(within) or one.path.startswith(within)]


def look_while_open(stage: Stage, narrow: Narrow) -> None:
    """A visitor reads what will be closed later, and every list: whatever can remember an answer does."""
    visitor = Asker(AnonymousUser(), stage.words, host=stage.site.hostname)
    for address in narrow(all_addresses(stage, admin=False)):
        if address.surface.endswith(LATER) or address.surface in (*LISTS, "search"):
            answer = visitor.ask(address.path)
            if address.is_page and not answer.told:
                stage.never_open.append(address.surface)


class Crawl:
    def __init__(self, stage: Stage, people: Sequence[str], addresses: list[Address], *, thorough: bool) -> None:
        self.stage, self.addresses, self.thorough, self.desks = stage, addresses, thorough, stage.desks
        self.host, self.at_doors = stage.site.hostname, stage.at_doors
        self.outsiders = {name: Asker(stage.people[name], stage.words, host=self.host) for name in people}
        self.names = list(self.outsiders)
        self.in_turn = [name for pair in IN_TURN if set(pair) <= set(people) for name in pair]
        self.inside = Asker(stage.insider, stage.words, host=self.host)
        self.report = Report(stage.words, dead=list(stage.never_open))
        self.doors = max(1, len({door for door, _key in stage.planted}))
        self.twins: dict[tuple[str, str, str], Answer] = {}
        self.shown: dict[str, Answer] = {}  # to the insider, by path
        self.led_to: dict[str, None] = {}

    def run(self) -> Report:
        self.read_letters()
        for number, address in enumerate(self.addresses):
            for name in self.askers(number, address):
                self.visit(name, address, PLAIN)
        self.let_insider_look()
        for number, address in enumerate(self.addresses):
            for name, way in self.second_round(number, address):
                self.visit(name, address, way)
        self.follow()
        self.count()
        self.leave()
        self.make_sure()
        self.read_letters()
        self.report.requests = sum(asker.asked for asker in (self.inside, *self.outsiders.values()))
        return self.report

    def askers(self, number: int, address: Address) -> Iterator[str]:
        """Who asks there: all behind the first door, and one after the other behind the others, so that each kind of
        address is asked behind each door and by each of them, but not by all behind all. The admin's door is the same
        for all its screens: who has no key tries a few."""
        outside = [name for name in self.names if name not in OF_STAFF] or self.names
        if address.is_absent or (address.turn % self.doors and not address.is_admin):
            yield outside[(number + address.turn) % len(outside)]
            return
        for place, name in enumerate(self.names):
            if address.is_admin:
                if name == EDITOR or (name in OF_STAFF and not address.turn) or (number + place) % 40 == 0:
                    yield name
            elif not address.alike or name not in self.in_turn or (number + self.in_turn.index(name)) % 2:
                yield name

    def second_round(self, number: int, address: Address) -> Iterator[tuple[str, Way]]:
        """Every kind of address is asked in every way, each time by another person and behind another door."""
        names = list(self.askers(number, address))
        if not names:
            return
        outside = (
            [name for name in self.names if name not in OF_STAFF] if address.alike and not address.is_admin else []
        )
        for place, way in enumerate(self.ways(number, address)):
            yield (outside or names)[(number + place) % len(outside or names)], way

    def ways(self, number: int, address: Address) -> Iterator[Way]:
        shown = self.shown.get(address.path)
        if shown and shown.validators:
            yield replace(AGAIN, name="If-None-Match", headers={**ENGLISH, **shown.validators})
        if shown and shown.headers.get("Accept-Ranges") == "bytes":
            yield PART
        if shown and shown.told:  # what tells an insider nothing leaves nothing in a cache
            yield AGAIN
        if not self.thorough:
            return
        if address.is_admin:
            yield from () if address.turn else (POST,)
        elif not address.alike:
            yield from OTHERS
        else:
            yield from OTHERS[number % self.doors :: self.doors]  # so that all are tried

    def visit(self, name: str, address: Address, way: Way) -> None:
        answer = self.outsiders[name].ask(address.path, way)
        self.report.count(address.surface)
        for word, (where, excerpt) in answer.told.items():
            if not self.is_theirs_to_read(name, address, word):
                self.tell(WORD, name, address, way, where, excerpt, word=word)
        if answer.status >= 500 and not address.path.endswith("/readyz"):
            self.tell(BROKEN, name, address, way, str(answer.status))
        elif wrong := self.differs(name, address, way, answer):
            self.tell(ANSWER, name, address, way, wrong)

    def is_theirs_to_read(self, name: str, address: Address, word: str) -> bool:
        """The address of a teaser; what is said of themselves; and who edits pages reads there what staff wrote."""
        if word in self.at_doors or (address.path in OWN and word in self.stage.own.get(name, ())):
            return True
        return self.is_at_work(name, address) and self.stage.words.is_editorial(word)

    def is_at_work(self, name: str, address: Address) -> bool:
        """Whether this is where who edits pages does so."""
        return name == EDITOR and (address.is_admin or address.path.startswith(self.desks))

    def differs(self, name: str, address: Address, way: Way, answer: Answer) -> str:
        """How the answer tells an outsider that the thing is there; empty when it does not."""
        if self.is_at_work(name, address):
            return ""
        if address.closed and answer.status not in address.refusals:
            return f"{answer.status} instead of {address.refusals[0]}"
        if address.has_door and way == PLAIN and (wrong := _of_a_door(answer)):
            return wrong
        if name == "visitor" and not address.path.startswith(OUR_SIGN_IN) and asks_for_password(answer):
            return "a sign-in beside ours"
        if not address.twin or address.is_admin:
            return ""
        key = ("a member" if name in MEMBERS else name, way.name, address.twin)
        if key not in self.twins:
            self.twins[key] = replace(self.outsiders[name].ask(address.twin, way), body=b"")
        twin = self.twins[key]
        if answer.status != twin.status:
            return f"{answer.status}, and {twin.status} for one that never was"
        if answer.leads_to.replace(address.path, address.twin) != twin.leads_to:
            return f"leads to {answer.leads_to}, and {twin.leads_to} for one that never was"
        return ""

    def let_insider_look(self) -> None:
        """What they are not shown, nobody can be caught with: it is reported as dead. What they are shown must be kept
        by nothing."""
        for address in self.addresses:
            if address.is_admin or address.is_absent:
                continue
            answer = self.inside.ask(address.path)
            self.shown[address.path] = replace(answer, body=b"")
            self.report.alive |= set(answer.told)
            if address.is_page and not answer.told:
                self.report.dead.append(address.surface)
            self.led_to |= dict.fromkeys(leads(answer, self.host) if answer.told or answer.leads_to else ())
            for why in what_keeps(answer) if answer.told else ():
                self.tell(KEPT, "insider", address, PLAIN, why)
            if address.is_page and are_mixed_up(answer, self.inside.ask(address.path, FRAGMENT)):
                self.tell(KEPT, "insider", address, FRAGMENT, "no Vary: HX-Request")

    def follow(self) -> None:
        """Where the insider was led, an outsider may have been told to go, too."""
        for path in self.led_to.keys() - self.shown.keys():
            self.visit(self.names[0], Address(path, LED_TO), PLAIN)

    def count(self) -> None:
        lists = {one.path: one for one in self.addresses if one.surface in LISTS and not one.closed}
        name = self.names[0]
        for path, difference in count_again(self.stage, self.outsiders[name], lists) if lists else ():
            self.tell(ANSWER, name, lists[path], PLAIN, "another answer without what is closed", difference)

    def leave(self) -> None:
        """Whoever signs out takes along what the browser kept."""
        for path in WAYS_OUT:
            address = next((one for one in self.addresses if one.path == path), None)
            if address and not clears_browser(self.inside.ask(path, POST)):
                self.tell(KEPT, "insider", address, POST, "no Clear-Site-Data")

    def make_sure(self) -> None:
        """Whoever was signed out on the way has proven nothing, nor has an editor who was not let in."""
        for name, asker in self.outsiders.items():
            if asker.is_signed_in and asker.ask(OF_A_MEMBER).status != 200:
                self.report.dead.append(f"{name}, who was signed out")
        if EDITOR in self.outsiders and self.outsiders[EDITOR].ask(OF_STAFF_ALONE).status != 200:
            self.report.dead.append("the admin")

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


def _of_a_door(answer: Answer) -> str:
    """What is wrong with how a teaser stands at the address of its page."""
    if answer.status != 200:
        return f"{answer.status} instead of the teaser"
    if "noindex" not in answer.headers.get("X-Robots-Tag", ""):
        return "search engines may take it up"
    return "" if "no-store" in answer.headers.get("Cache-Control", "") else "a teaser that is kept"
