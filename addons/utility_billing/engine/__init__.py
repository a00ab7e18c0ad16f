"""The charging engine: pure calculation of communal charges, without Odoo."""

# methods register themselves
from . import common_needs, contract_methods, formula_method, heating, waste
from .account import (
    Account,
    AccountService,
    Building,
    Container,
    Flat,
    HouseMeter,
    Meter,
    MeterGroup,
    Past,
    Privilege,
    Register,
    Residents,
    Verification,
)
from .allocation import Debt, Share, allocate
from .charge import charge_building, charge_month
from .due import due_date
from .events import (
    Absence,
    Away,
    MissedPickup,
    NotRendered,
    Outage,
    Quality,
    Refusal,
    Suspension,
    Tampering,
)
from .explain import explain
from .formula import Formula, FormulaError
from .lines import BuildingCharge, ChargeLine
from .model import Block, Norm, Parameter, Service, Tariff
from .problems import Problem
from .waterfall import waterfall
from .world import World

__all__ = [
    "Absence",
    "Account",
    "AccountService",
    "Share",
    "Away",
    "Block",
    "Building",
    "BuildingCharge",
    "ChargeLine",
    "Container",
    "Debt",
    "Flat",
    "Formula",
    "FormulaError",
    "HouseMeter",
    "MeterGroup",
    "Meter",
    "MissedPickup",
    "Norm",
    "NotRendered",
    "Outage",
    "Parameter",
    "Past",
    "Privilege",
    "Problem",
    "Quality",
    "Refusal",
    "Register",
    "Residents",
    "Service",
    "Suspension",
    "Tampering",
    "Tariff",
    "Verification",
    "World",
    "allocate",
    "charge_building",
    "charge_month",
    "common_needs",
    "due_date",
    "explain",
    "contract_methods",
    "formula_method",
    "heating",
    "waste",
    "waterfall",
]
