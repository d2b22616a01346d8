"""Values of the plain woman, as the physiology page gives them.

Tags: P published, R recalled, C fitted by hand, A assumed. Units: day, IU/L, pg/mL, ng/mL, mm, counts.
Every value may be overridden in `plain_woman.run`, by a number or by one number a woman.
"""

VALUES: dict[str, float] = {
    # the woman herself
    "N": 69469.0,  # C, resting follicles at about 29 y
    "q0": 1.0,  # own follicle quality; 1 in health
    "sq": 0.0,  # C, spread of logit q0 over time; 1.4 in POI
    "tauq": 150.0,  # C, d
    "yE": 1.0,  # steroid yield; 1 in health, 0.05 to 0.3 in enzyme deficiency
    # reserve and pipeline
    "base_rate": 0.0595,  # R, 1/yr (Faddy and Gosden 1996)
    "crowding_rate": 3716.0,  # R, follicles/yr
    "crowding_half": 11780.0,  # R, follicles
    "flux_multiplier": 1.0,  # A, aetiology
    "sigma": 0.106,  # C, share that survives the pipeline
    "tau": 40.0,  # A, d per stage
    "k0": 0.055,  # C, 1/d
    "k_gain": 6.0,  # P, rise of recruitment under FSH
    "muA": 0.05,  # A, 1/d
    "Nq": 1600.0,  # C
    "hq": 1.6,  # C
    "years_half": 1000.0,  # C, years at which age alone halves quality; without effect
    "years_span": 3.0,  # C, years
    "years_floor": 0.0,  # C, what age alone leaves at last
    # follicles
    "gamma": 0.0126,  # C, 1/(mm d)
    "kappa": 0.000172,  # C
    "Xmax": 1.2,  # C, mm/d
    "eta": 0.706,  # C
    "eta_size": 10.0,  # C, mm
    "d_start": 4.0,  # P, mm
    "d_ovulation": 18.0,  # P, mm
    "LH_threshold": 25.0,  # P, IU/L
    "U2_threshold": 0.15,  # C
    "commit_to_ovulation": 1.4,  # C, d
    "F_free": 7.6,  # P, IU/L of FSH that ends competition
    "q_viable": 0.25,  # C, quality at which about half of the candidates are viable
    "d_LUF": 8.0,  # A, mm
    "s_mean": 4.15,  # P, IU/L
    "s_sd": 1.61,  # C
    "s_min": 0.7,  # A
    "hl": 2.02,  # C, 1/d
    "LHl0": 14.2,  # C, IU/L
    "eLUF": 0.9,  # C
    "tLUF": 14.0,  # C, d
    # steroids
    "Eper": 8.0,  # A, pg/mL
    "eB": 0.40875,  # C
    "eS": 0.25,  # P
    "q_floor": 0.0,  # C, share of its E2 that a follicle of quality 0 makes
    "tauE": 1.13,  # C, d
    "E2_luteal": 110.0,  # C, pg/mL
    "P4_luteal": 15.0,  # P, ng/mL
    "P4_base": 0.2,  # P, ng/mL
    "P4_per_LUF": 1.0,  # A, ng/mL
    "t_rise": 3.5,  # A, d
    "TL": 11.7,  # C, d
    "TLsd": 1.8,  # C, d
    "size_sd": 0.0,  # A, spread of the logarithm of the size of corpora lutea
    "size_q0": 1.0,  # A, size at quality 0
    "pause_25": 0.0,  # C, share of cycles at 25 years with a pause of the hypothalamus
    "pause_fall": 0.06,  # C, 1/yr
    "pause_days": 15.0,  # A, d
    "pause_longest": 60.0,  # A, d
    "pause_depth": 0.5,  # A, share of FSH release that it takes
    # LH
    "VL": 2340.0,  # C
    "VL2": 17000.0,  # C
    "aL": 8.06,  # C
    "KL": 11.1,  # C, pg/mL
    "fPL": 0.929,  # C
    "kU": 1.77,  # C, 1/d
    "EU": 208.0,  # C, pg/mL
    # inhibin B and AMH
    "Bmax": 76.0,  # C, pg/mL
    "KB": 0.85,  # C, follicles
    "hB": 1.8,  # C
    "KF": 7.85,  # C, IU/L
    "iS": 0.055,  # R, pg/mL of inhibin A per mm² of secreting surface
    "IA_luteal": 60.0,  # R, pg/mL
    "amh_q0": 0.3,  # A, AMH at quality 0
    "cA": 0.239,  # C, ng/mL a follicle
    # FSH
    "VF": 12600.0,  # C, IU/d
    "Gmax": 5.4,  # C
    "gfl": 0.268,  # C
    "Bref": 17.12,  # C, pg/mL
    "nB": 1.57,  # C
    "wA": 0.0,  # C, weight of inhibin A beside inhibin B
    "KE": 74.2,  # C, pg/mL
    "fPF": 0.239,  # C
    "r0": 0.0622,  # C, 1/d
    "r1": 0.0926,  # C, 1/d
    "rS": 0.269,  # C, 1/d
    "KR": 41.0,  # C, pg/mL
    # cells
    "k_L": 1.0,  # A, 1/d
    "k_rel": 0.2,  # A, 1/d
    "phi": 0.002,  # A, ovarian share of cardiac output
    "homing": 3.0,  # A
    "k_O": 0.2,  # A, 1/d
    "a_src": 1.0,  # A
    "eps": 0.01,  # A, systemic term
    "M50": 1e5,  # A: the page only says "wide"; any number here is a placeholder
    "n_hill": 1.0,  # A
    "tauR": 180.0,  # A, d
    "Eq": 0.0,  # A, share of the deficit of quality that is made good
    "Es": 0.0,  # A, antral survival
    "Ea": 0.0,  # A, activation
    # tablets
    "kD": 8.0,  # A, 1/d, absorption
    "E2_per_mg": 26.0,  # C, pg/mL a mg absorbed
    "kEx": 1.04,  # P, 1/d
    "kC": 0.35,  # R, 1/d, cyproterone acetate
    "Pg_per_mg": 3.0,  # A, ng/mL of progesterone a mg
    "w_pit": 0.25,  # C
    # conception; the page leaves all but p0, 0.10, 0.53 and 266 open, so these are the product's own choices
    "age": 30.0,  # years on day 0
    "wish": 0.0,  # share of the full chance; 0: nobody conceives
    "p0": 0.25,  # A, at 31 years
    "a_half": 40.9,  # C, years
    "a_scale": 3.9,  # C, years
    "oq": 2.0,  # C
    "lost_young": 0.10,  # P, to 27.5 years
    "lost_old": 0.53,  # P, at 46 years
    "lost_first": 18.0,  # A, d
    "lost_mean": 30.0,  # A, d
    "viable": 140.0,  # R, d
    "birth": 266.0,  # R, d
    "birth_sd": 10.0,  # R, d
    "birth_latest": 285.0,  # R, d
    "known": 18.0,  # A, d, tablets stop
    "placenta": 14.0,  # R, d
    "P4_term": 10.0,  # R
    "E2_term": 140.0,  # R
    "k_shut": 1.0,  # A, 1/d
}

# Climen by the page: (days, mg of oestradiol valerate, mg of cyproterone acetate).
CLIMEN: tuple[tuple[int, float, float], ...] = ((11, 2.0, 0.0), (10, 2.0, 1.0), (7, 0.0, 0.0))

# Share of the dose that starts in the ovaries by the route's own way; the rest goes as if intravenous. A.
OVARIAN_START: dict[str, float] = {"intravenous": 0.0, "intra_arterial": 0.2, "intraovarian": 0.3}
LUNG_SHARE = 0.85  # A
