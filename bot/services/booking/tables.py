"""The booking tables as queries need them: their classes declare Python values, which mypy would not let be columns."""

from typing import Any

from bot.db import models

Appointment: Any = models.Appointment
Closure: Any = models.Closure
CodeAttempt: Any = models.CodeAttempt
Consent: Any = models.Consent
Office: Any = models.Office
OfficeService: Any = models.OfficeService
OpeningInterval: Any = models.OpeningInterval
Person: Any = models.Person
Service: Any = models.Service
Slot: Any = models.Slot
