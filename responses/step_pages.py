"""Give the steps whose services live here their pages; the workbench has the buttons of TEXT_STEPS as well."""

from proposals.step_forms import StepForm
from proposals.step_pages import register, through
from responses.forms import CorrectForm, RedoForm, RemarkForm
from responses.letter_forms import IssueForm
from responses.services.correcting import correct
from responses.services.issuing import issue
from responses.services.rating import close, redo, supplement
from responses.services.review import approve, recall, send_back, sign, submit_for_review

# The steps of one text, in the order of the table.
TEXT_STEPS = ("submit_for_review", "approve", "send_back", "sign", "recall", "issue")

register("submit_for_review", StepForm, through(submit_for_review))
register("approve", RemarkForm, through(approve))
register("send_back", StepForm, through(send_back))
register("sign", RemarkForm, through(sign))
register("recall", StepForm, through(recall))
register("issue", IssueForm, through(issue))
register("redo", RedoForm, through(redo))
register("supplement", StepForm, through(supplement))
register("correct", CorrectForm, through(correct))
register("close", StepForm, through(close))
