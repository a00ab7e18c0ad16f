"""Names on papers and in files that leave the house, with no more of them than is needed."""


def mask_number(number):
    """The last characters of an account number: enough to tell the own ones apart.

    >>> mask_number("0000012345"), mask_number("0012"), mask_number("7"), mask_number("")
    ('••2345', '••12', '••', '')
    """
    if not number:
        return ""
    shown = min(4, len(number) // 2)
    return "••" + number[len(number) - shown :]


def mask_name(name):
    """First letters only: enough for the payer to know himself, too little for a stranger.

    >>> mask_name("ИВАНОВ ИВАН ИВАНОВИЧ")
    'И*** И. И.'
    >>> mask_name("Ким"), mask_name("")
    ('К***', '')
    >>> mask_name("ООО «Водный дом»")
    'О*** В. д.'
    """
    words = ("".join(filter(str.isalnum, word)) for word in (name or "").split())
    first, *others = [word for word in words if word] or [""]
    if not first:
        return ""
    return " ".join([f"{first[0]}***", *(f"{word[0]}." for word in others)])
