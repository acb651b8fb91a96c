"""The cast of the demo world. Who may do what is the audience room's chapter."""

from allauth.account.models import EmailAddress

from core.members.actions.joining import accept_legal_texts
from core.members.models import LegalText, User

PASSWORD = "sayso-demo"  # noqa: S105 - it is printed on the demo's first screen
CAST = {
    "tom": "Tom",
    "ines": "Ines",
    "lars": "Lars",
    "mo": "Mo",
    "bea": "Bea",
    "ada": "Ada",
}


def write_cast() -> None:
    """The six log-ins, e-mail confirmed and texts accepted. Ada is the administrator."""
    for name, display_name in CAST.items():
        email = f"{name}@example.com"
        member = User.objects.with_email(email).first()
        if member is None:
            handle = "" if User.objects.with_handle(name).exists() else name
            member = User.objects.create_user(
                email, PASSWORD, handle=handle, display_name=display_name, is_superuser=name == "ada"
            )
        EmailAddress.objects.get_or_create(user=member, email=email, defaults={"verified": True, "primary": True})
        accept_legal_texts(member, LegalText.objects.in_force(), by=member)


def erase_cast() -> None:
    for name in CAST:
        User.objects.with_email(f"{name}@example.com").delete()
