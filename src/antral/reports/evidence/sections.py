"""An answer as sections that a terminal or a page shows: the few women first, then numbers with their methods."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.reports.evidence import numbers
from antral.reports.evidence.opening import heading, opening
from antral.reports.evidence.plain import printed, sentence, short_method, without_keys
from antral.reports.evidence.roles import ROLES
from antral.reports.evidence.together import how, together_sentence
from antral.reports.section import Section
from antral.reports.wording import listed

_COMPARED: Final = "Two arms compared"
_FAR: Final = 0.1
"""Difference of shares from which on a pooled share is explained beside that of all women."""
_AGAINST: Final = "Against usual care in other studies"
_FOR: Final = {1: "for", -1: "against", 0: "neither"}
_WORDS: Final = {1: "up", -1: "down", 0: "no change"}


def answer_sections(told: Mapping[str, Any]) -> list[Section]:
    """Every part of an answer that has something to say."""
    parts = [
        Section(heading(told), paragraphs=opening(told)),
        studies_section(told),
        groups_section(told),
        regression_section(told),
        pooled_section(told),
        methods_section(told),
        against_section(told),
        steps_section(told),
        small_studies_section(told),
        signs_section(told),
        comparisons_section(told),
        network_section(told),
        beside_section(told),
        certainty_section(told),
        Section("What this cannot say", paragraphs=told["question"]["cannot_say"]),
        left_out_section(told),
    ]
    return [part for part in parts if part.rows or part.paragraphs]


def studies_section(told: Mapping[str, Any]) -> Section:
    """Each study with its own interval."""
    share = told["question"]["kind"] == "share"
    heads = (
        "study",
        "given",
        "women",
        "share, 95 % exact interval" if share else "change, 95 % interval",
        "months after",
        "read in",
        "bias",
    )
    rows = [_row(row, told) for row in told["main"]["rows"]]
    return Section("Studies", heads, rows, () if rows else ("None with a number.",))


def _row(row: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[str, ...]:
    unit = numbers.unit_of(told)
    shown = f"{numbers.with_interval(row, numbers.scale_of(told))} {unit}".rstrip()
    notes = [note for note in row["note"].split("; ") if note and note != "time not stated"]
    bias = (row["bias"] or "not judged").replace("_", " ")
    when, read = numbers.month(row["months"]), numbers.read_in(row["read_in"])
    return (row["title"], row["given"], numbers.of_women(row), "; ".join((shown, *notes)), when, read, bias)


def groups_section(told: Mapping[str, Any]) -> Section:
    """The same by groups."""
    scale = numbers.scale_of(told)
    rows = [
        (
            one["name"],
            str(one["studies"]),
            numbers.of_women({"events": one["events"], "n": one["women"]}),
            "none" if one["pooled"] is None else numbers.with_interval(one["pooled"], scale),
            "none" if one["pooled"] is None else short_method(one["pooled"]["method"]),
        )
        for one in told["groups"]
    ]
    if not rows:
        return Section("By group")
    by = (told["asked"]["by"] or "").replace("_", " ")
    said = [*_between(told["between"]), *_typical(told["groups"])]
    return Section(f"By {by}", (by, "studies", "women", "95 % interval", "method"), rows, said)


def _typical(blocks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Why a pooled share may lie far from the share of all its women."""
    far = [
        one
        for one in blocks
        if one["pooled"] is not None and one["events"] is not None
        and abs(one["pooled"]["value"] - one["events"] / one["women"]) >= _FAR
    ]  # fmt: skip
    if not far:
        return ()
    parts = [
        f"{numbers.of_women({'events': one['events'], 'n': one['women']})} are "
        f"{numbers.value(one['events'] / one['women'], 'share')}"
        for one in far
    ]
    return (
        f"A pooled share is of a typical study, not of all women together ({listed(parts)}): the more studies differ, "
        "the more alike they count, small or large.",
    )


