"""`specgen completion`: print the shell's completion script. It teaches a shell specgen's commands and options."""

from __future__ import annotations

import argparse

from specgen.cli.world import World

HELP = """Prints the completion script of a shell.

examples:
  eval "$(specgen completion bash)"          in ~/.bashrc
  eval "$(specgen completion zsh)"           in ~/.zshrc
  specgen completion fish | source           in config.fish
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=["bash", "zsh", "fish", "powershell"])


def run(options: argparse.Namespace, world: World) -> int:
    from argcomplete.shell_integration import shellcode

    world.out(shellcode(["specgen"], shell=options.shell))
    return 0
