"""How many of the drawn women of each aetiology are diagnosed: what candidates of a mix are weighted by.

python -m antral.population.shares            show the estimates beside those on record
python -m antral.population.shares --record   write them into `records/populations`
"""

import argparse
import re
from pathlib import Path
from typing import Final

from antral.population.diagnosed import diagnosed_share
from antral.population.record import DiagnosedShare, populations
from antral.records import path, read_text

WOMEN: Final = 16_384
"""Women drawn of each aetiology for the record: a standard error of at most 0.004."""

SEED: Final = 977
"""Of the record; tests and verification use others."""

_LINE: Final = re.compile(r"^diagnosed_share:.*$", re.MULTILINE)


def record(file: Path, share: DiagnosedShare) -> None:
    """Write a share into the record of a population; nothing else in it changes."""
    line = (
        f"diagnosed_share: {{value: {share.value:g}, mcse: {share.mcse:g}, women: {share.women}, "
        f'tag: {share.tag}, source: "{share.source}"}}'
    )
    text, found = _LINE.subn(line, read_text(file))
    if found != 1:
        raise ValueError(f"{file} has {found} lines that begin with diagnosed_share; one was wanted")
    file.write_text(text, encoding="utf-8")


def main() -> None:
    """Estimate, show, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m antral.population.shares", description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the shares into records/populations")
    parser.add_argument("--women", type=int, default=WOMEN, help="women drawn of each aetiology")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    for name, one in populations().items():
        before = one.diagnosed_share
        if before is None:
            continue
        share = diagnosed_share(name, seed=chosen.seed, women=chosen.women)
        print(f"{name}: {share.value:.4f} ± {share.mcse:.4f}; on record {before.value:.4f} ± {before.mcse:.4f}")
        if chosen.record:
            record(path("populations", f"{name}.yaml"), share)


if __name__ == "__main__":
    main()
