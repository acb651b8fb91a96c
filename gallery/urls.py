from django.conf import settings
from django.urls import URLPattern, path

from gallery.views import serving

app_name = "gallery"
urlpatterns: list[URLPattern] = [
    path("files/<uuid:token>/original/", serving.original, name="original"),
    path("files/<uuid:token>/<str:name>", serving.file, name="file"),
]
if settings.MEDIA_URL.startswith("/") and not settings.S3_BUCKET_PUBLIC:
    urlpatterns += [path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", serving.public_file, name="public")]
