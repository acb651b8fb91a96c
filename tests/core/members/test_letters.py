from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from core.members.letters import letter

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LETTERS = sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt") for path in TEMPLATES.glob("*/email/*_subject.txt")
)
VALUES = {
    "code": "ABCD-EFGH",
    "password_reset_url": "https://sayso.example/accounts/password/reset/key/1-abc/",
    "signup_url": "https://sayso.example/accounts/signup/",
    "email": "tom@example.com",
    "from_email": "tom@example.com",
    "to_email": "tom.b@example.com",
    "deleted_email": "tom@example.com",
    "ip": "192.0.2.7",
    "user_agent": '<b>"Browser"</b> & more',
    "timestamp": timezone.now(),
}


def test_there_are_letters():
    assert {"account/email/password_reset_key", "mfa/email/totp_activated"} <= set(LETTERS)


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
@pytest.mark.parametrize("prefix", LETTERS)
def test_every_letter_is_whole(tom, rf, prefix, language):
    tom.language = language
    tom.save()
    mail = letter(prefix, "tom@example.com", VALUES, request=rf.get("/"), sender="hello@localhost")
    html = mail.alternatives[0][0]
    assert mail.subject.strip()
    assert "\n" not in mail.subject
    assert "&lt;" not in mail.body
    assert "{{" not in mail.body + html
    assert "<b>" not in html
    assert html.count("<html") == 1
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) is (language == "he")
    words = next(line for line in mail.body.splitlines() if line.strip())
    assert words.split("’")[0][:30] in html


def test_a_code_and_an_address_stand_by_themselves(tom, rf):
    code = letter(
        "account/email/email_confirmation", "tom@example.com", VALUES, request=rf.get("/"), sender="x@localhost"
    )
    assert "\n\nABCD-EFGH\n\n" in code.body
    assert 'class="letter-code"' in code.alternatives[0][0]
    reset = letter(
        "account/email/password_reset_key", "x@example.com", VALUES, request=rf.get("/"), sender="x@localhost"
    )
    assert f'<a href="{VALUES["password_reset_url"]}">' in reset.alternatives[0][0]


def test_a_letter_goes_without_a_request(tom):
    mail = letter("mfa/email/totp_activated", "tom@example.com", VALUES, request=None, sender="x@localhost")
    assert mail.to == ["tom@example.com"]
