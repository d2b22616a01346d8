"""How long many women take against many protocols, through the code of `antral screen`, and how much memory.

python -m tests.baselines.screening                          100,000 women, 15 protocols: under a minute on two cores
python -m tests.baselines.screening --women 20000            fewer
"""

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import numpy as np

from antral import api
from antral.api.matching import trials
from antral.patient import (
    Bleed,
    BleedingDiary,
    Cohort,
    Finding,
    Karyotype,
    Measurement,
    Medication,
    Patient,
    Procedure,
)

ON: Final = date(2026, 6, 15)
KINDS: Final = 500
"""Different records; the women repeat them under their own pseudonyms."""
FINDINGS: Final = ("hypothyroidism", "endometriosis", "drug_anaphylaxis", "hbsag_positive", "breast_tumour")


def record(number: int) -> Patient:
    """One made-up record with a dozen values, findings, medicines and statements; some are silent."""
    luck = np.random.default_rng(number)

    def day(most: int) -> date:
        return ON - timedelta(days=int(luck.integers(1, most)))

    def sometimes(share: float) -> bool:
        return bool(luck.random() < share)

    hormones = [
        ("FSH", "IU/L", 60),
        ("FSH", "IU/L", 60),
        ("LH", "IU/L", 30),
        ("AMH", "ng/mL", 0.4),
        ("E2", "pg/mL", 30),
    ]
    start = day(400)
    bleeds = tuple(Bleed(date=one) for one in sorted({day(300) for _ in range(int(luck.integers(0, 5)))}))
    return Patient(
        id=f"W{number}",
        birth_date=ON - timedelta(days=int(luck.integers(18 * 365, 45 * 365))),
        sex="female",
        diary=BleedingDiary(from_date=ON - timedelta(days=300), to_date=ON, bleeds=bleeds) if sometimes(0.8) else None,
        measurements=tuple(
            Measurement(analyte=name, value=float(luck.lognormal(np.log(mid), 0.7)), unit=unit, date=day(200),
                        off_hormones=sometimes(0.8))
            for name, unit, mid in hormones if sometimes(0.85)
        ),
        findings=tuple(
            Finding(name=name, present=sometimes(0.08), recorded=day(900)) for name in FINDINGS if sometimes(0.7)
        ),
        medications=(Medication(name="x", drug_classes=("sex_hormone",), start=start, stop=start + timedelta(days=60)),)
        if sometimes(0.3) else (),
        procedures=(Procedure(name="ovarian_surgery", date=day(3000)),) if sometimes(0.1) else (),
        karyotype=Karyotype(result="46,XX", date=day(900)) if sometimes(0.7) else None,
        statements={"informed_consent": sometimes(0.95), "fertility_wish": sometimes(0.8)},
    )  # fmt: skip


def peak_mb() -> float:
    """The most memory that this process has held."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def write(place: Path, number: int) -> None:
    """So many women as a cohort on disk."""
    few = [record(one) for one in range(KINDS)]
    Cohort.of([few[at % KINDS].model_copy(update={"id": f"W{at}"}) for at in range(number)], ON).write(place)
    print(f"wrote {number:,} women; {peak_mb():,.0f} MB while writing", flush=True)


def screen(place: Path, number: int) -> None:
    """The women of a cohort against so many protocols, as often as the verb is called."""
    on_file = [one for one in trials() if any(line.origin == "text" for line in one.eligibility.criteria)]
    protocols = list(islice(cycle(on_file), number))
    begun = time.perf_counter()
    for protocol in protocols:
        counts = api.screen(protocol, place, on=ON).judged.counts()
        print(f"{protocol.id}: {counts}; {peak_mb():,.0f} MB", flush=True)
    took = time.perf_counter() - begun
    verdicts = counts["women"] * len(protocols)
    different = min(len(on_file), len(protocols))
    print(f"{len(protocols)} protocols ({different} different): {took:.1f} s, {verdicts / took:,.0f} verdicts/s")


def main() -> None:
    """Write the cohort; screen it in a fresh process."""
    parser = argparse.ArgumentParser(prog="python -m tests.baselines.screening", description=__doc__)
    parser.add_argument("--women", type=int, default=100_000)
    parser.add_argument("--protocols", type=int, default=15)
    parser.add_argument("--cohort", type=Path, help="screen this one, and write none")
    chosen = parser.parse_args()
    if chosen.cohort is not None:
        screen(chosen.cohort, chosen.protocols)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "cohort"
        write(place, chosen.women)
        command = [sys.executable, "-m", "tests.baselines.screening", "--cohort", str(place)]
        subprocess.run([*command, "--protocols", str(chosen.protocols)], check=True)


if __name__ == "__main__":
    main()
