"""Figures as people read them: thin spaces between thousands, a decimal comma, a real minus."""

THIN_SPACE = "\u202f"


def shown_figure(text):
    """A figure that programs wrote (``-1234.80``), all its digits kept; nothing stays nothing.

    >>> shown_figure("1234.80").split(), shown_figure("-7"), shown_figure("")
    (['1', '234,80'], '−7', '')
    """
    if not text:
        return ""
    whole, _point, part = text.lstrip("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", THIN_SPACE)
    return ("−" if text.startswith("-") else "") + grouped + (f",{part}" if part else "")


def shown_sum(amount):
    """A sum of money, two digits.

    >>> shown_sum(12345.6).split(), shown_sum(-0.5)
    (['12', '345,60'], '−0,50')
    """
    return shown_figure(f"{amount:.2f}")
