"""System checks of the workflow: what tests prove once, every start proves again."""

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

from proposals.models import Proposal
from proposals.permissions import REVERSE_NAMES
from proposals.states import STAGE_OF, ProposalState
from proposals.workflow import TABLE


@register("workflow")
def workflow_is_whole(app_configs: list[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """proposals.E001 a step without a method · E002 a state nobody reaches · E003 a state without a stage ·
    E004 a name of responses/ that does not exist."""
    errors: list[CheckMessage] = []
    for step in TABLE:
        if not hasattr(getattr(Proposal, step.action, None), "_django_fsm"):
            errors.append(Error(f"步骤 {step.action} 没有对应的方法。", id="proposals.E001"))
    reached = {ProposalState.DRAFT} | {target for step in TABLE for target in step.targets}
    errors += [
        Error(f"没有步骤通往状态 {state}。", id="proposals.E002")
        for state in ProposalState
        if state not in reached
    ]
    errors += [
        Error(f"状态 {state} 不属于任何阶段。", id="proposals.E003")
        for state in ProposalState
        if state not in STAGE_OF
    ]
    errors += [
        Error(f"{label}.{name} 不存在，而流程表要用到它。", id="proposals.E004")
        for label, name in REVERSE_NAMES
        if not hasattr(apps.get_model(label), name)
    ]
    return errors
