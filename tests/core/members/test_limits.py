"""Whatever writes or sends mail has a limit, and says how long to wait."""

import pytest
from django.urls import URLPattern, get_resolver, path

from core.pages.views.machines import healthz
from tests.test_access import leaves

MANY = 130  # twice the widest limit here: a minute may end in between
# They take a POST and write nothing: the end of one's own session, a redirect to the log-in, an address that is none.
WRITES_NOTHING = {"account_logout", "wagtailcore_login", ""}
JOIN = {"display_name": "Kim", "email": "kim@example.com", "password1": "short"}


def first_refusal(client, path, values, *, method="post"):
    for _ in range(MANY):
        answer = getattr(client, method)(path, values)
        if answer.status_code == 429:
            return answer
    raise AssertionError(f"{path} has no limit")


def is_said(answer) -> bool:
    return int(answer.headers["Retry-After"]) >= 1 and "You may go on in" in answer.text


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/accounts/login/", {"login": "tom@example.com", "password": "x"}),
        ("/accounts/signup/", JOIN),
        ("/accounts/password/reset/", {"email": "not an address"}),
        ("/accounts/password/reset/key/1-set-password/", {}),
        ("/accounts/confirm-email/", {"code": "AAAA-AAAA"}),
        ("/accounts/2fa/authenticate/", {"code": "000000"}),
    ],
)
def test_a_visitor_is_slowed_down(client, tom, rate_limits, path, values):
    assert is_said(first_refusal(client, path, values))


@pytest.mark.parametrize(
    ("path", "values", "method"),
    [
        ("/accounts/email/", {"email": "x@example.com", "action_add": ""}, "post"),
        ("/accounts/password/change/", {}, "post"),
        ("/accounts/reauthenticate/", {"password": "x"}, "post"),
        ("/accounts/2fa/totp/activate/", {"code": "000000"}, "post"),
        ("/accounts/2fa/recovery-codes/generate/", {}, "post"),
        ("/me/settings/", {}, "post"),
        ("/me/accept/", {}, "post"),
        ("/me/delete/", {"proof": "x"}, "post"),
        ("/me/export/", {}, "get"),
    ],
)
def test_a_member_is_slowed_down(client, tom, rate_limits, path, values, method):
    client.force_login(tom)
    assert is_said(first_refusal(client, path, values, method=method))


def test_looking_is_not_limited(client, db, rate_limits):
    assert {client.get("/accounts/login/").status_code for _ in range(40)} == {200}


def test_one_member_does_not_use_up_the_limit_of_another(client, tom, ines, rate_limits):
    client.force_login(tom)
    first_refusal(client, "/me/settings/", {})
    client.force_login(ines)
    assert client.post("/me/settings/", {}).status_code == 200


def test_one_mailbox_is_not_flooded_from_many_addresses(client, tom, rate_limits):
    for number in range(10):
        answer = client.post("/accounts/password/reset/", {"email": "tom@example.com"}, REMOTE_ADDR=f"192.0.2.{number}")
        if answer.status_code == 429:
            break
    assert is_said(answer)


def test_guessing_one_password_from_many_addresses_ends(client, tom):
    for number in range(6):
        values = {"login": "tom@example.com", "password": "x"}
        answer = client.post("/accounts/login/", values, REMOTE_ADDR=f"192.0.2.{number}")
    assert "did not work too often" in answer.text


def without_a_limit(entries: list[URLPattern]) -> list[str]:
    """Views of ours that say nothing of the methods they take, or take a POST, and have no limit."""
    ours = [entry for entry in entries if entry.callback.__module__.startswith(("core.", "ideas."))]
    return [
        str(entry.pattern)
        for entry in ours
        if (entry.name or "") not in WRITES_NOTHING and not is_guarded(entry.callback)
    ]


def is_guarded(view) -> bool:
    return hasattr(view, "rate") or takes_no_post(view)


def takes_no_post(view) -> bool:
    """Django's decorators of methods keep their list in a closure and nowhere else."""
    while view is not None:
        cells = [cell.cell_contents for cell in view.__closure__ or ()]
        if any(isinstance(found, list) and found and set(found) <= {"GET", "HEAD"} for found in cells):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def test_whatever_takes_a_post_has_a_limit():
    open_to_all = [entry for address, _name, entry in leaves(get_resolver()) if not address.startswith("admin/")]
    assert without_a_limit(open_to_all) == []


def test_an_address_without_a_limit_is_found():
    def write(request):
        raise AssertionError

    write.__module__ = "ideas.views.planted"
    assert without_a_limit([path("planted/", write, name="planted"), path("safe/", healthz, name="safe")]) == [
        "planted/"
    ]


@pytest.mark.parametrize("method", ["get", "head"])
def test_asking_for_the_head_alone_is_no_way_around_a_limit(client, db, rate_limits, method):
    assert first_refusal(client, "/search/", {"q": "x"}, method=method).headers["Retry-After"]