def _between(found: Mapping[str, Any] | None) -> tuple[str, ...]:
    if found is None:
        return ()
    if found["reason"]:
        return (f"The groups were not compared: {found['reason']}.",)
    tested = f"Q {found['q']:.2f} on {found['df']} df, p {numbers.p_value(found['p'])}"
    return (
        sentence(f"Between the groups: {tested} ({found['method']})"),
        "Groups of studies differ in more than what they are grouped by.",
    )


def regression_section(told: Mapping[str, Any]) -> Section:
    """The meta-regression, or why there is none."""
    found = told["regression"]
    if found is None:
        return Section("Meta-regression")
    title = f"Meta-regression on {found['field']} ({found['unit']})"
    unstated = f"Not stated, or unlike between arms: {listed(found['unstated'])}." if found["unstated"] else ""
    if found["reason"]:
        return Section(title, paragraphs=[f"None: {found['reason']}.", *([unstated] if unstated else [])])
    ends = numbers.ends(found["low"], found["high"], "number")
    rows = [
        ("slope", f"{numbers.value(found['slope'], 'number')} ({ends}) per unit, {found['scale']}"),
        ("p", numbers.p_value(found["p"])),
        ("method", printed(found["method"])),
        ("studies", str(found["studies"])),
        ("τ² that is left", f"{found['tau2']:.3g}"),
    ]
    if found["r2"] is not None:
        rows.append(("τ² explained", f"{found['r2']:.0f} %"))
    return Section(title, (), rows, [*map(sentence, found["notes"]), *([unstated] if unstated else [])])


def pooled_section(told: Mapping[str, Any]) -> Section:
    """The pooled number with all that belongs to it."""
    parts = [("Pooled", told["main"]["pooled"], numbers.scale_of(told), numbers.unit_of(told))]
    if told["asked"]["measure"] in ("OR", "RR", "RD"):
        found = told["compared"]
        scale = "ratio" if found is None else found["scale"]
        parts = [(_COMPARED, found, scale, told["asked"]["measure"])]
    (title, found, scale, unit) = parts[0]
    if found is None:
        why = "no study asked for compares two arms with counts" if title == _COMPARED else "no study gives a number"
        return Section(title, paragraphs=(f"Nothing could be pooled: {why}.",))
    typical = _typical([told["main"]]) if title == "Pooled" and scale == "share" else ()
    return Section(title, (), _facts(found, scale, unit), [*map(sentence, found["notes"]), *typical])


def _facts(found: Mapping[str, Any], scale: str, unit: str) -> list[tuple[str, str]]:
    rows = [
        ("result", f"{numbers.with_interval(found, scale)} {unit}".rstrip()),
        ("method", printed(found["method"])),
        ("studies, women", f"{found['studies']}, {found['women']}"),
    ]
    if found["prediction_low"] is not None:
        ahead = numbers.ends(found["prediction_low"], found["prediction_high"], scale)
        rows.append(("in a new study", f"{ahead}; {found['prediction_convention']}"))
    if found["tau2"] is not None and found["studies"] > 1:
        limits = numbers.ends(found["tau2_low"], found["tau2_high"], "number")
        rows.append(("τ² between studies", f"{found['tau2']:.3g} (95 % interval {limits}), scale of the analysis"))
    if found["i2"] is not None:
        rows.append(("I²", f"{found['i2']:.0f} %"))
    if found["q_p"] is not None:
        rows.append(("heterogeneity", f"Q {found['q']:.2f} on {found['q_df']} df, p {numbers.p_value(found['q_p'])}"))
    return rows


def methods_section(told: Mapping[str, Any]) -> Section:
    """Other methods beside it."""
    scale = numbers.scale_of(told)
    rows = [
        (
            printed(one["method"]),
            numbers.with_interval(one, scale),
            numbers.ends(one["prediction_low"], one["prediction_high"], scale),
        )
        for one in (*told["methods"], *([told["belief"]] if told["belief"] else []))
    ]
    heads = ("method", "result (95 % interval)", "in a new study")
    priors = told["belief"]["priors"] if told["belief"] else ()
    return Section("The same numbers by other methods", heads, rows, [f"Prior of the last: {one}." for one in priors])


