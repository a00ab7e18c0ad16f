from . import test_pack_ua
