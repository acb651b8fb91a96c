"""Reading a text as a person would: links, addresses and numbers in it, also those that are written in a disguise.

Every pattern begins only where a word begins and repeats only so often: the time grows with the text, not faster.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_READ = 12_000  # characters; no form takes more
_DOT = re.compile(r"\s{0,2}[\[({]\s?(?:\.|dot|punkt(?:um)?|tocka|točka|τελεία|נקודה)\s?[\])}]\s{0,2}", re.IGNORECASE)
_AT = re.compile(r"\s{0,2}[\[({]\s?(?:@|at|alfakrøll|krøllalfa|παπάκι|שטרודל)\s?[\])}]\s{0,2}", re.IGNORECASE)
_WITH_SCHEME = re.compile(r"\bh(?:tt|xx)ps?://(?P<rest>[^\s<>\"]{1,2000}+)", re.IGNORECASE | re.ASCII)
_BARE = re.compile(
    r"(?<![\w@./:-])(?P<host>(?:[a-z0-9][a-z0-9-]{0,62}+\.){1,4}(?P<top>[a-z]{2,24}+))(?![\w@])(?P<path>/\S)?",
    re.IGNORECASE | re.ASCII,
)
_EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}+@(?:[a-z0-9-]{1,63}+\.){1,4}[a-z]{2,24}+(?![a-z0-9])", re.IGNORECASE
)
# Names of a place on the web that are no words behind a full stop where somebody forgot the space.
_TOPS = """com net org info biz shop store online site xyz top club app dev eu de fr uk gr hr il se dk fi ru cn example
    click link live ly page icu vip win promo bar cafe coffee io"""
_SHORT = """bit.ly t.co goo.gl tinyurl.com ow.ly is.gd v.gd cutt.ly buff.ly rebrand.ly shorturl.at tiny.cc lnkd.in t.ly
    rb.gy s.id adf.ly bl.ink short.io tr.ee shorte.st soo.gd u.to clck.ru bitly.com qr.ae x.gd n9.cl urlz.fr"""
TELLING_TOPS, SHORTENERS = frozenset(_TOPS.split()), frozenset(_SHORT.split())


@dataclass(frozen=True, slots=True)
class Link:
    host: str  # lower case, without www.

    def within(self, hosts: frozenset[str]) -> str:
        """Which of these hosts it leads to or below; empty for none."""
        parts = self.host.split(".")[-6:]
        return next((host for n in range(len(parts)) if (host := ".".join(parts[n:])) in hosts), "")


def plain(text: str) -> str:
    """Without the disguises of form: wide letters are letters, "[.]" is a dot, "(at)" a sign."""
    read = unicodedata.normalize("NFKC", text[:MOST_READ])[: 2 * MOST_READ]
    return _AT.sub("@", _DOT.sub(".", read))


def links_in(text: str) -> list[Link]:
    """All of them, of a text that is plain."""
    found = [Link(_host(match["rest"])) for match in _WITH_SCHEME.finditer(text)]
    return found + [Link(_host(match["host"])) for match in _bare_links(_WITH_SCHEME.sub(" ", text))]


def without_links(text: str) -> str:
    text = _EMAIL.sub(" ", _WITH_SCHEME.sub(" ", text))
    return _BARE.sub(lambda match: " " if _is_link(match) else match[0], text)


def emails_in(text: str) -> list[str]:
    return [match[0].lower() for match in _EMAIL.finditer(text)]


def without_emails(text: str) -> str:
    return _EMAIL.sub(" ", text)


def _bare_links(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _BARE.finditer(text) if _is_link(match))


def _is_link(match: re.Match[str]) -> bool:
    """“kaffa.com” is one, “great.It” is not: a short ending that is a word needs a path or a www in front."""
    host, top = match["host"], match["top"]
    if not (top.islower() or host.isupper()):
        return False
    is_told = bool(match["path"]) or host.lower().startswith("www.")
    return is_told or top.lower() in TELLING_TOPS or host.lower() in SHORTENERS


def _host(address: str) -> str:
    host = re.split(r"[/?#]", address, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    return host.lower().removeprefix("www.").strip(".,;!)'") or "?"
