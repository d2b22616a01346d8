"""The posterior of the effect of cells in words: its spike, its parameters, and what each study says of it."""

from collections.abc import Mapping
from typing import Any

from antral.reports.evidence.figures.effect import studies_figure, tenths_figure
from antral.reports.figures import Plate, plate
from antral.reports.section import Section
from antral.reports.wording import number

Told = Mapping[str, Any]

_SHARES = ("menses", "ovulation")

READ_FIRST = (
    "No trial against untreated women stands behind this: small series, most of them without control. The posterior is "
    "the prior, which begins with even odds, moved by what such series print in the terms of this model; those without "
    "a success are seldom printed. It is not a probability that cells work, and not a finding about cells."
)


def effect_sections(found: Told) -> list[Section]:
    """The whole of it for a terminal or a page."""
    return [
        spike_section(found), parameters_section(found), studies_section(found), predicted_section(found),
        learnt_section(found),
    ]  # fmt: skip


def effect_plates(found: Told) -> dict[str, Plate]:
    """The figures by name."""
    return {
        "effect-parameters": plate(
            "What the studies add to each assumption",
            "Each bar is the share of the posterior in a tenth of the prior: bars at the line mean that nothing was "
            "learnt. Overlap 1 is no change; in brackets what a sample of this size from the prior itself would show.",
            lambda width: tenths_figure(found, width=width),
        ),
        "effect-studies": plate(
            "Each study as the others predict it",
            "Band: 90 % of what the study would print, predicted from all the others; tick: its median; dot: what it "
            "did print. At the right the quantile in which that falls (mid-p), and the weight of no effect without it.",
            lambda width: studies_figure(found, width=width),
        ),
    }


def spike_section(found: Told) -> Section:
    """How likely no effect at all is, and what that number hangs on."""
    spike = found["spike"]
    rows = [("prior", _percent(spike["prior"]), "", "")]
    rows += [
        (f"posterior, {name}", _with_error(one), f"{one['bayes_factor']:.2f}", _factor_error(one))
        for name, one in (
            ("all women", spike),
            *((f"women of seed {one['seed']} alone", one) for one in found["spike_by_seed"]),
        )
    ]
    rows += [
        (f"prior scale × {one['factor']:g}", _with_error(one), f"{one['bayes_factor']:.2f}", _factor_error(one))
        for one in found["spike_by_scale"]
    ]
    rows += [
        (
            f"without {one['without'].replace('_', ' ')}",
            _with_error(one),
            f"{one['bayes_factor']:.2f}",
            _factor_error(one),
        )
        for one in (*found["spike_without_nuisance"], *found.get("spike_without_yardsticks", ()))
    ]
    most = max(found["studies"], key=lambda one: abs(one["moves_spike_by"]))
    return Section(
        "No effect in anybody: its weight before and after the studies",
        ("", "weight ± MC error", "Bayes factor, effect : none", "MC error"),
        rows,
        (
            READ_FIRST,
            f"Weights by importance sampling from {found['particles']} particles of the prior. MC error: of the "
            "particles and of the simulated women, whose groups are left out in turn. "
            f"{100 * spike['particles']:.0f} % of the sample that trials draw from have no effect.",
            f"The study that moves it most is {most['title']}: without it {_percent(most['spike_without'])}.",
        ),
    )


def parameters_section(found: Told) -> Section:
    """Every parameter before and after, with the overlap of the two."""
    rows = [
        (
            one["name"].replace("_", " "),
            _reach(one["prior"]),
            _reach(one["posterior"]) if one["posterior"] else "none left",
            "–" if one["overlap"] is None else f"{one['overlap']:.2f} ({one['overlap_of_chance']:.2f})",
        )
        for one in found["parameters"]
    ]
    return Section(
        "Parameters, if cells work: median (5 to 95 %)",
        ("parameter", "prior", "posterior", "overlap (by chance)"),
        rows,
        (
            "Overlap: area under the lower of the two densities; 1 where nothing was learnt. In brackets what a sample "
            "of that size from the prior itself shows. 'Spontaneous odds' and 'reporting lean' are no properties of "
            "cells: they let the model's spontaneous course, and what is printed, be off. No trial uses them.",
        ),
    )


def studies_section(found: Told) -> Section:
    """What each study says by itself, and what leaving it out changes."""
    rows = [
        (
            one["title"] + (" (no cells)" if one.get("yardstick") else ""),
            one["judgement"].replace("_", " "),
            f"{one['width']:.2f}",
            f"{one['bayes_factor']:.2f}",
            _percent(one["spike_without"]),
            f"{one['divergence']:.3f}",
        )
        for one in found["studies"]
    ]
    left = "; ".join(f"{name}: {reason}" for name, reason in found["left_out"].items())
    return Section(
        "Studies, and what each of them moves",
        ("study", "bias", "width (logit)", "Bayes factor alone", "no effect, without it", "divergence (nats)"),
        rows,
        (
            "Width: how far a printed share may be off, for bias, distance and differences between studies (assumed). "
            "Divergence: of the whole posterior from the one without the study.",
            f"Left out: {left}",
        ),
    )


