"""Nothing that names a woman leaves with a report that is to be shared, and verdicts do not change."""

import json
import re
from datetime import date

import pytest
from tests.screening.made import ON, woman

from antral import api
from antral.cli import main
from antral.patient import FMR1, Finding, Karyotype, Measurement, Medication, Participation, Procedure, Unread
from antral.protocol import load, screen
from antral.screening import Wording, scrubbed

PLANTED = "Planted"
HER = woman(
    id="Planted-Jane.Doe",
    birth_date=date(1988, 7, 14),
    poi_diagnosed=date(2024, 2, 3),
    measurements=(
        Measurement(
            analyte="FSH", value=61, unit="IU/L", date=date(2026, 4, 1), off_hormones=True, assay="Planted lab"
        ),
        Measurement(analyte="FSH", value=70, unit="Planted unit", date=date(2026, 5, 30), off_hormones=True),
    ),
    medications=(
        Medication(name="Planted pill", drug_classes=("sex_hormone",), stop=date(2026, 5, 20), route="Planted"),
        Medication(name="Planted powder", start=date(2026, 5, 1)),
    ),
    procedures=(Procedure(name="ovariectomy", date=date(2019, 8, 9)),),
    findings=(Finding(name="hypothyroidism", onset=date(2020, 1, 2)),),
    karyotype=Karyotype(result="46,XX seen by Planted", date=date(2024, 3, 5)),
    fmr1=FMR1(repeats=30, date=date(2024, 3, 5)),
    trials=(Participation(start=date(2023, 1, 1), condition="Planted trial"),),
    unread=(Unread(where="Planted", why="Planted"),),
)
DATES = ["1988-07-14", "2024-02-03", "2026-04-01", "2026-05-30", "2026-05-20", "2019-08-09", "2020-01-02", "2024-03-05"]


@pytest.mark.parametrize("name", ["NCT03816852", "NCT07115082"])
def test_verdicts_on_a_scrubbed_woman_are_the_same(name):
    trial = load(name)
    one, other = screen(trial, HER, on=ON), screen(trial, scrubbed(HER, 1), on=ON)
    assert [line.verdict.status for line in one.lines] == [line.verdict.status for line in other.lines]


@pytest.mark.parametrize("result", ["46,XX", "45,X/46,XX", "45,X[12]/46,XX[3]", "47,XXX", None])
@pytest.mark.parametrize("normal", [None, True, False])
def test_findings_of_a_karyotype_survive(result, normal):
    given = Karyotype(result=result, normal=normal)

    def found(one):
        return {finding.name: finding.present for finding in one.findings()}

    scrub = scrubbed(woman(karyotype=given), 1).karyotype
    assert found(scrub) == found(given)


UNREADABLE = (Unread(where="Planted", why="Planted", about="FSH"),)


def test_a_value_that_could_not_be_read_leaves_a_scrubbed_woman_undecided_too():
    trial = load("NCT07115082")
    her = woman(measurements=HER.measurements[:1], unread=UNREADABLE)
    assert scrubbed(her, 1).has_unread("FSH")
    one, other = screen(trial, her, on=ON), screen(trial, scrubbed(her, 1), on=ON)
    assert [line.verdict.status for line in one.lines] == [line.verdict.status for line in other.lines]
    for shown in (api.screen(trial, her, on=ON, redact=True), api.diagnose(her, on=ON, redact=True)):
        assert PLANTED not in told(shown.to_dict())


def told(value):
    return json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("name", ["NCT03816852", "NCT07115082"])
def test_a_redacted_report_holds_no_name_text_date_or_exact_age(tmp_path, name):
    from antral.reports import match_page, match_sections, screened_sections

    shown = api.screen(name, HER, on=ON, redact=True)
    matched = api.match(HER, on=ON, redact=True)
    place = shown.html(tmp_path / "page.html")
    texts = [
        told(shown.to_dict()), place.read_text(), told([vars(one) for one in screened_sections(shown.to_dict())]),
        told(matched.to_dict()), match_page(matched.to_dict()),
        told([vars(one) for one in match_sections(matched.to_dict())]),
    ]  # fmt: skip
    assert "on day -" in texts[0]
    assert all(one["recruitment"]["record_age_days"] is None for one in matched.to_dict()["trials"])
    for text in texts:
        assert PLANTED not in text
        assert not [day for day in (*DATES, ON.isoformat()) if day in text]
        assert not re.search(r"age 3\d\.\d", text)


