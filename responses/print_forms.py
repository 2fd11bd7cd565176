"""What the print office chooses and types: the filter of its queue, a job's order, a batch of deliveries."""

from collections.abc import Sequence

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from accounts.models import Unit
from accounts.now import today
from proposals.states import Kind
from responses.models import ReplyLetter
from responses.models.letter import Channel
from responses.models.print_job import JobFileKind
from responses.services.print_job_copies import CopiesRule
from responses.services.print_jobs import EXTRAS

ROWS_A_PAGE = 50
MOST_OF_EACH = 50
LONGEST_SEARCH = 60
# What a letter waits for, in the order of the work; each is a tab of the queue.
WAITING, PRINTED, DELIVERED, VOID = "waiting", "printed", "delivered", "void"
TABS: dict[str, tuple[str, Q]] = {
    WAITING: ("待打印", Q(is_void=False, is_printed=False)),
    PRINTED: ("已打印，待送达", Q(is_void=False, is_printed=True, is_delivered=False)),
    DELIVERED: ("已送达", Q(is_void=False, is_printed=True, is_delivered=True)),
    VOID: ("已作废、已更正", Q(is_void=True)),
}
# What of the queue a job is ordered for.
TICKED, PAGE, ALL = "ticked", "page", "all"
SCOPES = (TICKED, PAGE, ALL)
COUNTS = ("to_each", "to_copied", "archive")
DAY_ERRORS = {"invalid": "日期请写作 2023-06-29。"}


def _day_box() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class QueueFilter(forms.Form):
    """Which letters of the queue are shown; an unknown tab, unit or body counts as not chosen."""

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    unit = forms.ChoiceField(label="单位", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "提案和建议"), *Kind.choices])
    since = forms.DateField(label="印发日期从", required=False, widget=_day_box(), error_messages=DAY_ERRORS)
    until = forms.DateField(label="到", required=False, widget=_day_box(), error_messages=DAY_ERRORS)
    words = forms.CharField(label="文号或标题", required=False, max_length=LONGEST_SEARCH)

    def __init__(self, data: object, units: Sequence[Unit]) -> None:
        super().__init__(data, label_suffix="")
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [
            ("", "全部"),
            *((key, unit.short_name) for key, unit in self.units.items()),
        ]
        self.fields["words"].widget.input_type = "search"
        self.full_clean()

    @property
    def tab(self) -> str:
        """The tab asked for, the first one for anything unknown."""
        asked = self.cleaned_data.get("show", "")
        return asked if asked in TABS else WAITING

    @property
    def day_errors(self) -> list[str]:
        """A sentence for each day that is none."""
        return [
            f"{self.fields[name].label}：{text}"
            for name in ("since", "until")
            for text in self.errors.get(name, ())
        ]

    def narrowed(self, letters: QuerySet[ReplyLetter]) -> QuerySet[ReplyLetter]:
        """Return the letters of the unit, kind, days and words asked for, of every tab."""
        asked = self.cleaned_data
        if asked.get("unit"):
            letters = letters.filter(response__assignment__unit=self.units[asked["unit"]])
        if asked.get("kind"):
            letters = letters.filter(response__proposal__kind=asked["kind"])
        if asked.get("since"):
            letters = letters.filter(printed_on__gte=asked["since"])
        if asked.get("until"):
            letters = letters.filter(printed_on__lte=asked["until"])
        for word in asked.get("words", "").split():
            letters = letters.filter(Q(number__icontains=word) | Q(title__icontains=word))
        return letters

    def page_of(self, letters: QuerySet[ReplyLetter], number: str | None) -> Page:
        """Return one page of the tab's letters; the nearest one for a page that is none."""
        return Paginator(letters.filter(TABS[self.tab][1]), ROWS_A_PAGE).get_page(number)

    def choices_made(self) -> list[tuple[str, str]]:
        """Return what was chosen as names and values, to be carried along by links and forms."""
        chosen = {"show": self.tab}
        for name, value in self.cleaned_data.items():
            if name != "show" and value:
                chosen[name] = str(value)
        return list(chosen.items())


def _count(label: str, help_text: str) -> forms.IntegerField:
    wrong = f"{label}的份数请填 0 到 {MOST_OF_EACH} 的整数。"
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST_OF_EACH,
        error_messages={"required": wrong, "invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class JobForm(forms.Form):
    """How many copies for whom, what is printed along, why again."""

    to_each = _count("主送每人", "每位收件人几份")
    to_copied = _count("抄送每个单位", "抄送栏里的每个单位几份")
    archive = _count("存档", "本单位留存几份")
    wants = forms.MultipleChoiceField(
        label="同时生成",
        required=False,
        choices=[(kind.value, JobFileKind(kind).label) for kind in EXTRAS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从所列的随附文件中选择。"},
    )
    reason = forms.CharField(
        label="重印理由",
        required=False,
        max_length=200,
        error_messages={"max_length": "重印理由最多 200 个字。"},
    )
    leave_out = forms.BooleanField(label="不能打印的先不印，只印其余的", required=False)

    def __init__(self, data: object = None) -> None:
        rule = CopiesRule()
        initial = {
            "to_each": rule.to_each,
            "to_copied": rule.to_copied,
            "archive": rule.archive,
            "wants": [JobFileKind.COVER.value],
        }
        super().__init__(data, initial=initial, label_suffix="")

    def rule(self) -> CopiesRule:
        """Return the copies asked for, once is_valid() has said yes."""
        return CopiesRule(**{name: self.cleaned_data[name] for name in COUNTS})

    def shown_rule(self) -> CopiesRule:
        """Return the copies the boxes show: what was typed where it is a number, else what they began with."""
        typed = self.cleaned_data if self.is_bound else {}
        return CopiesRule(**{name: typed.get(name, self.initial[name]) for name in COUNTS})


class JobPrintedForm(forms.Form):
    """Why letters of the pile were printed again, where some were printed since the job was ordered."""

    reason = forms.CharField(
        label="重印理由",
        required=False,
        max_length=200,
        help_text="有的函件在生成任务以后已登记过打印。",
        error_messages={"max_length": "重印理由最多 200 个字。"},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data, label_suffix="")


class BatchDeliveryForm(forms.Form):
    """How and when the ticked recipients' copies went out, all in the same way on the same day."""

    channel = forms.ChoiceField(
        label="方式",
        choices=[("", "请选择"), (Channel.POST, Channel.POST.label), (Channel.HAND, Channel.HAND.label)],
        error_messages={"required": "请选择送达方式。", "invalid_choice": "请选择送达方式。"},
    )
    sent_on = forms.DateField(
        label="发出日期",
        widget=_day_box(),
        error_messages={"required": "请填写发出日期。", "invalid": "发出日期请写作 2023-06-29。"},
    )
    received_on = forms.DateField(
        label="收到日期（可不填）",
        required=False,
        widget=_day_box(),
        error_messages={"invalid": "收到日期请写作 2023-06-29。"},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data, initial={"sent_on": today()}, label_suffix="")
        for name in ("sent_on", "received_on"):
            self.fields[name].widget.attrs["max"] = today().isoformat()
