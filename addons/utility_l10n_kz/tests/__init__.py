from . import test_pack_kz
from . import test_bill_form_kz
