"""What `antral match` shows: every trial on file for one woman, with its recruitment, and what stands in the way."""

from collections.abc import Mapping
from typing import Any

from antral.reports.screened import VERDICTS, found, headline, made_section, shown, unread_section, woman_sections
from antral.reports.screening import Chapter, kicker, open_or_folded, page
from antral.reports.section import Section
from antral.reports.wording import counted

_MONTH_DAYS, _YEAR_DAYS = 30, 365
"""For the age of a record, in whole months or years."""
_LONG = 90
"""Characters of a list of data in the table of trials."""
_MOST = 3
"""Lines or data that the table of trials names."""


def match_sections(told: Mapping[str, Any]) -> list[Section]:
    """The trials in their order; the page and `--json` have the grounds of each."""
    return shown([_overview(told), unread_section(told), made_section(told)])


def match_page(told: Mapping[str, Any]) -> str:
    """The page of `antral match`, from what `--json` prints."""
    chapters = [Chapter("trials", "The trials", "", unread_section(told).paragraphs, [(_overview(told), True)])]
    for trial in told["trials"]:
        tables = open_or_folded(woman_sections(trial))
        chapters.append(
            Chapter(
                f"trial-{trial['trial']}", trial["trial"], trial["outcome"], (trial["title"], *_words(trial)), tables
            )
        )
    chapters.append(Chapter("made", "What this rests on", tables=[(made_section(told), True)]))
    return page(
        kicker=kicker(told, "Trials for one woman"),
        title=f"Woman {told['patient']}",
        question="Which trials may she enter?",
        answer=_answer(told),
        chapters=chapters,
    )


def _answer(told: Mapping[str, Any]) -> str:
    trials = told["trials"]
    by_verdict = {name: [one for one in trials if one["outcome"] == name] for name in VERDICTS}
    parts = []
    for name, words in VERDICTS.items():
        some = by_verdict[name]
        taking = sum(one["recruitment"]["open"] == "open" for one in some)
        if some and name != "ineligible":
            parts.append(f"{words} for {len(some)} ({taking or 'none'} of them open)")
        elif some:
            parts.append(f"{words} for {len(some)}")
    later = [one for one in trials if one["eligible_from"]]
    more = f" For {counted(len(later), 'trial')} time alone lets her in." if later else ""
    return f"Of {counted(len(trials), 'trial')} on file: {', '.join(parts)}.{more}"


def _overview(told: Mapping[str, Any]) -> Section:
    rows = [
        (
            one["trial"],
            one["title"],
            VERDICTS[one["outcome"]],
            _in_the_way(one),
            _recruits(one),
            one["recruitment"]["site"] or "",
        )
        for one in told["trials"]
    ]
    return Section(
        "Trials on file", ("trial", "title", "verdict", "what stands in the way", "recruitment", "site"), rows
    )


def _in_the_way(one: Mapping[str, Any]) -> str:
    """What stands between her and the trial, in a few words, with the day until which time leaves it open."""
    until = f"; open until {one['open_until']}, if nothing new happens" if one["open_until"] else ""
    return f"{_between(one)}{until}"


def _between(one: Mapping[str, Any]) -> str:
    if not one["eligibility_text_on_file"] and one["outcome"] != "ineligible":
        return "the record on file has no eligibility text: ask the site"
    if one["outcome"] == "eligible":
        return "nothing"
    if one["outcome"] == "undetermined":
        named = [_short(each["what"]) for each in one["to_decide"][:_MOST]]
        rest = len(one["to_decide"]) - len(named)
        judged = [f"{counted(len(one['for_persons']), 'line')} for a person to judge"] if one["for_persons"] else []
        return "missing: " + "; ".join([*named, *([f"{rest} more"] if rest > 0 else []), *judged])
    if one["eligible_from"]:
        return f"eligible from {one['eligible_from']}, if nothing new happens"
    named = [_far(each) for each in one["keeps_out"][:_MOST]]
    rest = len(one["keeps_out"]) - len(named)
    return "; ".join([*named, *([f"{counted(rest, 'more line')}"] if rest > 0 else [])])


def _short(text: str) -> str:
    """The beginning of a long list."""
    return text if len(text) <= _LONG else f"{text[:_LONG].rpartition(', ')[0]}, …"


def _far(line: Mapping[str, Any]) -> str:
    """How far off a line is: why, what was found, and what is asked where the reason does not say it."""
    until = f", until {line['time_alone_turns_it_on']}" if line["time_alone_turns_it_on"] else ""
    told = "wanted" in line["reason"] or line["asked"] in line["reason"]
    asked = f"; asked: {line['asked']}" if line["data"] and line["section"] == "inclusion" and not told else ""
    return f"{line['line']}: {found(line)}{asked}{until}"


def _recruits(one: Mapping[str, Any]) -> str:
    told = one["recruitment"]
    age, updated = told["record_age_days"], told["record_updated"]
    old = "; record without a date" if updated is None else f"; record of {updated}"
    old += "" if age is None else f", {_aged(age)}"
    why = f", but {told['why']}" if told["why"] else ""
    return f"{told['open']}: {told['status']}{why}{old}"


def _aged(days: int) -> str:
    if days < 0:
        return "after the day of screening"
    if days < 2 * _MONTH_DAYS:
        return f"{counted(days, 'day')} old"
    return f"{days // _MONTH_DAYS} months old" if days < 2 * _YEAR_DAYS else f"{days // _YEAR_DAYS} years old"


def _words(trial: Mapping[str, Any]) -> list[str]:
    later = trial["eligible_from"]
    more = [f"Eligible from {later}, if nothing new happens (held against the protocol on that day)."] if later else []
    return [headline(trial), *more, f"Recruitment: {_recruits(trial)}."]
