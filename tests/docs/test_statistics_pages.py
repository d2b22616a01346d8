"""The Python on the statistician's pages runs, and what it asserts holds."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "statistics"
EXAMPLES = [
    pytest.param(code, id=f"{page.stem}-{place}")
    for page in sorted(FOLDER.glob("*.md"))
    for place, code in enumerate(re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.M | re.S))
]


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_runs(code: str) -> None:
    exec(compile(code, "example", "exec"), {})