def test_a_redacted_diagnosis_says_the_same_without_name_text_date_or_exact_age():
    from antral.reports import diagnosed_sections

    (plain,) = api.diagnose(HER, on=ON).to_dict()["women"]
    shown = api.diagnose(HER, on=ON, redact=True).to_dict()
    (shared,) = shown["women"]
    assert shared["patient"] == "1"
    for part in ("guidelines", "other_causes"):
        assert [one["status"] for one in plain[part]] == [one["status"] for one in shared[part]]
    assert [one["state"] for one in plain["tests"]] == [one["state"] for one in shared["tests"]]
    assert "30 repeats on day -832" in [one["result"] for one in shared["tests"]]  # 2024-03-05 to 2026-06-15
    for text in (told(shown), told([vars(one) for one in diagnosed_sections(shown)])):
        assert "age 35 to 39 years at diagnosis" in text  # 35.6
        assert PLANTED not in text
        assert not [day for day in (*DATES, ON.isoformat()) if day in text]
        assert not re.search(r"age 3\d\.\d", text)


def test_days_and_ages_of_a_redacted_sentence():
    words = Wording(ON, redacted=True)
    assert words.text("FSH 22 IU/L on 2026-06-01; age 33.4 years") == "FSH 22 IU/L on day -14; age 30 to 34 years"
    assert words.day(date(2026, 6, 20)) == "day +5"
    assert Wording(ON).text("on 2026-06-01") == "on 2026-06-01"


def run(monkeypatch, capsys, *words):
    monkeypatch.setattr("sys.argv", ["antral", *map(str, words)])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code or 0, *capsys.readouterr()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id: Planted Jane Doe\n", "line 1"),
        ("id: W1\nname: Planted\n", "line 2"),
        ("id: W1\nPlanted: Planted\n", "line 2"),
        ("id: W1\n  Planted: [\n", "line 2"),
    ],
)
def test_an_error_names_the_line_and_never_what_stands_in_it(tmp_path, monkeypatch, capsys, text, said):
    file = tmp_path / "w.yaml"
    file.write_text(text)
    code, out, err = run(monkeypatch, capsys, "screen", "NCT07115082", file)
    assert code == 2
    assert said in err
    assert PLANTED not in out + err


def test_a_file_that_is_named_after_a_woman_is_called_by_its_number(tmp_path, monkeypatch, capsys):
    (tmp_path / "Planted Jane.yaml").write_text("id: W1\nname: Planted\n")
    (tmp_path / "Planted Joan.yaml").write_text("id: W2\n")
    code, out, err = run(monkeypatch, capsys, "screen", "NCT07115082", tmp_path)
    assert code == 2
    assert "file 1 of 2" in err
    assert PLANTED not in out + err


@pytest.mark.parametrize("verb", ["screen", "match", "attrition", "diagnose"])
def test_what_is_printed_and_written_under_redaction_holds_nothing_planted(tmp_path, monkeypatch, capsys, verb):
    words = (verb, *(["NCT07115082"] if verb in ("screen", "attrition") else []), tmp_path / "w.yaml", "--redact")
    text = HER.model_copy(update={"unread": (), "measurements": HER.measurements[:1]}).model_dump_json(
        exclude_defaults=True
    )
    (tmp_path / "w.yaml").write_text(text)  # JSON is YAML
    pages = [] if verb == "diagnose" else ["page.html"]
    for more in ((), ("--json",), *(("--html", tmp_path / page) for page in pages)):
        code, out, err = run(monkeypatch, capsys, *words, "--on", "2026-06-15", *more)
        assert code == 0, err
        assert PLANTED not in out + err
        assert not [day for day in DATES if day in out + err]
    assert not [page for page in pages if PLANTED in (tmp_path / page).read_text()]
    assert sorted(file.name for file in tmp_path.iterdir()) == [*pages, "w.yaml"]


def test_a_pseudonym_that_is_not_there_is_not_repeated(tmp_path, monkeypatch, capsys):
    file = tmp_path / "w.yaml"
    file.write_text("id: W1\n")
    code, out, err = run(monkeypatch, capsys, "screen", "NCT07115082", file, "--explain", "Planted")
    assert code == 2
    assert "--explain" in err
    assert PLANTED not in out + err
