"""Terms that a page explains at its end; `docs/glossary.md` has these sentences too, and all the others."""

from collections.abc import Iterable
from typing import Final

from antral.reports.section import Section

OF_A_TRIAL: Final = (
    "Operating characteristics",
    "Power",
    "Level, true size",
    "Monte-Carlo standard error (±)",
    "Estimand",
    "Intercurrent event",
    "Exact interval (Clopper-Pearson)",
    "Randomisation test",
    "Bias",
    "Coverage",
    "Bank",
    "Tag",
)
OF_A_POSTERIOR: Final = ("Prior, posterior", "Vector, member", "Between vectors")
OF_ROWS: Final = ("Row", "Target", "Misfit", "Pass, fail, explained, reported, stale", "Life table", "Quality")
OF_EVIDENCE: Final = (
    "Pooled share",
    "In a new study",
    "τ², I², Q",
    "Certainty by GRADE",
    "RoB 2, ROBINS-I",
    "Usual care",
    "Modelled spontaneous course",
    "Physiology that the fit allows",
    "Weight of no effect",
    "Bayes factor",
    "Standardised mean difference (SMD)",
    "Exact interval (Clopper-Pearson)",
    "Monte-Carlo standard error (±)",
    "Prior, posterior",
    "Tag",
)
OF_IDENTIFIABILITY: Final = ("Identifiability", "Morris screening")


def meanings(terms: Iterable[str]) -> Section:
    """What each of these terms means."""
    return Section("In a sentence each", rows=[(term, MEANINGS[term]) for term in dict.fromkeys(terms)])


MEANINGS: Final = {
    "Operating characteristics": (
        "how often a planned trial would reach each conclusion, found by running it many times: power, false "
        "alarms, bias, coverage."
    ),
    "Power": "the chance that the planned test is positive if the cells have the effect that is assumed.",
    "Level, true size": (
        "the level is the chance of a false alarm that was agreed (5 %); the true size is the chance the test "
        "really has. Tests of counts in few women often stay far below their level."
    ),
    "Monte-Carlo standard error (±)": (
        "how far a simulated number may be off because only so many trials were run. More trials make it "
        "smaller; it says nothing of what is not known about women or cells."
    ),
    "Estimand": (
        "what exactly is to be estimated: which treatments are compared, in which women, on which endpoint, "
        "by which summary, and how intercurrent events count (ICH E9(R1))."
    ),
    "Intercurrent event": (
        "something after treatment has begun that changes what an endpoint means, or whether it exists, such "
        "as a pregnancy, other hormones or leaving; its strategy says how it counts."
    ),
    "Exact interval (Clopper-Pearson)": (
        "a confidence interval of a share from the binomial distribution, which holds the true share at least "
        "as often as it says, however few the women. After none of them its lower limit is 0."
    ),
    "Randomisation test": (
        "a p-value from the allocations that could have been drawn (all, or many at random), without "
        "assumptions on the distribution of values."
    ),
    "Bias": "the mean of what trials estimate less what the cells truly do. Of ratios it is a factor.",
    "Coverage": "the share of trials whose 95 % interval holds the true effect. It should be 95 % or more.",
    "Bank": "the virtual women who were admitted; each simulated trial enrols from them.",
    "Tag": (
        "how a number is known: published (read in a source), recalled (from memory, not looked up again), "
        "fitted (adjusted until the model met other numbers), assumed (chosen, with a reason)."
    ),
    "Prior, posterior": (
        "which values of a parameter are thought possible before the targets are looked at, and after. The "
        "posterior is kept as a sample of parameter vectors."
    ),
    "Vector, member": (
        "one parameter vector of the posterior. A result over many vectors shows what the sources leave open."
    ),
    "Between vectors": (
        "how much a result differs from vector to vector beyond Monte-Carlo error. Hidden by chance: the "
        "error is too large to tell."
    ),
    "Row": "one published number beside the model's, with the range in which the model's is accepted.",
    "Target": "a published number that the model is fitted to. That it is met is no test of the model.",
    "Misfit": "how far the model lies from a published number, or a row that lies outside its range.",
    "Pass, fail, explained, reported, stale": (
        "inside the range; outside it; outside it, with a reason on record; without a range; computed with "
        "other code than this."
    ),
    "Life table": (
        "the share with an event after several cycles, put together from the share in each cycle of those still in it."
    ),
    "Quality": (
        "a number from 0 to 1 that says how well a woman's follicles work: hormones, ovulation, conception. "
        "No laboratory measures it; it stands for oocytes and granulosa together."
    ),
    "Identifiability": (
        "whether the targets pin a parameter down. If not, its posterior is as wide as its prior, or it moves "
        "only together with another."
    ),
    "Morris screening": (
        "each parameter is moved by itself from several starting places; the mean change of a target tells "
        "how much it answers, the spread whether it answers alike everywhere."
    ),
    "Pooled share": (
        "the share in a typical study, when studies differ: a binomial-normal model on the logit scale (GLMM). "
        "With few studies its interval is wide, as it should be."
    ),
    "In a new study": (
        "the prediction interval: where the share of one more study of the same kind would lie in 95 of 100 "
        "cases. It is wider than the interval of the mean wherever studies differ."
    ),
    "τ², I², Q": (
        "how much studies differ beyond chance: the variance between them, the part of the scatter that is not "
        "chance, and the test of whether there is any. With a handful of studies none of them is known."
    ),
    "Certainty by GRADE": (
        "how much one may trust an answer: high, moderate, low or very low. It starts low where nobody drew lots "
        "and falls with bias, disagreement, other women or outcomes, few women, and studies that were not "
        "published."
    ),
    "RoB 2, ROBINS-I": (
        "lists of questions by which the risk of bias of a randomised and of another study is judged; each has "
        "its own words: low, some concerns, high; and low, moderate, serious, critical."
    ),
    "Usual care": (
        "women with the disease who were followed without a treatment under test. They are other women, at "
        "another time, counted by another definition."
    ),
    "Modelled spontaneous course": (
        "what the simulated women of a study do when nothing acts on them. It may give too little or too much; "
        "studies without cells show by how much."
    ),
    "Physiology that the fit allows": (
        "one set of the model's fitted numbers, all of which agree with what the model was fitted to. A result over "
        "many sets shows what the fit leaves open, not that the model is right."
    ),
    "Weight of no effect": (
        "how likely it is, under a stated prior and the printed results, that cells do nothing in anybody. It is where "
        "simulated trials begin, not a finding about cells."
    ),
    "Bayes factor": (
        "how many times likelier the printed results are with an effect than without; 1 says nothing, and below 3"
        " hardly anything."
    ),
    "Standardised mean difference (SMD)": (
        "a difference in standard deviations between women instead of in the unit of measurement; 0.2 is called "
        "small and 0.8 large."
    ),
}
"""Each term, as the glossary has it."""
