"""The page opens offline, is whole, and lets nothing through unescaped."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import polars as pl
import pytest

from antral import protocol as protocols
from antral.reports import Material, html, synopsis
from antral.reports.figures import Rate, RateRow, panels, rates
from antral.reports.reading import read as read_results
from antral.reports.tables import outcome_groups

VOID = {"meta", "br", "link", "img", "hr", "input", "wbr"}


class Reader(HTMLParser):
    """Collects headings, ids and links, and complains about tags that do not close."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.headings, self.ids, self.links, self.tables = [], [], [], [], [], []
        self.tags, self.text = set(), []

    def handle_data(self, data):
        self.text.append(data)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append([("div", "scroll") in self.open, False])
        if tag == "caption":
            self.tables[-1][1] = True
        if tag not in VOID:
            self.open.append((tag, given.get("class", "")))

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)
        if dict(attrs).get("id"):
            self.ids.append(dict(attrs)["id"])

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            self.wrong.append((tag, self.open[-3:]))
        else:
            self.open.pop()


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.fixture(scope="module")
def page(trial, material, request):
    return html(request.getfixturevalue("run"), trial, material)


@pytest.fixture(scope="module")
def run(sample):
    return sample


def test_every_tag_closes_and_no_id_is_used_twice(page):
    reader = read(page)
    assert reader.wrong == []
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))


def test_the_answer_comes_first(page):
    body = page[page.index("<main>") :]
    assert body.index("What can this trial show?") < body.index("The protocol") < body.index("Participant flow")


def test_chapters_stand_in_order_and_the_contents_lead_to_them(page):
    reader = read(page)
    anchors = [link[1:] for link in reader.links]
    assert anchors == [
        "protocol", "flow", "courses", "close-up", "outcomes", "characteristics", "screening", "size", "gaps",
        "assumptions", "limits", "words", "reproduce",
    ]  # fmt: skip
    places = [page.index(f'<h2 id="{anchor}"') for anchor in anchors]
    assert places == sorted(places)


def test_headings_never_skip_a_level(page):
    levels = read(page).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_nothing_is_fetched_from_elsewhere(page):
    assert re.findall(r"""(?:src|href)\s*=\s*["'](?!#)[^"']*""", page) == []
    assert re.findall(r"""url\((?!#|'#|"#)""", page) == []
    assert "<link" not in page
    assert "<script" not in page
    assert "@import" not in page
    assert not re.search(r"https?:", page)


def test_the_page_itself_forbids_scripts_and_fetching(page):
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_it_is_small(page):
    assert len(page.encode()) < 2_000_000


def test_every_table_has_a_caption_and_scrolls_in_its_own_box(page):
    tables = read(page).tables
    assert len(tables) > 15
    assert all(scrolls and captioned for scrolls, captioned in tables)
    assert ".scroll{overflow-x:auto" in page


def test_narrow_screens_get_their_own_figures(page):
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    assert page.count('<div class="wide">') == page.count('<div class="narrow">') == 3
    assert "@media (max-width:760px)" in page


def test_every_drawing_says_what_it_shows(page):
    drawings = re.findall(r"<svg[^>]*>", page)
    assert len(drawings) == 6 + 3 * 5  # three figures in two widths; five analytes in three arms
    assert all(re.search(r'role="img" aria-label="[^"]{20,}"', one) for one in drawings)


def test_labels_of_small_values_are_not_rounded_away(page):
    assert re.search(r">0\.03<|>0\.1<", page)


def test_gaps_stand_once_and_in_full(page, trial):
    assert page.count("Gaps the registry leaves") == 0
    assert page.count("How many infusions, and when?") == 1
    for part in synopsis(trial)[:3]:
        assert part.title.replace("'", "&#39;") in page


def test_what_comes_from_outside_is_escaped(sample, trial, material):
    bad = '<script>alert("x")</script>'
    changed = protocols.load("NCT03816852").model_copy(update={"title": bad})
    dirty = sample | {"gaps": [{"text": bad, "tag": "assumed", "reason": bad}], "version": bad}
    first = next(iter(dirty["scenarios"]["none"]["tests"].values()))
    page = html(dirty, changed, Material(flow=material.flow, command=bad, hashes={bad: bad}))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert first["label"]


