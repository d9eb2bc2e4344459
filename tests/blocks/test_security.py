"""The security table: a row for each concern that applies, and what speaks of it."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks.security import BLOCK
from specgen.renderers.markdown.blocks.verdict import BLOCK as VERDICT

# What the brief of the instant transfers says of security, and nothing more.
BRIEF = """\
spec.components: [mutating_api, has_login, deploys_to_cloud, docker, personal_data]
spec.domain: payments
spec.data_classes: [personal, internal]
ci.cloud_auth: stored_key
secrets.injection: image_layer
secrets.store: unknown
mfa.factors: [sms]
mfa.population: [customers]
mfa.step_up: [transfers above a limit]
mfa.recovery: unknown
"""


def texts(text: str, tier: int = 0) -> tuple[str, str]:
    library = packs.built_in()
    answers = answersfile.read(text, "answers.yaml", library)
    spec = compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",)))
    return BLOCK.make(spec), VERDICT.make(spec)


def table(text: str, tier: int = 0) -> dict[str, tuple[str, str]]:
    """Today and state of each concern."""
    rows = [line.strip("| ").split(" | ") for line in texts(text, tier)[0].split("\n\n")[0].splitlines()[2:]]
    return {concern: (today, state) for concern, today, state in rows}


def test_the_brief_of_the_instant_transfers() -> None:
    rows = table(BRIEF)
    assert rows["Secrets"][0] == "in a file inside the image; master copy unknown"
    assert rows["Deploy"][0] == "a long-lived key in the pipeline's settings"
    assert rows["Second factor"][0] == (
        "code by SMS, for customers, on transfers above a limit; the way back in is unknown"
    )
    assert rows["Data classes"] == (
        "personal data and internal", "where it may be kept is unknown: `distance.residency`",
    )  # fmt: skip
    assert not {"Mail", "Calls to partners"} & set(rows)


def test_a_state_has_the_number_that_the_verdict_gives() -> None:
    _, verdict = texts(BRIEF)
    for concern, id in (
        ("Secrets", "secret-in-image"), ("Deploy", "stored-cloud-key"), ("Second factor", "only-sms"),
    ):  # fmt: skip
        (line,) = [one for one in verdict.splitlines() if f"`{id}`" in one]
        number = line.split(" | ")[0].strip("| ")
        kind = "contradiction" if id == "secret-in-image" else "warning"
        assert f"{kind} {number} `{id}`" in table(BRIEF)[concern][1]


def test_rules_that_wait_name_the_answer() -> None:
    assert "2 rules wait for `secrets.store`, `secrets.shared`" in table(BRIEF)["Secrets"][1]
    assert table("spec.components: [deploys_to_cloud]")["Deploy"][0] == "unknown"
    assert "rules wait for `ci.cloud_auth`" in table("spec.components: [deploys_to_cloud]")["Deploy"][1]


def test_items_speak_where_no_rule_does() -> None:
    text = "spec.components: [docker]\nsecrets.injection: file_mount\nsecrets.store: vault\nsecrets.shared: no"
    today, state = table(text)["Secrets"]
    assert today == "as a file mounted at start; master copy in Vault; separate for each environment"
    assert state == "see SECRETS-02, SECRETS-03, SECRETS-04, SECRETS-06"


def test_a_store_says_how_it_is_opened_and_what_its_failure_does() -> None:
    text = (
        "spec.components: [database]\nsecrets.store: cloud_manager\nsecrets.bootstrap: workload_identity\n"
        "secrets.store_outage: fail_start\nsecrets.rotation: 90 d\nsecrets.shared: yes"
    )
    today, state = table(text)["Secrets"]
    assert today == (
        "master copy in the cloud's secrets manager, opened with the identity of the workload; when the store is down, "
        "the process does not start; replaced within 90 d; **shared** between environments"
    )
    assert "warning 1 `secret-shared`" in state
    assert table("spec.components: [docker]\nsecrets.shared: yes")["Secrets"][0] == (
        "how they reach the process is unknown; master copy unknown; **shared** between environments"
    )
    assert table("spec.components: [docker]")["Secrets"][0] == "unknown"


OIDC = """\
spec.components: [deploys_to_cloud]
ci.cloud_auth: oidc
ci.fork_prs: yes
ci.session: 30 min
ci.roles:
  - {environment: staging, production: no}
  - {environment: production, role: "deploy|all", scope: any_ref_in_repo, permissions: "<b>everything</b>", production: yes}
"""


def test_trust_and_roles_are_shown() -> None:
    today, state = table(OIDC)["Deploy"]
    assert today == "a short-lived OIDC token; a session lives 30 min; **forks reach the cloud**"
    assert state.startswith("contradiction 1 `trust-too-wide`; contradiction 2 `forks-can-mint`")
    roles = texts(OIDC)[0].split("\n\n")[1].splitlines()
    assert roles[2] == "| staging | unknown | unknown | unknown | no |"
    assert roles[3] == (
        "| production | deploy\\|all | \\<b\\>everything\\</b\\> | any branch, tag or pull request of one repository | yes |"
    )


def test_a_key_that_forks_reach_is_told() -> None:
    key = "spec.components: [deploys_to_cloud]\nci.cloud_auth: stored_key\n"
    assert table(key)["Deploy"][0] == "a long-lived key in the pipeline's settings"
    today, state = table(f"{key}ci.fork_prs: yes")["Deploy"]
    assert today == "a long-lived key in the pipeline's settings; **forks reach the cloud**"
    assert "`forks-can-mint`" in state
    assert table(key.replace("stored_key", "oidc"))["Deploy"][0] == (
        "a short-lived OIDC token; whom its roles trust is unknown"
    )


def test_secrets_are_asked_for_in_the_shortest_spec_too() -> None:
    text = 'spec.components: [database]\nspec.tier: "3"\nsecrets.store: encrypted_repo_file\nsecrets.shared: yes'
    today, state = table(text, tier=3)["Secrets"]
    assert today == "master copy encrypted in the repository, the key held elsewhere; **shared** between environments"
    assert state == "warning 1 `secret-shared`"


@pytest.mark.parametrize(
    ("factors", "said"),
    [
        ("none", "none, a password alone"),
        ("unknown", "unknown"),
        ("[passkey, totp]", "passkey or security key and code"),
    ],
)
def test_factors_are_named_as_the_pack_names_them(factors: str, said: str) -> None:
    assert table(f"spec.components: [has_login]\nmfa.factors: {factors}")["Second factor"][0].startswith(said)


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("[spf, dkim, dmarc_none]", "SPF and DKIM aligned, DMARC at none"),
        ("[dkim]", "DKIM aligned, no DMARC"),
        ("none", "neither SPF nor DKIM aligned, no DMARC"),
        ("unknown", "unknown"),
    ],
)
def test_mail_says_how_its_sender_is_proved(records: str, said: str) -> None:
    assert table(f"spec.components: [sends_mail]\nmail.auth: {records}")["Mail"][0] == said


def test_partners_that_list_addresses() -> None:
    text = "spec.components: [aws, external_calls]\ndependencies: [{{name: S, hard: yes}}]\negress.allowlist: {}"
    assert table(text.format("yes"))["Calls to partners"][0] == "from listed addresses; the way out is unknown"
    assert "Calls to partners" not in table(text.format("no"))


def test_a_short_spec_has_no_row_of_unknowns() -> None:
    assert texts('spec.components: [database, scheduled_job]\nspec.tier: "3"', tier=3)[0] == ""
    assert list(table('spec.components: [docker]\nspec.tier: "3"\nsecrets.injection: build_arg', tier=3)) == ["Secrets"]
