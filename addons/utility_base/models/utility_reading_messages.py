from datetime import date
from decimal import Decimal

from odoo import api, models
from odoo.tools import LazyTranslate, format_date

_lt = LazyTranslate(__name__)

# code: (what is wrong, what to do)
MESSAGES = {
    "unknown_meter": (
        _lt("No meter %(serial)s is known."),
        _lt("Check the serial number and the account, or enter the meter first."),
    ),
    "ambiguous_meter": (
        _lt("Several meters fit %(serial)s."),
        _lt("Give the account and the service as well."),
    ),
    "bad_date": (
        _lt("“%(value)s” is not a date."),
        _lt("Write the date as year-month-day, for example 2026-02-20."),
    ),
    "bad_value": (
        _lt("“%(value)s” is not a number."),
        _lt("Write digits with a point or a comma for the decimals."),
    ),
    "bad_source": (
        _lt("The source “%(value)s” is not known."),
        _lt("Use one of the sources of readings, for example: import."),
    ),
    "no_right": (
        _lt("Corrections are entered by operators."),
        _lt("Ask an operator to enter the correction."),
    ),
    "external_id_conflict": (
        _lt("The external number %(external)s belongs to another reading."),
        _lt(
            "Give every reading its own number; "
            "repeat a number only to send the same reading again."
        ),
    ),
    "future_date": (
        _lt("The date lies in the future."),
        _lt("Today is %(today)s: correct the date."),
    ),
    "archived_meter": (
        _lt("Meter %(serial)s is archived."),
        _lt("Choose the meter that stands there now, or restore this one from the archive."),
    ),
    "closed_period": (
        _lt("The period is closed up to %(date)s."),
        _lt("Enter a correction (source Correction), or date the reading in an open period."),
    ),
    "not_installed": (
        _lt("Meter %(serial)s does not stand anywhere."),
        _lt("Enter its installation first."),
    ),
    "before_installation": (
        _lt("The reading is dated before installation of meter %(serial)s on %(date)s."),
        _lt("Correct the date of the reading or of the installation."),
    ),
    "after_removal": (
        _lt("The reading is dated after removal of meter %(serial)s on %(date)s."),
        _lt("Choose the meter that stands there now, or correct the date of the removal."),
    ),
    "expired_verification": (
        _lt("The verification of meter %(serial)s expired on %(date)s."),
        _lt("Enter the new verification first; until then the meter does not count."),
    ),
    "out_of_order": (
        _lt("Meter %(serial)s is out of order on this day."),
        _lt("End the defect of the meter if it works again."),
    ),
    "outside_window": (
        _lt("Readings are taken from day %(first)s to day %(last)s of the month."),
        _lt("Send the reading within these days, or call the office."),
    ),
    "wrong_registers": (
        _lt("Meter %(serial)s has %(expected)s registers, %(given)s values were given."),
        _lt("Give one value for each tariff zone of the meter."),
    ),
    "negative_value": (
        _lt("A reading is never below zero."),
        _lt("Copy the digits from the meter."),
    ),
    "too_many_digits": (
        _lt("The meter has %(digits)s digits before the point."),
        _lt("Copy the digits before the point only, or correct the digits of the meter."),
    ),
    "too_many_decimals": (
        _lt("The meter has %(decimals)s digits after the point."),
        _lt("Leave out the digits that the meter does not show."),
    ),
    "duplicate": (
        _lt("This reading is known already."),
        _lt("Nothing to do."),
    ),
    "negative_consumption": (
        _lt("Negative consumption: %(value)s is below %(last)s of %(date)s."),
        _lt("Read the meter again. If the earlier reading was wrong, enter a correction."),
    ),
    "rollover": (
        _lt("The register has rolled over: the volume is %(volume)s."),
        _lt("Nothing to do if the meter has indeed begun again from zero."),
    ),
    "jump": (
        _lt("Unusually much: %(volume)s, where %(usual)s a month is usual."),
        _lt("Compare the value with the meter, then accept or reject it."),
    ),
    "above_later": (
        _lt("Negative consumption: %(value)s is above %(last)s of the later %(date)s."),
        _lt("Check the date, or correct the later reading."),
    ),
    "swapped_zones": (
        _lt("The values of the zones seem to have changed places: %(zones)s."),
        _lt("Exchange the values of the zones."),
    ),
    "swapped_meters": (
        _lt("The value would fit meter %(serial)s: hot and cold water seem to be exchanged."),
        _lt("Exchange the values of the two meters."),
    ),
}

# What a stored code says in a list, without the figures
LABELS = {
    "jump": _lt("unusually much"),
    "rollover": _lt("rolled over"),
    "expired_verification": _lt("verification expired"),
    "out_of_order": _lt("meter out of order"),
    "outside_window": _lt("outside of the days"),
    "swapped_zones": _lt("zones exchanged?"),
    "swapped_meters": _lt("hot and cold exchanged?"),
}


class UtilityReading(models.Model):
    """What people are told about the findings of the checks, in their language."""

    _inherit = "utility.reading"

    @api.model
    def _finding_text(self, finding, serial=""):
        """``(message, remedy)`` of a finding of the engine."""
        params = {"serial": serial, "usual": self.env._("nothing yet")}
        params |= {name: self._param_text(v) for name, v in finding.params.items() if v is not None}
        message, remedy = MESSAGES[finding.code]
        return tuple(str(self.env._(text)) % params for text in (message, remedy))  # pylint: disable=translation-not-lazy

    @api.model
    def _param_text(self, value):
        if isinstance(value, date):
            return format_date(self.env, value)
        if isinstance(value, Decimal):
            text = f"{round(value, 3):f}"
            text = text.rstrip("0").rstrip(".") if "." in text else text
            lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
            return text.replace(".", lang.decimal_point or ".")
        return str(value)

    @api.model
    def _check_labels(self, checks):
        """Short text of stored codes, for lists."""
        codes = (checks or "").split(",")
        return ", ".join(str(self.env._(LABELS[code])) for code in codes if code in LABELS)
