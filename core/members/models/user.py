from itertools import chain, count
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.members.handles import MAX_LENGTH, is_handle, is_reserved, proposed_handle
from core.members.models.handle import RetiredHandle


class UserQuerySet(models.QuerySet["User"]):
    def with_email(self, email: str) -> Self:
        """Written in whatever case: through the index on lower(email), which `iexact` would not use on PostgreSQL."""
        return self.alias(email_lower=Lower("email")).filter(email_lower=email.lower())

    def with_handle(self, handle: str) -> Self:
        return self.alias(handle_lower=Lower("handle")).filter(handle_lower=handle.lower())

    def visible_to(self, user: Any) -> Self:
        """Members whose profile this person may see: not hidden, not disabled, not gone; one's own always."""
        shown = Q(is_profile_public=True, is_active=True, erased_at=None, hidden_at=None)
        return self.filter(shown | Q(pk=user.pk) if user.is_authenticated else shown)

    def present(self) -> Self:
        """Members who can still sign in."""
        return self.filter(is_active=True, erased_at=None)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A member with a handle of their own, made of the display name unless one is given."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.display_name = user.display_name or email.partition("@")[0]
        user.handle = user.handle or self.free_handle(user.display_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "is_superuser": True, "is_active": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.with_email(username or "").get()

    async def aget_by_natural_key(self, username: str | None) -> "User":
        return await self.with_email(username or "").aget()

    def free_handle(self, display_name: str) -> str:
        """The proposed handle, with a number behind it when somebody has, or lately had, the plain one."""
        wanted = proposed_handle(display_name)
        taken = set(self.filter(handle__istartswith=wanted).values_list(Lower("handle"), flat=True))
        names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
        free = (name for name in names if name not in taken and not is_reserved(name))
        return next(name for name in free if not RetiredHandle.objects.barring(name).exists())


class User(AbstractBaseUser, PermissionsMixin):
    """A member. Who leaves keeps the row, as "former member", so that what they gave to everyone stays whole."""

    # Stored in lower case. `unique` is for those who ask with `=`, the constraint on lower(email) is the rule.
    email = models.EmailField(
        _("e-mail address"), max_length=254, unique=True, error_messages={"unique": _("This address is taken.")}
    )
    handle = models.CharField(_("handle"), max_length=MAX_LENGTH, validators=[is_handle])
    display_name = models.CharField(_("display name"), max_length=60)
    language = models.CharField(_("language"), max_length=10, blank=True)
    bio = models.CharField(_("about me"), max_length=300, blank=True)
    is_profile_public = models.BooleanField(_("show my profile to everyone"), default=True)
    # Address of the picture while everybody may see it; the gallery, which has the picture, keeps it true.
    portrait = models.CharField(max_length=300, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("member since"), default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # By a moderator. What the member says of themself stays in its place, so that restoring gives back just that.
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)

    is_staff = False  # Django's own admin is not here; Wagtail asks for the permission access_admin
    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="members_email_unique", violation_error_message=_("This address is taken.")
            ),
            models.UniqueConstraint(
                Lower("handle"), name="members_handle_unique", violation_error_message=_("This handle is taken.")
            ),
        ]

    def __str__(self) -> str:
        return str(self.shown_name)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        if is_reserved(self.handle) and not self.is_former:
            raise ValidationError({"handle": _("This handle is taken.")})

    def get_absolute_url(self) -> str:
        return reverse("members:profile", args=[self.handle])

    @property
    def is_former(self) -> bool:
        return self.erased_at is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def shown_name(self) -> str:
        """The name under what they wrote; of who left, only that they left; a number while the name is hidden."""
        if self.is_former:
            return gettext("Former member")
        return gettext("Member %(number)d") % {"number": self.pk} if self.is_hidden else self.display_name

    @property
    def shown_portrait(self) -> str:
        """Beside the name, while that is shown; empty for who has none."""
        return "" if self.is_hidden or self.is_former else self.portrait

    @property
    def shown_url(self) -> str:
        """Address of the profile when everyone may see it, else empty: the name is then no link."""
        is_open = self.is_profile_public and self.is_active and not self.is_hidden and not self.is_former
        return self.get_absolute_url() if is_open else ""

    # Wagtail's admin asks for these; a member has one name, in the order in which they write it.
    @property
    def first_name(self) -> str:
        return self.shown_name

    @property
    def last_name(self) -> str:
        return ""

    def get_full_name(self) -> str:
        return self.shown_name

    def get_short_name(self) -> str:
        return self.shown_name
