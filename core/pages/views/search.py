from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.http import limited, page_or_fragment
from core.pages.search import search_everything
from core.sanitizing import clean_line


@require_safe
@limited("search", rate="60/m", methods=("GET",))
def search(request: HttpRequest) -> HttpResponse:
    """Everything that this person may see, by words. Without words it is the empty form."""
    words = clean_line(request.GET.get("q", ""))
    context = {"q": words, "found": search_everything(words, request.user)}
    return page_or_fragment(request, page="pages/search.html", fragment="pages/fragments/found.html", context=context)
