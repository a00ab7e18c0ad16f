-- The rows of the bench town. %(low)s..%(high)s: numbers n of this statement; %(<table>)s: the last
-- id of a table before the town, so that row n of it has the id %(<table>)s + n.

-- table: utility_street per street
INSERT INTO utility_street (id, name, kind, locality_id, complete_name, active, create_uid, write_uid, create_date, write_date)
SELECT %(utility_street)s + n, 'Улица ' || lpad(n::text, 4, '0'), 'street', %(locality)s,
       %(locality_name)s || ', ул. Улица ' || lpad(n::text, 4, '0'), true, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n

-- table: utility_building per building
INSERT INTO utility_building (id, locality_id, street_id, company_id, number, address, address_key, kind, state, floors,
       heating_mode, hot_water_mode, active, create_uid, write_uid, create_date, write_date)
SELECT %(utility_building)s + n, %(locality)s, s.id, %(company)s, x.number, s.complete_name || ', д. ' || x.number,
       s.complete_name || ' ' || lpad(x.number, 6, '0'), 'apartment', 'in_use', 5,
       'season', 'closed', true, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n
 CROSS JOIN LATERAL (SELECT ((n - 1) %% 20 + 1)::text AS number) AS x
  JOIN utility_street s ON s.id = %(utility_street)s + (n - 1) / 20 + 1

-- table: res_partner per flat
INSERT INTO res_partner (id, name, complete_name, type, active, partner_share, lang, email, email_normalized, commercial_partner_id,
       autopost_bills, color, create_uid, write_uid, create_date, write_date)
SELECT %(res_partner)s + n, x.name, x.name, 'contact', true, true, 'en_US', x.email, x.email, %(res_partner)s + n,
       'ask', 0, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n
 CROSS JOIN LATERAL (
       SELECT (ARRAY['Иванова', 'Петренко', 'Сейтқалиева', 'Кузнецов', 'Шевченко', 'Нұрланов', 'Соколова', 'Бондаренко'])[n %% 8 + 1]
              || ' ' || (ARRAY['Анна', 'Тарас', 'Әйгерім', 'Сергей', 'Оксана'])[n %% 5 + 1] || ' ' || n::text AS name,
              'resident' || n::text || '@example.com' AS email) AS x

-- table: utility_premise per flat
INSERT INTO utility_premise (id, building_id, company_id, kind, number, number_key, address, floor, rooms, property_kind, active,
       individually_heated, residential, create_uid, write_uid, create_date, write_date)
SELECT %(utility_premise)s + n, b.id, %(company)s, 'flat', x.number, lpad(x.number, 6, '0'), b.address || ', кв. ' || x.number,
       (n - 1) %% %(flats)s / 20 + 1, n %% 3 + 1, 'private', true, false, true, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n
 CROSS JOIN LATERAL (SELECT ((n - 1) %% %(flats)s + 1)::text AS number) AS x
  JOIN utility_building b ON b.id = %(utility_building)s + (n - 1) / %(flats)s + 1

-- table: utility_area per flat
INSERT INTO utility_area (id, premise_id, company_id, kind, value, date_from, create_uid, write_uid, create_date, write_date)
SELECT %(utility_area)s + n, %(utility_premise)s + n, %(company)s, 'total', ROUND(30 + n * 37 %% 600 / 10.0, 1), %(opened)s,
       %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n

-- table: utility_account per flat
INSERT INTO utility_account (id, number, number_key, company_id, kind, customer_category_id, state, date_open, active, partner_id,
       partner_name, premise_id, building_id, address, declared_owner_count, paper_bill, create_uid, write_uid, create_date, write_date)
SELECT %(utility_account)s + n, x.number, lpad(n::text, 12, '0'), %(company)s, 'individual', %(category)s, 'active', %(opened)s, true, q.id,
       q.name, p.id, p.building_id, p.address, 1, true, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n
 CROSS JOIN LATERAL (SELECT lpad(n::text, 10, '0') AS number) AS x
  JOIN utility_premise p ON p.id = %(utility_premise)s + n
  JOIN res_partner q ON q.id = %(res_partner)s + n

-- table: utility_residency per flat
INSERT INTO utility_residency (id, account_id, company_id, premise_id, persons, kind, date_from, create_uid, write_uid, create_date, write_date)
SELECT %(utility_residency)s + n, %(utility_account)s + n, %(company)s, %(utility_premise)s + n, n %% 4 + 1, 'declared', %(opened)s,
       %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n

