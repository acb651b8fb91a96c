import re
from collections.abc import Collection

from django.core.cache import cache
from django.utils.translation import gettext_lazy, ngettext

from core.brand.cache import SECONDS, epoch
from core.brand.models import BrandSettings
from moderation.screening.checks import Check, Noticed, Tuning, Written
from moderation.screening.texts import emails_in, without_emails, without_links

WEIGHT, EACH_MORE, MOST = 0.8, 0.2, 1.4
_TIMES = re.compile(r"(?<!\d)\d{1,2}[.:]\d{2} ?[-–] ?\d{1,2}[.:]\d{2}(?!\d)", re.ASCII)
_DATE = re.compile(r"(?<![\d./-])(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[.:]\d{2})(?![./:-]?\d)", re.ASCII)
_NUMBER = re.compile(r"(?<![\w.,+#])(\+ ?|00)?(\(?\d(?:[ .()/-]{0,2}\d){7,14})(?!\w|[.,]\d)", re.ASCII)
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}+")
_CUE = re.compile(
    r"(?:\b(?:tel|tlf|telefon\w{0,3}|phone|mobi(?:l|tel)\w{0,3}|mob|cell|call|text|ring|whatsapp|viber|signal|gsm|nazov\w{0,3}|zov\w{0,3})\b"
    r"|τηλ|κινητό|καλέστε|πάρτε με|טלפון|טל|נייד|התקשרו|תתקשרו|וואטסאפ)",
    re.IGNORECASE,
)
CUE_WITHIN = 30  # characters before a number
IN_PAIRS = re.compile(r"\d\d \d\d \d\d \d\d|\d{3} \d\d \d{3}")  # as Norwegians write theirs
IN_AMERICA = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}")
_IBANS = """AT20 BA20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GR27 HR21 HU28 IE22 IL23 IT27 LT20
    LU20 LV21 ME22 MK19 NL18 NO15 PL28 PT25 RO24 RS22 SE24 SI19"""  # the country and its length
IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _IBANS.split()}


def look(written: Written, tuning: Tuning) -> Noticed | None:
    """Phone numbers, e-mail addresses and account numbers. They are counted, never quoted."""
    text = written.plain
    let_through = frozenset(term.lower() for term in tuning.terms)
    emails = {email for email in emails_in(text) if not _is_ours(email, let_through)}
    text = without_links(without_emails(text))
    accounts = ibans_in(text)
    phones = phones_in(text) - {digits_of(term) for term in let_through}
    phones = {phone for phone in phones if not any(phone in account for account in accounts)}
    parts = _said(len(phones), len(emails), len(accounts))
    if not parts:
        return None
    count = len(emails) + len(phones) + len(accounts)
    return Noticed(" ".join(parts), min(MOST, WEIGHT + EACH_MORE * (count - 1)))


def phones_in(text: str) -> set[str]:
    """The digits of each. A bare row of eight digits is an order or a date unless something says that it is a phone."""
    text = _DATE.sub(" | ", _TIMES.sub(" | ", text))
    found = set()
    for match in _NUMBER.finditer(text):
        has_cue = _CUE.search(text, max(0, match.start() - CUE_WITHIN), match.start()) is not None
        if match[1] or has_cue or _is_national(match[2]):
            found.add(digits_of(match[0]))
    return found


def ibans_in(text: str) -> set[str]:
    """Account numbers whose check digits are right."""
    candidates = (match[0].replace(" ", "") for match in _IBAN.finditer(text.upper()))
    cut = (candidate[: IBAN_LENGTHS.get(candidate[:2], 0)] for candidate in candidates)
    return {iban for iban in cut if iban and _has_right_digits(iban)}


def digits_of(number: str) -> str:
    return re.sub(r"\D", "", number).removeprefix("00")


def _is_national(number: str) -> bool:
    """Numbers as they are written in the countries of our languages, without the country's code."""
    digits = re.sub(r"\D", "", number)
    if digits.startswith("0"):
        return 9 <= len(digits) <= 11  # Croatian, Israeli, British
    if len(digits) == 10:
        return digits.startswith(("69", "21", "22", "23", "24", "25", "26", "27", "28")) or bool(
            IN_AMERICA.fullmatch(number)
        )
    return len(digits) == 8 and digits[0] in "2345679" and bool(IN_PAIRS.fullmatch(number))


def _has_right_digits(iban: str) -> bool:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def _is_ours(email: str, let_through: Collection[str]) -> bool:
    domain = email.rpartition("@")[2]
    return email in let_through or f"@{domain}" in let_through or email in brand_addresses()


def brand_addresses() -> frozenset[str]:
    """Where the brand itself wants to be reached. Remembered for a minute, forgotten when a brand is saved."""
    key = f"moderation:brand-addresses:{epoch()}"
    known = cache.get(key)
    if known is None:
        rows = BrandSettings.objects.exclude(contact_email="").values_list("contact_email", flat=True)
        known = frozenset(address.lower() for address in rows)
        cache.set(key, known, SECONDS)
    return known


def _said(phones: int, emails: int, accounts: int) -> list[str]:
    counted = (
        (phones, ngettext("%(n)d phone number.", "%(n)d phone numbers.", phones)),
        (emails, ngettext("%(n)d e-mail address.", "%(n)d e-mail addresses.", emails)),
        (accounts, ngettext("%(n)d account number.", "%(n)d account numbers.", accounts)),
    )
    return [words % {"n": count} for count, words in counted if count]


CHECK = Check(
    "contacts",
    gettext_lazy("Contact data"),
    gettext_lazy("Phone numbers, e-mail addresses and account numbers of private people."),
    look,
    terms_label=gettext_lazy("Addresses and numbers that may stand"),
    terms_help=gettext_lazy(
        "One a line: care@kaffa.example, or @kaffa.example for all of a company. "
        "The brand’s contact address always may."
    ),
)
