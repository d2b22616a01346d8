"""Virtual candidates on file: what screening reads chances from, so that nothing need be simulated to screen a woman.

python -m antral.population.kept             draw them and say what they are
python -m antral.population.kept --record    write them into `records/candidates`
"""

import argparse
import json
from typing import Any, Final

import numpy as np

from antral.core import write_aside
from antral.kernel import code_fingerprint
from antral.measurement import analyte
from antral.population.mix import mix
from antral.population.presented import CLINIC, CLINIC_MEASURES, Presented, presented, usual_clinic
from antral.records import in_force, path

MIX: Final = "poi_2017_24"
WOMEN: Final = 2400
"""Women drawn; about a quarter of them present."""
SEED: Final = 811
"""Of the record; simulations use others by default."""


def columns(found: Presented, made_with: dict[str, Any]) -> dict[str, Any]:
    """Those who came as plain columns; days count from screening."""
    rows, known = found.came, found.known.take(found.came)
    row, day = known.bleeds
    visits = [one.day for one in usual_clinic().screening_visits]
    today = max(visits)
    bleeds: list[list[float]] = [[] for _ in rows]
    for woman, when in zip(row.tolist(), day.tolist(), strict=True):
        bleeds[woman].append(when)
    samples = {
        code: {
            "unit": analyte(code).unit,
            "days": [visit - today for visit in visits],
            "values": [[_rounded(one) for one in woman] for woman in _values(found, code)[rows].tolist()],
        }
        for code in CLINIC_MEASURES
    }
    return {
        "made_with": made_with,
        "aetiologies": list(found.women.aetiologies),
        "aetiology": found.women.aetiology[rows].tolist(),
        "age_years": [round(age, 2) for age in found.women.age_years[rows].tolist()],
        "diary_from": float(known.women.diary_from[0]),
        "bleeds": bleeds,
        "samples": samples,
    }


def _values(found: Presented, code: str) -> "np.ndarray[Any, np.dtype[np.float64]]":
    return found.measured.value[:, :, found.measured.measures.index(code)]


def _rounded(value: float) -> float | None:
    return None if np.isnan(value) else float(f"{value:.3g}")


def main() -> None:
    """Draw, say what came, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m antral.population.kept", description=__doc__)
    parser.add_argument("--record", action="store_true", help="write them into records/candidates")
    parser.add_argument("--women", type=int, default=WOMEN, help="women drawn")
    chosen = parser.parse_args()
    found = presented(usual_clinic(), mix(MIX), np.arange(chosen.women), seed=SEED)
    made_with = {
        "command": "python -m antral.population.kept --record",
        "mix": MIX,
        "visits_of": CLINIC,
        "women_drawn": chosen.women,
        "seed": SEED,
        "code": code_fingerprint(),
        "parameters": in_force().fingerprint,
        "tag": "fitted",
        "source": "simulated by antral: virtual women, not patients",
    }
    told = columns(found, made_with)
    print(f"{len(told['age_years'])} of {chosen.women} drawn women present.")
    if chosen.record:
        file = path("candidates", f"{MIX}.json")
        write_aside(file, (json.dumps(told, separators=(",", ":")) + "\n").encode())
        print(f"Wrote {file}.")


if __name__ == "__main__":
    main()
