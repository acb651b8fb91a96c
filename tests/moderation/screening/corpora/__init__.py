"""Texts as members of a coffee brand's community write them, in the five languages, for each check of the screening."""

from tests.moderation.screening.corpora.contacts import CONTACTS
from tests.moderation.screening.corpora.copies import COPIES
from tests.moderation.screening.corpora.links import LINKS
from tests.moderation.screening.corpora.newcomers import NEWCOMERS
from tests.moderation.screening.corpora.repeats import REPEATS
from tests.moderation.screening.corpora.shouting import SHOUTING
from tests.moderation.screening.corpora.terms import TERMS

CORPORA = {
    "links": LINKS,
    "terms": TERMS,
    "contacts": CONTACTS,
    "repeats": REPEATS,
    "copies": COPIES,
    "shouting": SHOUTING,
    "newcomers": NEWCOMERS,
}
