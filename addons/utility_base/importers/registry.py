"""The importers that there are. An addon adds its own with ``@register``."""

_IMPORTERS = {}


def register(cls):
    """Make an importer class available under its ``kind``; two addons can't claim one kind."""
    known = _IMPORTERS.get(cls.kind)
    if known and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise ValueError(f"import kind {cls.kind} is registered twice")
    _IMPORTERS[cls.kind] = cls
    return cls


def get_importer(kind):
    """Importer class of a kind; KeyError when the addon that has it is not installed."""
    return _IMPORTERS[kind]


def find_importer(kind):
    """Importer class of a kind, or None: its addon may be gone while its imports are history."""
    return _IMPORTERS.get(kind)


def importer_kinds(modules):
    """[(kind, label)] of the importers of ``modules``, the installed addons, in menu order.

    Python of an addon that is on the path but not installed in this database may be loaded
    already: its importers must not show.
    """
    found = [cls for cls in _IMPORTERS.values() if cls.module in modules]
    return [
        (cls.kind, cls.label) for cls in sorted(found, key=lambda cls: (cls.sequence, cls.kind))
    ]
