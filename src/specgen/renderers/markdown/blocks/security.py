"""The security section: each concern that applies, what is done today, and which contradiction or item speaks of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from specgen.frozen import Frozen
from specgen.model import Level, Spec
from specgen.quantities import plural
from specgen.renderers.markdown.blocks import Block
from specgen.renderers.markdown.escape import cell, code
from specgen.renderers.markdown.view import UNKNOWN, View, names, paragraphs, table

NAMED = 2  # answers that a row names


class Concern(Frozen):
    """One row. `today` says what is done, "" where there is nothing to say of it. `items` speak where no rule does."""

    title: str
    pack: str
    today: Callable[[View], str]
    items: tuple[str, ...]


def make(spec: Spec) -> str:
    view = View(spec)
    applying = {pack.name for pack in spec.packs}
    rows = [
        (one.title, today, _state(spec, one))
        for one in CONCERNS
        if one.pack in applying and (today := one.today(view)) and (spec.identity.tier != 3 or today != UNKNOWN)
    ]
    if personal := _personal(view):
        rows.append(personal)
    return paragraphs(table(("Concern", "Today", "State"), rows), _roles(view))


def _state(spec: Spec, concern: Concern) -> str:
    """Contradictions by their number in the verdict, then rules that wait, else the items that speak of it."""
    said = [
        f"{'contradiction' if one.severity is Level.ERROR else 'warning'} {number} {code(one.rule.id)}"
        for number, one in enumerate(spec.contradictions, 1)
        if one.rule.pack == concern.pack
    ]
    own = {rule.id for rule in spec.library.rules() if rule.pack == concern.pack}
    waiting = [one for one in spec.waiting if one.id in own]
    if waiting:
        needs = [*dict.fromkeys(need for one in waiting for need in one.needs)]
        more = f" and {len(needs) - NAMED} more" if len(needs) > NAMED else ""  # all are under Open questions
        said.append(f"{plural(len(waiting), 'rule waits', 'rules wait')} for {names(needs[:NAMED])}{more}")
    composed = {one.item.id for one in spec.items}
    items = [id for id in concern.items if id in composed]
    if items and not any(one.rule.pack == concern.pack for one in spec.contradictions):
        said.append(f"see {', '.join(items)}")
    return "; ".join(said) or "nothing computed stands against it"


# --- what is done today ------------------------------------------------------------------------------------------------


def _secrets(view: View) -> str:
    reach, store = view.label("secrets.injection"), view.label("secrets.store")
    asked = {one.path for one in view.spec.questions}
    said = []
    if "secrets.injection" in asked:
        said.append("how they reach the process is unknown" if reach == UNKNOWN else reach)
    if "secrets.store" in asked:
        opened = view.label("secrets.bootstrap")
        key = "" if opened == UNKNOWN else f", opened {opened}"
        said.append(f"master copy {store}{key}")
    gaps = len(said) if reach == store == UNKNOWN else 0
    if view.answer("secrets.store_outage"):
        said.append(f"when the store is down, {view.label('secrets.store_outage')}")
    if view.answer("secrets.rotation"):
        said.append(f"replaced within {view.text('secrets.rotation')}")
    if view.flag("secrets.shared") is not None:
        said.append(
            "**shared** between environments" if view.flag("secrets.shared") else "separate for each environment"
        )
    return UNKNOWN if len(said) == gaps else "; ".join(said)


def _deploy(view: View) -> str:
    way = view.choice("ci.cloud_auth")
    if not way:
        return UNKNOWN
    if not view.fact("oidc"):
        asked = view.fact("cloud_access") and view.flag("ci.fork_prs") is not None
        return f"{cell(way)}; {_forks(view)}" if asked else cell(way)
    bound = any(view.answer("scope", one) for one in view.records("ci.roles"))  # the table of roles says how
    said = [cell(way)] if bound else [cell(way), "whom its roles trust is unknown"]
    if view.answer("ci.session"):
        said.append(f"a session lives {view.text('ci.session')}")
    if view.flag("ci.fork_prs") is not None:
        said.append(_forks(view))
    return "; ".join(said)


def _forks(view: View) -> str:
    return "**forks reach the cloud**" if view.flag("ci.fork_prs") else "forks do not reach the cloud"


def _second_factor(view: View) -> str:
    factors = view.answer("mfa.factors")
    if factors is None:
        return UNKNOWN
    if not factors.value:
        return "none, a password alone"
    said = [_labels(view, "mfa.factors")]
    if who := view.answer("mfa.population"):
        said[0] += f", for {_labels(view, 'mfa.population')}" if who.value else ", required of nobody"
    if (again := view.answer("mfa.step_up")) and again.value:
        said[0] += f", on {view.text('mfa.step_up')}"
    back = view.label("mfa.recovery")
    said.append("the way back in is unknown" if back == UNKNOWN else f"the way back in: {back}")
    if view.answer("mfa.assurance"):
        said.append(f"required: {view.text('mfa.assurance')}")
    return "; ".join(said)


def _egress(view: View) -> str:
    """Only where a partner lets listed addresses in: otherwise it does not matter where calls come from."""
    listed = view.flag("egress.allowlist")
    if listed is None:
        return UNKNOWN
    way = view.label("egress.method")
    out = "the way out is unknown" if way == UNKNOWN else f"the way out: {way}"
    return f"from listed addresses; {out}" if listed else ""


def _mail(view: View) -> str:
    answer = view.answer("mail.auth")
    if not view.fact("sends_mail"):
        return ""
    if answer is None:
        return UNKNOWN
    records = set(view.words("mail.auth"))
    signed = [name.upper() for name in ("spf", "dkim") if name in records]
    policy = next((one.removeprefix("dmarc_") for one in sorted(records) if one.startswith("dmarc_")), "")
    return f"{' and '.join(signed) or 'neither SPF nor DKIM'} aligned, {f'DMARC at {policy}' if policy else 'no DMARC'}"


def _personal(view: View) -> tuple[str, str, str] | None:
    if not view.fact("personal_data"):
        return None
    kept = view.answer("distance.residency")
    state = "see LAT4-03" if any(one.item.id == "LAT4-03" for one in view.spec.items) else ""
    if kept is None:
        where = f"where it may be kept is unknown: {code('distance.residency')}"
    else:
        where = view.text("distance.residency") if kept.value else "no rule about where it may be kept"
    return "Data classes", _labels(view, "spec.data_classes"), "; ".join(part for part in (where, state) if part)


def _roles(view: View) -> str:
    """Each role that the pipeline takes: what OIDC-01 compares with the infrastructure code."""
    rows = [
        (
            view.text("environment", one), view.text("role", one), view.text("permissions", one),
            view.label("scope", one, "ci.roles"),
            {True: "yes", False: "no", None: UNKNOWN}[view.flag("production", one)],
        )
        for one in view.records("ci.roles")
    ]  # fmt: skip
    return table(("Environment", "Role of the pipeline", "It may", "Trusts", "Reaches production"), rows)


def _labels(view: View, id: str) -> str:
    """Several choices by the phrases of their pack, escaped."""
    known = next((one.choices for one in view.spec.library.questions() if one.id == id), {})
    return cell(_listed([known.get(word, word) for word in view.words(id)])) or UNKNOWN


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


CONCERNS = (
    Concern("Secrets", "secrets", _secrets, ("SECRETS-02", "SECRETS-03", "SECRETS-04", "SECRETS-06")),
    Concern("Deploy", "deploys", _deploy, ("OIDC-03", "OIDC-04", "OIDC-05", "OIDC-06")),
    Concern("Second factor", "mfa", _second_factor, ("MFA-01", "MFA-03", "MFA-06", "MFA-07", "MFA-08")),
    Concern("Calls to partners", "egress", _egress, ("EGRESS-01", "EGRESS-02", "EGRESS-05")),
    Concern("Mail", "mail", _mail, ("MAIL-03", "MAIL-04")),
)
BLOCK = Block("figures.security", make)
