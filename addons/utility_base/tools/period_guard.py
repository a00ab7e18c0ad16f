"""The database's own guard of closed periods (R02): one function, four triggers a table.

The argument of a trigger is its configuration as JSON, made by ``utility.guarded.mixin``.
Statements are checked as a whole, so COPY of many rows costs one look-up. The lock (FOR SHARE)
makes an insert and the closing of its period wait for each other; under REPEATABLE READ Odoo then
repeats the later.
"""

CONSTRAINT = "utility_period_guard"

# (trigger, event, transition tables)
TRIGGERS = [
    ("utility_guard_insert", "AFTER INSERT", "REFERENCING NEW TABLE AS new_rows"),
    (
        "utility_guard_update",
        "AFTER UPDATE",
        "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    ),
    ("utility_guard_delete", "AFTER DELETE", "REFERENCING OLD TABLE AS old_rows"),
    ("utility_guard_truncate", "BEFORE TRUNCATE", ""),
]

GUARD_FUNCTION = """
CREATE OR REPLACE FUNCTION utility_period_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    config jsonb := TG_ARGV[0]::jsonb;
    keyed text := CASE WHEN config->>'by' = 'period' THEN '%1$s.%2$I AS key, NULL::date AS day'
        ELSE '%1$s.company_id AS key, %1$s.%2$I AS day' END;
    touched text;  -- query of the rows: period or company, day, the row before and after
    pairs text := ', o AS old_row, n AS new_row FROM old_rows o JOIN new_rows n USING (id)';
    condition text := 'true';
    code text;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        SELECT p.code INTO code FROM utility_period p WHERE p.state = 'closed' LIMIT 1;
    ELSE
        IF TG_OP = 'INSERT' AND jsonb_typeof(config->'insert_if') = 'array' THEN
            condition := format(
                'NOT EXISTS (SELECT 1 FROM jsonb_array_elements(%L::jsonb) e'
                ' WHERE to_jsonb(new_row) @> e)',
                config->'insert_if');
        ELSIF TG_OP = 'UPDATE' THEN
            condition := format(
                'EXISTS (SELECT 1 FROM jsonb_object_keys(to_jsonb(new_row)) c'
                ' WHERE (%1$L::jsonb = ''null'' OR %1$L::jsonb ? c)'
                ' AND to_jsonb(old_row)->c IS DISTINCT FROM to_jsonb(new_row)->c'
                ' AND NOT (%3$L::jsonb ? c AND to_jsonb(old_row) @> %2$L::jsonb'
                ' AND to_jsonb(new_row) @> %3$L::jsonb))',
                config->'columns', config->'update_old', config->'update_new');
        END IF;
        touched := CASE TG_OP
            WHEN 'INSERT' THEN
                'SELECT ' || format(keyed, 'n', config->>'column')
                    || ', n AS new_row FROM new_rows n'
            WHEN 'DELETE' THEN
                'SELECT ' || format(keyed, 'o', config->>'column') || ' FROM old_rows o'
            ELSE
                'SELECT ' || format(keyed, 'o', config->>'column') || pairs || ' UNION ALL '
                || 'SELECT ' || format(keyed, 'n', config->>'column') || pairs END;
        IF config->>'by' = 'period' THEN
            EXECUTE 'SELECT 1 FROM utility_period WHERE id IN (SELECT key FROM (' || touched
                || ') t) FOR SHARE';
            EXECUTE 'SELECT p.code FROM (' || touched
                || ') t JOIN utility_period p ON p.id = t.key'
                || ' WHERE p.state = ''closed'' AND ' || condition || ' LIMIT 1' INTO code;
        ELSE
            EXECUTE 'SELECT 1 FROM utility_period p JOIN (SELECT key, min(day) AS day FROM ('
                || touched || ') t GROUP BY key) t'
                || ' ON p.company_id = t.key AND p.date_to >= t.day FOR SHARE OF p';
            EXECUTE 'SELECT to_char(t.day, ''YYYY-MM'') FROM (' || touched || ') t JOIN ('
                || 'SELECT company_id, max(date_to) AS until FROM utility_period'
                || ' WHERE state = ''closed'' GROUP BY company_id) p'
                || ' ON p.company_id = t.key AND t.day <= p.until WHERE ' || condition || ' LIMIT 1'
                INTO code;
        END IF;
    END IF;
    IF code IS NOT NULL THEN
        RAISE EXCEPTION 'Period % is closed: rows of % dated in it cannot change',
                code, TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'utility_period_guard',
                DETAIL = code, TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END
$guard$
"""
