"""作废文号: a number of a series that no paper will bear, with the reason."""

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now
from documents.models import NumberSeries, VoidNumber
from documents.series import void_next_number
from proposals.errors import NotYours, StaleStep
from proposals.services.reasons import stated
from responses.permissions import may_keep_series


@transaction.atomic
def void_number(series: NumberSeries, *, by: User, reason: str, expected: int | None = None) -> VoidNumber:
    """Skip the next number of a series for good; the next letter takes the one after it.

    reason: 1 to 200 characters. expected: the serial the page showed; raises StaleStep when it was taken meanwhile.
    Raises NotYours for everybody but the unit's office, StepBlocked for a reason that is missing or too long.
    """
    if not may_keep_series(by, series):
        raise NotYours("由本单位办公室登记作废文号。")
    reason = stated(reason, missing="请写明这个号作废的理由。", name="作废理由")
    void = void_next_number(series, reason, by, at=now(), expected=expected)
    if void is None:
        raise StaleStep(f"{expected}号刚刚已经取用，请刷新页面再看下一个号。")
    audit.record("series.void", by=by, about=series, unit=series.unit, serial=void.serial, reason=reason)
    return void
