"""OpenAI's own client asks what stands in a recording; what it reads goes out as JSON, an answer (or error) each.

Standard input: `{"cassette": …, "what": "chat" | "stream" | "embeddings"}`, or `"tools"` with `results`: what the
tools return, in the order of their calls.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import openai
from replaying import asked, replaying


def reply(answer: Any) -> dict[str, Any]:
    """What a `Reply` of e35 has, out of a ChatCompletion."""
    choice = answer.choices[0]
    return {
        "text": choice.message.content,
        "finish_reason": choice.finish_reason,
        "prompt_tokens": answer.usage.prompt_tokens,
        "completion_tokens": answer.usage.completion_tokens,
        "request_id": answer._request_id,
        "tool_calls": [call.model_dump() for call in choice.message.tool_calls or []],
    }


def chat(client: openai.OpenAI, body: dict[str, Any]) -> dict[str, Any]:
    return reply(client.chat.completions.create(**body))


def stream(client: openai.OpenAI, body: dict[str, Any]) -> dict[str, Any]:
    """A stream, put together as somebody who trusts the client would."""
    read: dict[str, Any] = {"pieces": [], "finish_reason": ""}
    try:
        with client.chat.completions.create(**body) as chunks:
            read["request_id"] = chunks.response.headers.get("x-request-id")
            for chunk in chunks:
                if chunk.usage:
                    read["prompt_tokens"] = chunk.usage.prompt_tokens
                    read["completion_tokens"] = chunk.usage.completion_tokens
                for choice in chunk.choices[:1]:
                    read["finish_reason"] = choice.finish_reason or read["finish_reason"]
                    if choice.delta.content:
                        read["pieces"].append(choice.delta.content)
    except openai.APIError as error:
        return {**failed(error), "pieces": read["pieces"]}
    return read


def embeddings(client: openai.OpenAI, body: dict[str, Any]) -> dict[str, Any]:
    """The vectors, in the order in which the client gives them. It asks for base64 unless it is told otherwise."""
    body = {name: value for name, value in body.items() if name != "encoding_format"}
    answer = client.embeddings.create(**body)
    return {"vectors": [[item.index, list(item.embedding)] for item in answer.data]}


def tools(client: openai.OpenAI, body: dict[str, Any], results: list[str]) -> dict[str, Any]:
    """One turn with tools; its second request has the transcript as this client writes it."""
    message = client.chat.completions.create(**body).choices[0].message
    calls = message.tool_calls or []
    said = [*body["messages"], message.model_dump(exclude_unset=True)]
    for call, result in zip(calls, results, strict=True):
        said.append({"role": "tool", "tool_call_id": call.id, "content": result})
    last = client.chat.completions.create(**{**body, "messages": said})
    return {"calls": [[call.function.name, call.function.arguments] for call in calls], **reply(last)}


def failed(error: openai.APIError) -> dict[str, Any]:
    status = getattr(error, "status_code", None)
    return {"error": type(error).__name__, "status": status, "message": str(error)}


def main(told: dict[str, Any]) -> list[dict[str, Any]]:
    cassette = Path(told["cassette"])
    there = asked(cassette)
    client = openai.OpenAI(base_url=there.base_url, api_key=there.api_key, max_retries=0)
    read = []
    with replaying(cassette):
        if told["what"] == "tools":
            return [tools(client, there.bodies[0], told["results"])]
        for body in there.bodies:
            try:
                read.append({"chat": chat, "stream": stream, "embeddings": embeddings}[told["what"]](client, body))
            except openai.APIError as error:
                read.append(failed(error))
    return read


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
