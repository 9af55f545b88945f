"""Contracts as TypeScript declarations, for the scripts' type checker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from components.contracts.base import Call, Failure

Schema = Mapping[str, Any]
HEAD = """// Made by `python -m components.contracts` from components/contracts: change those, not this.

"""


def declarations(calls: Iterable[Call[Any, Any]], more: Iterable[type[BaseModel]] = ()) -> str:
    """Every model as an interface, and `Calls`: name -> what it takes and gives.

    Args:
        more: models that no call has: what is handed to scripts with their page.
    """
    calls = list(calls)
    models = dict.fromkeys([Failure, *(model for call in calls for model in (call.takes, call.gives)), *more])
    takes = {call.takes for call in calls}
    inputs = [(model, "validation" if model in takes else "serialization") for model in models]
    names, schema = models_json_schema(inputs, ref_template="{model}")  # pyright: ignore[reportArgumentType]  # any model will do
    found = {name: schema["$defs"][name] for name in sorted(schema.get("$defs", {}))}
    of = {model: ref["$ref"] for (model, _), ref in names.items()}
    blocks = [_interface(name, each) for name, each in found.items()]
    lines = [f"  {call.name}: {{ takes: {of[call.takes]}; gives: {of[call.gives]} }};" for call in calls]
    return HEAD + "\n\n".join([*blocks, "export interface Calls {\n" + "\n".join(lines) + "\n}"]) + "\n"


def _interface(name: str, schema: Schema) -> str:
    about = " ".join(schema.get("description", "").split())
    head = f"/** {about} */\n" if about else ""
    if "properties" not in schema and schema.get("type") != "object":
        return f"{head}export type {name} = {type_of(schema)};"
    required = set(schema.get("required", ()))
    lines = [
        f"  {key}{'' if key in required else '?'}: {type_of(value)};"
        for key, value in schema.get("properties", {}).items()
    ]
    return f"{head}export interface {name} {{\n" + "\n".join(lines) + ("\n}" if lines else "}")


def type_of(schema: Schema) -> str:
    """A JSON schema as a TypeScript type.

    >>> type_of({"anyOf": [{"type": "integer"}, {"type": "null"}]})
    'number | null'
    >>> type_of({"type": "array", "items": {"enum": ["a", "b"]}})
    '("a" | "b")[]'
    """
    if "$ref" in schema:
        return schema["$ref"]
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return " | ".join(map(_literal, schema["enum"]))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(dict.fromkeys(map(type_of, schema[several])))
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array" if "prefixItems" in schema:
            return "[" + ", ".join(map(type_of, schema["prefixItems"])) + "]"
        case "array":
            inner = type_of(schema.get("items", {}))
            return f"({inner})[]" if "|" in inner else f"{inner}[]"
        case "object":
            values = schema.get("additionalProperties")
            return f"Record<string, {type_of(values)}>" if isinstance(values, Mapping) else "Record<string, unknown>"
    return "any"


def _literal(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
