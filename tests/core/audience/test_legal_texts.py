from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.members.models import LegalText

pytestmark = pytest.mark.django_db


def words(**changes):
    return {"kind": "terms", "body": "Be kind.\n\nThat is all.", "effective_at": timezone.now().isoformat(), **changes}


def test_an_administrator_issues_the_next_version_and_members_are_asked(client, ada, tom):
    newest = LegalText.objects.filter(kind="terms").first().version
    client.force_login(ada)
    assert client.get(reverse("legal-texts:index")).status_code == 200
    answer = client.post(reverse("legal-texts:add"), words())
    assert answer.status_code == 302
    text = LegalText.objects.get(kind="terms", version=newest + 1)
    assert "That is all." in client.get(text.get_absolute_url()).text
    assert text in LegalText.objects.not_yet_accepted_by(tom)


def test_a_text_cannot_be_backdated(client, ada):
    client.force_login(ada)
    past = (timezone.now() - timedelta(days=1)).isoformat()
    answer = client.post(reverse("legal-texts:add"), words(effective_at=past))
    assert "A text cannot have been in force before it was issued." in answer.text


def test_no_version_is_ever_edited_or_deleted(client, ada):
    text = LegalText.objects.first()
    client.force_login(ada)
    for action in ("edit", "delete"):
        url = reverse(f"legal-texts:{action}", args=[text.pk])
        assert client.post(url, words(body="Anything goes.")).status_code in {302, 403}
    assert LegalText.objects.get(pk=text.pk).body == text.body
    assert text.body.split("\n")[0] in client.get(reverse("legal-texts:inspect", args=[text.pk])).text


def test_a_brand_editor_does_not_see_them(client, bea):
    client.force_login(bea)
    assert client.get(reverse("legal-texts:index")).status_code in {302, 403}
