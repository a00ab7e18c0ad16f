from . import test_pack_kz
