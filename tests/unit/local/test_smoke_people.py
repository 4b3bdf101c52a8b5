"""What the smoke test leaves behind where its administrator can't sign in."""

from typing import Any

import pytest

from tools.smoke.people import People
from tools.smoke.stack import StackError


class Pool:
    """Stands for Cognito: notes whose sign-ins are deleted."""

    def __init__(self) -> None:
        self.deleted: list[str] = []

    def admin_delete_user(self, **given: Any) -> None:
        self.deleted.append(given["Username"])


class Stack:
    """Stands for the stack that is tested."""

    user_pool_id = "pool"

    def __init__(self, pool: Pool) -> None:
        self.boto = {"cognito-idp": pool}.__getitem__


def test_sign_ins_are_deleted_also_where_the_administrator_cannot_sign_in() -> None:
    pool = Pool()
    people = People(Stack(pool), "x1")  # type: ignore[arg-type]
    people._made, people._signed_in = ["us_admin", "us_agent"], ["us_admin"]
    with pytest.raises(StackError, match="deactivate us_admin, us_agent"):
        people.leave()
    assert pool.deleted == ["us_admin"]
