"""Facts, one file each, and the loaders that check them. No simulation code.

Takes names of records; gives checked numbers with unit, range, source and tag, or plain mappings.

1. `path` and `names` find shipped records; `load_yaml` and `load_json` read them, or a user's file, with clear errors.
2. `read_model` turns a file, `read_models` each of its entries, into a checked model of the room that needs it, a
   `Strict`; `read_named` also holds the file's name to its `id`.
3. `parameters` reads a file of numbers; each has a value, unit, range, source, meaning and tag.
4. A `Vector` holds other values for some of them; `using(vector)` puts it in force for whatever is read meanwhile, and
   what is kept of it is kept by `cached`.

Folders: registry/ (as the registry gives them), protocols/, cell_products/, definitions/, findings/, codes/, terms/,
analytes/, populations/, studies/, meta_analyses/, outcomes/, parameters/, priors/, reference/.
To add a fact, add a file to its folder; no code changes.
"""

from antral.records.files import load_json, load_yaml, names, path, read_text
from antral.records.model import read_model, read_models, read_named
from antral.records.parameter import Parameter, parameters, read_parameters
from antral.records.rewrite import rewrite
from antral.records.strict import Strict
from antral.records.vector import POINT, Number, Vector, cached, in_force, number, using

__all__ = [
    "POINT",
    "Number",
    "Parameter",
    "Strict",
    "Vector",
    "cached",
    "in_force",
    "load_json",
    "load_yaml",
    "names",
    "number",
    "parameters",
    "path",
    "read_model",
    "read_models",
    "read_named",
    "read_parameters",
    "read_text",
    "rewrite",
    "using",
]
