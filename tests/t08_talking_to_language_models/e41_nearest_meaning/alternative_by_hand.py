"""The requests are built by hand, numbers are read by `array`, and the sort is by the negative score."""

import array
import base64
import json
import math
import sys

import requests


def nearest(base_url, api_key, model, query, texts, *, batch=16, timeout=5.0, session=None):
    if not texts:
        return []
    inputs, vectors = [query, *texts], []
    own = session or requests.Session()
    for start in range(0, len(inputs), batch):
        some = inputs[start : start + batch]
        body = json.dumps({"model": model, "input": some, "encoding_format": "base64"})
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {api_key}"}
        request = requests.Request("POST", f"{base_url}/embeddings", data=body.encode(), headers=headers)
        response = own.send(own.prepare_request(request), timeout=(timeout, timeout))
        response.raise_for_status()
        found = sorted(response.json()["data"], key=lambda item: item["index"])
        if [item["index"] for item in found] != list(range(len(some))):
            raise ValueError(f"{len(found)} embeddings came for {len(some)} inputs, or not one for each")
        vectors += [numbers(item["embedding"]) for item in found]
    of_query, *of_texts = vectors
    scored = [(cosine(of_query, vector), text) for vector, text in zip(of_texts, texts, strict=True)]
    return sorted(scored, key=lambda pair: -pair[0])


def numbers(embedding: str | list[float]) -> list[float]:
    if not isinstance(embedding, str):
        return embedding
    found = array.array("f", base64.b64decode(embedding))
    if sys.byteorder == "big":
        found.byteswap()
    return found.tolist()


def cosine(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / (math.hypot(*one) * math.hypot(*other))