def predicted_section(found: Told) -> Section:
    """Each printed outcome beside what the other studies predict."""
    rows = [
        (
            one["title"],
            outcome["meaning"],
            _printed(outcome),
            _expected(outcome),
            f"{outcome['quantile']:.2f}",
        )
        for one in found["studies"]
        for outcome in one["outcomes"]
    ]
    return Section(
        "Each study predicted from the others (left out in turn)",
        ("study", "outcome", "printed", "expected", "quantile (mid-p)"),
        rows,
        ("A quantile near 0 or 1 is a result that the others, and the width it is given, hardly foresee.",),
    )


def learnt_section(found: Told) -> Section:
    """What simulated women say of each outcome, and whether they foretell others."""
    titles = {one["study"]: one["title"] for one in found["studies"]}
    rows = [
        (
            titles[one["study"]],
            one["meaning"],
            f"{one['women']}",
            f"{100 * one['none']:.2f} ± {100 * one['none_se']:.2f} %",
            _parts(one, "foretold"),
            _parts(one, "counted"),
            f"{one['dispersion']:.2f}" if "dispersion" in one else "",
        )
        for one in found["learnt"]
    ]
    return Section(
        "What simulated women say of each outcome",
        ("study", "outcome", "women", "with the event, no effect", "foretold", "counted", "dispersion"),
        rows,
        (
            "Each study was repeated without effect and, with the same women, under effects of many sizes. A curve of "
            "what is restored then gives a woman's chance under any parameters. Foretold and counted: women with the "
            "event under small, middle and large effects, each group of women foretold by the others. Dispersion 1 is "
            "what chance alone gives.",
            "The simulated women leave an error of "
            f"{100 * found['spike']['se_women']:.1f} % in the weight of no effect.",
        ),
    )


def _parts(one: Told, name: str) -> str:
    return " / ".join(f"{value:.0f}" for value in one.get(name, ()))


def effect_sizes_sections(found: Told) -> list[Section]:
    """What effects of several sizes do within a year, and what the prior says of menses."""
    held = [
        (
            f"{one['quality_gain']:g}",
            f"{one['antral_gain']:g}",
            *(f"{100 * one['excess'][name]['mean']:+.1f} ± {100 * one['excess'][name]['se']:.1f}" for name in _SHARES),
            f"{one['excess']['fsh']['mean']:+.3f} ± {one['excess']['fsh']['se']:.3f}",
        )
        for one in found["held"]
    ]
    law = [
        (
            f"× {one['factor']:g}",
            *(f"{100 * one['excess'][name]:.1f}" for name in ("q05", "q25", "q50", "q75", "q95")),
            f"{100 * one['doubled']:.0f} ± {100 * one['doubled_se']:.0f} %",
        )
        for one in found["prior"]
    ]
    first = found["held"][0]["without"]
    return [
        Section(
            "An effect held all year in every woman: women of 100 more, and log ratio of FSH at six months",
            ("quality restored", "antral gain", "menses", "ovulation", "FSH"),
            held,
            (f"Without: menses {100 * first['menses']:.1f}, ovulation {100 * first['ovulation']:.1f} of 100 women.",),
        ),
        Section(
            "The prior, where cells work: women of 100 more with menses within a year",
            ("scale", "5 %", "25 %", "median", "75 %", "95 %", "share is doubled"),
            law,
            ("Cells into the ovary, 10 million.",),
        ),
    ]


def _printed(outcome: Told) -> str:
    if outcome["n"] is None:
        return {-1.0: "fell", 0.0: "no change", 1.0: "happened or rose"}[outcome["printed"]]
    return f"{outcome['printed']:.3g} of {outcome['n']}"


def _expected(outcome: Told) -> str:
    """A mean count; of a sign, how likely the printed one was."""
    if outcome["n"] is None:
        return f"foreseen with {_percent(outcome['shares'][outcome['values'].index(outcome['printed'])])}"
    return number(outcome["expected"])


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _with_error(one: Told) -> str:
    return f"{100 * one['weight']:.1f} ± {100 * one['se']:.1f} %"


def _factor_error(one: Told) -> str:
    return f"× / ÷ {2.718281828 ** one['log_bayes_factor_se']:.2f}"


def _reach(one: Told) -> str:
    return f"{number(one['median'])} ({number(one['low'])} to {number(one['high'])})"
