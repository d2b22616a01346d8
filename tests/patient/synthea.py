"""FHIR Bundles as Synthea writes them, and the same facts as R5 and as a bulk export: made here, for tests.

Shape: Synthea's FHIR R4 exporter (github.com/synthetichealth/synthea, FhirR4.java, as published in its sample data): a
transaction Bundle of one patient with `urn:uuid:` addresses, US Core profiles and extensions, conditional references to
practitioners, names with digits, claims and encounters between the entries that matter. What Synthea does not simulate
(hormones of ovarian insufficiency, karyotype, family history) is added in the same shape. Every person and value is
invented. The resources are valid by fhir.resources 8 (R4B and R5), which the tests do not need. Nothing here imports
antral, so that what the readers find is not what the readers expect.

`python -m tests.patient.synthea FOLDER [WOMEN]` writes a folder of Bundles, one a woman.
"""

import json
import random
import sys
import uuid
from pathlib import Path

LOINC = "http://loinc.org"
SCT = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
UCUM = "http://unitsofmeasure.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
THO = "http://terminology.hl7.org/CodeSystem/"
NPI = "http://hl7.org/fhir/sid/us-npi"
AMBULATORY = {"system": f"{THO}v3-ActCode", "code": "AMB"}
CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"

SECRETS = ("Ophelia", "Quigley", "Zanzibar Street", "999-55-1234", "feels like a shipwreck")
"""Name, address, number and free text of the woman in every Bundle; no message may hold one."""


def concept(system, code, display="", text=""):
    return {"coding": [{"system": system, "code": code, "display": display or code}], "text": text or display or code}


