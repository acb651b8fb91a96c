"""The checks that come with the house, in the order in which they are listed."""

from moderation.screening import contacts, links, newcomers, repeating, shouting, terms

STANDARD = (
    links.CHECK,
    terms.CHECK,
    contacts.CHECK,
    repeating.REPEATS,
    repeating.COPIES,
    shouting.CHECK,
    newcomers.CHECK,
)
