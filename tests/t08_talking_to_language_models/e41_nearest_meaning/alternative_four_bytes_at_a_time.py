"""One number after the other is read, and the embeddings are put in their places."""

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
        response.raise_for_status()
        places = [None] * len(some)
        for item in response.json()["data"]:
            places[item["index"]] = item["embedding"]
        if None in places:
            raise ValueError(f"no embedding came for {some[places.index(None)]!r}")
        vectors.extend(map(numbers, places))
    of_query, *of_texts = vectors
    scored = [(cosine(of_query, vector), text) for vector, text in zip(of_texts, texts, strict=True)]
    return sorted(scored, key=lambda pair: pair[0], reverse=True)


def numbers(embedding: str | list[float]) -> list[float]:
    if isinstance(embedding, list):
        return embedding
    return [number for (number,) in struct.iter_unpack("<f", base64.b64decode(embedding))]


def cosine(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other))
