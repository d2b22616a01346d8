"""The values on record become the centre of the posterior: what is fitted is not chosen by hand.

python -m antral.calibrate.centre healthy            show the centre beside the values on record
python -m antral.calibrate.centre healthy --record   write it into the records; the prior keeps its median
"""

import argparse
import re
from pathlib import Path
from typing import Final

import numpy as np

from antral.calibrate.fit import Fit, fit, parts
from antral.calibrate.posterior import Posterior, shipped
from antral.core import InputError, RecordError, write_aside
from antral.records import number, path, read_text, rewrite

_SOURCE: Final = "centre of the sample in posteriors/{part}.yaml"


def centre(posterior: Posterior, chosen: Fit) -> dict[str, float]:
    """The weighted mean of the fitted numbers, each on the standardised scale of its prior, in their own units."""
    found = {}
    for prior in chosen.priors:
        positions = np.array([prior.position(one) for one in posterior.table[prior.name].to_list()])
        found[prior.name] = float(prior.value(posterior.weights @ positions))
    return found


def keep_median(file: Path, name: str, median: float) -> None:
    """State the median of a prior in the record of its calibration, where none is stated yet."""
    form = re.compile(rf"^(  {re.escape(name)}: \{{)(?!median)", re.MULTILINE)
    text = read_text(file)
    changed, found = form.subn(rf"\g<1>median: {median:.10g}, ", text)
    if found > 1 or (not found and f"  {name}: {{median" not in text):
        raise RecordError(f"{file}: one line '  {name}: {{width: …' was wanted.")
    write_aside(file, changed.encode())


def main() -> None:
    """Show, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m antral.calibrate.centre", description=__doc__)
    parser.add_argument("part", choices=parts())
    parser.add_argument("--record", action="store_true", help="write the values into the records")
    asked = parser.parse_args()
    chosen, posterior = fit(asked.part), shipped(asked.part)
    if posterior is None:
        raise InputError(f"no posterior of {asked.part} is shipped; make one: antral calibrate {asked.part} --record.")
    found = centre(posterior, chosen)  # of every number, before any record changes
    medians = {prior.name: prior.median for prior in chosen.priors}
    for name, value in found.items():
        print(f"{name}: {value:.4g}; on record {number(name).value:.4g}")
        if asked.record:
            rewrite(name, value, _SOURCE.format(part=asked.part))
            keep_median(path("calibration", f"{asked.part}.yaml"), name, medians[name])


if __name__ == "__main__":
    main()
