from . import bills
from . import online
from . import tariff_studies
from . import shadow
from . import papers
from . import pay
