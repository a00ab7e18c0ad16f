from . import test_pack_ru
from . import test_bill_form_ru
