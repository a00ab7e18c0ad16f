from . import test_desk_tour
from . import test_account_card
from . import test_directories
from . import test_search
from . import test_access
from . import test_access_limits
from . import test_audit
from . import test_certificate
from . import test_contract_follow_up
from . import test_contract_workflow
from . import test_document_template
from . import test_gateway_dbf
from . import test_gateway_encodings
from . import test_gateway_exchange
from . import test_gateway_tables
from . import test_gateway_values
from . import test_house_plan
from . import test_import_framework
from . import test_import_meters
from . import test_import_owners
from . import test_import_premises
from . import test_import_residents
from . import test_import_undo
from . import test_intake
from . import test_kazakh
from . import test_meter_operations
from . import test_meter_reminders
from . import test_move
from . import test_periods
from . import test_quick_add
from . import test_typst_document
from . import test_reading_grid
from . import test_reading_queue
from . import test_reading_sheet
from . import test_readings
from . import test_readings_bulk
from . import test_readings_engine
from . import test_registration
from . import test_split_merge
from . import test_import_exchange
from . import (
    test_access,
    test_access_limits,
    test_audit,
    test_certificate,
    test_document_template,
    test_gateway_dbf,
    test_gateway_encodings,
    test_gateway_exchange,
    test_gateway_tables,
    test_gateway_values,
    test_house_plan,
    test_import_exchange,
    test_import_framework,
    test_import_meters,
    test_import_owners,
    test_import_premises,
    test_import_residents,
    test_import_undo,
    test_intake,
    test_kazakh,
    test_meter_operations,
    test_meter_reminders,
    test_move,
    test_periods,
    test_quick_add,
    test_reading_grid,
    test_reading_queue,
    test_reading_sheet,
    test_reading_windows,
    test_readings,
    test_readings_bulk,
    test_readings_engine,
    test_registration,
    test_split_merge,
    test_typst_document,
)
from . import test_import_tour
