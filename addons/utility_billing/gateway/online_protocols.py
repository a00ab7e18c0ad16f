"""Protocols of payments on-line by their names."""

from collections.abc import Mapping

from . import online_kaspi, online_osmp, online_privat, online_sber

#: Name -> module with ``parse``, ``build``, ``CONTENT_TYPE``, ``REPEAT``.
protocols: Mapping = {
    module.PROTOCOL: module for module in (online_osmp, online_sber, online_kaspi, online_privat)
}
