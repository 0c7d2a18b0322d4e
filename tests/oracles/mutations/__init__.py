"""What somebody may do to an account, and all that `policy drift` may then say of it."""

from .plans import PLANS
from .selections import SELECTIONS, A_HARMLESS_PLAN, A_TAG_IS_GONE, A_TAG_IS_ANOTHER
from .vaults import VAULTS_KEYS_ROLES
from .buckets import BUCKETS
from .databases import recovery, DATABASES, HELD

__all__ = [
    "A_HARMLESS_PLAN",
    "A_TAG_IS_ANOTHER",
    "A_TAG_IS_GONE",
    "BUCKETS",
    "DATABASES",
    "HELD",
    "PLANS",
    "SELECTIONS",
    "VAULTS_KEYS_ROLES",
    "recovery",
]
