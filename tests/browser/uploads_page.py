"""The site, and a page with nothing but an uploader and a button, as a room would have it."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from gallery.purposes import PURPOSES

PAGE = """{% extends "layouts/site.html" %}{% block title %}Files{% endblock %}
{% block main %}<div class="wrap stack" data-width="text"><h1>Files</h1>
<form method="post" enctype="multipart/form-data" class="stack">{% csrf_token %}
<p><label for="words">Words</label> <input class="field-input" id="words" name="words"></p>
{% include "components/uploader.html" with purpose=purpose name="uploads" most=3 csrf_token=csrf_token only %}
<button class="button">Send it</button></form>
<p id="posted">{{ posted }}</p></div>{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    sent = [*request.POST.getlist("uploads"), *(file.name for file in request.FILES.getlist("file"))]
    posted = f"{request.POST.get('words')}: {' '.join(sent)}" if request.method == "POST" else ""
    context = {"purpose": PURPOSES["video" if "film" in request.GET else "picture"], "posted": posted}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [path("files-page/", page), path("", include("core.urls"))]
handler404 = "core.pages.views.not_found"
