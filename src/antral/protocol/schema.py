"""The JSON Schema of a protocol, for editors, and what it knows about a place in a protocol."""

from functools import lru_cache
from typing import Any

from antral.protocol.protocol import Protocol


@lru_cache(maxsize=1)
def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a protocol file."""
    schema = Protocol.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "antral protocol"
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "A shipped protocol, or a file beside this one, that this file changes; null removes an entry.",
    }
    schema["properties"]["visits"]["items"] = {"anyOf": [{"$ref": "#/$defs/Visit"}, _repeated_visit()]}
    return schema


def fields_at(place: list[str | int]) -> list[str]:
    """The fields a protocol has at one place, such as `["design", "allocation"]`; empty where names are free."""
    node = _plain()
    definitions = node.get("$defs", {})
    for step in place:
        node = _resolve(node, definitions)
        if "properties" in node and step in node["properties"]:
            node = node["properties"][step]
        elif isinstance(node.get("additionalProperties"), dict):
            node = node["additionalProperties"]
        elif isinstance(node.get("items"), dict):
            node = node["items"]
        else:
            return []
    return list(_resolve(node, definitions).get("properties", {}))


@lru_cache(maxsize=1)
def _plain() -> dict[str, Any]:
    """The schema as pydantic has it; not to be changed."""
    return Protocol.model_json_schema(mode="validation")


def _resolve(node: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            return _resolve(option, definitions)
    if "$ref" in node:
        return _resolve(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions)
    return node


def _repeated_visit() -> dict[str, Any]:
    visit = Protocol.model_json_schema(mode="validation")["$defs"]["Visit"]["properties"]
    shared = {name: visit[name] for name in ("window_days", "hour", "measures")}
    number = {"type": "number"}
    own = {"every_days": number, "first_day": number, "last_day": number, "name": {"const": "week_{week}"}}
    return {
        "type": "object",
        "description": "A rule: one visit every so many days; {week} in the name becomes the week number.",
        "properties": own | shared,
        "required": [*own, "hour", "measures"],
        "additionalProperties": False,
    }


if __name__ == "__main__":
    import json

    print(json.dumps(json_schema(), indent=1, ensure_ascii=False))
