from . import test_pack_ru
