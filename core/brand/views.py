from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from core.brand.models import BrandDocument, BrandImage, BrandRendition
from core.brand.policies import may_work_with
from core.brand.showing import Brand, brand_of
from core.brand.storages import DOCUMENTS, name_of
from core.serving import file_answer, media_type, private_answer

A_YEAR = 365 * 24 * 3600
# Seconds for which caches keep a picture that everybody may see. From a bucket they keep where it was signed for, which
# holds for five minutes.
KEPT, KEPT_ADDRESS = 300, 120


def theme_etag(request: HttpRequest) -> str:
    return f'"{brand_of(request).theme_version}"'


@require_safe
@condition(etag_func=theme_etag)
def theme(request: HttpRequest) -> HttpResponse:
    """The brand's accent as a stylesheet of one line. Under its current version it never changes."""
    brand: Brand = brand_of(request)
    response = HttpResponse(f":root{{--brand:{brand.accent}}}\n", content_type="text/css")
    if request.GET.get("v") == brand.theme_version:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, max_age=60)
    return response


@require_safe
def picture(request: HttpRequest, word: str, ending: str) -> HttpResponseBase:
    """A picture to whoever may see something that shows it now. Caches may keep it while that is everybody; who this
    person is matters only when it is not."""
    name = name_of(word, ending)
    named = BrandRendition.objects.filter(file=name)
    if named.are_visible_to(AnonymousUser()):
        return _public_answer(request, name, etag=f'"{word}"')
    if request.user.is_authenticated and named.are_visible_to(request.user):
        return private_answer(request, name, media_type(name))
    raise Http404


@require_safe
def staff_picture(request: HttpRequest, word: str, ending: str) -> HttpResponseBase:
    """A picture, or the file that one was uploaded as, in the admin: also of what is a draft or behind a door."""
    name = name_of(word, ending)
    found = BrandImage.objects.filter(file=name) | BrandImage.objects.filter(renditions__file=name)
    image = found.distinct().first()
    if image is None or not may_work_with(request.user, image):
        raise Http404
    return private_answer(request, name, media_type(name))


@require_safe
def staff_document(request: HttpRequest, word: str, ending: str) -> HttpResponseBase:
    """A document in the admin, to be kept under its name: also of a draft or behind a door."""
    name = name_of(word, ending, folder=DOCUMENTS)
    document = BrandDocument.objects.filter(file=name).first()
    if document is None or not may_work_with(request.user, document):
        raise Http404
    return private_answer(request, name, document.content_type, attachment=document.filename)


def _public_answer(request: HttpRequest, name: str, *, etag: str) -> HttpResponseBase:
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = file_answer(request, name, media_type(name))
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=KEPT_ADDRESS if response.status_code == 302 else KEPT)
    return response
