from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gallery.views import captioning, captions, exhibition, mending, portraits, reporting, serving

app_name = "gallery"
urlpatterns: list[URLPattern | URLResolver] = [
    path("me/uploads/", include("gallery.upload_urls")),
    path("me/portrait/", portraits.portrait, name="portrait"),
    path("me/portrait/remove/", portraits.remove, name="remove-portrait"),
    path("work/<int:work_pk>/", exhibition.show, name="work"),
    path("work/<int:work_pk>/report/", reporting.report_work, name="report"),
    path("work/<int:work_pk>/captions/", captioning.edit, name="caption-film"),
    path("work/<int:work_pk>/captions/<slug:language>/remove/", captioning.remove, name="remove-captions"),
    path("files/<uuid:token>/captions-<slug:language>.vtt", captions.show, name="captions"),
    path("files/<uuid:token>/retry/", mending.retry, name="retry"),
    path("files/<uuid:token>/original/", serving.original, name="original"),
    path("files/<uuid:token>/<str:name>", serving.file, name="file"),
]
if settings.MEDIA_URL.startswith("/") and not settings.S3_BUCKET_PUBLIC:
    urlpatterns += [path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", serving.public_file, name="public")]
