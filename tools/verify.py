"""``./utility verify``: the sealed journal of a database against its rows (docs/closing.md).

Exit status: 0 everything is as it was sealed, 1 something was changed.
"""

from pathlib import Path

from . import databases, odoo_env
from .report import Problem, say, warn


def run(
    database: str,
    company: int | None = None,
    export: Path | None = None,
    against: Path | None = None,
) -> int:
    """Verify the journals of one company or of all; name what was changed."""
    if (export or against) and not company:
        raise Problem("The heads of which company?", "Name it: --company ID.")
    if against and not against.exists():
        raise Problem(f"No such file: {against}", "Give a file written by --export.")
    databases.prepare()
    with odoo_env.open_env(database) as env:
        links = env["utility.chain.link"]
        domain = [("id", "=", company)] if company else [("utility_chain_number", ">", 0)]
        problems = 0
        for found in env["res.company"].search(domain):
            texts = [problem["text"] for problem in links._verify(found)]
            if against:
                changed = links._compare_export(found, against.read_text())
                texts += [f"Link {number} is not the exported one." for number in changed]
            say(f"{found.name}: {found.utility_chain_number} links, {len(texts) or 'no'} changes")
            for text in texts:
                warn(f"  {text}")
            problems += len(texts)
            if export:
                export.write_text(links._export(found))
    return 1 if problems else 0
