"""Django as it runs in production, as far as one process shows it: imported before anything of the product."""

import logging
import warnings

import django
from django.conf import settings

django.setup()
settings.DEBUG = False  # no query log, no debug pages; the checkout's plain static files stay
settings.ALLOWED_HOSTS = ["testserver"]
settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
logging.disable(logging.WARNING)
warnings.filterwarnings("ignore", message="No directory at")  # nothing was collected, nothing static is asked for
