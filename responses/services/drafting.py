"""Drafting: begin a round's text, save it version by version, answer each demand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import User
from accounts.now import now
from proposals.errors import NotYours, StaleStep, StepBlocked, StepNotOpen
from proposals.models import Proposal
from proposals.permissions import lead_clerk, open_lead, open_response
from proposals.services.perform import locked
from proposals.services.storable import refuse_unstorable
from proposals.states import ProposalState as S
from responses.letters.frozen import first_words
from responses.models import DemandAnswer, Response, ResponseRevision
from responses.models.response import SECRET, ResponseKind, Urgency, Verdict
from responses.permissions import may_edit_draft
from responses.services.correcting import begin_correction, is_correction
from responses.services.locking import locked_text
from responses.services.proofreading import count_open

NOT_THE_WRITER = "只有主办单位经办人可以在办理（拟稿）环节修改答复稿。"
LONGEST_BODY = 120_000  # characters: about two hundred pages
MOST_PARAGRAPHS = 4_000  # about two hundred pages, were each a line
TOO_MANY_PARAGRAPHS = f"正文超过 {MOST_PARAGRAPHS} 段，请把资料改作附件。"
NO_STATE_SECRETS = "本系统不得处理涉密件，请按保密规定另行办理。"
OPENING, CLOSING = ("（", "("), ("）", ")")
BRACKETS_AROUND_NOTE = "附注首尾的括号自动加上，请删去首尾的括号。"
LONGEST_NOTE = DemandAnswer._meta.get_field("note").max_length


@dataclass(frozen=True)
class Draft:
    """What the clerk typed; `verdicts` maps a demand's key to (verdict, note)."""

    body: str
    addressee: str
    contact_name: str
    contact_phone: str
    copies: str
    resolution_class: str
    verdicts: Mapping[int, tuple[str, str]]
    urgency: str = ""
    secrecy: str = ""
    note: str = ""


@transaction.atomic
def start_response(proposal: Proposal, *, by: User) -> Response:
    """Return the round's open text, begun from the assembly's phrases if there is none yet.

    A text that a released unit left is closed, not taken over. Raises NotYours or StepNotOpen.
    """
    row = locked(proposal)
    if lead_clerk(row, by) is None:
        raise NotYours("由主办单位经办人拟稿。")
    if row.state != S.DRAFTING:
        raise StepNotOpen("这一件现在不在办理（拟稿）环节。")
    begun = open_response(row)
    if begun is not None:
        return begun
    lead = open_lead(row)
    row.responses.filter(round_no=row.round_no, is_open=True).update(is_open=False)
    if is_correction(row):
        return count_open(begin_correction(row, lead))
    again = row.responses.filter(letter__isnull=False).exists()
    words = first_words(row, lead.unit, again=again)
    _refuse_long_phrases(words)
    begun = Response.objects.create(
        proposal=row,
        assignment=lead,
        round_no=row.round_no,
        kind=ResponseKind.AGAIN if again else ResponseKind.REPLY,
        contact_name=by.name,
        contact_phone=lead.unit.phone,
        created_at=now(),
        **words,
    )
    return count_open(begun)


@transaction.atomic
def save_draft(response: Response, draft: Draft, *, by: User, version: int) -> Response:
    """Save the text as a new version; `version` is the one the page was opened with.

    Somebody else's newer version raises StaleStep and changes nothing, so neither text is lost. Raises NotYours,
    StepBlocked (unknown class, verdict or demand, text too long).
    """
    row = locked_text(response)
    proposal = row.proposal
    if not may_edit_draft(by, row):
        raise NotYours(NOT_THE_WRITER)
    if row.version != version:
        raise StaleStep("这份稿件已有人另存了新的一稿。您写的内容还在下面，请对照最新稿合并后再保存。")
    _refuse_unknown(proposal, draft)
    row.body = "\n".join(line.rstrip() for line in draft.body.replace("\r\n", "\n").split("\n")).rstrip("\n")
    row.addressee = draft.addressee.strip()
    row.contact_name = draft.contact_name.strip()
    row.contact_phone = draft.contact_phone.strip()
    row.copies = draft.copies.strip()
    row.resolution_class = draft.resolution_class
    row.urgency = draft.urgency
    row.secrecy = draft.secrecy.strip()
    row.note = note_as_printed(draft.note)
    row.version = version + 1
    row.save()
    ResponseRevision.objects.create(
        response=row, number=row.version, body=row.body, saved_by=by, saved_at=now()
    )
    for demand, (verdict, note) in draft.verdicts.items():
        DemandAnswer.objects.update_or_create(
            response=row, demand_id=demand, defaults={"verdict": verdict, "note": note.strip()}
        )
    count_open(row)
    audit.record("response.save", by=by, about=row, unit=row.assignment.unit, version=row.version)
    return row


