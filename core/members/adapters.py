"""Where allauth asks the house: how a member is stored, what is mailed, where a sign-in leads."""

import logging
from io import BytesIO
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from qrcode.image.svg import SvgPathFillImage

from core.members.actions.joining import sign_up
from core.members.letters import letter
from core.members.models import LegalText, User

log = logging.getLogger("core.members")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _lazy("This address and password do not belong together."),
        "incorrect_password": _lazy("This is not your password."),
        "incorrect_code": _lazy("This code is not the one we sent. Check it, or ask for a new one."),
        "too_many_login_attempts": _lazy("That did not work too often. Wait five minutes, then try again."),
        "email_taken": _lazy("This address cannot be used."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The member, stored by our verb. allauth always commits here."""
        data = form.cleaned_data
        return sign_up(
            user,
            email=data["email"],
            password=data.get("password1"),
            display_name=data["display_name"],
            language=get_language() or "",
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """On to where they were going; first past the texts that changed since they last agreed. Nobody is locked out:
        the page can be left unanswered."""
        response = super().post_login(request, user, **kwargs)
        if kwargs.get("signup") or not LegalText.objects.not_yet_accepted_by(user):
            return response
        onward = urlencode({"next": response.headers.get("Location", "/")})
        return HttpResponseRedirect(f"{reverse('members:accept')}?{onward}")

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        return letter(template_prefix, email, context, request=self.request, sender=self.get_from_email())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away is said in words; the page that wanted to send goes on."""
        try:
            self.render_mail(template_prefix, email, {"email": email, **context}).send()
        except (SMTPException, OSError) as error:
            log.error("The mail %s could not be sent: %s.", template_prefix, type(error).__name__)
            sorry = _("We cannot send mail at this moment. Try again in a few minutes.")
            messages.error(self.request, sorry, fail_silently=True)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the middleware TrustedProxies found it; empty on a socket without addresses."""
        return request.META.get("REMOTE_ADDR", "")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("members:settings")


class MfaAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _lazy("This code is not right. Type the one that the app shows now."),
        "unverified_email": _lazy("Confirm your e-mail address first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Black on white in dark mode too: cameras need it."""
        buffer = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(buffer)
        svg = buffer.getvalue().decode()
        return svg[svg.index("<svg") :]  # it stands inside the page, because the policy allows no data: pictures
