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
export ORDER_UP_V := $(value V)
unexport EX JSON JUNIT SEED PORT PART TOPIC V

.PHONY: look test hint list debug serve live check record new bench help
.DEFAULT_GOAL := look

look test hint list debug serve live check record new bench help:
	@$(PYTHON) -m grader $@
