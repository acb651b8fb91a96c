"""No page of allauth shows itself in clothes that are not ours."""

from collections.abc import Iterator

import pytest
from allauth import urls as allauth_urls
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import URLPattern, URLResolver, reverse

from tests.cast import PASSWORD


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif not pattern.pattern.regex.groups:
            yield pattern.name


NAMES = sorted(names(allauth_urls.urlpatterns))


def wears_our_clothes(answer) -> bool:
    if answer.status_code == 302 or answer.headers["Content-Type"].startswith("text/plain"):
        return True
    return answer.status_code == 200 and "account-card" in answer.text


def test_allauth_has_pages():
    assert {"account_login", "mfa_index", "account_email"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_visitor_sees_our_frame(client, db, name):
    assert wears_our_clothes(client.get(reverse(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_member_sees_our_frame(client, tom, name):
    RecoveryCodes.activate(tom)
    TOTP.activate(tom, generate_totp_secret())
    client.force_login(tom)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert wears_our_clothes(client.get(reverse(name)))
