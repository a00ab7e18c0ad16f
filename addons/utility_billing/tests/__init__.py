from . import test_payment_codes
from . import test_registries
from . import test_timeline
from . import test_payments
from . import test_posting
from . import test_registry_load
from . import test_statement
from . import test_run
