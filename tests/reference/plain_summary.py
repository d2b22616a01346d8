"""What a course of the plain woman amounts to, for comparison with the engine and with the acceptance table."""

import numpy as np


def per_woman(events, women, after):
    """The sorted days of each woman's events after a day."""
    woman, day = events
    return [np.sort(day[(woman == k) & (day > after)]) for k in range(women)]


def summary(course, burn_in=200.0):
    """Means over women and time after `burn_in` days.

    Rates are per woman-year; cycles are intervals between menses; follicular is menses to ovulation and luteal is
    ovulation to menses, of cycles with one ovulatory event; early follicular is 3 to 6 d after menses began (the
    geometric mean over women in cycling women); peaks are means of each cycle's highest recorded value.
    """
    t = course["t_days"]
    kept = t > burn_in
    women = course["fsh_iu_l"].shape[0]
    years = (t[-1] - burn_in) / 365.25

    def values(name):
        return course[name][:, kept]

    result = {
        "menses_per_year": values("menses").sum() / women / years,
        "ovulations_per_year": values("ovulations").sum() / women / years,
        "follicles_ovulated_per_year": values("follicles_ovulated").sum() / women / years,
        "menses_per_year_se": values("menses").sum(axis=1).std() / np.sqrt(women) / years,
        "fsh_median": np.median(values("fsh_iu_l")),
        "lh_median": np.median(values("lh_iu_l")),
        "e2_median": np.median(values("e2_pg_ml")),
        "e2_mean": values("e2_pg_ml").mean(),
        "p4_mean": values("p4_ng_ml").mean(),
        "inhibin_b_mean": values("inhibin_b_pg_ml").mean(),
        "amh_mean": values("amh_ng_ml").mean(),
        "afc_mean": (values("antral_pool") + values("follicles_2_10_mm")).mean(),
        "quality_mean": values("quality").mean(),
        "recruits_per_year": values("recruits").sum() / women / years,
    }
    return result | cycles(course, burn_in)


def cycles(course, burn_in=200.0):
    """Lengths and peaks of the cycles; empty if there is none."""
    t, women = course["t_days"], course["fsh_iu_l"].shape[0]
    menses = per_woman(course["events"]["menses"], women, burn_in)
    ovulations = per_woman(course["events"]["ovulations"], women, burn_in)
    lengths, within, follicular, luteal, early = [], [], [], [], []
    peaks = {"fsh_iu_l": [], "lh_iu_l": [], "e2_pg_ml": [], "p4_ng_ml": []}
    early = {"fsh_iu_l": [], "e2_pg_ml": [], "inhibin_b_pg_ml": []}
    for k in range(women):
        days = np.diff(menses[k])
        lengths.extend(days)
        if len(days) > 3:
            within.append(days.std(ddof=1))
        for begin, end in zip(menses[k][:-1], menses[k][1:], strict=True):
            inside = ovulations[k][(ovulations[k] > begin) & (ovulations[k] < end)]
            if len(inside) == 1:
                follicular.append(inside[0] - begin)
                luteal.append(end - inside[0])
            if end - begin < 60:
                span = (t > begin) & (t <= end)
                for name, found in peaks.items():
                    found.append(course[name][k, span].max())
            for name, found in early.items():
                found.extend(course[name][k, (t >= begin + 3) & (t <= begin + 6)])
    if not lengths:
        return {}
    low, median, high = np.percentile(lengths, (5, 50, 95))
    return {
        "cycle_mean": np.mean(lengths),
        "cycle_median": median,
        "cycle_5": low,
        "cycle_95": high,
        "cycle_sd_within": np.mean(within) if within else np.nan,
        "follicular_mean": np.mean(follicular) if follicular else np.nan,
        "luteal_mean": np.mean(luteal) if luteal else np.nan,
        **{f"peak_{name}": np.mean(found) for name, found in peaks.items() if found},
        **{f"early_{name}": np.exp(np.mean(np.log(found))) for name, found in early.items()},
    }


def reserve_at(age_years, at_birth=701_200.0, steps_per_year=100):
    """Resting follicles at an age, by Faddy and Gosden's equation (fourth-order Runge–Kutta)."""

    def slope(n):
        return -n * (0.0595 + 3716 / (11780 + n))

    n, steps = float(at_birth), round(age_years * steps_per_year)
    h = age_years / steps
    for _ in range(steps):
        k1 = slope(n)
        k2 = slope(n + h / 2 * k1)
        k3 = slope(n + h / 2 * k2)
        k4 = slope(n + h * k3)
        n += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return n