def test_a_label_in_a_figure_is_escaped(sample, trial, material):
    scenarios = {name: dict(one) for name, one in sample["scenarios"].items()}
    for one in scenarios.values():
        one["naive_claims"] = {"x": {"rate": 0.5, "mcse": 0.03, "label": 'a <b onload="x"> & c'}}
    page = html(sample | {"scenarios": scenarios}, trial, material)
    assert "<b onload" not in page
    assert read(page).wrong == []


@pytest.mark.parametrize("key", ['"><script>alert(1)</script>', r"\1 high) & 'low'", "größte Dosis"])
def test_the_key_of_an_arm_cannot_become_a_tag(key, trial, material):
    arm = trial.arms["high"].model_copy(update={"label": key})
    changed = trial.model_copy(update={"arms": {key: arm, key + ">": arm}})
    quantiles = material.quantiles.filter(material.quantiles["arm"] == "high")
    both = quantiles.vstack(quantiles.with_columns(arm=pl.lit(key + ">"))).with_columns(
        pl.col("arm").replace("high", key)
    )
    drawings = [one.svg for row in panels(both, None, changed, "target") for _, one in row.panels]
    assert len(drawings) == 10  # five analytes in two arms
    reader = read("".join(drawings))
    assert reader.wrong == reader.open == []
    assert reader.tags == {"svg", "g", "path", "defs", "clippath", "rect", "use", "text"}
    assert len(reader.ids) == len(set(reader.ids))
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", one, re.ASCII) for one in reader.ids)
    used = {one for svg in drawings for one in re.findall(r'(?:href="|url\()#([^")]+)', svg)}
    assert used <= set(reader.ids)


@pytest.mark.parametrize("label", ["cost $x and $y", r"$\foo$", 'style="font: 3px <b> & c', 'id="a" href="#b"'])
def test_a_label_in_a_figure_is_drawn_as_it_is_written(label):
    rows = [RateRow(label, (Rate("none", 0.5, 0.03),))]
    drawing = rates("x", rows, [], width=1040, alt=label)
    reader = read(drawing.svg)
    assert reader.wrong == reader.open == []
    assert label in reader.text


def test_the_unit_of_a_ratio_is_not_said_twice(page, sample, trial):
    assert "ratio to baseline" in page
    assert "(ratio)" not in page
    endpoints = tuple(one.model_copy(update={"label": "FSH"}) for one in trial.endpoints if one.derive == "log_change")
    groups = outcome_groups(read_results(sample), trial.model_copy(update={"endpoints": endpoints}))
    assert {group.unit for group in groups} == {"ratio"}  # where the label does not say it, the unit does


def test_powers_of_ten_are_raised(page):
    assert "3 × 10<sup>7</sup>" in page


def test_a_page_without_figures_says_so(sample, trial):
    page = html(sample, trial)
    assert "kept no courses" in page
    assert "drew no single woman" in page
    assert read(page).wrong == []


@pytest.mark.parametrize("name", ["NCT03816852-control", "NCT03816852-repeated"])
def test_variants_have_a_page(name, sample_of, material_of):
    variant = protocols.load(name)
    page = html(sample_of(variant), variant, material_of(variant))
    assert read(page).wrong == []
    for arm in variant.arms.values():
        assert arm.label in page


def test_it_says_how_to_make_it_again(page, trial):
    assert "antral simulate NCT03816852 --trials 200 --seed 1" in page
    assert "9bc1" * 16 in page
    assert "Monte-Carlo standard error" in page


def test_a_panel_shows_a_few_single_women_only(trial, material):
    arm = next(iter(trial.arms))
    of_arm = material.women.filter((pl.col("arm") == arm) & (pl.col("analyte") == "FSH"))
    many = pl.concat([of_arm.with_columns(pl.col("participant_id") + 100 * n) for n in range(10)])
    few = pl.concat([of_arm.with_columns(pl.col("participant_id") + 100 * n) for n in range(2)])
    drawn = [panels(material.quantiles, women, trial, "target")[0].panels[0][1].svg for women in (of_arm, few, many)]
    assert drawn[0].count("<path") + 2 == drawn[1].count("<path")  # 4 women, then 6 of 8
    assert drawn[1].count("<path") == drawn[2].count("<path")
