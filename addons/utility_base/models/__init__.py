from . import auditlog_http_request
from . import auditlog_log
from . import auditlog_rule
from . import res_company
from . import res_config_settings
from . import res_partner
from . import res_users
from . import utility_dated_mixin
from . import utility_words_mixin
from . import utility_guarded_mixin
from . import utility_signed_mixin
from . import utility_directory
from . import utility_directory_item
from . import utility_locality
from . import utility_street
from . import utility_building
from . import utility_entrance
from . import utility_premise
from . import utility_area
from . import utility_customer_category
from . import utility_contract_parameter
from . import utility_contract
from . import utility_contract_amendment
from . import utility_contract_term
from . import utility_account
from . import utility_account_document
from . import utility_residency
from . import utility_ownership
from . import utility_absence
from . import utility_service
from . import utility_service_jump
from . import utility_service_component
from . import utility_account_service
from . import utility_meter_model
from . import utility_meter
from . import utility_meter_operations
from . import utility_meter_reminder
from . import utility_meter_register
from . import utility_meter_installation
from . import utility_meter_verification
from . import utility_meter_seal
from . import utility_meter_defect
from . import utility_period
from . import utility_reading
from . import utility_reading_messages
from . import utility_reading_intake
from . import utility_reading_bulk
from . import utility_reading_queue
from . import utility_reading_grid
from . import utility_reading_sheet
from . import utility_reading_sheet_line
from . import utility_reading_window
from . import utility_document_template
from . import utility_document_label
from . import utility_certificate
from . import utility_exchange
from . import utility_exchange_meters
from . import utility_exchange_export
from . import utility_import_target
from . import utility_import_profile_line
from . import utility_import_profile
from . import utility_import_row
from . import utility_import_change
from . import utility_import
from . import utility_import_run
from . import utility_import_undo
from . import utility_import_files
from . import utility_quick_batch
from . import utility_account_change_mixin
from . import utility_meter_hand_over
from . import utility_consumption
from . import utility_meter_consumption
from . import utility_account_history
from . import utility_contract_paper
from . import utility_contract_workflow
from . import utility_contract_follow_up
from . import utility_amendment_workflow
from . import utility_signed_tracking
from . import utility_unreturned_document
from . import utility_contract_document
from . import utility_amendment_document
from . import (
    auditlog_http_request,
    auditlog_log,
    auditlog_rule,
    res_company,
    res_config_settings,
    res_users,
    utility_absence,
    utility_account,
    utility_account_change_mixin,
    utility_account_document,
    utility_account_history,
    utility_account_service,
    utility_area,
    utility_building,
    utility_certificate,
    utility_consumption,
    utility_contract,
    utility_contract_amendment,
    utility_contract_parameter,
    utility_contract_term,
    utility_customer_category,
    utility_dated_mixin,
    utility_directory,
    utility_directory_item,
    utility_document_label,
    utility_document_template,
    utility_entrance,
    utility_exchange,
    utility_exchange_export,
    utility_exchange_meters,
    utility_guarded_mixin,
    utility_import,
    utility_import_change,
    utility_import_files,
    utility_import_profile,
    utility_import_profile_line,
    utility_import_row,
    utility_import_run,
    utility_import_target,
    utility_import_undo,
    utility_locality,
    utility_meter,
    utility_meter_consumption,
    utility_meter_defect,
    utility_meter_hand_over,
    utility_meter_installation,
    utility_meter_model,
    utility_meter_operations,
    utility_meter_register,
    utility_meter_reminder,
    utility_meter_seal,
    utility_meter_verification,
    utility_ownership,
    utility_period,
    utility_premise,
    utility_quick_batch,
    utility_reading,
    utility_reading_bulk,
    utility_reading_grid,
    utility_reading_intake,
    utility_reading_messages,
    utility_reading_queue,
    utility_reading_sheet,
    utility_reading_sheet_line,
    utility_reading_window,
    utility_reading_window_notice,
    utility_residency,
    utility_service,
    utility_service_component,
    utility_service_jump,
    utility_signed_mixin,
    utility_street,
)
