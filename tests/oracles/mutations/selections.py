"""What somebody may do to what is selected, and plans of other code."""

from backup_changes import PLAN, foreign_plan, more_selections, selection
from other_changes import commands

from .mutation import Mutation, ROLE, TABLE

_CARTS = {
    "SelectionName": "extra",
    "IamRoleArn": f"{ROLE}/loop-production-backup",
    "Resources": [f"{TABLE}/carts"],
}


_GOLD = [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "gold"}]


SELECTIONS = [
    Mutation(
        "a selection is deleted",
        selection("loop-production-database", None),
        "missing selection loop-production-core/loop-production-database",
        ("SelectionName (resources.database.plans): database: 1 ARN -> nothing",),
    ),
    Mutation(
        "a selection asks for another tag",
        selection("loop-production-files", {"ListOfTags": _GOLD}),
        "changed selection loop-production-core/loop-production-files",
        ("ListOfTags (resources.files.selection): backup=core -> backup=gold",),
    ),
    Mutation(
        "a selection by tag selects everything",
        selection("loop-production-files", {"ListOfTags": [], "Resources": ["*"]}),
        "changed selection loop-production-core/loop-production-files",
        (
            "ListOfTags (resources.files.selection): backup=core -> nothing",
            "Resources (resources.files.selection): nothing -> *",
        ),
    ),
    Mutation(
        "a selection asks for one more tag",
        selection(
            "loop-production-files",
            {
                "Conditions": {
                    "StringEquals": [
                        {"ConditionKey": "aws:ResourceTag/env", "ConditionValue": "prod"}
                    ]
                }
            },
        ),
        "changed selection loop-production-core/loop-production-files",
        ("Conditions (resources.files.selection): nothing -> env=prod",),
    ),
    Mutation(
        "an ARN is removed from a selection",
        selection("loop-production-tables", {"Resources": [f"{TABLE}/orders"]}),
        "changed selection loop-production-core/loop-production-tables",
        (
            "Resources (resources.tables): "
            "arn:aws:dynamodb:us-east-1:111122223333:table/customers -> nothing",
        ),
    ),
    Mutation(
        "an ARN is added to a selection",
        selection(
            "loop-production-tables",
            {"Resources": [f"{TABLE}/{name}" for name in ("orders", "customers", "carts")]},
        ),
        "changed selection loop-production-core/loop-production-tables",
        (
            "Resources (resources.tables): "
            "nothing -> arn:aws:dynamodb:us-east-1:111122223333:table/carts",
        ),
    ),
    Mutation(
        "an ARN is excepted from a selection",
        selection("loop-production-tables", {"NotResources": [f"{TABLE}/orders"]}),
        "changed selection loop-production-core/loop-production-tables",
        (
            "NotResources (resources.tables): "
            "nothing -> arn:aws:dynamodb:us-east-1:111122223333:table/orders",
        ),
    ),
    Mutation(
        "a selection has another role",
        selection("loop-production-database", {"IamRoleArn": f"{ROLE}/weak"}),
        "changed selection loop-production-core/loop-production-database",
        (
            "IamRoleArn (resources.database.plans): "
            "arn:aws:iam::111122223333:role/loop-production-backup -> "
            "arn:aws:iam::111122223333:role/weak",
        ),
    ),
    Mutation(
        "our plan has one more selection",
        more_selections(_CARTS),
        "unmanaged selection loop-production-core/extra",
        (
            "BackupSelection (no path): "
            "nothing -> arn:aws:dynamodb:us-east-1:111122223333:table/carts",
        ),
    ),
    Mutation(
        "another plan selects our table",
        foreign_plan("theirs", "Default", f"{TABLE}/orders"),
        "unmanaged plan theirs",
        ("BackupPlan (no path): nothing -> every day at 01:00 UTC, kept 3d",),
    ),
    Mutation(
        "another plan writes to our vault",
        foreign_plan("theirs", "loop-production-main", f"{TABLE}/carts"),
        "unmanaged plan theirs",
        ("BackupPlan (no path): nothing -> every day at 01:00 UTC, kept 3d",),
    ),
    Mutation(
        "another plan has the name of ours",
        foreign_plan(PLAN, "Default", ""),
        "unmanaged plan loop-production-core [ID]",
        ("BackupPlanName (no path): nothing -> every day at 01:00 UTC, kept 3d",),
    ),
]


# Changes after which every resource is as the policy says.
A_HARMLESS_PLAN = foreign_plan("theirs", "Default", f"{TABLE}/carts")


A_TAG_IS_GONE = commands(
    "dynamodb",
    ("untag-resource", {"tag_keys": ["backup"]}),
    ("tag-resource", {"tags": [{"Key": "backup", "Value": "ledger"}]}),
    resource_arn=f"{TABLE}/ledger",
)


A_TAG_IS_ANOTHER = commands(
    "dynamodb",
    ("tag-resource", {"tags": [{"Key": "backup", "Value": "none"}]}),
    ("tag-resource", {"tags": [{"Key": "backup", "Value": "ledger"}]}),
    resource_arn=f"{TABLE}/ledger",
)
