"""The floor: bare Django doing the same jobs on the same data, written before anything was tuned and read as code.

A job here is what nobody could leave out: session, user and CSRF protection; one query and a plain template for a page;
one statement for a vote. No Wagtail, no audience, no languages, no policies, no limits.
"""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from core.ranking import hot_moment
from ideas.models import Idea

MIDDLEWARE = [
    "benchmarks.floor.OwnAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROWS = 20
PAGE = """<!doctype html><title>Ideas</title><h1>Ideas</h1><p>{{ user }}</p>{% for idea in ideas %}CARD{% endfor %}"""
PLAIN_CARD = """<article><h2><a href="{{ idea.get_absolute_url }}">{{ idea.title }}</a></h2><p>{{ idea.excerpt }}</p>
<p>{{ idea.status.name }} {{ idea.category.name }} {{ idea.comment_count }} comments</p>
<form method="post" action="{{ idea.get_vote_url }}">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
<button name="vote" value="on" aria-pressed="false"><span data-count>{{ idea.vote_count }}</span> Support</button>
</form></article>"""
OUR_CARD = (
    '{% may "ideas.vote" idea as verdict %}'
    '{% include "components/idea_card.html" with idea=idea verdict=verdict csrf_token=csrf_token only %}'
)
VOTE = """
WITH new AS (
    INSERT INTO ideas_vote (idea_id, voter_id, at) VALUES (%(idea)s, %(voter)s, %(at)s)
    ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE ideas_idea SET vote_count = vote_count + 1,
    hot_score = greatest(hot_score, %(x)s) + ln(1 + exp(-least(40, abs(hot_score - %(x)s))))
WHERE id = %(idea)s AND open_to_votes AND EXISTS (SELECT 1 FROM new) RETURNING vote_count
"""
ENTRY_VOTE = """
WITH new AS (
    INSERT INTO contests_entryvote (entry_id, pseudonym, day, standing, at, network, device, score, reasons)
    VALUES (%(entry)s, %(voter)s, '1970-01-01', 'counted', %(at)s, '', '', 0, '[]')
    ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE contests_entry SET vote_count = vote_count + 1
WHERE id = %(entry)s AND state = 'published' AND EXISTS (SELECT 1 FROM new) RETURNING vote_count
"""
BUTTON = engines["django"].from_string(
    """<form method="post">{% csrf_token %}<button name="vote" value="off" aria-pressed="true">
<span data-count>{{ count }}</span> Support</button></form>"""
)


class OwnAddresses:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = "benchmarks.floor"
        return self.get_response(request)


def twenty(board_id: int) -> list[Idea]:
    ideas = Idea.objects.filter(board=board_id, state="published").select_related("status", "category")
    found = list(ideas.order_by("-hot_score", "-pk")[:ROWS])
    for idea in found:
        idea.has_my_vote = False
    return found


def page_with(card: str):
    template = engines["django"].from_string(PAGE.replace("CARD", card))

    def view(request: HttpRequest, board_id: int) -> HttpResponse:
        context = {"ideas": twenty(board_id), "user": request.user, "token": get_token(request)}
        return HttpResponse(template.render(context, request))

    return view


def one_query(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user))


def vote(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST" or not request.user.is_authenticated or request.POST.get("vote") != "on":
        return HttpResponse(status=400)
    at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(VOTE, {"idea": pk, "voter": request.user.pk, "at": at, "x": hot_moment(at, half_life_days=7)})
        row = cursor.fetchone()
    return HttpResponse(BUTTON.render({"count": row[0] if row else ""}, request))


def entry_vote(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST" or not request.user.is_authenticated or request.POST.get("vote") != "on":
        return HttpResponse(status=400)
    with connection.cursor() as cursor:
        cursor.execute(ENTRY_VOTE, {"entry": pk, "voter": str(request.user.pk), "at": timezone.now()})
        row = cursor.fetchone()
    return HttpResponse(BUTTON.render({"count": row[0] if row else ""}, request))


urlpatterns = [
    path("plain/<int:board_id>/", page_with(PLAIN_CARD)),
    path("cards/<int:board_id>/", page_with(OUR_CARD)),
    path("user/", one_query),
    path("idea/<int:pk>/vote/", vote),
    path("entry/<int:pk>/vote/", entry_vote),
    path("", include("core.urls")),  # cards link to the product's addresses
]
