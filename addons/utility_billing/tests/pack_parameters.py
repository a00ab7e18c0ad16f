"""The parameters of country packs for tests that run where the pack is not installed."""

from odoo.modules.module import Manifest
from odoo.tools.convert import convert_file


def ensure_parameters(env, *countries):
    """Load parameters and legal references of the packs of ``countries`` that are missing.

    They go with the transaction of the test. Where the pack is installed nothing is done.
    """
    for country in countries:
        pack = f"utility_l10n_{country}"
        if env["ir.module.module"]._get(pack).state == "installed":
            continue
        for name in Manifest.for_addon(pack)["data"]:
            if name.startswith(("data/rule_parameters", "data/legal_references")):
                convert_file(env, pack, name, {}, mode="init", noupdate=True)
    env.flush_all()
