"""Reading a real trial's CSV files."""

from pathlib import Path

import pytest

from antral.core import DataError
from antral.dataset import read

HEADER = "participant_id,arm,visit,day,parameter,value,unit,censored\n"


def write(folder: Path, text: str, name: str = "observations.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_observations_alone(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        HEADER
        + "POI-007,low,baseline,0,FSH,61.5,mIU/mL,\n"
        + "POI-007,low,week 24,168,AMH,<0.01,ng/mL,\n"
        + "POI-002,high,baseline,-3,E2,100,pmol/L,\n"
        + "POI-002,high,week 24,168,E2,,pmol/L,\n",
    )
    tables = read(file)
    assert tables.participants["subject"].to_list() == ["POI-007", "POI-002"]
    assert tables.participants["participant_id"].to_list() == [1, 2]
    assert tables.participants["last_day"].to_list() == [168.0, -3.0]
    assert tables.observations["value"].to_list() == pytest.approx([61.5, 0.01, 27.238])
    assert tables.observations["unit"].to_list() == ["IU/L", "ng/mL", "pg/mL"]
    assert tables.observations["censored"].to_list() == [False, True, False]
    assert not tables.has_events


def test_a_folder_with_participants_and_events(tmp_path: Path) -> None:
    write(tmp_path, "participant_id,arm,age_years,completed\n12,low,31,yes\n30,high,35,no\n", "participants.csv")
    write(tmp_path, "participant_id,day,parameter,value,unit\n12,0,AFC,3,\n")
    write(tmp_path, "participant_id,day,kind,spontaneous\n12,20,bleed,true\n30,44,bleed,\n", "events.csv")
    tables = read(tmp_path)
    assert tables.has_events
    assert tables.participants["participant_id"].to_list() == [12, 30]
    assert tables.participants["completed"].to_list() == [True, False]
    assert tables.participants["last_day"].to_list() == [20.0, 44.0]
    assert tables.observations["visit"].to_list() == ["day 0"]
    assert tables.events["spontaneous"].to_list() == [True, None]


def test_semicolons_decimal_commas_and_cdisc_names(tmp_path: Path) -> None:
    file = write(tmp_path, "USUBJID;TRTP;ADY;PARAMCD;AVAL;AVALU\n1;low;0;FSH;45,5;U/L\n1;low;9;AMH;<0,02;ng/mL\n")
    tables = read(file)
    assert tables.observations["value"].to_list() == [45.5, 0.02]
    assert tables.observations["censored"].to_list() == [False, True]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("1,low,a,0,FSH,high,IU/L,\n", r"line 2, column value: 'high' came; a number"),
        ("1,low,a,0,TSH,2,mIU/L,\n", r"line 2, column parameter: 'TSH' came; one of FSH"),
        ("1,low,a,0,FSH,9,IU/L,\n1,low,a,0,FSH,60,mg/dL,\n", r"line 3, column unit: unit 'mg/dL' of FSH"),
        ("1,low,a,0,FSH,60,,\n", r"column unit: None came; a unit"),
        ("1,low,a,0,FSH\n", r"line 2: 8 fields were wanted .* 5 came. The file may be cut off"),
        ('1,low,"a,0,FSH', r"cut off"),
        ("1,low,a,0,FSH,9,IU/L,\n1,high,a,7,FSH,9,IU/L,\n", r"participant 1 is in low and high"),
        ("1,low,a,0,FSH,9,IU/L,\n1,low,a,0,FSH,10,IU/L,\n", r"row 2: a second row for trial 1, participant_id 1"),
        ("1,low,a,0,FSH,-9,IU/L,\n", r"value is -9.0; a number of at least 0"),
        ("1,low,a,0,FSH,>200,IU/L,\n", r"above the assay's range"),
        ("1,low,a,,FSH,20,IU/L,\n", r"column day: None came"),
        (",low,a,1,FSH,20,IU/L,\n", r"column participant_id: None came"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(write(tmp_path, HEADER + rows))


@pytest.mark.parametrize("name", ["arm", "value", "parameter", "day", "unit", "participant_id"])
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    cells = {"participant_id": "1", "arm": "low", "day": "0", "parameter": "FSH", "value": "9", "unit": "IU/L"}
    del cells[name]
    with pytest.raises(DataError, match=f"column {name} is missing"):
        read(write(tmp_path, ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"))


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read(tmp_path / "absent.csv")
    with pytest.raises(DataError, match=r"neither participants.parquet nor observations.csv"):
        read(tmp_path)
    (tmp_path / "binary.csv").write_bytes(b"\x80\x81\x00\xff")
    with pytest.raises(DataError, match="not a CSV file in UTF-8"):
        read(tmp_path / "binary.csv")
    with pytest.raises(DataError, match="is empty"):
        read(write(tmp_path, "  \n"))


@pytest.mark.parametrize("trial", ["0", "1.5", "99999999999", "inf", "first"])
def test_a_trial_has_a_whole_number(tmp_path: Path, trial: str) -> None:
    file = write(tmp_path, f"trial,participant_id,arm,day,parameter,value,unit\n{trial},1,low,0,FSH,60,IU/L\n")
    with pytest.raises(DataError, match="column trial"):
        read(file)
