"""The project checked against its own laws (docs/architecture.md): what no single test of behaviour would notice."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from celery import Task
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template.loader import get_template
from django.utils import translation
from django_fsm import FSMField

from config.celery import app
from proposals.management.commands import workflow as manual

ROOT = settings.BASE_DIR
APPS = ("accounts", "documents", "proposals", "references", "responses", "seeds")
TEMPLATES = ROOT / "templates"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Django asks for these by name.
ASKED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "registration/login.html"}


# A print job's own state is set by its one method; it is no item's.
PRINT_JOB = "responses/models/print_job.py"


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every Python file of the product that is no migration, parsed."""
    for room in (*APPS, "config"):
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


# -- the state moves through one door -----------------------------------------------------------------


def test_nothing_assigns_a_state():
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and str(path) != PRINT_JOB
        and node.attr == "state"
        and isinstance(node.ctx, ast.Store | ast.Del)
    ]
    assert found == []


def test_nothing_updates_a_state_in_the_database():
    calls = [
        (path, node) for path, tree in sources() for node in ast.walk(tree) if isinstance(node, ast.Call)
    ]
    updates = [
        f"{path}:{node.lineno}"
        for path, node in calls
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in ("update", "update_or_create", "bulk_update")
        and any(keyword.arg == "state" for keyword in node.keywords)
    ]
    raw = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(r"UPDATE\s+proposals_proposal\b", node.value)
    ]
    assert (updates, raw) == ([], [])


def test_only_services_call_perform():
    callers = {
        str(path)
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "perform"
    }
    assert callers
    assert {caller for caller in callers if "/services/" not in caller} == set()


def test_the_one_machine_is_the_items_and_its_state_is_protected():
    fields = [
        field
        for model in our_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FSMField)
    ]
    assert [(field.model._meta.label, field.name, field.protected) for field in fields] == [
        ("proposals.Proposal", "state", True)
    ]


def test_nobody_uses_the_admin_mixin_that_asks_no_permission():
    named = [
        str(path)
        for path, tree in sources()
        for node in ast.walk(tree)
        if getattr(node, "id", "") == "FSMAdminMixin"
    ]
    assert named == []
    words = [
        str(path.relative_to(ROOT))
        for room in (*APPS, "config")
        for path in (ROOT / room).rglob("*.py")
        if "FSMAdmin" in path.read_text(encoding="utf-8")
    ]
    assert words == []


# -- time comes in from outside -----------------------------------------------------------------------


def test_only_one_module_asks_the_clock_on_the_wall():
    asked = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("timezone", "now")}
    found = {
        str(path)
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (getattr(node.func.value, "id", getattr(node.func.value, "attr", "")), node.func.attr) in asked
    }
    assert found == {"accounts/now.py"}


# -- the clock's schedule and the queue ---------------------------------------------------------------


@pytest.mark.parametrize("entry", sorted(app.conf.beat_schedule))
def test_what_the_schedule_names_exists_in_a_jobs_module(entry: str):
    name = app.conf.beat_schedule[entry]["task"]
    module, _, function = name.rpartition(".")
    assert module.endswith(".jobs")
    task = getattr(import_module(module), function)
    assert isinstance(task, Task)
    assert task.name == name


def test_every_job_is_on_the_schedule_and_every_task_takes_an_id():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    for room in APPS:
        for kind in ("jobs", "tasks"):
            if not (ROOT / room / f"{kind}.py").exists():
                continue
            module = import_module(f"{room}.{kind}")
            own = {
                item.name
                for item in vars(module).values()
                if isinstance(item, Task) and item.__module__ == module.__name__
            }
            assert own
            assert (own <= scheduled) is (kind == "jobs")


# -- pages --------------------------------------------------------------------------------------------


def template_names() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.is_file())


def is_asked_for_by_the_admin(name: str) -> bool:
    """Say whether Django's admin looks for a template of this name: one of its own, or one for a model of ours."""
    parts = name.split("/")
    if parts[0] != "admin":
        return False
    if len(parts) == 4:
        own_page = parts[3] in ("change_form.html", "change_list.html", "delete_confirmation.html")
        return own_page and parts[2] in {
            m._meta.model_name for m in apps.get_app_config(parts[1]).get_models()
        }
    return any((Path(folder) / name).exists() for folder in _admin_folders())


def _admin_folders() -> list[Path]:
    return [Path(apps.get_app_config("admin").path) / "templates"]


@pytest.mark.parametrize("name", template_names())
def test_every_template_is_used(name: str):
    if name in ASKED_BY_DJANGO or is_asked_for_by_the_admin(name):
        return
    texts = [
        path for room in (*APPS, "config", "templates") for path in (ROOT / room).rglob("*") if path.is_file()
    ]
    quoted = (f'"{name}"', f"'{name}'", f'"{Path(name).name}"')
    users = [
        path
        for path in texts
        if path.suffix in (".py", ".html")
        and path != TEMPLATES / name
        and any(words in path.read_text(encoding="utf-8") for words in quoted)
    ]
    assert users, f"nothing uses templates/{name}"


@pytest.mark.parametrize("name", [name for name in template_names() if name.endswith(".html")])
def test_every_template_compiles_and_every_one_it_names_exists(name: str):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    get_template(name)
    for named in re.findall(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"", text):
        get_template(named)


PAGES = [n for n in template_names() if n.endswith(".html") and re.match(r"(?!documents/(?!preview))", n)]


@pytest.mark.parametrize("name", PAGES)
def test_pages_carry_no_script_or_style_of_their_own(name: str):
    # The content security policy allows neither; papers (documents/, but for the preview) are no pages.
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*\bsrc=)|javascript:", text)
    assert "|safe" not in text


# -- the records -------------------------------------------------------------------------------------


def test_every_model_and_field_has_a_chinese_name():
    unnamed = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if not field.primary_key and not CHINESE.search(str(field.verbose_name))
    ]
    models_without = [
        model._meta.label
        for model in our_models()
        if not (
            CHINESE.search(str(model._meta.verbose_name))
            and CHINESE.search(str(model._meta.verbose_name_plural))
        )
    ]
    assert (unnamed, models_without) == ([], [])


def test_every_model_has_an_order_and_a_name_to_show():
    assert [model._meta.label for model in our_models() if not model._meta.ordering] == []
    assert [model._meta.label for model in our_models() if "__str__" not in vars(model)] == []


def test_every_choice_is_in_chinese():
    english = [
        f"{model._meta.label}.{field.name}: {label}"
        for model in our_models()
        for field in model._meta.concrete_fields
        for _, label in field.choices or ()
        if not CHINESE.search(str(label))
    ]
    assert english == []


def test_no_migration_is_missing_and_each_says_what_it_is_for():
    loader = MigrationLoader(None)
    with translation.override(None):  # Django's own words stand untranslated in migrations
        wanted = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph)
    assert {label for label in changes if label in APPS} == set()
    ours = [migration for (label, _), migration in loader.disk_migrations.items() if label in APPS]
    assert [str(m) for m in ours if not m.__class__.__doc__ and not m.initial] == []
    assert [m.name for m in ours if "_auto_" in m.name] == []


# -- generated texts -----------------------------------------------------------------------------------


def test_the_page_of_the_workflow_is_fresh():
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "run: ./run manage workflow --write"
