from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path, re_path

from core.http import View
from core.members.views import data, legal, profile, settings
from core.members.views.signing import paced, sign_out


def _paced(address: str, view: View, *, name: str, rate: str) -> URLPattern:
    return path(f"accounts/{address}", paced(name, rate)(view), name=name)


members = [
    path("members/<slug:handle>/", profile.profile, name="profile"),
    path("me/settings/", settings.settings, name="settings"),
    path("me/export/", data.export, name="export"),
    path("me/delete/", data.delete, name="delete"),
    path("me/accept/", legal.accept, name="accept"),
    path("legal/<slug:kind>/", legal.legal, name="legal"),
    path("legal/<slug:kind>/<int:version>/", legal.legal, name="legal_version"),
]
# They stand before allauth's own and Django's, with the same addresses and names.
signing = [
    path("accounts/logout/", sign_out, name="account_logout"),
    _paced("login/", account.login, name="account_login", rate="30/m"),
    _paced("signup/", account.signup, name="account_signup", rate="20/h"),
    _paced("email/", account.email, name="account_email", rate="10/m"),
    _paced("confirm-email/", account.email_verification_sent, name="account_email_verification_sent", rate="20/m"),
    _paced("password/change/", account.password_change, name="account_change_password", rate="10/m"),
    _paced("password/set/", account.password_set, name="account_set_password", rate="10/m"),
    _paced("password/reset/", account.password_reset, name="account_reset_password", rate="10/m"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        paced("reset-key", "20/m")(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _paced("reauthenticate/", account.reauthenticate, name="account_reauthenticate", rate="10/m"),
    _paced("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate", rate="10/m"),
    _paced("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate", rate="10/m"),
    _paced("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp", rate="10/m"),
    _paced("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp", rate="10/m"),
    _paced(
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
        rate="10/m",
    ),
    path("i18n/setlang/", settings.language, name="set_language"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((members, "members"))), *signing]
