"""The sentences that say why somebody is in a tier. Data alone: `reasons.py` picks one."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What they did, whether it is said to themself, whether the thing may be named, whether the day is known.
FOR_A_THING: dict[tuple[str, bool, bool, bool], str | Promise] = {
    ("suggested", True, True, True): _("because you suggested “%(title)s” on %(day)s"),
    ("suggested", True, True, False): _("because you suggested “%(title)s”"),
    ("suggested", True, False, True): _("because of something that you suggested on %(day)s"),
    ("suggested", True, False, False): _("because of something that you suggested"),
    ("suggested", False, True, True): _("because they suggested “%(title)s” on %(day)s"),
    ("suggested", False, True, False): _("because they suggested “%(title)s”"),
    ("suggested", False, False, True): _("because of something that they suggested on %(day)s"),
    ("suggested", False, False, False): _("because of something that they suggested"),
    ("made", True, True, True): _("because you made “%(title)s” on %(day)s"),
    ("made", True, True, False): _("because you made “%(title)s”"),
    ("made", True, False, True): _("because of something that you made on %(day)s"),
    ("made", True, False, False): _("because of something that you made"),
    ("made", False, True, True): _("because they made “%(title)s” on %(day)s"),
    ("made", False, True, False): _("because they made “%(title)s”"),
    ("made", False, False, True): _("because of something that they made on %(day)s"),
    ("made", False, False, False): _("because of something that they made"),
    ("supported", True, True, True): _("because you supported “%(title)s” on %(day)s"),
    ("supported", True, True, False): _("because you supported “%(title)s”"),
    ("supported", True, False, True): _("because of something that you supported on %(day)s"),
    ("supported", True, False, False): _("because of something that you supported"),
    ("supported", False, True, True): _("because they supported “%(title)s” on %(day)s"),
    ("supported", False, True, False): _("because they supported “%(title)s”"),
    ("supported", False, False, True): _("because of something that they supported on %(day)s"),
    ("supported", False, False, False): _("because of something that they supported"),
    ("commented", True, True, True): _("because you commented on “%(title)s” on %(day)s"),
    ("commented", True, True, False): _("because you commented on “%(title)s”"),
    ("commented", True, False, True): _("because of a comment that you wrote on %(day)s"),
    ("commented", True, False, False): _("because of a comment that you wrote"),
    ("commented", False, True, True): _("because they commented on “%(title)s” on %(day)s"),
    ("commented", False, True, False): _("because they commented on “%(title)s”"),
    ("commented", False, False, True): _("because of a comment that they wrote on %(day)s"),
    ("commented", False, False, False): _("because of a comment that they wrote"),
    ("cared", True, True, True): _("because you cared for “%(title)s” on %(day)s"),
    ("cared", True, True, False): _("because you cared for “%(title)s”"),
    ("cared", True, False, True): _("because of something that you cared for on %(day)s"),
    ("cared", True, False, False): _("because of something that you cared for"),
    ("cared", False, True, True): _("because they cared for “%(title)s” on %(day)s"),
    ("cared", False, True, False): _("because they cared for “%(title)s”"),
    ("cared", False, False, True): _("because of something that they cared for on %(day)s"),
    ("cared", False, False, False): _("because of something that they cared for"),
}
# The entrance, whether it is said to themself, whether there is a name to give.
OF_AN_ENTRANCE: dict[tuple[str, bool, bool], str | Promise] = {
    ("earned", True, True): _("because you did what it takes"),
    ("earned", True, False): _("because you did what it takes"),
    ("earned", False, True): _("because they did what it takes"),
    ("earned", False, False): _("because they did what it takes"),
    ("invited", True, True): _("because %(name)s invited you"),
    ("invited", True, False): _("because you were invited"),
    ("invited", False, True): _("because %(name)s invited them"),
    ("invited", False, False): _("because they were invited"),
    ("given", True, True): _("because %(name)s let you in"),
    ("given", True, False): _("because the team let you in"),
    ("given", False, True): _("because %(name)s let them in"),
    ("given", False, False): _("because the team let them in"),
    ("by_hand", True, True): _("because %(name)s let you in"),
    ("by_hand", True, False): _("because the team let you in"),
    ("by_hand", False, True): _("because %(name)s let them in"),
    ("by_hand", False, False): _("because the team let them in"),
}
# Whether it is said to themself; what they were measured by follows.
BY_MEASURE: dict[bool, str | Promise] = {
    True: _("because you did what it takes: %(measured)s"),
    False: _("because they did what it takes: %(measured)s"),
}
