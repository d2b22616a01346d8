"""What is shown of a trial whose registry record is on file and that has no computable protocol yet."""

from typing import Any

from antral.records import load_json, names, path
from antral.reports.section import Section


def registry_synopsis(number: str) -> list[Section]:
    """The facts, arms and criteria of one registry record, and what is missing before it can be run."""
    record: dict[str, Any] = load_json(path("registry", f"{number}.json"))["protocolSection"]
    identity, design = record["identificationModule"], record.get("designModule", {})
    rows = [
        ("Status", str(record.get("statusModule", {}).get("overallStatus", "")).lower().replace("_", " ")),
        ("Phase", ", ".join(design.get("phases", [])).lower().replace("phase", "")),
        ("Participants", str(design.get("enrollmentInfo", {}).get("count", ""))),
        ("Sponsor", record.get("sponsorCollaboratorsModule", {}).get("leadSponsor", {}).get("name", "")),
    ]
    groups = record.get("armsInterventionsModule", {}).get("armGroups", [])
    arms = [(group.get("label", ""), group.get("description", "")) for group in groups]
    eligibility = record.get("eligibilityModule", {}).get("eligibilityCriteria", "")
    sentence = (
        f"{number} has no computable protocol yet, so it cannot be simulated. Missing: {_missing(record)}. "
        f"Protocols that can be run: {', '.join(names('protocols'))}. To write one: antral new my.yaml."
    )
    sections = [
        Section(f"{number}: {identity['briefTitle']}", rows=[row for row in rows if row[1]]),
        Section("Arms, as registered", ("arm", "description"), arms),
        Section("Eligibility, as registered", paragraphs=[eligibility] if eligibility else []),
        Section("Registry record only", paragraphs=[sentence]),
    ]
    return [section for section in sections if section.rows or section.paragraphs]


def _missing(record: dict[str, Any]) -> str:
    shown = {
        "arms": record.get("armsInterventionsModule", {}).get("armGroups"),
        "outcomes": record.get("outcomesModule", {}).get("primaryOutcomes"),
        "eligibility criteria": record.get("eligibilityModule", {}).get("eligibilityCriteria"),
    }
    absent = [f"{name} (not in the record as read)" for name, value in shown.items() if not value]
    return ", ".join([*absent, "a rule for every criterion", "the calendar of visits", "the analysis"])
