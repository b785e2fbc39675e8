"""Asks kprompt for a triage, from any Python service. Standard library only, Python 3.9 or newer.

    python3 fastapi_client.py http://localhost:8080 < pod.log
"""

import json
import os
import sys
import urllib.error
import urllib.request
from typing import Any, Iterator, Optional, Union

Lines = Union[str, "list[str]", "list[dict[str, Any]]"]


class KpromptError(Exception):
    """An answer that is no triage (RFC 9457), or none at all (`code` is then `unreachable`)."""

    def __init__(self, code: str, detail: str, status: int = 0, retry_after: Optional[int] = None):
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.status = status
        self.retry_after = retry_after  # seconds; kprompt sends it where another try makes sense


class Kprompt:
    """`timeout` is in seconds, and longer than LLM_TIMEOUT_MS of the function: past that, kprompt answers by rules."""

    def __init__(self, base_url: str, token: Optional[str] = None, timeout: float = 130):
        self.base_url = base_url.rstrip("/")
        self.token = token
        self.timeout = timeout

    def analyze(self, logs: Lines, traceparent: Optional[str] = None, **body: Any) -> "dict[str, Any]":
        """`body`: question, filters, … as in docs/http-api.md. Give `traceparent` to stay in the caller's trace."""
        with self._post({"logs": logs, **body}, "application/json", traceparent) as response:
            return json.load(response)

    def events(self, logs: Lines, traceparent: Optional[str] = None, **body: Any) -> "Iterator[tuple[str, Any]]":
        """The same as server-sent events: (`accepted`, …), (`progress`, …), then (`triage`, …) or (`problem`, …)."""
        with self._post({"logs": logs, **body}, "text/event-stream", traceparent) as response:
            name, data = "message", []
            for raw in response:
                line = raw.decode("utf-8").rstrip("\r\n")
                if line.startswith("event:"):
                    name = line[6:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].strip())
                elif not line and data:
                    yield name, json.loads("\n".join(data))
                    name, data = "message", []

    def _post(self, body: "dict[str, Any]", accept: str, traceparent: Optional[str]) -> Any:
        headers = {"content-type": "application/json", "accept": accept}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        if traceparent:
            headers["traceparent"] = traceparent
        request = urllib.request.Request(
            f"{self.base_url}/v1/analyze", data=json.dumps(body).encode("utf-8"), headers=headers, method="POST"
        )
        try:
            return urllib.request.urlopen(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            raise _to_error(error) from None
        except OSError as error:
            raise KpromptError("unreachable", str(error)) from error


def _to_error(error: urllib.error.HTTPError) -> KpromptError:
    retry_after = error.headers.get("retry-after", "")
    seconds = int(retry_after) if retry_after.isdigit() else None
    try:
        problem = json.load(error)
        return KpromptError(problem["code"], problem.get("detail", problem["title"]), error.code, seconds)
    except (ValueError, KeyError, TypeError):
        # A proxy between us answered, not kprompt.
        return KpromptError("unexpected_answer", f"HTTP {error.code}", error.code, seconds)


def create_app() -> Any:
    """A FastAPI app with one path. `def`, not `async def`: FastAPI then runs it in a thread while it waits."""
    from fastapi import Body, FastAPI, Header, HTTPException

    app = FastAPI()
    kprompt = Kprompt(os.environ["KPROMPT_URL"], os.environ.get("KPROMPT_TOKEN"))

    @app.post("/incidents/{namespace}/first-look")
    def first_look(
        namespace: str, logs: "list[str]" = Body(embed=True), traceparent: Optional[str] = Header(default=None)
    ) -> "dict[str, Any]":
        try:
            reply = kprompt.analyze(logs, traceparent=traceparent, filters={"namespace": namespace})
        except KpromptError as error:
            headers = {"retry-after": str(error.retry_after)} if error.retry_after else None
            raise HTTPException(503 if error.retry_after else 502, error.code, headers) from error
        return {
            "summary": reply["triage"]["summary"],
            "act": reply["triage"]["action_required"] == "yes",
            "by_rules": reply["engine"] == "rules",
            # Keep these two: they lead from this answer to the prompt that caused it.
            "prompt": f"{reply['prompt']['id']}@{reply['prompt']['version']}",
            "trace_id": reply["trace_id"],
        }

    return app


if __name__ == "__main__":
    client = Kprompt(sys.argv[1], os.environ.get("KPROMPT_TOKEN"))
    try:
        print(json.dumps(client.analyze(sys.stdin.read()), indent=2, ensure_ascii=False))
    except KpromptError as problem:
        sys.exit(str(problem))