def against_section(told: Mapping[str, Any]) -> Section:
    """All women against all women without, with what speaks against it."""
    found = told["against"]
    modelled = told.get("modelled")
    course = (
        [] if modelled is None else [f"Against the modelled course: {together_sentence(modelled)}", how([modelled])]
    )
    if found is None:
        unlike = told["not_against"]
        return Section(_AGAINST, paragraphs=(*([f"No difference is shown: {unlike}."] if unlike else []), *course))
    sides = [
        numbers.of_women({"events": one["events"], "n": one["women"]}) for one in (told["main"], told["spontaneous"])
    ]
    rows = [
        ("after treatment", sides[0]),
        (ROLES["comparator_natural"], sides[1]),
        (
            "difference",
            numbers.points(found["difference"], found["difference_low"], found["difference_high"]),
        ),
        ("p, two-sided", numbers.p_value(found["p"])),
        ("method", printed(found["method"])),
    ]
    other = "As if both were the same women, which they are not: they differ in age, cause, time and definition."
    same = told["question"]["one_event"]
    return Section(_AGAINST, (), rows, (other, *([same] if same else []), *map(sentence, found["notes"]), *course))


def network_section(told: Mapping[str, Any]) -> Section:
    """Treatments through shared arms, or why there is no network."""
    found = told["network"]
    if found["reason"]:
        return Section("Network of treatments")
    rows = [
        (
            one["first"],
            one["second"],
            numbers.points(one["difference"], one["low"], one["high"]),
            f"{one['direct']}" if one["direct"] else "none: indirect alone",
        )
        for one in found["pairs"]
    ]
    heads = ("treatment", "against", "difference, 95 % interval", "trials with both")
    return Section("Network of treatments", heads, rows, list(map(sentence, (found["method"], *found["notes"]))))


def steps_section(told: Mapping[str, Any]) -> Section:
    """Each study left out in turn, and the studies one by one."""
    scale = numbers.scale_of(told)
    rows = [(f"without {one['title']}", numbers.with_interval(one, scale)) for one in told["without_each"]]
    rows += [(f"up to {one['title']}", numbers.with_interval(one, scale)) for one in told["cumulative"]]
    return Section("Left out in turn, and added by year", (), rows)


def small_studies_section(told: Mapping[str, Any]) -> Section:
    """Tests of small-study effects, or why there are none."""
    found = told["single"]
    title = "Do small studies differ?"
    if found["reason"]:
        return Section(title, paragraphs=(f"Not tested: {found['reason']}.",) if told["main"]["rows"] else ())
    rows = [(name, f"p {numbers.p_value(p)}") for name, p in found["tests"]]
    rows += [(name, f"{x:.2f} of Q; pull on the result {y:.2f}") for name, x, y in found["points"]]
    return Section(title, (), rows, list(map(sentence, found["notes"])))


def signs_section(told: Mapping[str, Any]) -> Section:
    """Directions without numbers."""
    found = told["votes"]
    share = told["question"]["kind"] == "share"
    words = _FOR if share else _WORDS
    rows = [
        (
            one["title"],
            one["arm"].replace("_", " "),
            words[one["sign"]],
            "number not stated" if one["n"] is None else str(one["n"]),
            numbers.month(one["months"]),
            _of_what(one, share),
        )
        for one in told["main"]["signs"]
    ]
    if not rows or found is None:
        return Section("Directions without a number")
    said = f"{found['favourable']} for, {found['against']} against, {found['without']} neither"
    if found["favourable"] + found["against"] > 1:
        said += f"; p {numbers.p_value(found['p'])} ({found['method'].rpartition('; ')[2]})"
    note = "Directions are printed where they are favourable; a count of them says nothing of the size of an effect."
    several = len(rows) > len({one["study"] for one in told["main"]["signs"]})
    notes = (f"{said}.", *(["Arms of one study have one vote together."] if several else []), note)
    return Section(
        "Directions without a number", ("study", "arm", "direction", "women", "months after", "of what"), rows, notes
    )


