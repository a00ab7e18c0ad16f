from . import test_certificate
from . import test_document_template
from . import test_gateway_dbf
from . import test_gateway_encodings
from . import test_gateway_tables
from . import test_gateway_values
from . import test_typst_document
