"""One change of an account, and all that may be said of it."""

import dataclasses

TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table"
ROLE = "arn:aws:iam::111122223333:role"
DR_VAULT = "arn:aws:backup:us-west-2:111122223333:backup-vault"


@dataclasses.dataclass(frozen=True)
class Mutation:
    """One change, with the one resource that it is reported at."""

    name: str
    made: object
    # `status kind name`; ID stands for what AWS made up.
    root: str
    # `field (path): expected -> actual`, in the order of the report.
    says: tuple = ()
    # `status kind name: because`.
    follows: tuple = ()
    # Assumptions that it refutes: `assumption: found`.
    refutes: tuple = ()
    # The weight of the first difference, where it is no matter of taste.
    weighs: str = ""
    # What is wrong in the report today; the test then has to fail.
    defect: str = ""
