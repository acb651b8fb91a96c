from django.urls import path

from core.pages.views import machines
from core.pages.views.search import search

app_name = "pages"
urlpatterns = [
    path("search/", search, name="search"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_section, name="sitemap_section"),
    path("favicon.ico", machines.favicon, name="favicon"),
]
