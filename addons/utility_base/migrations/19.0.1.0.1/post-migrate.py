def migrate(cr, version):
    """Groups of Kazakh figures were parted by whole lines of blanks."""
    cr.execute(
        r"UPDATE res_lang SET thousands_sep = E'\u00a0'"
        r" WHERE code = 'kk_KZ' AND thousands_sep ~ '\n'"
    )
