import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory

from core.notices.context import MOST, unread_notices
from core.notices.models import Notice

TWICE = Template("{% if unread_notices %}{{ unread_notices }}{% endif %}")


def context_of(user) -> Context:
    request = RequestFactory().get("/")
    request.user = user
    return Context(unread_notices(request))


def test_a_page_that_does_not_show_it_pays_nothing(tom, max_queries):
    with max_queries(0):
        Template("nothing").render(context_of(tom))


def test_a_member_pays_one_query_however_often_it_is_shown(tom, bea, wave, max_queries):
    wave(tom, about=bea)
    wave(tom, about=bea, number=2)
    with max_queries(1):
        assert TWICE.render(context_of(tom)) == "2"


@pytest.mark.django_db
def test_a_visitor_pays_nothing(max_queries):
    with max_queries(0):
        assert TWICE.render(context_of(AnonymousUser())) == ""


def test_an_error_page_without_a_person_is_no_error():
    assert unread_notices(RequestFactory().get("/"))["unread_notices"]() == 0


def test_it_is_a_number_for_the_plural_rules_of_every_language(tom, bea, wave):
    wave(tom, about=bea)
    assert type(unread_notices(_request(tom))["unread_notices"]()) is int


def _request(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_counting_stops_where_the_masthead_does(tom, bea):
    Notice.objects.bulk_create(
        Notice(recipient=tom, kind="test-wave", subject_kind="profile", subject_id=bea.pk, key=f"wave:{n}")
        for n in range(MOST + 20)
    )
    assert TWICE.render(context_of(tom)) == str(MOST)
