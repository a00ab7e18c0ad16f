from functools import wraps

from odoo import models

from odoo.addons.auditlog.models import auditlog_rule as upstream

# An object and not a flag: no client can send it in the context of a call, so that only code
# which keeps a journal of its own (imports, mass entry) writes past the audit.
NO_AUDIT = object()
KEY = "utility_no_audit"

# Of users only what decides about their rights is kept: the rest is private or noise.
_USER_FIELDS = [
    "active",
    "login",
    "group_ids",
    "company_ids",
    "utility_customer_scope",
    "utility_building_ids",
]


class ThrowAwayCache(upstream.ThrowAwayCache):
    """The disposable cache of auditlog, entered with nothing left to write.

    Environments keep a reference to the list of unwritten fields. A query inside that flushes
    would find them there and take their values from the empty cache: they would be lost.
    """

    def __init__(self, env):
        super().__init__(env)
        self._env = env

    def __enter__(self):
        self._env.flush_all()
        return super().__enter__()


upstream.ThrowAwayCache = ThrowAwayCache


def without_audit(records):
    """``records`` whose changes are not audited, for code that keeps its own journal (X72)."""
    return records.with_context(**{KEY: NO_AUDIT})


def _switchable(audited):
    """``audited``, but the original method where the context switches the audit off."""

    @wraps(audited)
    def method(records, *args, **kwargs):
        if records.env.context.get(KEY) is NO_AUDIT:
            return method.origin(records, *args, **kwargs)

        def written(records, *args, **kwargs):
            result = method.origin(records, *args, **kwargs)
            records.env.flush_all()
            return result

        # auditlog reads values beside the cache: what waits there to be written, of any record,
        # would reach the database empty
        records.env.flush_all()
        # auditlog gives the original to the outer method; the inner one needs it
        audited.origin = written
        return audited(records, *args, **kwargs)

    return method


class AuditlogRule(models.Model):
    _inherit = "auditlog.rule"

    def get_auditlog_fields(self, model):
        if model._name == "res.users":
            return [name for name in _USER_FIELDS if name in model._fields]
        return super().get_auditlog_fields(model)

    def _register_hook(self):
        """Wrap the methods anew once all addons are loaded.

        A rule of an addon's data wraps what the model has by then; methods that addons loaded
        later add to the model would never be called.
        """
        if not self:
            for model_class in self.env.registry.values():
                for name in ("create", "read", "write", "unlink", "export_data"):
                    flag = f"auditlog_ruled_{name}"
                    if flag in vars(model_class) and hasattr(vars(model_class).get(name), "origin"):
                        delattr(model_class, name)
                        delattr(model_class, flag)
        return super()._register_hook()

    def _make_create(self):
        return _switchable(super()._make_create())

    def _make_write(self):
        return _switchable(super()._make_write())

    def _make_unlink(self):
        return _switchable(super()._make_unlink())
