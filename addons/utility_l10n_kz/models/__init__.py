from . import template_kz
from . import res_company
