"""How far the results move with each assumed number: a table, and a strip for each share of trials."""

from antral.protocol import Protocol
from antral.reports import figures
from antral.reports.figures import Bar, Plate, plate
from antral.reports.planned import strongest
from antral.reports.reading import Findings
from antral.reports.section import Section
from antral.reports.swings import Ends, Swing
from antral.reports.verdict import the_effect
from antral.reports.wording import MISSING, capitalised, decapitalised, known, share, share_as_known, short

_MOST_CLAIMS = 2
"""Claims that have a strip; the table has them all."""


def table(findings: Findings) -> Section:
    """Every parameter with its range and what moves."""
    names = dict.fromkeys(name for one in findings.swings for name in one.claims)
    rows = [
        (
            one.label,
            _range(one),
            one.tag,
            _ends(one.power, one.mcse),
            *(_ends(one.claims.get(n), one.mcse) for n in names),
        )
        for one in findings.swings
    ]
    columns = ("assumed number", "low, assumed, high", "tag", "power", *(_claim(findings, name) for name in names))
    note = "Share of trials at the low value, as assumed, and at the high value, all other numbers held."
    error = max((one.mcse for one in findings.swings if one.mcse is not None), default=None)
    trials = max((one.trials for one in findings.swings if one.trials is not None), default=findings.trials)
    if trials < findings.trials:
        note += f" Over {trials:,} trials, so that the shares differ a little from those of all {findings.trials:,}."
    if error is not None:
        note += f" Monte-Carlo standard error at most {share(error)}; differences within two or three of it are chance."
    return Section("What the results hang on", columns, rows, [note] if rows else [])


def in_brief(findings: Findings, protocol: Protocol) -> str:
    """The assumed number that moves the power most, in one sentence; empty where none was moved.

    Where the largest change lies within its Monte-Carlo error, no number is named.
    """
    first = next((one for one in findings.swings if known(one.power.low) and known(one.power.high)), None)
    if first is None:
        return ""
    if not first.is_clear:
        what = _subject(first, protocol)
        return f" No assumed number that was moved changes the chance for {what} by more than its error."
    ends = f"{share_as_known(first.power.low, first.mcse)} to {share_as_known(first.power.high, first.mcse)}"
    moved = f"For {_subject(first, protocol)} the chance hangs most on one assumed number, {decapitalised(first.label)}"
    return f" {moved}: {ends} over its range."


def _range(one: Swing) -> str:
    values = ", ".join(value for value in (one.low, one.base, one.high) if value)
    return f"{values} {one.unit}".strip()


def _ends(ends: Ends | None, mcse: float | None) -> str:
    if ends is None:
        return MISSING
    return ", ".join(share_as_known(value, mcse) for value in (ends.low, ends.base, ends.high))


def _claim(findings: Findings, name: str) -> str:
    claims = [one.claims[name] for one in findings.scenarios.values() if name in one.claims]
    return capitalised(claims[0].label) if claims else capitalised(name.replace("_", " "))


def strips(findings: Findings, protocol: Protocol) -> list[Plate]:
    """One strip for the power of the planned test, and one for each of the naive claims that move most."""
    if not findings.swings:
        return []
    strong = strongest(findings, protocol)
    effect = the_effect(strong) if strong is not None else "the assumed effect"
    title = f"Test of {_subject(findings.swings[0], protocol)} positive under {effect}"
    found = [(title, {one.parameter: one.power for one in findings.swings}, "")]
    claims = dict.fromkeys(name for one in findings.swings for name in one.claims)
    reach = {name: max(one.claims[name].reach for one in findings.swings if name in one.claims) for name in claims}
    for name in sorted(claims, key=lambda name: -reach[name])[:_MOST_CLAIMS]:
        ends = {one.parameter: one.claims[name] for one in findings.swings if name in one.claims}
        zero = findings.none.claims.get(name) if findings.none is not None else None
        beside = f" With no cell effect: {share_as_known(zero.rate, zero.mcse)}." if zero is not None else ""
        found.append((f"{_claim(findings, name)}, under {effect}", ends, beside))
    drawn = [_strip(n, title, ends, beside, findings) for n, (title, ends, beside) in enumerate(found)]
    return [strip for strip in drawn if strip is not None]


def _subject(one: Swing, protocol: Protocol) -> str:
    """What the test that is followed is about."""
    labels = [endpoint.label for endpoint in protocol.endpoints if endpoint.name == one.endpoint]
    return short(labels[0]) if labels else "the endpoint"


def _strip(place: int, title: str, ends: dict[str, Ends], beside: str, findings: Findings) -> Plate | None:
    bars, base = [], None
    for one in sorted(findings.swings, key=lambda one: -ends[one.parameter].reach if one.parameter in ends else 0.0):
        found = ends.get(one.parameter)
        if found is not None and found.low is not None and found.high is not None and known(found.base):
            unit = f" {one.unit}" if one.unit else ""
            bars.append(Bar(one.label, found.low, found.high, one.low, f"{one.high}{unit}"))
            base = found.base if base is None else base
    if not bars or base is None:
        return None
    alt = f"{title}: as assumed {share(base)}; " + "; ".join(
        f"{bar.label} {bar.low_value} to {bar.high_value}: {share(bar.low)} to {share(bar.high)}" for bar in bars
    )
    caption = "One assumed number at a time. Hollow: at its low value; filled: at its high value; dashed: as assumed."
    return plate(
        title,
        f"{caption}{beside}",
        lambda width: figures.tornado(
            f"tornado-{place}-{width}", bars, base, "share of simulated trials", width=width, alt=alt
        ),
    )