def _of_what(one: Mapping[str, Any], share: bool) -> str:
    """What a direction is of."""
    if one["against"]:
        return f"against {one['against']}"
    if one["control"]:
        return "arm that others are compared with"
    return "as printed" if share else "from before treatment"


def comparisons_section(told: Mapping[str, Any]) -> Section:
    """Studies that compare two arms."""
    rows = [
        (
            one["title"],
            one["indication"],
            f"{one['treated']}: {one['events']} of {one['n']}",
            f"{one['control']}: {one['control_events']} of {one['control_n']}",
            ROLES[one["role"]],
        )
        for one in told["comparisons"]
    ]
    return Section("Two arms of one study", ("study", "women with", "treated", "compared with", "kind"), rows)


def beside_section(told: Mapping[str, Any]) -> Section:
    """The same number elsewhere: without treatment, with other treatments, in other women."""
    scale = numbers.scale_of(told)
    blocks = [(ROLES["comparator_natural"], told["spontaneous"])]
    blocks += [(ROLES[one["name"]], one) for one in told["others"]]
    asked = listed([ROLES[role] for role in told["asked"]["roles"]])
    blocks += [(f"{asked}, {one['name'].replace('_', ' ')}", one) for one in told["apart"]]
    rows = [
        (
            kind,
            row["title"],
            row["indication"].replace("_", " "),
            row["given"],
            numbers.of_women(row),
            numbers.with_interval(row, scale),
            numbers.month(row["months"]),
            numbers.read_in(row["read_in"]),
        )
        for kind, block in blocks
        for row in block["rows"]
    ]
    rows += [
        (
            kind,
            sign["title"],
            "",
            f"direction only, arm {sign['arm'].replace('_', ' ')}",
            "not stated" if sign["n"] is None else str(sign["n"]),
            _WORDS[sign["sign"]] if told["question"]["kind"] == "change" else _FOR[sign["sign"]],
            numbers.month(sign["months"]),
            "",
        )
        for kind, block in blocks
        for sign in block["signs"]
    ]
    unit = numbers.unit_of(told)
    shown = f"change, {unit} (95 % interval)" if unit else "share (95 % interval)"
    heads = ("kind", "study", "women with", "given", "women", shown, "months after", "read in")
    return Section(
        "Beside it", heads, rows, ("Other women, other definitions, other times: beside, not against.",) if rows else ()
    )


def certainty_section(told: Mapping[str, Any]) -> Section:
    """GRADE, step by step."""
    found = told["certainty"]
    if found is None:
        return Section("Certainty (GRADE)")
    rows = [("start", found["start"], found["convention"], "")]
    for step in found["steps"]:
        change = (
            "not judged"
            if step["levels"] is None
            else f"{step['levels']:+d}".replace("-", "−")
            if step["levels"]
            else "0"
        )
        rows.append((step["domain"].replace("_", " "), change, step["reason"], step["tag"]))
    said = (f"Certainty: {found['level']}; {found['meaning']}.",)
    return Section("Certainty (GRADE)", ("domain", "levels", "reason", "tag"), rows, said)


def left_out_section(told: Mapping[str, Any]) -> Section:
    """What was reported and not used, and why."""
    blocks: Sequence[Mapping[str, Any]] = (told["main"], told["spontaneous"], *told["apart"], *told["others"])
    rows = [
        (one["title"], without_keys(one["key"]), without_keys(one["reason"]))
        for block in blocks
        for one in block["left_out"]
    ]
    return Section("Left out, and why", ("study", "number", "reason"), rows)
