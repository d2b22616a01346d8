"""Our own last numbers of the main job, small: what moves when the model, the trial or the analysis is changed.

python -m tests.baselines.numbers     rewrite the record (say why in CHANGELOG under "Numbers change")
"""

import json
from pathlib import Path
from typing import Any

import antral

RECORD = Path(__file__).parent / "nct03816852.json"
SCENARIOS = ("none", "evidence", "target")


def numbers() -> dict[str, float]:
    """Screening, estimates of two endpoints, and claims, of 60 trials from 200 women."""
    results: dict[str, Any] = antral.simulate("NCT03816852", trials=60, seed=1, women=200, sensitivity=False).results
    found = {"screening failure rate": results["screening"]["failure_rate"]}
    for name in SCENARIOS:
        scenario = results["scenarios"][name]
        for arm, of in scenario["arms"].items():
            for endpoint in ("log_fsh_6m", "menses_resumed"):
                found[f"{name}, {arm}, {endpoint}"] = of["endpoints"][endpoint]["estimate"]
        found[f"{name}, some hormone better"] = scenario["naive_claims"]["before_after_any_hormone"]["rate"]
    return {key: round(value, 4) for key, value in found.items()}


def main() -> None:
    RECORD.write_text(json.dumps(numbers(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
