"""Shipped YAML, read by the parser that is written in C: ten times as fast as the one that knows comments and lines.

A user's file goes the other way, which names the line of an error; a test holds both to one reading. A large one (a
review with thousands of references) goes this way as long as nothing is wrong with it.
"""

import re
from functools import cache
from typing import Any, ClassVar, Final

_TAG: Final = "tag:yaml.org,2002:"
_FLOAT: Final = r"[-+]?([0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
_PLAIN: Final = (
    # YAML 1.2: other words, NO among them, stay text
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("int", r"[-+]?(0|[1-9][0-9_]*)", "-+0123456789"),
    ("float", _FLOAT, "-+0123456789."),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
    ("merge", r"<<", "<"),
)


def parse(text: str) -> Any:
    """What the YAML of a shipped record holds."""
    import yaml

    return yaml.load(text, Loader=_loader())


def parse_large(text: str) -> Any:
    """What a user's large YAML file holds; a `ValueError` where anything is wrong, also a key that comes twice."""
    import yaml

    class Loader(_loader()):  # type: ignore[misc]
        """Refuses a key that comes twice, of which the last would count."""

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [(key.tag, key.value) for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
            if len(set(keys)) < len(keys):
                raise yaml.constructor.ConstructorError(None, None, "a key comes twice", node.start_mark)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader=Loader)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


@cache
def _loader() -> Any:
    """A safe loader that reads plain words as YAML 1.2 does."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Its own table of plain words, in place of that of YAML 1.1."""

        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    for kind, pattern, first in _PLAIN:
        letters = ["" if letter == "\0" else letter for letter in first]
        Loader.add_implicit_resolver(f"{_TAG}{kind}", re.compile(f"(?:{pattern})$"), letters)
    Loader.add_constructor(f"{_TAG}float", _float)
    return Loader


def _float(loader: Any, node: Any) -> float:
    """A number such as 1e5, which YAML 1.1 would take for text."""
    return float(loader.construct_scalar(node).lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