class Maker:
    """Makes the resources of one woman; `release` is R4 or R5."""

    def __init__(self, seed, release="R4"):
        self.random, self.release = random.Random(seed), release
        self.id = self.uuid()
        self.entries = []

    def uuid(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def add(self, kind, **fields):
        own = self.id if kind == "Patient" else self.uuid()
        resource = {"resourceType": kind, "id": own, "meta": {"profile": [f"{CORE}us-core-{kind.lower()}"]}, **fields}
        entry = {"fullUrl": f"urn:uuid:{own}", "resource": resource, "request": {"method": "POST", "url": kind}}
        self.entries.append(entry)
        return resource

    @property
    def subject(self):
        return {"reference": f"urn:uuid:{self.id}"}

    def patient(self, birth_date, gender="female"):
        name = {"use": "official", "family": SECRETS[1] + "496", "given": [SECRETS[0] + "697"], "prefix": ["Ms."]}
        self.add(
            "Patient",
            text={"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>Generated</div>"},
            extension=[{"url": f"{CORE}us-core-birthsex", "valueCode": "F"}],
            identifier=[{"system": "http://hl7.org/fhir/sid/us-ssn", "value": SECRETS[3]}],
            name=[name],
            telecom=[{"system": "phone", "value": "555-200-3040", "use": "home"}],
            gender=gender,
            birthDate=birth_date,
            address=[{"line": [f"12 {SECRETS[2]}"], "city": "Boston", "state": "MA", "country": "US"}],
            maritalStatus=concept(f"{THO}v3-MaritalStatus", "M", "Married"),
        )
        old = self.release == "R4"
        self.add(
            "Encounter",
            status="finished" if old else "completed",
            subject=self.subject,
            participant=[{"individual" if old else "actor": {"reference": f"Practitioner?identifier={NPI}|9999"}}],
            **{"class": AMBULATORY if old else [{"coding": [AMBULATORY]}]},
        )

    def observation(self, code, when, *, category="laboratory", status="final", **value):
        return self.add(
            "Observation",
            status=status,
            category=[concept(f"{THO}observation-category", category)],
            code=concept(LOINC, code),
            subject=self.subject,
            encounter={"reference": f"urn:uuid:{self.uuid()}"},
            effectiveDateTime=when,
            issued=f"{when[:10]}T18:00:00.000-04:00",
            **value,
        )

    def lab(self, code, when, number, unit, *, ucum=None, comparator=None, between=None, **more):
        quantity = {"value": number, "unit": unit, "system": UCUM, "code": ucum or unit}
        if comparator:
            quantity["comparator"] = comparator
        if between:
            ends = [{"value": one, "unit": unit, "system": UCUM, "code": ucum or unit} for one in between]
            more["referenceRange"] = [{"low": ends[0], "high": ends[1]}]
        return self.observation(code, when, valueQuantity=quantity, **more)

    def condition(self, system, code, onset=None, *, ended=None, clinical="active", verification="confirmed", **more):
        dates = {"onsetDateTime": onset} if onset else {}
        dates |= {"abatementDateTime": ended} if ended else {}
        return self.add(
            "Condition",
            clinicalStatus=concept(f"{THO}condition-clinical", clinical),
            verificationStatus=concept(f"{THO}condition-ver-status", verification),
            category=[concept(f"{THO}condition-category", "encounter-diagnosis")],
            code=concept(system, code),
            subject=self.subject,
            recordedDate=onset or "2024-01-01T09:00:00-05:00",
            note=[{"text": SECRETS[4]}],
            **dates,
            **more,
        )

    def request(self, system, code, authored, status="active", **more):
        what = {"medicationCodeableConcept": concept(system, code)}
        if self.release == "R5":
            what = {"medication": {"concept": concept(system, code)}}
        return self.add(
            "MedicationRequest",
            status=status,
            intent="order",
            subject=self.subject,
            authoredOn=authored,
            **what,
            **more,
        )

    def statement(self, system, code, start=None, end=None, status=None, **more):
        period = {name: day for name, day in (("start", start), ("end", end)) if day}
        if self.release == "R5":
            taking = "taking" if not end else "stopped"
            more |= {
                "adherence": {"code": concept("http://hl7.org/fhir/CodeSystem/medication-statement-adherence", taking)}
            }
            what, status = {"medication": {"concept": concept(system, code)}}, status or "recorded"
        else:
            what, status = (
                {"medicationCodeableConcept": concept(system, code)},
                status or ("completed" if end else "active"),
            )
        return self.add(
            "MedicationStatement", status=status, subject=self.subject, effectivePeriod=period, **what, **more
        )

    def procedure(self, code, day, side=None):
        stem = "performed" if self.release == "R4" else "occurrence"
        more = {"bodySite": [concept(SCT, side)]} if side else {}
        period = {f"{stem}Period": {"start": f"{day}T09:00:00-05:00", "end": f"{day}T10:00:00-05:00"}}
        return self.add(
            "Procedure", status="completed", code=concept(SCT, code), subject=self.subject, **period, **more
        )

    def family(self, relation, *codes):
        conditions = [{"code": concept(system, code)} for system, code in codes]
        relationship = concept(f"{THO}v3-RoleCode", relation)
        return self.add(
            "FamilyMemberHistory",
            status="completed",
            patient=self.subject,
            relationship=relationship,
            condition=conditions,
        )

    def allergy(self, system, code, category="medication", reaction=None, **more):
        shown = concept(SCT, reaction) if reaction else None
        shown = {"concept": shown} if shown and self.release == "R5" else shown
        reactions = {"reaction": [{"manifestation": [shown]}]} if shown else {}
        return self.add(
            "AllergyIntolerance",
            clinicalStatus=concept(f"{THO}allergyintolerance-clinical", "active"),
            verificationStatus=concept(f"{THO}allergyintolerance-verification", "confirmed"),
            category=[category] if category else [],
            code=concept(system, code),
            patient=self.subject,
            recordedDate="2020-02-03",
            **reactions,
            **more,
        )

    def claim(self):
        self.add("Claim", status="active", patient=self.subject, total={"value": 129.16, "currency": "USD"})

    def bundle(self):
        return {"resourceType": "Bundle", "type": "transaction", "entry": self.entries}


def woman_with_poi(release="R4", seed=1):
    """A woman whose every fact the tests know by heart."""
    make = Maker(seed, release)
    make.patient("1991-03-14")
    make.lab("8302-2", "2024-02-02T10:00:00-05:00", 166.4, "cm", category="vital-signs")
    make.lab("29463-7", "2024-02-02T10:00:00-05:00", 61.5, "kg", category="vital-signs")
    make.claim()
    make.lab("15067-2", "2024-02-02T08:30:00-05:00", 61.2, "mIU/mL", ucum="m[IU]/mL")
    make.lab("15067-2", "2024-03-15", 48.0, "[IU]/L")
    make.lab("14715-7", "2024-03-15", 55, "pmol/L", between=(100, 400))
    make.lab("38476-8", "2024-03-15", 0.01, "ng/mL", comparator="<")
    make.lab("3016-3", "2024-03-15", 6.8, "uIU/mL", ucum="u[IU]/mL", between=(0.4, 4.0))
    make.observation("56888-1", "2024-03-15", valueCodeableConcept=concept(SCT, "260385009", "Negative"))
    make.observation("29770-5", "2023-11-20", valueString="46,XX")
    make.observation("36913-2", "2023-11-20", valueString="29/85")
    make.observation("8665-2", "2024-03-15", valueDateTime="2023-08-01")
    make.observation("72166-2", "2024-02-02", valueCodeableConcept=concept(SCT, "266919005", "Never smoked"))
    make.observation("82810-3", "2024-03-15", valueCodeableConcept=concept(LOINC, "LA26683-5", "Not pregnant"))
    make.condition(SCT, "40930008", "2019-05-01T09:00:00-04:00")
    make.condition(ICD10CM, "I82.401", "2015-01-10", ended="2015-06-01", clinical="resolved")
    make.condition(SCT, "237055002", "2018-01-01", verification="refuted")
    make.condition(SCT, "129103003", "2022-01-01", verification="provisional")
    make.condition(SCT, "47270006", "2022-01-01", verification="entered-in-error")
    make.condition(SCT, "444814009", "2021-01-01")  # viral sinusitis: nothing to antral
    make.condition(SCT, "444814009", "2022-01-01")
    make.statement(ATC, "G03CA03", "2023-06-01", "2023-12-31")
    make.statement(ATC, "H03AA01", "2019-05-01")
    make.request(RXNORM, "99999999", "2024-01-05T10:00:00-05:00")
    make.procedure("83152002", "2016-09-09", side="7771000")
    make.family("MTH", (SCT, "363443007"))
    make.allergy(RXNORM, "7980", reaction="39579001")
    return make


def some_woman(seed, release="R4"):
    """A woman as chance has it."""
    make = Maker(seed, release)
    pick = make.random
    make.patient(f"{pick.randint(1984, 2005)}-{pick.randint(1, 12):02d}-{pick.randint(1, 28):02d}")
    for month in range(pick.randint(1, 5)):
        day = f"2024-{month + 1:02d}-{pick.randint(1, 28):02d}"
        make.lab("15067-2", day, round(pick.uniform(3, 110), 1), "mIU/mL", ucum="m[IU]/mL")
        make.lab("38476-8", day, round(pick.uniform(0.02, 4), 2), "ng/mL")
    if pick.random() < 0.3:
        make.condition(SCT, "40930008", f"20{pick.randint(10, 23)}-05-01")
    if pick.random() < 0.3:
        make.request(RXNORM, "749785", "2020-01-05T10:00:00-05:00", status="active")
    make.claim()
    return make


def bulk(makers):
    """The same resources as a bulk export: for each kind one NDJSON text, with `Patient/id` for references."""
    files = {}
    for make in makers:
        for entry in make.entries:
            kind = entry["resource"]["resourceType"]
            text = json.dumps(entry["resource"]).replace(f'"urn:uuid:{make.id}"', f'"Patient/{make.id}"')
            files.setdefault(kind, []).append(text)
    return {kind: "\n".join(lines) + "\n" for kind, lines in files.items()}


if __name__ == "__main__":
    folder, number = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(number):
        made = woman_with_poi(seed=0) if seed == 0 else some_woman(seed)
        (folder / f"{SECRETS[0]}{seed}_{SECRETS[1]}_{made.id}.json").write_text(json.dumps(made.bundle(), indent=1))
