"""Copies of one wire story: documents that tell the same words are one independence family (R59, R73).

`prints_of` reduces a text to hashes; `families` finds who copies whom; `Families` says who belongs together and why.
"""

from dateline.families.decided import decided
from dateline.families.find import Families, FamilyDocument, Link, families
from dateline.families.prints import Prints, normalised_sentences, prints_of
from dateline.families.rules import FamilyRules

__all__ = [
    "Families",
    "FamilyDocument",
    "FamilyRules",
    "Link",
    "Prints",
    "decided",
    "families",
    "normalised_sentences",
    "prints_of",
]
