"""FHIR R4 and R5: our own reader of the fields that screening uses; every other field is left alone."""
