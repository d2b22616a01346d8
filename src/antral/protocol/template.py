"""A commented protocol to start from."""

from pathlib import Path


def template() -> str:
    """The text of a protocol with a comment on every part; it loads and can be simulated as it stands."""
    return Path(__file__).with_name("template.yaml").read_text(encoding="utf-8")
