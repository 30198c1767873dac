"""Each round is a call of the same function, which adds what it got to what comes after; a Session of its own."""

from dataclasses import dataclass, field, replace

import requests

GO_ON = "Go on exactly where you stopped. Do not repeat anything."


class Refused(Exception):
    pass


@dataclass(frozen=True)
class Reply:
    text: str | None
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int
    request_id: str | None = None
    tool_calls: list = field(default_factory=list)


def finish(base_url, api_key, model, messages, *, max_rounds=3, max_completion_tokens=None, timeout=5.0, session=None):
    if session is None:
        with requests.Session() as session:
            return finish(
                base_url,
                api_key,
                model,
                messages,
                max_rounds=max_rounds,
                max_completion_tokens=max_completion_tokens,
                timeout=timeout,
                session=session,
            )
    limit = {"max_completion_tokens": max_completion_tokens} if max_completion_tokens else {}
    response = session.post(
        f"{base_url}/chat/completions",
        headers={"Authorization": f"Bearer {api_key}"},
        json={**limit, "messages": messages, "model": model},
        timeout=timeout,
    )
    response.raise_for_status()
    reply = reply_of(response)
    if reply.finish_reason != "length" or max_rounds <= 1:
        return reply
    rest = finish(
        base_url,
        api_key,
        model,
        [*messages, {"role": "assistant", "content": reply.text}, {"role": "user", "content": GO_ON}],
        max_rounds=max_rounds - 1,
        max_completion_tokens=max_completion_tokens,
        timeout=timeout,
        session=session,
    )
    return replace(
        rest,
        text=(reply.text or "") + (rest.text or ""),
        prompt_tokens=reply.prompt_tokens + rest.prompt_tokens,
        completion_tokens=reply.completion_tokens + rest.completion_tokens,
    )


def reply_of(response):
    answer = response.json()
    match answer["choices"][0]:
        case {"finish_reason": "content_filter"}:
            raise Refused("filtered")
        case {"message": {"refusal": str(refusal)}}:
            raise Refused(f"The model refuses: {refusal}")
        case {"message": message, "finish_reason": reason}:
            return Reply(
                message.get("content"),
                reason,
                answer["usage"]["prompt_tokens"],
                answer["usage"]["completion_tokens"],
                response.headers.get("X-Request-Id"),
                message.get("tool_calls", []),
            )
