"""The test helpers themselves: every state can be reached through services, for both bodies."""

import pytest

from proposals.states import ProposalState
from tests.road import draft_of, walk
from tests.world import World


@pytest.mark.parametrize("state", ProposalState)
@pytest.mark.parametrize("username", ["jia_member1", "yi_deputy1"])
def test_every_state_can_be_walked_to(world: World, username: str, state: ProposalState):
    item = walk(draft_of(world.seat(username)), state)
    assert item.state == state
