from . import (
    test_closing,
    test_desk_agreements,
    test_desk_rights,
    test_desk,
    test_desk_tour,
    test_devices_end_to_end,
    test_fee,
    test_fiscal,
    test_paper,
    test_refund,
    test_shift,
    test_terminal,
)
