from . import bills
