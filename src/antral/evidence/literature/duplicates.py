"""Which references are the same report: certain pairs are put together, doubtful ones are for a person.

**Certain**: the same DOI or the same PMID, titles at least `_NOT_ANOTHER` alike (or one missing); or the same title,
letter for letter after `bare_title`, of `_TELLING` words or more, with the same year, the same first author and no
other journal. Never certain: two different DOIs or two different PMIDs; by title, a preprint and what has no DOI.

**Doubtful**: the same DOI or PMID with unlike titles; a score of `_DOUBTFUL` or more.

**Score** of a pair without a common identifier: 0.7 × likeness of the titles + 0.2 if the first authors' family names
are the same (0.1 if one is missing) + 0.1 if the years are the same (0.05 if they lie one apart or one is missing). The
weights and limits are our choice, none is published. Likeness is Dice's coefficient of groups of three letters.

A chain of certain pairs that would put two DOIs or two PMIDs into one report is broken: its pairs without a common
identifier become doubtful, and if that is not enough, all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from antral.evidence.literature.normal import bare_doi, bare_title, likeness, other_journal, surname
from antral.evidence.literature.reference import Reference

_NOT_ANOTHER: Final = 0.5
_TELLING: Final = 5
_DOUBTFUL: Final = 0.85
_ALIKE: Final = 0.75
"""Titles less alike than this cannot reach `_DOUBTFUL`."""
_COMMON: Final = 0.4
"""Titles with fewer words in common than this share of the shorter one are not compared letter by letter."""
_PREPRINTS: Final = ("10.1101/", "10.2139/", "10.20944/", "10.21203/", "10.22541/", "10.31219/", "10.48550/")
"""How DOIs of bioRxiv and medRxiv, SSRN, Preprints.org, Research Square, Authorea, OSF and arXiv begin."""


@dataclass(frozen=True)
class Pair:
    """Two references that may be one report."""

    one: str
    other: str
    """Their names, the earlier in the alphabet first."""
    score: float
    certain: bool
    grounds: str


@dataclass(frozen=True)
class Sorted:
    """References sorted into reports."""

    groups: tuple[tuple[str, ...], ...]
    """Names of the references of each report, in the alphabet's order."""
    doubtful: tuple[Pair, ...]
    """Pairs that a person has to judge, one of any two reports; the likeliest first."""


def sort_out(references: Iterable[Reference], settled: Mapping[tuple[str, str], bool] | None = None) -> Sorted:
    """Put references that are certainly one report together.

    Parameters
    ----------
    references
        In any order: the result does not depend on it. References of one name are one.
    settled
        Pairs of names that a person judged, the earlier name first: the same report, or not.
    """
    settled = settled or {}
    known = {one.name: one for one in sorted(references, key=lambda one: one.name)}
    pairs = {(pair.one, pair.other): pair for pair in _pairs(known)}
    said_same = {names for names, same in settled.items() if same and set(names) <= set(known)}
    certain = {names for names, pair in pairs.items() if pair.certain and settled.get(names, True)}
    named = {names for names in certain if not _common(known[names[0]], known[names[1]])}
    for breaking in (named, certain):
        for group in _groups(known, certain):
            inside = set(combinations(group, 2))
            if _contradicts([known[name] for name in group]) or any(not settled.get(names, True) for names in inside):
                certain = certain - (inside & breaking)
    groups = _groups(known, certain | said_same)
    place = {name: at for at, group in enumerate(groups) for name in group}
    # what a person said of two references, or is asked of them, goes for the reports that they belong to
    told = {frozenset(place[name] for name in names) for names in settled if set(names) <= set(known)}
    doubtful: dict[frozenset[int], Pair] = {}
    for pair in sorted(pairs.values(), key=lambda one: (-one.score, one.one, one.other)):
        between = frozenset((place[pair.one], place[pair.other]))
        if len(between) == 2 and between not in told:
            doubtful.setdefault(between, pair)
    return Sorted(groups, tuple(doubtful.values()))


