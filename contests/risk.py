from collections.abc import Mapping

from django.utils.functional import Promise

WORDS: Mapping[str, str | Promise] = {}
