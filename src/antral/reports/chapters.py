"""The figures of a page with their captions, each for wide and for narrow screens."""

from antral.protocol import Protocol
from antral.reports import figures, tables
from antral.reports.figures import CourseRow, Plate, Rate, RateRow, plate
from antral.reports.material import Material
from antral.reports.reading import Findings
from antral.reports.verdict import USUAL_POWER
from antral.reports.wording import capitalised, share


def course_rows(material: Material, protocol: Protocol, scenario: str) -> tuple[CourseRow, ...]:
    """Hormone courses; empty where the run kept none."""
    if material.quantiles is None or material.quantiles.is_empty():
        return ()
    return figures.panels(material.quantiles, material.women, protocol, scenario)


def close_up_figure(material: Material) -> Plate | None:
    """One woman day by day; None where the run drew none."""
    one = material.close_up
    if one is None or one.frame.is_empty():
        return None
    return plate("One woman, day by day", one.caption, lambda width: figures.close_up(one, width=width))


def rate_figures(findings: Findings, protocol: Protocol) -> list[Plate]:
    """Tests, then naive claims: shares of trials with their Monte-Carlo intervals."""
    tests = _rows(findings, protocol, "tests")
    agreed = protocol.analyses.alpha
    lines = [(agreed, f"{share(agreed)} agreed"), (USUAL_POWER, f"{share(USUAL_POWER)} usual aim")]
    result = []
    if tests:
        caption = (
            "Share of trials in which each planned test rejects. Lines: 95 % Monte-Carlo interval; upright bar: "
            "enumerated true size of a test of counts. With no effect a test should stay at the left dashed line "
            "or below; with an effect it should reach the right one."
        )
        result.append(_figure("tests", "Planned tests", caption, tests, lines))
    claims = _rows(findings, protocol, "claims")
    if claims:
        caption = (
            "Share of trials in which a team that reads its result without a comparison would claim this. "
            "What stands in grey is a false success. Lines: 95 % Monte-Carlo interval."
        )
        result.append(_figure("claims", "Claims without a comparison", caption, claims, []))
    return result


def _figure(name: str, title: str, caption: str, rows: list[RateRow], lines: list[tuple[float, str]]) -> Plate:
    alt = f"{title}: " + "; ".join(
        f"{row.label}: " + ", ".join(f"{rate.scenario} {share(rate.value)}" for rate in row.rates) for row in rows
    )
    return plate(title, caption, lambda width: figures.rates(f"{name}-{width}", rows, lines, width=width, alt=alt))


def _rows(findings: Findings, protocol: Protocol, kind: str) -> list[RateRow]:
    """Rows in the order of the results, for `tests` or `claims`."""
    labels = tables.all_subjects(findings, protocol) if kind == "tests" else {}
    found: dict[str, tuple[str, list[Rate], float | None]] = {}
    for scenario in findings.shown:
        entries = scenario.tests if kind == "tests" else scenario.claims
        for name, one in entries.items():
            label, rates, attained = found.get(name, (labels.get(name, capitalised(one.label)), [], None))
            if one.rate is not None:
                rates.append(Rate(scenario.name, one.rate, one.mcse or 0.0))
            size = getattr(one, "attained", None)
            found[name] = (label, rates, attained if attained is not None else size)
    return [RateRow(label, tuple(rates), attained) for label, rates, attained in found.values() if rates]
