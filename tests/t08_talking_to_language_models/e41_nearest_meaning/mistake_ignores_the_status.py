"""M17 · The status is not looked at.

caught by: raises_for_an_error
message: HTTPError
"""

import base64
import math
import struct

import requests


def nearest(base_url, api_key, model, query, texts, *, batch=16, timeout=5.0, session=None):
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
        found = sorted(response.json()["data"], key=lambda item: item["index"])
        if [item["index"] for item in found] != list(range(len(some))):
            raise ValueError(f"{len(found)} embeddings came for {len(some)} inputs, or not one for each")
        vectors += [numbers(item["embedding"]) for item in found]
    of_query, *of_texts = vectors
    scored = [(cosine(of_query, vector), text) for vector, text in zip(of_texts, texts, strict=True)]
    return sorted(scored, key=lambda pair: pair[0], reverse=True)


def numbers(embedding: str | list[float]) -> list[float]:
    if not isinstance(embedding, str):
        return embedding
    packed = base64.b64decode(embedding)
    return list(struct.unpack(f"<{len(packed) // 4}f", packed))


def cosine(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other))
