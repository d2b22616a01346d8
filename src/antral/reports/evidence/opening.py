"""What an answer says first: on how few women it rests, and beside what it must be read."""

from collections.abc import Mapping
from typing import Any

from antral.reports.evidence import numbers
from antral.reports.evidence.plain import short_method
from antral.reports.wording import decapitalised, listed

_FIELDS = {"autologous": "autologous against allogeneic cells"}


def opening(told: Mapping[str, Any]) -> list[str]:
    """The first sentences, from the numbers of the answer."""
    return [
        one for one in (_rests(told), _read(told), _pooled(told), _beside(told), _compared(told), _trust(told)) if one
    ]


def heading(told: Mapping[str, Any]) -> str:
    """What was asked, as a title."""
    return str(told["question"]["title"])


def _rests(told: Mapping[str, Any]) -> str:
    main, asked = told["main"], told["asked"]
    what = decapitalised(told["question"]["title"])
    several = len(main["rows"]) > 1
    by = f" by {_FIELDS.get(asked['by'], asked['by'].replace('_', ' '))}" if asked["by"] and several else ""
    if not main["rows"]:
        many = len({one["study"] for one in main["signs"]})
        more = f"; {numbers.studies(many)} {'gives' if many == 1 else 'give'} a direction only"
        return f"No study gives a number for {what}{by}{more if main['signs'] else ''}: nothing can be pooled."
    few = f"{numbers.studies(main['studies'])} and {numbers.women(main['women'])}"
    had = "" if main["events"] is None else f", of whom {main['events'] or 'none'} had the event"
    if not several:
        return f"{_capital(what)}{by} rests on {few}{had}: there is nothing to pool."
    return f"Pooling {what}{by} rests on {few}{had}."


def _read(told: Mapping[str, Any]) -> str:
    """How many of these women were not read of in the studies' own texts."""
    rows = told["main"]["rows"]
    women = sum(row["n"] for row in rows if set(row["read_in"]) & set(numbers.SECOND_HAND))
    if not women:
        return ""
    whole = told["main"]["women"]
    many = f"all {whole}" if women == whole else f"{women} of these {whole}"
    return f"The numbers of {many} women were read in a review or on a web page, not in a report of the study."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pooled(told: Mapping[str, Any]) -> str:
    found = told["main"]["pooled"]
    if found is None:
        return ""
    scale, unit = numbers.scale_of(told), numbers.unit_of(told)
    level = f"{100 * found['level']:.0f}\u00a0%"
    unit = f" {unit}" if unit else ""
    interval = numbers.ends(found["low"], found["high"], scale)
    said = f"{numbers.value(found['value'], scale)}{unit}, {level} interval {interval}"
    if found["prediction_low"] is not None and len(told["main"]["rows"]) > 1:
        said += f", in a new study {numbers.ends(found['prediction_low'], found['prediction_high'], scale)}"
    how = "Pooled" if len(told["main"]["rows"]) > 1 else "The study"
    return f"{how}: {said} ({short_method(found['method'])})."


def _beside(told: Mapping[str, Any]) -> str:
    block = told["spontaneous"]
    if not block["rows"]:
        if set(told["asked"]["roles"]) & {"comparator_natural"}:
            return ""
        when = "" if told["asked"]["months"] is None else " within these months"
        return (
            f"No study of usual care on record gives this number{when}: nothing shows what would have come by itself."
        )
    scale, found, main = numbers.scale_of(told), block["pooled"], told["main"]["pooled"]
    names = listed([f"{row['title']}, {numbers.of_women(row)}" for row in block["rows"]])
    said = f"With usual care it is {numbers.value(found['value'], scale)}, interval "
    said += f"{numbers.ends(found['low'], found['high'], scale)}: {names}"
    if len(block["rows"]) == 2:
        said += " (an interval of two studies says little)"
    if main is None or main["low"] is None:
        return f"{said}."
    if told["not_against"]:
        return f"{said}; not compared, since {told['not_against']}."
    inside = main["low"] <= found["value"] <= main["high"]
    tells = "holds that value: no excess over it is shown, and none excluded"
    differs = "does not hold that value, which is no comparison: other women, another time, another definition"
    return f"{said}; the interval after treatment {tells if inside else differs}."


def _compared(told: Mapping[str, Any]) -> str:
    if "cell_therapy" not in told["asked"]["roles"]:
        return ""
    roles, kinds = told["asked"]["roles"], told["asked"]["indications"]
    pairs = [one for one in told["comparisons"] if one["role"] in roles and one["indication"] in kinds]
    if not pairs:
        return "No study in this answer compares its women with others who were not given the cells."
    said = listed([f"{one['title']} with {one['n'] + one['control_n']} women" for one in pairs])
    return f"Against an arm without the cells there is {said}."


def _trust(told: Mapping[str, Any]) -> str:
    found = told["certainty"]
    if found is None:
        return "Certainty by GRADE was judged for the question as it is on record only, not for these choices."
    if found["level"] == "not judged":
        return "Certainty by GRADE: not judged, since a domain could not be."
    return f"Certainty by GRADE: {found['level']} ({found['meaning']})."
