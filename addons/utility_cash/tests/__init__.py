from . import (
    test_desk_rights,
    test_desk,
    test_desk_tour,
    test_fiscal,
    test_shift,
    test_terminal,
)
