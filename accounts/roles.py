"""The roles people hold in units. A role counts only through a membership in a unit.

The deputy is the exception: a seat in an assembly (`proposals.Member`) makes somebody a deputy, no membership does.
"""

from django.db import models


class Role(models.TextChoices):
    ASSEMBLY_OFFICE = "assembly_office", "提案委／代表工委工作人员"
    GOVERNMENT_OFFICE = "government_office", "政府办公室工作人员"
    UNIT_OFFICE = "unit_office", "承办单位办公室"
    CLERK = "clerk", "经办人"
    SECTION_HEAD = "section_head", "科室负责人"
    LEADER_IN_CHARGE = "leader_in_charge", "分管领导"
    SIGNER = "signer", "签发人"
    PRINT_STAFF = "print_staff", "文印人员"


class UnitKind(models.TextChoices):
    HANDLING = "handling", "承办单位"
    ASSEMBLY_OFFICE = "assembly_office", "人大／政协工作机构"
    GOVERNMENT_OFFICE = "government_office", "政府办公室"


# Which roles make sense in which kind of unit; a government office may also handle items itself.
HANDLING_ROLES = (
    Role.UNIT_OFFICE,
    Role.CLERK,
    Role.SECTION_HEAD,
    Role.LEADER_IN_CHARGE,
    Role.SIGNER,
    Role.PRINT_STAFF,
)
# Who prints and delivers a unit's letters.
PRINTING_ROLES = (Role.PRINT_STAFF, Role.UNIT_OFFICE)
ROLES_OF_UNIT: dict[str, tuple[Role, ...]] = {
    UnitKind.HANDLING: HANDLING_ROLES,
    UnitKind.ASSEMBLY_OFFICE: (Role.ASSEMBLY_OFFICE,),
    UnitKind.GOVERNMENT_OFFICE: (Role.GOVERNMENT_OFFICE, *HANDLING_ROLES),
}