-- table: utility_account_service per flat
INSERT INTO utility_account_service (id, account_id, company_id, service_id, sequence, no_meter_reason, date_from,
       create_uid, write_uid, create_date, write_date)
SELECT %(utility_account_service)s + (n - 1) * 8 + s.k, %(utility_account)s + n, %(company)s, s.id, s.sequence, 'impossible', %(opened)s,
       %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n CROSS JOIN town_service s
 ORDER BY n, s.k

-- table: utility_meter per flat
INSERT INTO utility_meter (id, serial, company_id, model_id, resource, purpose, state, active, digits, decimals, ratio, owner_kind,
       current_installation_id, account_id, premise_id, building_id, service_id, verified_until, create_uid, write_uid, create_date, write_date)
SELECT %(utility_meter)s + (n - 1) * 3 + m.k, lpad(n::text, 8, '0'), %(company)s, m.model_id, m.resource, 'individual', 'installed', true, 6, 3, 1,
       'customer', %(utility_meter_installation)s + (n - 1) * 3 + m.k, %(utility_account)s + n, p.id, p.building_id, m.service_id, %(verified_until)s, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n CROSS JOIN town_meter m
  JOIN utility_premise p ON p.id = %(utility_premise)s + n
 WHERE n * 13 %% 100 < m.share
 ORDER BY n, m.k

-- table: utility_meter_register per flat
INSERT INTO utility_meter_register (id, meter_id, company_id, zone, sequence, create_uid, write_uid, create_date, write_date)
SELECT %(utility_meter_register)s + (n - 1) * 3 + m.k, %(utility_meter)s + (n - 1) * 3 + m.k, %(company)s, 'total', 10,
       %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n CROSS JOIN town_meter m
 WHERE n * 13 %% 100 < m.share
 ORDER BY n, m.k

-- table: utility_meter_verification per flat
INSERT INTO utility_meter_verification (id, meter_id, company_id, date, result, valid_until, create_uid, write_uid, create_date, write_date)
SELECT %(utility_meter_verification)s + (n - 1) * 3 + m.k, %(utility_meter)s + (n - 1) * 3 + m.k, %(company)s, %(opened)s, 'passed',
       %(verified_until)s, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n CROSS JOIN town_meter m
 WHERE n * 13 %% 100 < m.share
 ORDER BY n, m.k

-- table: utility_meter_installation per flat
INSERT INTO utility_meter_installation (id, meter_id, company_id, service_id, account_id, premise_id, building_id, date_from,
       create_uid, write_uid, create_date, write_date)
SELECT %(utility_meter_installation)s + (n - 1) * 3 + m.k, %(utility_meter)s + (n - 1) * 3 + m.k, %(company)s, m.service_id,
       %(utility_account)s + n, p.id, p.building_id, %(installed)s, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n CROSS JOIN town_meter m
  JOIN utility_premise p ON p.id = %(utility_premise)s + n
 WHERE n * 13 %% 100 < m.share
 ORDER BY n, m.k

-- table: utility_reading per flat
INSERT INTO utility_reading (id, register_id, meter_id, installation_id, account_id, building_id, service_id, company_id, zone, date, value,
       source, state, user_id, create_uid, write_uid, create_date, write_date)
SELECT %(utility_reading)s + ((n - 1) * 3 + m.k) * (%(months)s + 1) + r.times, %(utility_meter_register)s + (n - 1) * 3 + m.k,
       %(utility_meter)s + (n - 1) * 3 + m.k, %(utility_meter_installation)s + (n - 1) * 3 + m.k, %(utility_account)s + n, p.building_id,
       m.service_id, %(company)s, 'total', r.date,
       (n * 211 %% 300000 + r.times * (m.least + n::bigint * 7919 %% m.spread)) / 1000.0,
       r.source, 'accepted', %(uid)s, %(uid)s, %(uid)s, now(), now()
  FROM generate_series(%(low)s, %(high)s) AS n CROSS JOIN town_meter m
 CROSS JOIN (SELECT 0 AS times, %(installed)s::date AS date, 'installation' AS source
              UNION ALL
             SELECT k, (%(read)s::date + (k - %(months)s) * INTERVAL '1 month')::date, 'call'
               FROM generate_series(1, %(months)s) AS k) AS r
  JOIN utility_premise p ON p.id = %(utility_premise)s + n
 WHERE n * 13 %% 100 < m.share AND (r.times < %(months)s OR n * 7 %% 100 < 92)
 ORDER BY n, m.k, r.times
