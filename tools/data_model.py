"""``docs/data-model.md`` out of the models themselves.

Runs inside the project's Python environment.
"""

import inspect

from . import odoo_env, settings

PATH = settings.ROOT / "docs" / "data-model.md"
HEAD = """# Data model

Written by `./utility docs` from the models; do not edit. Computed fields that are not stored are
in *italics*; fields that every record of Odoo has (creation, messages, activities) are left out.
Fields that another addon adds to a model stand under that addon.
"""
# Fields that come with a mixin and say nothing of the model.
COMMON = ("message_", "activity_", "my_activity_", "website_message_", "rating_")
TECHNICAL = {"id", "display_name", "create_uid", "create_date", "write_uid", "write_date"}


def write(database: str) -> None:
    """Write the file from a database in which all addons are installed."""
    with odoo_env.open_env(database, commit=False) as env:
        parts = [addon_part(env, addon) for addon in settings.addons()]
    PATH.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def addon_part(env, addon: str) -> str:
    lines = [f"## {addon}", "", env["ir.module.module"]._get(addon).summary or "", ""]
    for model in env["ir.model"].search([("transient", "=", False)], order="model"):
        if model.model not in env:
            continue
        fields = own_fields(env, model, addon)
        first = model.modules.split(", ")
        owner = env[model.model]._original_module
        if owner == addon or (fields and addon in first):
            lines += model_part(env[model.model], fields, owner == addon)
    return "\n".join(lines)


def own_fields(env, model, addon: str) -> list:
    """The fields that this addon has declared on the model."""
    fields = env[model.model]._fields.values()
    return sorted(
        (
            field
            for field in fields
            if field._module == addon
            and field.name not in TECHNICAL
            and not field.name.startswith(COMMON)
        ),
        key=lambda field: field.name,
    )


def model_part(model, fields: list, owned: bool) -> list[str]:
    lines = [f"### `{model._name}`" if owned else f"### `{model._name}` (extended)", ""]
    if owned:
        lines += [f"{model._description}.{docstring(model)}", ""]
    if fields:
        lines += ["| field | type | is |", "|---|---|---|"]
        lines += [f"| {name(field)} | {kind(field)} | {meaning(field)} |" for field in fields]
        lines.append("")
    return lines


def docstring(model) -> str:
    """First sentence of the docstring of the class that defines the model."""
    for cls in type(model).mro():
        if cls.__dict__.get("_name") == model._name and cls.__module__.startswith("odoo.addons."):
            text = inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0]
            return " " + " ".join(text.split()) if text else ""
    return ""


def name(field) -> str:
    return f"`{field.name}`" if field.store else f"*`{field.name}`*"


def kind(field) -> str:
    if field.comodel_name:
        return f"{field.type} `{field.comodel_name}`"
    return field.type


def meaning(field) -> str:
    text = field.string or ""
    if field.help:
        text += ": " + " ".join(field.help.split())
    if field.required:
        text += " (required)"
    return text.replace("|", "\\|")
