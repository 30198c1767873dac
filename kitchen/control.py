"""The back door, for those who record and test: a port of its own, so that no guest finds it and no slip is counted."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, Field, model_validator

from kitchen import problems
from kitchen.evening import timestamp
from kitchen.strict import Strict, StrictRoute
from kitchen.world import Kitchen


class Reset(Strict):
    """Which evening to go back to the beginning of; without a seed, the present one."""

    seed: Annotated[int, Field(ge=0)] | None = None


class Clock(Strict):
    """Either a moment, or how far to go on from now."""

    now: Annotated[AwareDatetime, Field(strict=False)] | None = None
    advance: Annotated[float, Field(description="In seconds.", strict=False)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Clock":
        if (self.now is None) == (self.advance is None):
            raise ValueError("give either `now` or `advance`")
        return self

    def moment(self, now: datetime) -> datetime:
        """The moment that is meant."""
        return self.now if self.now is not None else now + timedelta(seconds=self.advance or 0)


def control(kitchen: Kitchen) -> FastAPI:
    """The application behind the back door."""
    app = FastAPI(title="The back door", openapi_url=None, redirect_slashes=False)
    router = APIRouter(prefix="/_kitchen", route_class=StrictRoute)

    def state() -> dict[str, Any]:
        return {"seed": kitchen.seed, "now": timestamp(kitchen.now)}

    @router.post("/reset")
    async def reset(wish: Reset) -> Response:
        kitchen.reset(kitchen.seed if wish.seed is None else wish.seed)
        return JSONResponse(state())

    @router.post("/clock")
    async def clock(wish: Clock) -> Response:
        kitchen.move_clock(wish.moment(kitchen.now))
        return JSONResponse(state())

    @router.get("/world")
    async def world() -> Response:
        return JSONResponse(kitchen.facts())

    problems.install(app, router)
    return app
