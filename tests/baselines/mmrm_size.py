"""How often MMRM finds a difference that is not there: the table of docs/statistics/mmrm.md.

python -m tests.baselines.mmrm_size --trials 4000
"""

import argparse
from math import erfc, sqrt

import numpy as np

from antral.analysis.methods.mmrm import mmrm_many


def trials(number: int, an_arm: int) -> tuple[np.ndarray, list[str]]:
    """Three arms alike, 6 visits; the lower her last value, the sooner a woman leaves (some 15 % before the end)."""
    luck = np.random.default_rng(6)
    visits, women = 6, 3 * an_arm
    lag = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    deviation = 1 + 0.1 * np.arange(visits)
    root = np.linalg.cholesky((0.4 + 0.6 * 0.6**lag) * np.outer(deviation, deviation))
    response = luck.normal(size=(number, women, visits)) @ root.T
    leaves = luck.random(size=(number, women, visits - 1)) < 0.035 * np.exp(-response[..., :-1] / 2)
    response[..., 1:][np.logical_or.accumulate(leaves, axis=2)] = np.nan
    return response, [("control", "low", "high")[k % 3] for k in range(women)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=4000)
    number = parser.parse_args().trials
    print("women an arm | structure asked | Kenward-Roger, Satterthwaite, normal | used")
    for an_arm in (12, 4):
        response, arm = trials(number, an_arm)
        for structure in ("unstructured", "compound symmetry"):
            roger = mmrm_many(response, arm, control="control", structure=structure)
            welch = mmrm_many(response, arm, control="control", structure=structure, freedom="Satterthwaite")
            plain = [erfc(abs(one) / sqrt(2)) for one in (welch.estimate / welch.error).ravel().tolist()]
            sizes = [np.nanmean(p < 0.05) for p in (roger.p_value, welch.p_value, np.array(plain))]
            used = {name: int(np.count_nonzero(roger.structure == k)) for k, name in enumerate(roger.structures)}
            shown = ", ".join(f"{100 * size:.2f}" for size in sizes)
            print(
                f"{an_arm} | {structure} | {shown} | {used}, none {np.count_nonzero(roger.structure < 0)}", flush=True
            )
            well = roger.structure == 0
            if 0 < well.sum() < number:
                split = (100 * np.nanmean(roger.p_value[those] < 0.05) for those in (well, ~well))
                print("   where it was fitted, and where not: " + ", ".join(f"{share:.2f}" for share in split))
    print(f"Monte-Carlo error of 5 %, two contrasts taken as one: {100 * sqrt(0.05 * 0.95 / number):.2f}")


if __name__ == "__main__":
    main()
