"""What codes mean: measurements, findings, medicines and words of an answer, by our names (`records/codes`)."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from antral.core import InputError
from antral.patient.answers import vocabulary
from antral.records import load_yaml, path

LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
ATC: Final = "http://www.whocc.no/atc"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD_10: Final = (
    "http://hl7.org/fhir/sid/icd-10",
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
    "http://hl7.org/fhir/sid/icd-10-cm",
)
ICD_10_CM: Final = ICD_10[2]
NAMES: Final[Mapping[str, str]] = {
    LOINC: "LOINC",
    SNOMED: "SNOMED CT",
    ATC: "ATC",
    RXNORM: "RxNorm",
    ICD_10[0]: "ICD-10",
    ICD_10[1]: "ICD-10-GM",
    ICD_10_CM: "ICD-10-CM",
}
"""Code systems by their address, as people call them."""
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    LOINC: re.compile(r"\d{1,7}-\d"),
    SNOMED: re.compile(r"\d{6,18}"),
    ATC: re.compile(r"[A-Z](\d{2}([A-Z]{1,2}(\d{2})?)?)?"),
    RXNORM: re.compile(r"\d{1,8}"),
    **dict.fromkeys(ICD_10, re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")),
}


def shown(system: str, code: str) -> str:
    """A code as messages name it; what does not look like a code of its system may be anything, and is not shown."""
    form = _FORMS.get(system)
    if form is None:
        return "a code of another system"
    return f"{NAMES[system]} {code}" if form.fullmatch(code) else f"what is no code of {NAMES[system]}"


class Analyte(NamedTuple):
    """One thing that is measured."""

    name: str
    title: str
    units: Mapping[str, tuple[float, float]]
    """Units in which it is held, each with the range that is believed; the first is the one that others become."""
    also: Mapping[str, float]
    """Units that follow no rule, as multiples of the first."""
    molar_mass: float | None
    """g/mol, where amounts may become masses."""
    marked_by_code: bool
    """Whether its LOINC code says what an annotation of the unit says elsewhere."""
    burden: str
    loinc: tuple[str, ...]


class Codes(NamedTuple):
    """The tables by code."""

    analytes: Mapping[str, Analyte]
    """By name."""
    findings: Mapping[str, Mapping[str, Any]]
    """By name, as on record."""
    by_loinc: Mapping[str, tuple[str, str]]
    """What a test tells of: (`measurement`, `fact`, `finding` or `smoking`) and its name."""
    by_snomed: Mapping[str, str]
    """Findings by SNOMED CT code."""
    procedures: Mapping[str, str]
    """Procedures by SNOMED CT code."""
    by_icd_10: Mapping[str, str]
    """Findings by prefix, for every ICD-10."""
    by_icd_10_cm: Mapping[str, str]
    """Findings by prefix, for ICD-10-CM alone."""
    empty_lists: Mapping[str, str]
    """What a code of `empty_system` says to be empty."""
    empty_system: str


@cache
def codes() -> Codes:
    """The tables on file."""
    measured, found = (load_yaml(path("codes", f"{name}.yaml")) for name in ("measurements", "findings"))
    analytes = {name: _analyte(name, one) for name, one in measured["measurements"].items()}
    tests = {code: ("measurement", one.name) for one in analytes.values() for code in one.loinc}
    tests |= {code: ("fact", name) for name, one in measured["facts"].items() for code in one["loinc"]}
    tests |= {code: ("finding", name) for name, one in found["findings"].items() for code in one.get("loinc", ())}
    tests[answers()["smoking"]["question"]] = ("smoking", "smoking")

    def by(system: str, table: Mapping[str, Any]) -> dict[str, str]:
        return {str(code): name for name, one in table.items() for code in one.get(system, ())}

    empty = found["nothing_found"]
    return Codes(
        analytes=analytes,
        findings=found["findings"],
        by_loinc=tests,
        by_snomed=by("snomed", found["findings"]),
        procedures=by("snomed", found["procedures"]),
        by_icd_10=by("icd10", found["findings"]),
        by_icd_10_cm=by("icd10_cm", found["findings"]),
        empty_lists=empty["codes"],
        empty_system=empty["system"],
    )


@cache
def known_findings() -> frozenset[str]:
    """Names of findings that mean something: those with codes, procedures, and wider ones that follow from others."""
    words = vocabulary()
    return frozenset(
        {*codes().findings, *codes().procedures.values(), *words.procedures, *words.wider, *words.narrower}
    )


def _analyte(name: str, one: Mapping[str, Any]) -> Analyte:
    units = {unit: (float(low), float(high)) for unit, (low, high) in one["units"].items()}
    return Analyte(
        name=name,
        title=one["title"],
        units=units,
        also=one.get("also", {}),
        molar_mass=one.get("molar_mass"),
        marked_by_code=one.get("marked_by_code", False),
        burden=one["burden"],
        loinc=tuple(one.get("loinc", ())),
    )


@cache
def answers() -> Mapping[str, Any]:
    """Words and codes of an answer, sides and relations, as on record."""
    return load_yaml(path("codes", "answers.yaml"))


def medicine_of(name: str) -> str | None:
    """The ATC code of a medicine by its INN or a common brand."""
    found: str | None = medicines()["names"].get(name.strip().lower().replace("oe", "e"))
    return found


@cache
def medicines() -> Mapping[str, Any]:
    """Classes of medicines and their codes, as on record."""
    return load_yaml(path("codes", "medicines.yaml"))


def longest_prefix(code: str, table: Mapping[str, Any]) -> str | None:
    """The longest entry of a table with which a code begins."""
    return max((one for one in table if code.startswith(one)), key=len, default=None)


def icd_10_finding(system: str, code: str) -> tuple[str, bool] | None:
    """The finding that an ICD-10 code means, and whether the code is as wide as the finding itself."""
    tables = [codes().by_icd_10] + ([codes().by_icd_10_cm] if system == ICD_10_CM else [])
    table = {prefix: name for one in tables for prefix, name in one.items()}
    prefix = longest_prefix(code, table)
    return None if prefix is None else (table[prefix], prefix == code)


def atc_classes(code: str) -> tuple[str, ...]:
    """The classes of an ATC code; `other` beside all lines on record, none where the code is too wide to tell."""
    table: Mapping[str, list[str]] = medicines()["atc"]
    prefix = longest_prefix(code, table)
    if prefix is not None:
        return tuple(table[prefix])
    return () if any(one.startswith(code) for one in table) else ("other",)


def burden_of(datum: str) -> str:
    """What it costs a woman to have a datum: question, blood_test, scan, genetics or procedure.

    Parameters
    ----------
    datum
        A measurement (`FSH`), a finding (`turner_syndrome`), or another datum of `burdens.yaml` (`diary`).
    """
    datum = datum.removeprefix("partner_")
    table, data = codes(), burdens()["data"]
    if datum in table.analytes:
        return table.analytes[datum].burden
    if datum in table.findings:
        return str(table.findings[datum]["burden"])
    if datum in data:
        return str(data[datum])
    if datum in vocabulary().procedures:
        return "question"
    narrower = [burden_of(one) for one in vocabulary().narrower.get(datum, ())]
    if narrower:  # to know that there is none of them is to know of each
        return max(narrower, key=lambda one: float(burdens()["weights"][one]))
    raise InputError(f"no burden is on record for {datum!r}; add it to records/codes.")


@cache
def statements() -> Mapping[str, str]:
    """What a person states or judges, each with its title."""
    found: Mapping[str, str] = load_yaml(path("codes", "statements.yaml"))["statements"]
    return found


@cache
def burdens() -> Mapping[str, Any]:
    """Burdens with their weights and titles, as on record."""
    return load_yaml(path("codes", "burdens.yaml"))
