"""The text is printed, and nothing returned.

caught by: asks_the_model
message: returned None
"""

import requests


def chat(base_url, api_key, model, messages, *, max_completion_tokens=None, timeout=5.0, session=None):
    url = f"{base_url}/chat/completions"
    headers = {"Authorization": f"Bearer {api_key}"}
    body = {"model": model, "messages": messages}
    if max_completion_tokens is not None:
        body["max_completion_tokens"] = max_completion_tokens
    response = (session or requests).post(url, headers=headers, json=body, timeout=timeout)
    if not response.ok:
        try:
            message = response.json()["error"]["message"]
        except (ValueError, KeyError, TypeError):
            message = response.reason
        raise requests.HTTPError(message, response=response)
    print(response.json()["choices"][0]["message"]["content"])
