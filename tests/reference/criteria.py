"""How well the rules read eligibility lines: proposals against hand labels, by kind, on trials seen before and after.

The labels are two independent readings of 182 lines of 15 trials, made before the rules were written, and one settled
reading with a reason for every difference. Six trials were not looked at until the rules were finished and had been
measured once; their wordings have been seen since. Beside them stand 120 lines of trials of other
conditions, drawn at random, one a trial, and labelled by one person: 60 before rules were made on them, 60 after.

`python -m tests.reference.criteria` prints the table; `--lines` also the lines that are not right.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from antral.protocol.from_registry.grammar import UNPARSED, Proposal, propose
from antral.protocol.from_registry.grammar.words import clean
from antral.protocol.from_registry.lines import Line, split
from antral.records import load_json, path

FOLDER = Path(__file__).parent / "criteria_labels"
UNSEEN = ("NCT02151890", "NCT02372474", "NCT02603744", "NCT03535480", "NCT06072794", "NCT06202547")

STATED = ("attestation", "consent", "fertility_wish", "investigator_discretion", "marital_status", "open_list")
STATED += ("prior_treatment_failure", "site_reference")
"""Kinds whose item is a free name: that the kind and the answer agree is enough."""

NAMES = {
    "hepatitis_b": "hepatitis_b_positive",
    "hepatitis_c": "hepatitis_c_positive",
    "coagulation_disorder": "abnormal_coagulation",
    "vte_risk_factors": "vte_high_risk",
    "syphilis": "syphilis_positive",
    "htlv_1": "htlv_1_positive",
    "hormone_therapy": "hormone_replacement_therapy",
    "estrogen": "oestrogen",
    "aspirin": "aspirin_long_term",
}
"""The same finding under the rules' name and the labels' name; on the left what the rules say."""


@dataclass
class Score:
    """Counts over some lines."""

    lines: int = 0
    found: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    labelled: Counter[str] = field(default_factory=Counter)
    exact_lines: int = 0
    exact_right: int = 0
    all_right: int = 0
    certain: int = 0
    certain_wrong: list[str] = field(default_factory=list)
    grades: int = 0
    not_right: list[str] = field(default_factory=list)


def leaves(proposal: Proposal) -> list[Proposal]:
    """The simple parts of a proposal."""
    if proposal.kind != "composite":
        return [proposal]
    return [leaf for part in proposal.parts for leaf in leaves(part)]


@lru_cache(maxsize=32)
def proposals(trial: str) -> list[tuple[str, Proposal]]:
    """Every line of a record, in one spelling, with what the rules propose."""
    section = load_json(path("registry", f"{trial}.json"))["protocolSection"]
    lines = split(section["eligibilityModule"]["eligibilityCriteria"]).lines
    return [(clean(line.text), propose(line)) for line in lines]


def settled() -> list[dict[str, Any]]:
    """The settled labels."""
    return list(yaml.safe_load((FOLDER / "settled.yaml").read_text(encoding="utf-8")))


def plain(kind: str, parameters: dict[str, Any], negated: bool) -> str:
    """One part in a form that can be compared: defaults left out, names of one finding made one."""
    left = {key: value for key, value in parameters.items() if key != "completed_years"}
    for bound in ("minimum_inclusive", "maximum_inclusive"):
        if left.get(bound) is True:
            del left[bound]
    if kind in STATED:
        left.pop("item", None)
    if left.get("timing") == "ever":
        del left["timing"]
    if kind == "pregnancy_lactation":
        left.pop("timing", None)  # it is now, whatever the words
    for key, value in left.items():
        if isinstance(value, list):
            left[key] = sorted(NAMES.get(str(one), str(one)) for one in value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            left[key] = float(value)
    if "threshold" in left:
        number, _, unit = str(left["threshold"]).partition(" ")
        left["threshold"] = f"{float(number):g} {unit}"
    return f"{'not ' if negated else ''}{kind} {json.dumps(left, sort_keys=True)}"


def score(trials: list[str] | None = None, *, unseen: bool | None = None) -> Score:
    """Compare over the seen or the unseen trials, or both."""
    total = Score()
    for label in settled():
        trial = label["nct_id"]
        if (unseen is not None and (trial in UNSEEN) != unseen) or (trials is not None and trial not in trials):
            continue
        _line(total, label)
    return total


def _line(total: Score, label: dict[str, Any]) -> None:
    text = clean(label["text"])
    lines = proposals(label["nct_id"])
    here = [proposal for line, proposal in lines if line == text]
    here = here or [proposal for line, proposal in lines if line in text or text in line]
    _compare(total, label, f"{label['nct_id']} {label['section']}{label['line']}", here)


def other_conditions(half: str) -> Score:
    """Compare over the lines of trials of other conditions; the text stands beside its label."""
    total = Score()
    for label in yaml.safe_load((FOLDER / f"other_{half}.yaml").read_text(encoding="utf-8")):
        proposal = propose(Line(label["text"], label["offset"], label["section"]))
        _compare(total, label, f"{label['nct_id']} {label['section']}@{label['offset']}", [proposal])
    return total


def joined_as(label: dict[str, Any], proposal: Proposal) -> bool:
    """Whether parts that count one by one, or only together, do so in both; all in inclusion, any in exclusion."""
    wanted = label.get("combine", "any" if label["section"] in ("E", "exclusion") else "all")
    return len(label["parts"]) < 2 or not (proposal.any or proposal.all) or bool(proposal.any) == (wanted == "any")


def _compare(total: Score, label: dict[str, Any], name: str, here: list[Proposal]) -> None:
    parts = [leaf for proposal in here for leaf in leaves(proposal)]
    wanted = Counter(plain(p["kind"], p["parameters"], p.get("negated", False)) for p in label["parts"])
    came = Counter(plain(p.kind, p.parameters, p.negated) for p in parts)
    kinds_wanted, kinds_came = ({p["kind"] for p in label["parts"]} - {UNPARSED}, {p.kind for p in parts} - {UNPARSED})
    total.lines += 1
    total.labelled.update(kinds_wanted)
    total.proposed.update(kinds_came)
    total.found.update(kinds_wanted & kinds_came)
    right = wanted == came and (len(here) > 1 or joined_as(label, here[0]))
    total.all_right += right
    if label["grade"] == "exact":
        total.exact_lines += 1
        total.exact_right += right
    for part in parts:
        if part.grade in ("exact", "attestation") and part.kind != UNPARSED:
            total.certain += 1
            if plain(part.kind, part.parameters, part.negated) not in wanted:
                total.certain_wrong.append(f"{name} {plain(part.kind, part.parameters, part.negated)}")
    grade = here[0].grade if len(here) == 1 else "mixed"
    total.grades += grade == label["grade"]
    if not right:
        total.not_right.append(
            f"{name} ({label['grade']}) {label['text']}\n    labelled {sorted(wanted)}\n    proposed {sorted(came)}"
        )


def table(total: Score) -> str:
    """The counts as text."""
    rows = [f"{'kind':26}{'labelled':>9}{'proposed':>9}{'found':>7}{'precision':>11}{'recall':>8}"]
    for kind in sorted(total.labelled | total.proposed):
        found, labelled, proposed = total.found[kind], total.labelled[kind], total.proposed[kind]
        precision = f"{found / proposed:.2f}" if proposed else "-"
        recall = f"{found / labelled:.2f}" if labelled else "-"
        rows.append(f"{kind:26}{labelled:>9}{proposed:>9}{found:>7}{precision:>11}{recall:>8}")
    found, labelled, proposed = (sum(one.values()) for one in (total.found, total.labelled, total.proposed))
    rows.append(f"{'all':26}{labelled:>9}{proposed:>9}{found:>7}{found / proposed:>11.2f}{found / labelled:>8.2f}")
    rows += [
        f"lines graded exact, all parts right: {total.exact_right} of {total.exact_lines}",
        f"lines of any grade, all parts right: {total.all_right} of {total.lines}",
        f"same grade: {total.grades} of {total.lines}",
        f"parts given as certain: {total.certain}, wrong: {len(total.certain_wrong)}",
        *(f"    {one}" for one in total.certain_wrong),
    ]
    return "\n".join(rows)


def main() -> None:
    """Print the tables."""
    for title, total in (
        ("Trials the rules were made on", score(unseen=False)),
        ("Trials looked at after the rules were finished (their wordings are known by now)", score(unseen=True)),
        ("Other conditions, first 60 lines", other_conditions("first")),
        ("Other conditions, second 60 lines", other_conditions("second")),
    ):
        print(f"{title}\n{table(total)}\n")
        if "--lines" in sys.argv:
            print("\n".join(total.not_right), "\n")


if __name__ == "__main__":
    main()
