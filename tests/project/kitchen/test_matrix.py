"""What the matcher calls the same, the bistro takes; what it calls something else, the bistro refuses."""

from collections import Counter
from typing import Any

import pytest

from kitchen.matrix import REFERENCES, VARIANTS, Variant, session

pytestmark = pytest.mark.usefixtures("routed")


def test_counts() -> None:
    """There are 31 right and 32 wrong ones, in six groups, each with a reference, and no two with the same name."""
    assert Counter(variant.right for variant in VARIANTS) == {True: 31, False: 32}
    assert set(REFERENCES) == {"query", "bearer", "basic", "json", "form", "multipart"}
    assert len({(variant.group, variant.name) for variant in VARIANTS}) == 63


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: f"{variant.group}: {variant.name}")
def test_variant(variant: Variant, world: dict[str, Any]) -> None:
    """A right variant is answered as the reference is; a wrong one with a problem of the guest's."""
    with session() as own:
        response = own.send(variant.prepare("http://bistro.test", world), timeout=5)
        if not variant.right:
            assert 400 <= response.status_code < 500, response.text
            assert response.headers["Content-Type"] == "application/problem+json"
            return
        wanted = own.send(REFERENCES[variant.group].prepare("http://bistro.test", world), timeout=5)
        assert response.status_code == wanted.status_code < 300, response.text
        assert without_id(response.json()) == without_id(wanted.json())


def without_id(document: Any) -> Any:
    """A document but for what is new each time something is made."""
    return {k: v for k, v in document.items() if k not in ("id", "table")} if isinstance(document, dict) else document
