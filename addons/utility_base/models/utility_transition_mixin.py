from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..tools.transition import TRANSITION


class UtilityTransitionMixin(models.AbstractModel):
    """Fields that change by the methods of the model alone, never by a plain write.

    Buttons check what has to be true before a state changes; a write by RPC or from a list must
    not go around them. The rights of the user hold for both.
    """

    _name = "utility.transition.mixin"
    _description = "State that only buttons change"
    _fixed_fields = ("state",)

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_outside():
            names = list(self._fixed_fields)
            # a default of the context is a value from outside too
            asked = self.default_get(names)
            usual = self.with_context(clean_context(self.env.context)).default_get(names)
            self._refuse_fixed(
                {
                    name
                    for name in names
                    for vals in vals_list
                    if (vals.get(name, asked.get(name)) or False) != (usual.get(name) or False)
                }
            )
        return super().create(vals_list)

    def write(self, vals):
        if self._is_outside():
            self._refuse_fixed(set(vals) & set(self._fixed_fields))
        return super().write(vals)

    def _transition(self, **values):
        """Write fixed fields; for the methods of the models only."""
        return self.with_context(utility_transition=TRANSITION).write(values)

    def _is_outside(self):
        return not self.env.su and self.env.context.get("utility_transition") is not TRANSITION

    def _refuse_fixed(self, names):
        if names:
            labels = [self._fields[name]._description_string(self.env) for name in sorted(names)]
            raise UserError(self.env._("%s: this changes by the buttons only.", ", ".join(labels)))
