"""English texts of the coded problems of imports; ``_`` only marks them for the .pot."""

from ..gateway.problem import register


def _(text):
    return text


register(
    "utility_base",
    {
        "IMP-REQUIRED": (
            _("“%(label)s” is empty."),
            _("Fill the cell, or give the column a default in the mapping."),
        ),
        "IMP-CHOICE": (
            _("“%(value)s” is no known value of “%(label)s”."),
            _("Use one of: %(known)s; or translate the value in the mapping of the column."),
        ),
        "IMP-ACCOUNT-UNKNOWN": (
            _("There is no account “%(value)s”."),
            _("Import premises and accounts first, or correct the number in the file."),
        ),
        "IMP-ACCOUNT-AMBIGUOUS": (
            _("“%(value)s” fits several accounts: %(known)s."),
            _("Give the full number with its leading zeros; keep the column as text."),
        ),
        "IMP-LOCALITY": (
            _("The row names no town or village."),
            _("Map a column to the locality or set the locality of the import."),
        ),
        "IMP-ACCOUNT-SIMILAR": (
            _("Account “%(value)s” differs from account %(known)s by leading zeros only."),
            _("Write the number with its zeros; keep the column as text in the spreadsheet."),
        ),
        "IMP-PREMISE-UNKNOWN": (
            _("There is no premise “%(value)s”."),
            _("Import premises and accounts first, or correct the address."),
        ),
        "IMP-BUILDING-UNKNOWN": (
            _("There is no building “%(value)s”."),
            _("Import premises and accounts first, or correct the address."),
        ),
        "IMP-SERVICE-UNKNOWN": (
            _("There is no service “%(value)s”."),
            _("Use a code or a name of the service directory: %(known)s."),
        ),
        "IMP-SERVICE-MISSING": (
            _("The service can't be told from the row."),
            _("Map a column to the service, or give the meter's resource."),
        ),
        "IMP-METER-MODEL-UNKNOWN": (
            _("There is no meter model “%(value)s”."),
            _("Ask an administrator to add the model to the directory."),
        ),
        "IMP-REGISTER-UNKNOWN": (
            _("Meter %(value)s has no register for the zone “%(zone)s”."),
            _("Correct the zone, or add the register to the meter."),
        ),
        "IMP-NO-READING": (
            _("The row holds no value of a reading."),
            _("Map at least one column of values."),
        ),
        "IMP-TWICE": (
            _("The same record stands in row %(other)s with other values."),
            _("Leave one of the rows."),
        ),
        "IMP-DUPLICATE": (
            _("Such a record exists already: %(reason)s"),
            _("Correct the number or the address; the record may belong to another company."),
        ),
        "IMP-RULE": (
            _("%(reason)s"),
            _("Correct the row as the message says."),
        ),
        "IMP-RIGHTS": (
            _("You may not change this: %(reason)s"),
            _("Ask an administrator for the right or to run this import."),
        ),
        "IMP-INTERNAL": (
            _("The row could not be imported (%(reason)s)."),
            _("Tell the administrator the number of the import and the row: the log has details."),
        ),
        "IMP-FILTERED": (
            _("Left out: not in the list of what is to be imported."),
            "",
        ),
        "IMP-NO-BILLING": (
            _("Left out: charges are not taken in, payments only where you may register them."),
            _("Import opening balances for charges; let billing staff import the payments."),
        ),
        "IMP-NO-PAYER": (
            _("Account %(value)s names nobody who could be its payer."),
            _("Add a person or an organisation to its residents."),
        ),
        "IMP-NOTHING": (
            _("The row holds nothing to import."),
            _("Fill the row or delete it."),
        ),
    },
)
