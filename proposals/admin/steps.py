"""The steps whose services live in proposals/: their forms and calls."""

from proposals.services import assignment, intake, merging, splitting
from proposals.step_forms import (
    AcceptForm,
    AssignForm,
    DeclineForm,
    MergeForm,
    RegisterForm,
    ReleaseForm,
    SplitForm,
)
from proposals.step_pages import register, through

register("submit", None, through(intake.submit))
register("resubmit", None, through(intake.resubmit))
register("register", RegisterForm, through(intake.register))
register("give_back", None, through(intake.give_back))
register("decline", DeclineForm, through(intake.decline))
register("merge", MergeForm, through(merging.merge))
register("unmerge", None, through(merging.unmerge))
register("withdraw", None, through(merging.withdraw))
register("split", SplitForm, through(splitting.split))
register("assign", AssignForm, through(assignment.assign))
register("accept", AcceptForm, through(assignment.accept))
register("release", ReleaseForm, through(assignment.release))
