"""It keeps a Session for all batches, and divides each vector by its length at once."""

import base64
import math
import struct

import requests


def nearest(base_url, api_key, model, query, texts, *, batch=16, timeout=5.0, session=None):
    if not texts:
        return []
    vectors = []
    waiter = session or requests.Session()
    waiting = [query, *texts]
    while waiting:
        now, waiting = waiting[:batch], waiting[batch:]
        answer = waiter.post(
            base_url + "/embeddings",
            json={"encoding_format": "base64", "input": now, "model": model},
            headers={"authorization": f"Bearer {api_key}"},
            timeout=timeout,
        )
        answer.raise_for_status()
        places = {item["index"]: numbers(item["embedding"]) for item in answer.json()["data"]}
        if len(places) != len(now):
            raise ValueError("not one embedding for each input")
        vectors += [places[place] for place in range(len(now))]
    of_query, *of_texts = vectors
    scored = [(cosine(of_query, vector), text) for vector, text in zip(of_texts, texts, strict=True)]
    return sorted(scored, key=lambda pair: pair[0], reverse=True)


def numbers(embedding: str | list[float]) -> list[float]:
    if not isinstance(embedding, str):
        return embedding
    packed = base64.b64decode(embedding)
    return list(struct.unpack(f"<{len(packed) // 4}f", packed))


def cosine(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(unit(one), unit(other), strict=True))


def unit(vector):
    length = math.sqrt(sum(number * number for number in vector))
    return [number / length for number in vector]
