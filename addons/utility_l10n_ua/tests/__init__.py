from . import test_pack_ua
from . import test_bill_form_ua
