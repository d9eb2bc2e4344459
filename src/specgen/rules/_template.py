"""Whether a spec was laid out by another version of its template than the one in use."""

from __future__ import annotations

from specgen.rules._subject import Subject


def other_version(subject: Subject) -> tuple[str, str] | None:
    """The template as the file has it and as it is today; None where both are the same, or one has no version: templates
    of a team have none."""
    identity, composed = subject.document.identity, subject.composed
    if identity is None or composed is None:
        return None
    before, now = identity.template, composed.spec.identity.template
    name, _, version = before.rpartition(" ")
    same_name = bool(name) and name == now.rpartition(" ")[0] and version.replace(".", "").isdigit()
    return (before, now) if same_name and before != now else None
