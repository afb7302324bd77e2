"""The part of JSON Schema that schema/report.json uses; a keyword that is not known is an error."""

import re

KNOWN = {"$schema", "$defs", "title", "description"}


def problems(value, schema, root, path="$"):
    found = []
    if "$ref" in schema:
        target = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        found += problems(value, target, root, path)
    for keyword, rule in schema.items():
        if keyword in KNOWN or keyword == "$ref":
            continue
        found += globals()["check_" + keyword](value, rule, schema, root, path)
    return found


TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "null": lambda v: v is None,
}


def check_type(value, rule, schema, root, path):
    names = [rule] if isinstance(rule, str) else rule
    return [] if any(TYPES[name](value) for name in names) else [f"{path}: {value!r} is not {names}"]


def check_enum(value, rule, schema, root, path):
    return [] if value in rule else [f"{path}: {value!r} is not one of {rule}"]


def check_pattern(value, rule, schema, root, path):
    return [] if not isinstance(value, str) or re.search(rule, value) else [f"{path}: {value!r} against {rule}"]


def check_minimum(value, rule, schema, root, path):
    return [f"{path}: {value} < {rule}"] if isinstance(value, (int, float)) and value < rule else []


def check_required(value, rule, schema, root, path):
    return [f"{path}: {name} is missing" for name in rule if isinstance(value, dict) and name not in value]


def check_properties(value, rule, schema, root, path):
    if not isinstance(value, dict):
        return []
    return [p for name in rule if name in value for p in problems(value[name], rule[name], root, f"{path}.{name}")]


def check_additionalProperties(value, rule, schema, root, path):
    if not isinstance(value, dict):
        return []
    further = [name for name in value if name not in schema.get("properties", {})]
    if rule is False:
        return [f"{path}: {name} is unknown" for name in further]
    return [p for name in further for p in problems(value[name], rule, root, f"{path}.{name}")]


def check_items(value, rule, schema, root, path):
    if not isinstance(value, list):
        return []
    return [p for place, item in enumerate(value) for p in problems(item, rule, root, f"{path}[{place}]")]
