-- The charges and bills of the bench town by PostgreSQL alone: the physical limit to compare with.
-- The same rows with the same columns as the billing run writes, its trace included. Valid for the
-- town only: flat tariffs, whole months, one reading of the month at most.
WITH volumes AS MATERIALIZED (
    SELECT r.account_id, r.service_id, MAX(m.serial) AS serial, MAX(r.value) - MIN(r.value) AS volume,
           MIN(r.value) AS before, MAX(r.value) AS value, MIN(r.date) AS base, MAX(r.date) AS day
      FROM utility_reading r
      JOIN utility_meter m ON m.id = r.meter_id
     WHERE r.company_id = %(company)s AND r.date < %(month)s::date + INTERVAL '1 month'
     GROUP BY r.account_id, r.service_id HAVING COUNT(*) = 2),
facts AS (
    SELECT a.id AS account_id, a.building_id, s.service_id, v.code, v.basis, t.value AS price,
           s.sequence, area.value AS area, r.persons, n.value AS norm, n.per,
           c.volume AS cold, h.volume AS hot, m.volume AS metered, m.serial, m.before, m.value,
           m.base, m.day, nc.value * r.persons AS cold_norm, nh.value * r.persons AS hot_norm
      FROM utility_account_service s
      JOIN utility_account a ON a.id = s.account_id AND a.company_id = %(company)s
      JOIN utility_service v ON v.id = s.service_id
      JOIN utility_tariff t ON t.service_id = s.service_id
      JOIN utility_area area ON area.premise_id = a.premise_id AND area.kind = 'total'
      JOIN utility_residency r ON r.account_id = a.id
      LEFT JOIN utility_norm n ON n.service_id = s.service_id
      LEFT JOIN utility_norm nc ON nc.service_id = (SELECT id FROM utility_service WHERE code = 'cold_water')
      LEFT JOIN utility_norm nh ON nh.service_id = (SELECT id FROM utility_service WHERE code = 'hot_water')
      LEFT JOIN volumes m ON m.account_id = a.id AND m.service_id = s.service_id
      LEFT JOIN volumes c ON c.account_id = a.id AND c.service_id = nc.service_id
      LEFT JOIN volumes h ON h.account_id = a.id AND h.service_id = nh.service_id),
found AS (
    SELECT *,
           CASE
               WHEN basis IN ('area', 'fixed') THEN basis
               WHEN code = 'sewerage' AND (cold IS NOT NULL OR hot IS NOT NULL) THEN 'sum'
               WHEN metered IS NOT NULL THEN 'meter'
               ELSE 'norm'
           END AS method,
           CASE
               WHEN basis = 'area' THEN area
               WHEN basis = 'fixed' THEN 1
               WHEN code = 'sewerage' AND (cold IS NOT NULL OR hot IS NOT NULL)
               THEN COALESCE(cold, cold_norm) + COALESCE(hot, hot_norm)
               WHEN metered IS NOT NULL THEN metered
               WHEN per = 'm2' THEN norm * area
               ELSE norm * persons
           END AS volume
      FROM facts),
priced AS (
    SELECT *, ROUND(volume * price, 2) AS amount FROM found)
INSERT INTO floor_charge (run_id, bill_id, company_id, period_date, account_id, building_id, service_id,
       kind, debt_kind, of_period, method, reason, volume, price, amount, net, vat, vat_rate, trace)
SELECT 0, account_id, %(company)s, %(month)s, account_id, building_id, service_id,
       'charge', 'principal', %(month)s, method, '', ROUND(volume, 6), price, amount,
       amount - ROUND(amount * 22 / 122, 2), ROUND(amount * 22 / 122, 2), 22,
       (CASE method
            WHEN 'meter' THEN format('{"t":["meter",["0"]],"d":["2026-10-01","2026-10-31"],"r":"","u":[["%%s",null,"%%s","%%s","%%s","%%s"]]}',
                                     serial, day, value, base, before)
            WHEN 'sum' THEN format('{"t":["sum",[["cold_water","%%s"],["hot_water","%%s"]]],"d":["2026-10-01","2026-10-31"]}',
                                   COALESCE(cold, cold_norm), COALESCE(hot, hot_norm))
            WHEN 'norm' THEN format('{"t":["norm",["%%s","%%s","%%s","31","31","1",""]],"d":["2026-10-01","2026-10-31"]}',
                                    per, persons, norm)
            ELSE format('{"t":["base",["%%s","%%s","31","31"]],"d":["2026-10-01","2026-10-31"]}', method, volume)
        END)::jsonb
  FROM priced
 ORDER BY account_id, sequence;
INSERT INTO floor_bill (run_id, company_id, period_date, account_id, building_id, number, state, capital,
       date_due, opening, charged, recalculated, privileges, penalty, paid, closing)
SELECT 0, x.company_id, x.period_date, x.account_id, x.building_id, a.number || '/2026-10', 'draft', FALSE,
       DATE '2026-11-16', 0, x.charged, 0, 0, 0, 0, x.charged
  FROM (SELECT company_id, period_date, account_id, building_id, SUM(amount) AS charged
          FROM floor_charge GROUP BY 1, 2, 3, 4) x
  JOIN utility_account a ON a.id = x.account_id
 ORDER BY x.account_id;
