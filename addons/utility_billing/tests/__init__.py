from . import test_payment_codes
from . import test_registries
from . import test_timeline
