"""Roles of studies, in a reader's words."""

ROLES = {
    "cell_therapy": "cells",
    "cell_derived": "products of cells",
    "registry_only": "registered, no result",
    "comparator_natural": "usual care",
    "comparator_hrt": "hormones or ovulation induction",
    "comparator_placebo": "placebo",
    "comparator_prp": "platelet-rich plasma",
    "comparator_sham_like": "acupuncture",
    "comparator_other": "other treatments",
}
"""Roles of studies, in a reader's words."""
