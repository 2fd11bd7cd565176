"""What is changed in the tables of the admin is written down: who, which row, which fields."""

from django.urls import reverse

from accounts.models import AuditEvent
from tests.proposals.office import browser
from tests.world import World


def test_a_changed_topic_is_in_the_audit_trail(world: World):
    topic = world.jia.cppcc.topic
    office = browser(world["jia_cppcc_office"])
    page = reverse("admin:proposals_topic_change", args=[topic.pk])
    given = {"assembly": topic.assembly_id, "name": "改名", "order": topic.order, "is_active": "on"}
    assert office.post(page, given).status_code == 302
    event = AuditEvent.objects.get(what="topic.change")
    assert (event.by, event.object_type, event.object_id, event.detail) == (
        world["jia_cppcc_office"],
        "proposals.topic",
        topic.pk,
        {"fields": ["name"]},
    )
