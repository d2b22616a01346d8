"""What people read of the evidence: pooled answers, their figures, the page of `antral evidence report`."""
