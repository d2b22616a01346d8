"""Treatments of POI in the same terms: what each is, what speaks for it, how sure that is, whether it can be simulated.

1. `treatment` reads one record, `treatments` all. Its evidence names results of studies and meta-analyses on record;
   the numbers stand there and nowhere else.
2. A treatment is simulated only where a mechanism is written down: `simulated` names the records that hold it.
   Otherwise `not_simulated` says why.

To add a treatment, add its file to `records/treatments`; no code changes.
"""

from antral.evidence.treatments.treatment import Cited, Treatment, treatment, treatment_names, treatments

__all__ = ["Cited", "Treatment", "treatment", "treatment_names", "treatments"]
