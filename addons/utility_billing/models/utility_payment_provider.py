from typing import NamedTuple

from odoo import api, models


class Answer(NamedTuple):
    """What a provider says to a charge.

    ``state``: accepted (the money is taken), refused (``reason`` tells why), or unknown: it was
    sent and is confirmed or refused later. ``reference`` is the provider's number, if any.
    """

    state: str
    reason: str = ""
    reference: str = ""


class UtilityPaymentProvider(models.AbstractModel):
    """Way to take money by a mandate (X11). An addon inherits this for each bank or system.

    No secrets of cards or accounts come here: the provider keeps them, we know the number of the
    mandate. A charge is idempotent by ``order.number``: sent again it gives the same answer and
    takes the money once. Later answers go to ``utility.payment.order._answer``.
    """

    _name = "utility.payment.provider"
    _description = "Provider of automatic payments"
    _provider_name = ""

    @api.model
    def _charge(self, order):
        """Ask for the money of an order; an :class:`Answer`. No answer is ``unknown``."""
        raise NotImplementedError

    @api.model
    def _providers(self):
        """``[(name of the model, name for people)]`` of the installed providers."""
        names = self.env.registry.descendants([self._name], "_inherit")
        return [(name, self.env[name]._provider_name) for name in names if name != self._name]
