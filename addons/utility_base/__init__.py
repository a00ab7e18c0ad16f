from . import controllers
from . import importers
from . import models
from . import wizards
from .hooks import uninstall_hook
