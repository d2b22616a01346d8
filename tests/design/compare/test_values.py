"""What may stand behind `--vary`."""

from antral.design.compare import grid, thinned, written


def test_a_range_holds_both_ends() -> None:
    assert written("n=4..7").values == ("4", "5", "6", "7")
    assert written("n = 4 .. 12 : 4").values == ("4", "8", "12")
    assert written("arms.high.dose_cells=3e7..9e7:3e7").values == ("30000000", "60000000", "90000000")
    assert written("a.b=0.1..0.3:0.1").values == ("0.1", "0.2", "0.3")


def test_a_list_keeps_its_order_and_its_brackets() -> None:
    assert written("n=24,12").values == ("24", "12")
    assert written("arms.high.infusion_days=[0],[0, 28]").values == ("[0]", "[0, 28]")


def test_a_long_range_is_thinned_evenly_with_its_ends_and_the_own_value() -> None:
    values = tuple(str(n) for n in range(100))
    found = thinned(values, "53")
    assert found.kept[0] == "0"
    assert found.kept[-1] == "99"
    assert "53" in found.kept
    assert len(found.kept) == 20
    gaps = [int(b) - int(a) for a, b in zip(found.kept, found.kept[1:], strict=False)]
    assert 2 <= min(gaps) <= max(gaps) <= 9
    assert sorted([*found.kept, *found.dropped], key=int) == list(values)


def test_numbers_of_women_are_those_that_the_ratio_holds() -> None:
    axis = grid("NCT03816852", ["n=4..60"]).axes[0]  # three arms of equal size
    assert [int(n) for n in axis.values] == list(range(6, 61, 3))
    assert axis.not_tried[:3] == ("4", "5", "7")
    assert "share" in str(axis.why)
