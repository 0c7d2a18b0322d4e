"""What a YAML 1.1 reader, as PyYAML is one, makes of text that we read by YAML 1.2."""

import re

import yaml

# What JSON itself reads as something other than a string. Every YAML version agrees on these.
_JSON_SCALAR = re.compile(r"true|false|null|-?(0|[1-9]\d*)(\.\d+)?")
# Booleans of YAML 1.1 that PyYAML leaves alone and other readers of it do not.
_LETTER_BOOLEAN = re.compile(r"[yYnN]")


def scalars(node):
    """Every scalar of a YAML tree, keys included."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars(item)
    else:
        for key, value in node.value:
            yield from scalars(key)
            yield from scalars(value)


def compose(path):
    return yaml.compose(path.read_text(), Loader=yaml.SafeLoader)


def retyped(path, name):
    """`no`, `012`, `2026-01-01` and `12:30` are strings to us and something else to YAML 1.1.

    A plain scalar may be read as another type only where JSON reads it so too; no value is null.
    """
    for scalar in scalars(compose(path)):
        kind = scalar.tag.rpartition(":")[2]
        # A quoted scalar is a string to everyone, and a `!Tag` says itself what it is.
        if scalar.style is not None or scalar.tag.startswith("!") or scalar.value == "":
            continue
        if _LETTER_BOOLEAN.fullmatch(scalar.value):
            kind = "bool"
        if kind != "str" and not _JSON_SCALAR.fullmatch(scalar.value):
            yield f"{name}:{scalar.start_mark.line + 1}: `{scalar.value}` is a {kind} in YAML 1.1"
