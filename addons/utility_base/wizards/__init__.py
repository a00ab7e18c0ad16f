from . import utility_certificate_annul
from . import utility_certificate_issue
