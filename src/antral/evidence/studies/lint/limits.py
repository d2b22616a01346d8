"""The limits and words of the rules, from `records/lint`."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from antral.records import load_yaml, parameters, path


def limit(name: str) -> float:
    """One limit, such as `limit("dose_high")`."""
    return parameters("studies", "lint")[name].value


@cache
def words(name: str) -> Any:
    """Words by which a text is known: for `source` and `route` a mapping, for `aggregate` a list."""
    return load_yaml(path("lint", "words.yaml"))[name]


def named_in(text: str, kinds: Mapping[str, list[str]]) -> set[str]:
    """The kinds of which a word stands in a text."""
    small = f" {text.lower()} "
    return {kind for kind, tokens in kinds.items() if any(token in small for token in tokens)}
