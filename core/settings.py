"""One settings module, safe by default: what is not in the environment is what a stranger may run in public."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from core import env as reading
from core.env import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- who and where
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "only-for-development-never-in-public" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is required unless DEBUG=1.")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")

# --- rooms
INSTALLED_APPS = [
    # The lower room first: the demo's chapters and the admin's hooks come in this order.
    "core",
    "core.brand",
    "core.members",
    "core.audience",
    "core.notices",
    "core.comments",
    "core.pages",
    "moderation",
    "gallery",
    "ideas",
    "contests",
    "insiders",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "core.audience.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]
MIDDLEWARE = [
    "core.middleware.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.PolicyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.MemberLanguage",
    "core.audience.middleware.OneGate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.ErrorAnswers",
    "allauth.account.middleware.AccountMiddleware",
    "core.audience.middleware.AdminDoor",
    "core.audience.middleware.GatedRedirects",
]
ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"
ASGI_APPLICATION = "core.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.brand.context.brand",
                "core.pages.context.site_nav",
                "core.notices.context.unread_notices",
            ],
            "builtins": ["django.templatetags.i18n", "core.templatetags.icons", "core.templatetags.policy"],
        },
    }
]

# --- data
DATABASES = {"default": reading.database(env.text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'sayso.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHE_URL = env.text("CACHE_URL", "locmem://")
CACHES = {"default": reading.cache(CACHE_URL)}
CACHE_IS_SHARED = not CACHE_URL.startswith("locmem://")
REDIS_URL = env.text("REDIS_URL")
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if CACHE_IS_SHARED else 'db'}"
# django-ratelimit rightly refuses a cache that processes do not share; one process is the development server.
# Production is stopped by our own check core.E001 instead, which says what to do.
SILENCED_SYSTEM_CHECKS = [] if CACHE_IS_SHARED else ["django_ratelimit.E003", "django_ratelimit.W001"]
# Wagtail's editors preview pages in a frame of the same site, so DENY is not possible.
SILENCED_SYSTEM_CHECKS += ["security.W019"]

TASKS: dict[str, Any] = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
if env.choice("TASKS", "database", "rq") == "rq":
    if not REDIS_URL:
        raise ImproperlyConfigured("TASKS=rq needs REDIS_URL.")
    INSTALLED_APPS += ["django_rq"]
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]}}
    RQ_QUEUES = {"default": {"URL": REDIS_URL}}
    RQ = {"JOB_CLASS": "django_tasks_rq.Job"}

# --- people
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["core.members.permissions.MemberBackend"]  # of allauth's, which is a ModelBackend too
_validators = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_validators}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name", "handle")},
    },
    {"NAME": f"{_validators}.MinimumLengthValidator"},
    {"NAME": f"{_validators}.CommonPasswordValidator"},
    {"NAME": f"{_validators}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "core.members.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "core.members.forms.SignupForm"
# Whether an address has an account here is told to nobody but its owner: that holds only while joining ends at the
# mailbox. A code keeps it in one window, so that a draft or a vote from before is not lost.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https://") else "http"
# core.http.limited counts by person or connection. Left to allauth: what it counts by the address that was typed.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "signup": None,
    "manage_email": None,
    "change_password": None,
    "reauthenticate": None,
    "reset_password_from_key": None,
    "reset_password": "5/m/key",
    "login_failed": "5/5m/key",
}
MFA_ADAPTER = "core.members.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sayso"
STAFF_NEEDS_SECOND_FACTOR = env.flag("STAFF_NEEDS_SECOND_FACTOR", default=not DEBUG)

# --- words and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("el", "Ελληνικά"), ("nb", "Norsk bokmål"), ("hr", "Hrvatski"), ("he", "עברית")]
LOCALE_PATHS = [BASE_DIR / "core" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STATICFILES_FINDERS = [
    "core.brand.finders.StylesheetFinder",  # goes first: collectstatic gets the one flattened stylesheet
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = env.text("MEDIA_BASE_URL", "/media/")
MEDIA_ROOT = env.text("MEDIA_ROOT", str(BASE_DIR / "media"))
MEDIA_PRIVATE_ROOT = env.text("MEDIA_PRIVATE_ROOT", f"{MEDIA_ROOT.rstrip('/')}-private")  # no web server looks there
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else _manifest},
}
S3_BUCKET_PUBLIC, S3_BUCKET_PRIVATE = env.text("S3_BUCKET_PUBLIC"), env.text("S3_BUCKET_PRIVATE")
if bool(S3_BUCKET_PUBLIC) != bool(S3_BUCKET_PRIVATE):
    raise ImproperlyConfigured("S3_BUCKET_PUBLIC and S3_BUCKET_PRIVATE are set together: two buckets, or none.")
if S3_BUCKET_PUBLIC:
    MEDIA_URL = env.text("S3_PUBLIC_URL", MEDIA_URL)
    STORAGES["default"] = reading.bucket(S3_BUCKET_PUBLIC, is_public=True)
    STORAGES["private"] = reading.bucket(S3_BUCKET_PRIVATE, is_public=False)
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
UPLOAD_PART_SECONDS = env.number("UPLOAD_PART_SECONDS", 120)  # for each MiB of a part to arrive on our own disk
UPLOAD_PARTS_AT_ONCE = env.number("UPLOAD_PARTS_AT_ONCE", 12)  # in one web process; each holds one of its 16 threads
# Words in pictures are set in this font, else in the first of those below that the system has.
CARD_FONT = env.text("CARD_FONT")
SYSTEM_FONTS = (
    *("DejaVuSansCondensed-Bold.ttf", "DejaVuSans-Bold.ttf"),
    *("NotoSans-Bold.ttf", "NotoSans[wght].ttf", "NotoSans-Regular.ttf"),
    *("LiberationSans-Bold.ttf", "Arial Bold.ttf"),
)

# --- mail
vars().update(reading.email(env.text("EMAIL_URL", "console://")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("FROM_EMAIL", "Sayso <hello@localhost>")

# --- safety
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not DEBUG
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
_media_origin = [] if MEDIA_URL.startswith("/") else [MEDIA_URL.rstrip("/") + "/"]
_private_origin = reading.bucket_origins(S3_BUCKET_PRIVATE) if S3_BUCKET_PRIVATE else []  # our door leads there
if S3_BUCKET_PUBLIC:
    _media_origin = [*dict.fromkeys([*_media_origin, *reading.bucket_origins(S3_BUCKET_PUBLIC), *_private_origin])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", *_media_origin],
        "media-src": ["'self'", *_media_origin],
        **({"connect-src": ["'self'", *_private_origin]} if _private_origin else {}),
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
RATELIMIT_IP_META_KEY = "REMOTE_ADDR"  # core.middleware.TrustedProxies has put the real one there
RATE_LIMITS_ON = True
THROWAWAY_MAIL_DOMAINS = frozenset(env.words("THROWAWAY_MAIL_DOMAINS"))  # beside those that contests know

# --- Wagtail
WAGTAIL_SITE_NAME = "Sayso"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "brand.BrandImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "core.brand.forms.BrandImageForm"
WAGTAILIMAGES_RENDITION_STORAGE = "core.brand.storages.StaffStorage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]  # no SVG, which can hold scripts
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp"}  # where a page asks for no format
WAGTAILDOCS_DOCUMENT_MODEL = "brand.BrandDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
# Debian lists two that are no zones; the browser's own library stops at the first of them.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
# Wagtail's own searches in the admin; on SQLite with a mend that cannot be loaded elsewhere.
_ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
_SEARCH = "core.pages.admin_search" if _ON_SQLITE else "wagtail.search.backends.database"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": _SEARCH}}

# --- log: what happened, never who said what
_log_format = env.choice("LOG_FORMAT", "console", "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "console": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "core.env.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": _log_format},
        # The worker turns its logger up to tell of every task; only what went wrong is worth a line.
        "trouble": {"class": "logging.StreamHandler", "formatter": _log_format, "level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "django_tasks": {"handlers": ["trouble"], "propagate": False},
        "wagtail": {"level": "WARNING"},  # below that it prints the titles of pages, also of those that are private
    },
}
