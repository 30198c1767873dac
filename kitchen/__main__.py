"""`python -m kitchen serve`: start the practice servers."""

import argparse
import os
import sys

from kitchen.serving import SERVERS, Plan, PortTaken, serve


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status is 0, or 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="python -m kitchen", description="The practice servers of Order Up.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("serve", help="open the bistro", description="Serve until Ctrl-C.")
    command.add_argument("--seed", type=int, default=1, help="which evening (default: %(default)s)")
    command.add_argument("--port", type=int, default=0, help="the bistro's port (default: any that is free)")
    command.add_argument(
        "--servers", type=names, default=("bistro",), metavar="NAMES", help=f"all, or some of {','.join(SERVERS)}"
    )
    command.add_argument("--tls", action="store_true", help="serve https, with throw-away certificates")
    command.add_argument("--control", action="store_true", help="open the back door: reset, clock, world")
    command.add_argument(
        "--json", action="store_true", help="say where everything is as JSON; stop when the input ends"
    )
    options = parser.parse_args(arguments)
    plan = Plan(options.seed, options.port, options.servers, options.tls, options.control, options.json)
    try:
        serve(plan)
    except PortTaken as taken:
        print(taken, file=sys.stderr)
        return 2
    return 0


def names(text: str) -> tuple[str, ...]:
    """`bistro,httpbin` as a tuple; `all` is all of them."""
    if text == "all":
        return SERVERS
    chosen = tuple(name.strip() for name in text.split(",") if name.strip())
    if not chosen or not set(chosen) <= set(SERVERS) or len(set(chosen)) < len(chosen):
        raise argparse.ArgumentTypeError(f"choose from {','.join(SERVERS)}")
    return chosen


if __name__ == "__main__":
    status = main()
    # A request to httpbin may still be asleep in a thread of its own; nobody is there any more to hear the answer.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
