from . import template_ru
from . import res_company
