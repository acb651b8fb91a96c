"""What every answer says to the browser besides its content."""

import pytest

pytestmark = pytest.mark.django_db
PUBLIC = {
    "default-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}


def policy_of(answer) -> dict[str, str]:
    rules = [rule.strip().partition(" ") for rule in answer["Content-Security-Policy"].split(";")]
    return {name: what for name, _space, what in rules}


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/accounts/login/", "/search/", "/healthz", "/administration/"])
def test_nothing_of_the_site_is_inline_or_foreign(client, address):
    assert policy_of(client.get(address)) == PUBLIC


def test_the_admin_adds_what_wagtail_needs_and_nothing_else(client, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(ada)
    admin = {**PUBLIC, "default-src": "'self' 'unsafe-inline'", "img-src": "'self' blob:"}
    assert policy_of(client.get("/admin/")) == admin


@pytest.mark.parametrize("address", ["/", "/accounts/login/"])
def test_the_usual_guards_stand(client, address):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_what_a_member_is_shown_is_kept_by_no_cache_on_the_way(client, tom):
    client.force_login(tom)
    assert "private" in client.get("/").headers["Cache-Control"]
