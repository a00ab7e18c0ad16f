"""What people are told about payments that failed: each reason has its own words (X11)."""


def reasons(env):
    """``{code: (name, what the payer is told)}``."""
    _ = env._
    # pylint: disable=prefer-env-translation
    return {
        "no_money": (
            _("No money"),
            _("There was not enough money. Put money on your card or account."),
        ),
        "limit": (
            _("Above the limit"),
            _("The bill is above the limit that you set. Pay it yourself, or raise the limit."),
        ),
        "bank_limit": (
            _("Above the limit of the bank"),
            _("Your bank allows no payment of this size. Pay in parts, or change its limit."),
        ),
        "no_bill": (
            _("No bill"),
            _("There was no bill to pay. Call us if you expected one."),
        ),
        "nothing": (_("Nothing to pay"), _("Nothing is owed: no payment is needed.")),
        "withdrawn": (
            _("Mandate withdrawn"),
            _("You have withdrawn the mandate. Automatic payments have ended."),
        ),
        "mandate_unknown": (
            _("Mandate unknown"),
            _("The bank does not know the mandate. Give it again, please."),
        ),
        "refused": (
            _("Refused by the bank"),
            _("The bank has refused the payment. Ask the bank for the reason."),
        ),
        "unavailable": (
            _("The bank could not be reached"),
            _("The bank could not be reached. Nothing was taken from you."),
        ),
        "silent": (
            _("No answer of the bank"),
            _("The bank has not answered. Look whether the money was taken before you pay again."),
        ),
        "taken_back": (
            _("Taken back"),
            _("The payment was taken back: the bill is not paid. Call us if you do not know why."),
        ),
        "account_closed": (
            _("Account closed"),
            _("The personal account is closed. Automatic payments have ended."),
        ),
        "ended": (
            _("Agreement ended"),
            _("Automatic payments have ended before this payment was made."),
        ),
    }
