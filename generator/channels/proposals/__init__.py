"""A proposal becomes a branch: files, one commit and the address where the request to accept it opens.

``propose`` is the one way for all who make a branch of records (a keeper's command, a folder of letters, a job of the
forge). The commit is made beside everything: the person's branch, their index and their folder are not touched, and a
run that is killed leaves nothing but objects that git clears away by itself. A second proposal for the same branch is a
further commit on it; nobody's commit is ever thrown away.
"""

from generator.channels.proposals.branches import (
    ProposedBranch,
    accept,
    branch_name,
    content_on,
    draft,
    propose,
    refuse_paths,
    tip_of,
)
from generator.channels.proposals.targets import Destination, NotProposed, find_destination, held_by

__all__ = [
    "Destination", "NotProposed", "ProposedBranch", "accept", "branch_name", "content_on", "draft", "find_destination",
    "held_by", "propose", "refuse_paths", "tip_of",
]  # fmt: skip
