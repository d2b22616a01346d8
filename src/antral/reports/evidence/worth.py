"""What planned trials could teach of the effect of cells, in words, tables and figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from antral.reports.evidence.figures.worth import plan_of, worth_figure
from antral.reports.figures import Plate, plate
from antral.reports.section import Section
from antral.reports.wording import capitalised, counted, decapitalised, listed

Told = Mapping[str, Any]

_TRUST = (
    "Where half of the women are untreated, fewer show what cells do, so that such a trial may seem worth less than "
    "one in which all are treated. That takes the modelled spontaneous course to be right; who does not trust it "
    "learns from the untreated alone."
)


def worth_sections(found: Told) -> list[Section]:
    """The whole of it for a terminal or a page."""
    return [*(_reading(found, name) for name in found["readings"]), _others(found), _made(found)]


def worth_plates(found: Told) -> dict[str, Plate]:
    """The figures by name, one a reading."""
    return {f"worth-{name.replace('_', '-')}": _plate(found, name) for name in found["readings"]}


def _plate(found: Told, reading: str) -> Plate:
    return plate(
        f"Where a trial could leave the weight of no effect, {found['readings'][reading]['title']}",
        "Grey: if cells do nothing; blue: if they do what is assumed. Dot: expected weight; bar: 5 to 95 % of results. "
        f"Dashed line: today. Shaded: below {_percent(found['below'])} and above {_percent(found['above'])}. A trial "
        "that could tell would part the two bars.",
        lambda width: worth_figure(found, reading, width=width),
    )


def worth_words(found: Told) -> list[str]:
    """What it says, in plain sentences; the first for a page's chapter."""
    sentences = [
        f"Today the weight of no effect is {_percent(found['before'])}. A planned trial is worth as much as its result "
        "would move that weight: every result that it could print is weighed, before it is printed."
    ]
    reading = next(iter(found["readings"]))
    for one in found["trials"]:
        if not one["outcomes"]:
            sentences.append(f"{one['protocol']} has no outcome that counts women and could be judged.")
            continue
        outcome = one["outcomes"][0]
        told = outcome["plans"][0]["readings"].get(reading)
        if told is None:
            sentences.append(f"{one['protocol']} has too many women and arms for its possible results to be weighed.")
            continue
        kind = "some of them untreated" if one["untreated"] else "none of them untreated"
        label = decapitalised(outcome["label"])
        sentences.append(
            f"{one['protocol']} ({one['women']} women, {kind}; {label}): on average it would leave "
            f"{_tenth(told['none'])} if cells do nothing and {_tenth(told['works'])} if they do what is assumed. It "
            f"would tell {_tenth(told['of_all'])} of what there is to learn; its chance to end below "
            f"{_percent(found['below'])} or above {_percent(found['above'])} is {_far(told)}."
        )
    return [*sentences, _TRUST]


def _reading(found: Told, name: str) -> Section:
    one = found["readings"][name]
    rows = [
        (f"{trial['protocol']}, {plan_of(plan)}", str(plan["women"]), *_cells(plan["readings"][name]))
        for trial in found["trials"]
        for outcome in trial["outcomes"][:1]
        for plan in outcome["plans"]
        if plan["readings"]
    ]
    return Section(
        f"Weight of no effect after the trial, {one['title']}",
        (
            "trial",
            "women",
            "if cells do nothing",
            "if they work",
            "moves by",
            "bits (of all)",
            f"< {_percent(found['below'])} or > {_percent(found['above'])}",
        ),
        rows,
        (*worth_words(found), _why(one)) if name == next(iter(found["readings"])) else (_why(one),),
    )


def _why(one: Told) -> str:
    return f"{capitalised(one['title'])}: {decapitalised(one['reason'].strip())}"


def _cells(told: Told) -> tuple[str, ...]:
    error = told["se"]
    return (
        _spread(told, "none"),
        _spread(told, "works"),
        f"{100 * told['move']:.1f} ± {100 * error['move']:.1f}",
        f"{told['bits']:.4f} ± {error['bits']:.4f} ({100 * told['of_all']:.1f} %)",
        _far(told),
    )


def _spread(told: Told, name: str) -> str:
    return f"{100 * told[name]:.1f} % ({100 * told[f'{name}_low']:.0f} to {100 * told[f'{name}_high']:.0f})"


def _others(found: Told) -> Section:
    """Every outcome of every trial, as registered."""
    reading = next(iter(found["readings"]))
    rows = []
    for trial in found["trials"]:
        for place, one in enumerate(trial["outcomes"]):
            told = one["plans"][0]["readings"].get(reading)
            rows.append(
                (
                    trial["protocol"],
                    f"{one['label']}{' *' if place == 0 else ''}",
                    _percent(sum(one["without"]) / len(one["without"])),
                    _added(one["added"]),
                    "not weighed" if told is None else f"{told['bits']:.4f} ± {told['se']['bits']:.4f}",
                    _held_out(one["fit"]),
                )
            )
    return Section(
        "Each outcome, as registered",
        (
            "trial",
            "outcome (* used above)",
            "without effect",
            "cells add, of 100",
            "bits",
            "added: simulated / predicted",
        ),
        rows,
        (
            "One outcome at a time: they are of the same women, so that they cannot be added. Hormones, which have no "
            "count, are left out. Cells add: median (5 to 95 %) over the posterior, where they work.",
            "The last column checks the smooth function by which the effect acts on this trial's women: women added in "
            "simulated trials that were left out of the fit, in the half predicted low, then in the other.",
            *(
                f"{one['protocol']}: cannot be judged under its treatment: "
                f"{listed(list(map(decapitalised, one['not_judged'])))}."
                for one in found["trials"]
                if one["not_judged"]
            ),
        ),
    )


def _added(told: Told) -> str:
    return f"{100 * told['median']:.1f} ({100 * told['low']:.1f} to {100 * told['high']:.1f})"


def _held_out(halves: Sequence[Told]) -> str:
    return "; ".join(f"{one['simulated']:.0f} ± {one['se']:.0f} / {one['predicted']:.0f}" for one in halves)


def _made(found: Told) -> Section:
    """On what it rests."""
    shown = found["estimated"]
    drawn = (
        "The two nuisances are drawn together with the effect."
        if found["together"]
        else "The two nuisances are drawn by themselves, each as the posterior has it, since its sample does not hold "
        "them. Drawn together with it they would, if anything, make a trial without untreated women worth less."
    )
    return Section(
        "How it was made",
        (),
        [
            ("command", found["command"]),
            ("sample", found["sample"][:16]),
            (
                "weight today",
                f"{_percent(found['before'])}; as estimated {_percent(shown['weight'])} ± {100 * shown['se']:.1f}",
            ),
            (
                "simulated",
                listed([f"{one['protocol']}: {counted(one['trials'], 'trial', 'trials')}" for one in found["trials"]]),
            ),
        ],
        (
            drawn,
            "± are Monte-Carlo errors of the simulation of these trials; the error of today's weight stands apart.",
            "Nothing is claimed of the cells: the assumptions that made the posterior say what its next step could be.",
        ),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _tenth(share: float) -> str:
    """A percentage small enough to need a decimal."""
    return f"{100 * share:.1f} %"


def _far(told: Told) -> str:
    """How often a trial ends beyond one of the limits."""
    share = told["below"] + told["above"]
    return "under 0.1 %" if share < 0.001 else _tenth(share)