def draft_of(response: Response) -> Draft:
    """Return the saved text as the clerk would type it again."""
    answers = response.demand_answers.values_list("demand", "verdict", "note")
    return Draft(
        body=response.body,
        addressee=response.addressee,
        contact_name=response.contact_name,
        contact_phone=response.contact_phone,
        copies=response.copies,
        resolution_class=response.resolution_class,
        urgency=response.urgency,
        secrecy=response.secrecy,
        note=response.note,
        verdicts={demand: (verdict, note) for demand, verdict, note in answers},
    )


def note_as_printed(typed: str) -> str:
    """Return a 附注 as one line without the brackets around it, which the layout sets (GB/T 9704-2012 7.3.6)."""
    line = " ".join(typed.split())
    if line and line[0] in OPENING and line[-1] in CLOSING and not set(line[1:-1]) & {*OPENING, *CLOSING}:
        line = line[1:-1].strip()
    return line


def _refuse_unknown(proposal: Proposal, draft: Draft) -> None:
    sentences = []
    if len(draft.body) > LONGEST_BODY:
        sentences.append(f"正文超过 {LONGEST_BODY} 字，请把资料改作附件。")
    if len(draft.body.splitlines()) > MOST_PARAGRAPHS:
        sentences.append(TOO_MANY_PARAGRAPHS)
    if any(len(note.strip()) > LONGEST_NOTE for _, note in draft.verdicts.values()):
        sentences.append(f"诉求的说明最多 {LONGEST_NOTE} 字，请改短。")
    if draft.resolution_class and draft.resolution_class not in proposal.rules.class_scheme:
        sentences.append("所选类别不在本机构的类别之内。")
    sentences += _refused_marks(draft)
    if not set(draft.verdicts) <= set(proposal.demands.values_list("pk", flat=True)):
        sentences.append("诉求清单已有变化，请刷新页面。")
    if any(verdict and verdict not in Verdict.values for verdict, _ in draft.verdicts.values()):
        sentences.append("请从所列结论中选择。")
    if sentences:
        raise StepBlocked(*sentences)
    refuse_unstorable(
        {
            "正文": draft.body,
            "主送": draft.addressee,
            "联系人": draft.contact_name,
            "联系电话": draft.contact_phone,
            "抄送": draft.copies,
            "保密标注": draft.secrecy,
            "附注": draft.note,
            "诉求的说明": "".join(note for _, note in draft.verdicts.values()),
        }
    )


def _refused_marks(draft: Draft) -> list[str]:
    """Return a sentence for each mark no letter may bear: of urgency, of secrecy, the 附注."""
    sentences = []
    if draft.urgency not in Urgency.values:
        sentences.append("紧急程度请从“加急”“特急”中选择，或不标注。")
    if any(mark in draft.secrecy for mark in SECRET):
        sentences.append(NO_STATE_SECRETS)
    note = note_as_printed(draft.note)
    if note and note[0] in OPENING and note[-1] in CLOSING:
        sentences.append(BRACKETS_AROUND_NOTE)
    return sentences


def _refuse_long_phrases(words: Mapping[str, str]) -> None:
    """Raise StepBlocked for what the rules' phrases make longer than its field holds."""
    fields = [(Response._meta.get_field(name), text) for name, text in words.items()]
    sentences = [
        f"按办理规则写成的{field.verbose_name}有 {len(text)} 字，最多 {field.max_length} 字；"
        "请本机构办公室修改办理规则中的函件用语。"
        for field, text in fields
        if field.max_length and len(text) > field.max_length
    ]
    if sentences:
        raise StepBlocked(*sentences)
