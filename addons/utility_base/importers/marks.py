"""Marks texts of the code for translation; they are translated when they are shown."""


def _(text):
    return text