def pair_of(one: Reference, other: Reference) -> Pair | None:
    """How likely two references are one report; none where nothing speaks for it."""
    first, second = sorted((one, other), key=lambda reference: reference.name)
    titles = bare_title(first.title), bare_title(second.title)
    words = [titles[0].split(), titles[1].split()]
    dois = bare_doi(first.doi), bare_doi(second.doi)
    pmids = first.pmid, second.pmid
    apart = any(a and b and a != b for a, b in (dois, pmids))
    common = _common(first, second)
    if common:
        unlike = all(titles) and likeness(*titles) < _NOT_ANOTHER
        but = " but titles unlike" if unlike else " but another DOI or PMID" if apart else ""
        return Pair(first.name, second.name, 1.0, not (unlike or apart), f"same {' and '.join(common)}{but}")
    fewer = min(len(each) for each in words)
    if fewer < _TELLING or len(set(words[0]) & set(words[1])) < _COMMON * fewer:
        return None
    alike = likeness(*titles)
    if alike < _ALIKE:
        return None
    authors = [surname(reference.authors[0]) if reference.authors else "" for reference in (first, second)]
    years = first.year, second.year
    same_author = authors[0] == authors[1] != ""
    same_year = years[0] == years[1] is not None
    score = 0.7 * alike + (0.2 if same_author else 0.0 if all(authors) else 0.1)
    if same_year:
        score += 0.1
    elif None in years or abs((years[0] or 0) - (years[1] or 0)) == 1:
        score += 0.05
    elsewhere = other_journal(first.journal, second.journal)
    preprint = any((doi or "").startswith(_PREPRINTS) for doi in dois)
    certain = titles[0] == titles[1] and same_author and same_year and not (apart or elsewhere or preprint)
    if score < _DOUBTFUL and not certain:
        return None
    grounds = f"titles {alike:.2f} alike, " + ", ".join(
        (
            "same first author" if same_author else "other first author" if all(authors) else "an author missing",
            "same year" if same_year else "a year missing" if None in years else f"years {years[0]} and {years[1]}",
            *(("another DOI or PMID",) if apart else ()),
            *(("another journal",) if elsewhere else ()),
            *(("one is a preprint",) if preprint else ()),
        )
    )
    return Pair(first.name, second.name, round(score, 3), certain, grounds)


def _common(one: Reference, other: Reference) -> list[str]:
    """The identifiers that two references have in common."""
    each = {"DOI": (bare_doi(one.doi), bare_doi(other.doi)), "PMID": (one.pmid, other.pmid)}
    return [name for name, (a, b) in each.items() if a and a == b]


def _pairs(known: Mapping[str, Reference]) -> Iterator[Pair]:
    """Pairs that share an identifier, the first author, or the first or last three words of the title."""
    shelves: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, one in known.items():
        words = bare_title(one.title).split()
        keys = {
            ("doi", bare_doi(one.doi) or ""),
            ("pmid", one.pmid or ""),
            ("author", surname(one.authors[0]) if one.authors else ""),
            ("begins", " ".join(words[:3])),
            ("ends", " ".join(words[-3:])),
        }
        for key in keys:
            if key[1]:
                shelves[key].append(name)
    near = {names for shelf in shelves.values() for names in combinations(shelf, 2)}
    for one_name, other_name in sorted(near):
        pair = pair_of(known[one_name], known[other_name])
        if pair is not None:
            yield pair


def _groups(known: Mapping[str, Reference], joined: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """References that are joined, directly or by a chain."""
    leader = {name: name for name in known}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for one, other in joined:
        first, second = sorted((lead(one), lead(other)))
        leader[second] = first
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in known:
        found[lead(name)].append(name)
    return tuple(tuple(sorted(group)) for _, group in sorted(found.items()))


def _contradicts(group: Sequence[Reference]) -> bool:
    """Whether two DOIs or two PMIDs have come together."""
    dois = {bare_doi(one.doi) for one in group} - {None}
    return len(dois) > 1 or len({one.pmid for one in group} - {None}) > 1
