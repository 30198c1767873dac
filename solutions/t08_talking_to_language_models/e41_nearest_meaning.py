"""e41 · Nearest meaning

«Nobody came for ages», writes a guest. Who has complained of that before? No word is the same, so a search finds
nothing. An embedding is a long list of numbers that says where a text stands in the land of meanings: what means
nearly the same stands in nearly the same direction, whatever words it uses.
"""

import base64
import math
import struct

import requests


def nearest(
    base_url: str,
    api_key: str,
    model: str,
    query: str,
    texts: list[str],
    *,
    batch: int = 16,
    timeout: float = 5.0,
    session: requests.Session | None = None,
) -> list[tuple[float, str]]:
    """Return all ``texts`` with their scores, those that mean most nearly what ``query`` means first.

    A score is the cosine of the angle between the query's vector and the text's: their products summed up, divided by
    both lengths. (Some models give vectors of length 1, others don't.) Equal scores stay in the order of ``texts``, and
    a text that is there twice comes twice.

    The vectors come from ``POST {base_url}/embeddings`` with ``Authorization: Bearer <api_key>``. The query comes first
    and then the texts, in their order, ``batch`` of all these in one request, and what is left in the last. The JSON of
    a request::

        {"model": model, "input": ["Nobody came for ages.", "The soup was cold."], "encoding_format": "base64"}

    and of its answer, where ``index`` is the place in *this* request's ``input``. The order of ``data`` says nothing::

        {"data": [{"index": 1, "embedding": "zcxMPgAAAD8="}, {"index": 0, "embedding": "AACAPwAAAAA="}]}

    =======================  ===================================================================================
    an ``embedding``         a text: base64 of numbers of 32 bits each (IEEE 754 float, little-endian)
                             a list of numbers, from servers that don't know ``encoding_format``: take it as it is
    no ``texts``             [], and no request
    =======================  ===================================================================================

    Wait at most ``timeout`` seconds for each answer. The requests go over ``session`` when one is passed in.

    Raises:
        requests.HTTPError: for an error status.
        ValueError: when an answer has not exactly one embedding for each of its inputs.
    """
    if not texts:
        return []
    inputs, vectors = [query, *texts], []
    for start in range(0, len(inputs), batch):
        some = inputs[start : start + batch]
        response = (session or requests).post(
            f"{base_url}/embeddings",
            headers={"Authorization": f"Bearer {api_key}"},
            json={"model": model, "input": some, "encoding_format": "base64"},
            timeout=timeout,
        )
        response.raise_for_status()
        # By index, not as they come: nothing would crash, every text would just mean what another one means.
        found = sorted(response.json()["data"], key=lambda item: item["index"])
        if [item["index"] for item in found] != list(range(len(some))):
            raise ValueError(f"{len(found)} embeddings came for {len(some)} inputs, or not one for each")
        vectors += [numbers(item["embedding"]) for item in found]
    of_query, *of_texts = vectors
    scored = [(cosine(of_query, vector), text) for vector, text in zip(of_texts, texts, strict=True)]
    # By the score only: sorting pairs would sort equal scores by their texts. sorted() keeps the order of equals.
    return sorted(scored, key=lambda pair: pair[0], reverse=True)


def numbers(embedding: str | list[float]) -> list[float]:
    """The numbers of an embedding, however the server wrote them."""
    if not isinstance(embedding, str):
        return embedding
    packed = base64.b64decode(embedding)
    # `<`: little-endian, whatever this machine is.
    return list(struct.unpack(f"<{len(packed) // 4}f", packed))


def cosine(one: list[float], other: list[float]) -> float:
    """The cosine of the angle between two vectors: 1.0 for the same direction, 0.0 for a right angle."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other))
