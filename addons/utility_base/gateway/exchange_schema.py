"""JSON Schema of the exchange file, made from the model; ``exchange.schema.json`` is its output.

``python exchange_schema.py`` is not needed to use the suite: a test keeps the file equal to the
model.
"""

import inspect
import json
import os

from .exchange_fields import Nested, described
from .exchange_model import Exchange

PATH = os.path.join(os.path.dirname(__file__), "exchange.schema.json")


def make_schema():
    """The schema as a dictionary (draft 2020-12)."""
    definitions = {}
    root = _schema_of(Exchange, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Open exchange file of housing billing",
        "description": (
            "Houses, premises, accounts, residents, meters with readings, charges and payments. "
            "Dates are YYYY-MM-DD, months YYYY-MM-01, numbers may be texts to stay exact."
        ),
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of(model, definitions):
    properties, required = {}, []
    for _name, key, kind, doc, needed in described(model):
        if isinstance(kind, Nested):
            shown = {"$ref": _define(kind.model, definitions)}
            if kind.many:
                shown = {"type": ["array", "null"], "items": shown}
        else:
            shown = kind.schema()
        properties[key] = {"description": doc, **shown}
        if needed:
            required.append(key)
    result = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        result["required"] = required
    return result


def _define(model, definitions):
    if model.__name__ not in definitions:
        definitions[model.__name__] = {}  # known before its fields, whatever they refer to
        text = " ".join(inspect.cleandoc(model.__doc__ or "").split())
        own_text = {} if text.startswith(f"{model.__name__}(") else {"description": text}
        definitions[model.__name__] = {**own_text, **_schema_of(model, definitions)}
    return f"#/$defs/{model.__name__}"


def dump_schema():
    """Text of the file."""
    return json.dumps(make_schema(), ensure_ascii=False, indent=1) + "\n"
