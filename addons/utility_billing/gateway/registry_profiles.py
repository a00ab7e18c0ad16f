"""Which parser reads which registry, and how to recognise a format by its contents."""

from collections.abc import Mapping

from odoo.addons.utility_base.gateway.problem import GatewayError, refuse
from odoo.addons.utility_base.gateway.read_dbf import read_header
from odoo.addons.utility_base.gateway.text_encoding import decode

from . import dbf_registry, keyed_registry, provider_registry, sber_registry, table_registry

#: Profile name -> ``parse(data, filename, options) -> Registry``.
registry_profiles: Mapping = {
    module.PROFILE: module.parse
    for module in (
        sber_registry,
        keyed_registry,
        provider_registry,
        dbf_registry,
        table_registry,
    )
}
_TEXT_FORMATS = (keyed_registry, sber_registry, provider_registry)


def detect(data):
    """Name of the profile, "" when none fits.

    >>> detect("04-11-2025;12-31-05;1;2;3;0001;Ким;;1025;1,00;1,00;0,00\\n".encode("cp1251"))
    'sber'
    >>> detect(b"hello")
    ''
    """
    try:
        # a text may begin like a DBF header does: only the names of the fields are a proof
        if dbf_registry.looks_like(f.name for f in read_header(data).fields):
            return dbf_registry.PROFILE
    except GatewayError:
        pass
    try:
        text, _encoding = decode(data[:20_000])
    except GatewayError:  # cut in the middle of a letter
        text = data[:20_000].decode("utf-8", "replace")
    text = text.lstrip("\ufeff").replace("\r\n", "\n")
    return next((item.PROFILE for item in _TEXT_FORMATS if item.looks_like(text)), "")


def parse_registry(data, profile="", filename="", options=None):
    """Registry by a named profile, or by what the contents look like."""
    if not data or not data.strip():
        refuse("file.empty")
    profile = profile or detect(data)
    if profile not in registry_profiles:
        refuse("registry.unknown_format")
    return registry_profiles[profile](data, filename, options)
