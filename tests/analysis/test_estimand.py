"""A result printed beside the question that it answers."""

import math

from antral import protocol
from antral.analysis import answer, told
from antral.analysis.methods import Result, continuous


def test_the_five_attributes_stand_before_the_estimate() -> None:
    estimand = protocol.load("NCT03816852").estimands[0]
    result = continuous.welch_test([1.0, 2.0, 4.0, math.nan], [5.0, 6.0, 6.5])
    lines = answer(estimand, result).splitlines()
    starts = ["Estimand", "Population", "Treatment", "Endpoint", "Intercurrent", "  started hormones: hypothetical"]
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=False))
    text = "\n".join(lines)
    assert estimand.summary in text
    assert "Estimate: -3.5 (95% interval " in text
    assert "Sample: 3 treated, 3 control; 1 left out for missing values" in text
    assert text.index("Summary:") < text.index("Estimate:") < text.index("Assumed:")


def test_what_has_no_number_or_no_limit_says_so() -> None:
    lines = told(Result("a method", "an effect", math.nan, -math.inf, math.nan, math.nan, sides=1))
    assert lines[0] == "Estimate: none (95% interval no limit to none), an effect"
    assert lines[1] == "P-value: none (one-sided)"
