# Each line is a thin call of `python3 -m grader …`; without make, type that. `make help` shows all commands.
# EX=e07 narrows a command to an exercise. Values go through the environment, so that no shell ever reads them.

ifeq ($(OS),Windows_NT)
PYTHON ?= $(shell python -c "print('python')" || py -c "print('py')" || python3 -c "print('python3')")
else
PYTHON ?= $(shell command -v python3 >/dev/null && echo python3 || echo python)
endif
PYTHON := $(PYTHON)

export ORDER_UP_EX := $(value EX)
export ORDER_UP_JSON := $(value JSON)
export ORDER_UP_JUNIT := $(value JUNIT)
export ORDER_UP_SEED := $(value SEED)
export ORDER_UP_PORT := $(value PORT)
export ORDER_UP_PART := $(value PART)
export ORDER_UP_TOPIC := $(value TOPIC)
export ORDER_UP_TOPICS := $(value TOPICS)
export ORDER_UP_MODEL := $(value MODEL)
export ORDER_UP_BASE_URL := $(value BASE_URL)
export ORDER_UP_V := $(value V)
export ORDER_UP_CHECK := $(value CHECK)
export ORDER_UP_NUMBER := $(value NUMBER)
export ORDER_UP_YES := $(value YES)
export ORDER_UP_PATH_ := $(value PATH_)
export ORDER_UP_SUBMISSIONS := $(value SUBMISSIONS)
export ORDER_UP_OUT := $(value OUT)
export ORDER_UP_ASSIGNMENT := $(value ASSIGNMENT)
export ORDER_UP_ROSTER := $(value ROSTER)
export ORDER_UP_TIMES := $(value TIMES)
export ORDER_UP_CASSETTES := $(value CASSETTES)
export ORDER_UP_CANVAS := $(value CANVAS)
export ORDER_UP_DASK := $(value DASK)
export ORDER_UP_LEARNER := $(value LEARNER)
export ORDER_UP_POINTS := $(value POINTS)
export ORDER_UP_REASON := $(value REASON)
export ORDER_UP_ACCEPT := $(value ACCEPT)
export ORDER_UP_DEST := $(value DEST)
export ORDER_UP_FROM := $(value FROM)
unexport EX JSON JUNIT SEED PORT PART TOPIC TOPICS MODEL BASE_URL V CHECK NUMBER YES PATH_
unexport SUBMISSIONS OUT ASSIGNMENT ROSTER TIMES CASSETTES CANVAS DASK LEARNER POINTS REASON ACCEPT DEST FROM

COMMANDS := look watch next skip test hint lesson style list peek api solution reset ask doctor debug serve live update \
	grade adjust dispute classroom classroom50 gradescope actions check record weights new bench help

.PHONY: $(COMMANDS)
.DEFAULT_GOAL := look

$(COMMANDS):
	@$(PYTHON) -m grader $@
