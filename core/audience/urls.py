"""Log-ins beside ours lead to ours, so that its limits and its second factor hold for staff too.

They stand before Wagtail's own, with the same addresses and names.
"""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from core.audience import views
from core.audience.page_admin import PagePrivacyView, typed_summary

urlpatterns = [
    path("admin/login/", views.to_sign_in, name="wagtailadmin_login"),
    path("admin/logout/", views.StaffSignOutView.as_view(), name="wagtailadmin_logout"),
    path(
        "admin/account/",
        never_cache(require_admin_access(views.StaffAccountView.as_view())),
        name="wagtailadmin_account",
    ),
    path(
        "admin/pages/<int:page_id>/privacy/",
        never_cache(require_admin_access(PagePrivacyView.as_view())),
        name="audience_page_privacy",
    ),
    path("admin/audience/summary/", never_cache(require_admin_access(typed_summary)), name="audience_summary"),
    path("_util/login/", views.to_sign_in, name="wagtailcore_login"),
    re_path(r"^admin/password_reset/", views.to_password_reset, name="wagtailadmin_password_reset"),
]
