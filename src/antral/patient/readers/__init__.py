"""Readers of patients' files: YAML, CSV by a template, FHIR R4 and R5 Bundles, NDJSON, folders of them.

Takes a path; gives women one at a time. Units are converted here and nowhere else.

1. `read.read_patients` chooses the reader by the kind of file; `source` turns bytes into text.
2. A reader gathers `facts` of one woman; `values` understands numbers, units and dates, `codes` what codes mean.
3. What is not understood is kept with its place and reason (`Patient.unread`) and counts as not recorded; a file that
   is broken as a whole is an `InputError`.

No message holds a name or a free text of a patient: a place (line, entry, field) and a reason.
"""
