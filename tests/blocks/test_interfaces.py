"""The way out to partners and the mail: each sentence must be true of the answers that made it, and short where it can be."""

from __future__ import annotations

import pytest

from specgen import answersfile, packs
from specgen.compose import compose
from specgen.model import Identity
from specgen.renderers.markdown.blocks import blocks

AWS = "spec.components: [aws, external_calls]\negress.allowlist: yes\n"
LOG = "basis: measured, source: flow log"
PORTS = (
    f"egress.new_connections: {{value: 900/s, {LOG}}}\negress.held: {{value: 60 s, {LOG}}}\n"
    "egress.zones: 2\negress.addresses: [203.0.113.10, 203.0.113.11]\n"
)
MAIL = "spec.components: [sends_mail]\n"
SENT = "mail.types: [transactional]\nmail.path: provider_api\nmail.bounces: webhook\n"


def block(text: str, tier: int = 0) -> str:
    library = packs.built_in()
    answers = answersfile.read(f"{text}\nspec.tier: '{tier}'", "answers.yaml", library)
    spec = compose(library, answers, Identity("x", "X", tier=tier, owners=("@a",)))
    return blocks()["figures.interfaces"].make(spec)


def test_only_what_applies() -> None:
    assert block("spec.components: [database]") == ""
    assert block("spec.components: [aws]") == ""
    assert "Mail" not in block(f"{AWS}{PORTS}")
    assert "partners" not in block(f"{MAIL}{SENT}")


@pytest.mark.parametrize(
    "text",
    [
        AWS.replace("yes", "no"),
        AWS.replace("yes", "unknown"),
        f"{AWS}egress.zones: 2\negress.method: unknown",
        f"{MAIL}mail.types: [transactional]\nmail.auth: [spf, dkim, dmarc_none]",
    ],
)
def test_what_the_security_table_says_is_not_said_again(text: str) -> None:
    """Fewer than three answers and no number."""
    assert block(text) == ""


def test_a_number_or_three_answers_are_worth_a_place() -> None:
    assert "keep 54,000" in block(f"{AWS}{PORTS.partition('egress.zones')[0]}")
    assert "| Way out |" in block(f"{AWS}egress.zones: 2\negress.method: nat_instance\negress.platform: eks")


def test_one_line_of_unknowns_for_both() -> None:
    text = block(f"{AWS.replace(']', ', sends_mail]')}{PORTS}{SENT}")
    assert "**Mail**" in text
    assert "**Way out to partners**" in text
    assert text.count("Unknown:") == 1
    assert "`egress.method`" in text.splitlines()[-1]
    assert "`mail.per_day`" in text.splitlines()[-1]
    alone = block(f"{AWS.replace(']', ', sends_mail]')}{PORTS}mail.types: [transactional]")
    assert "mail." not in alone  # what is not shown has no unknowns here


def test_a_table_of_one_row_is_a_sentence() -> None:
    text = block(f"{AWS}{PORTS.partition('egress.zones')[0]}egress.zones: 2")
    assert "**Way out to partners**, who let only listed addresses in: calling tasks: in 2 zones." in text
    assert "|" not in text


def test_ports_with_and_without_a_zone() -> None:
    """By hand: 54,000 of 2 x 55,000 are 49.1%, and 98.18% on the address that is left."""
    text = block(f"{AWS}{PORTS}egress.platform: ecs_fargate\negress.method: nat_zonal\negress.nat_zones: 2")
    assert "| Calling tasks | ECS on Fargate, in 2 zones |" in text
    assert "| Addresses partners got | 203.0.113.10, 203.0.113.11 |" in text
    assert "900/s held for 60 s keep 54,000 `measured` connections open to one destination." in text
    assert "49.1% of the ports `measured`, 98.19% after a zone has failed." in text
    assert "Unknown" not in text


def test_the_zone_with_the_fewest_addresses_decides() -> None:
    """By hand: 54,000 over two zones are 27,000; with three addresses one zone has one, and it takes 49.1% of it."""
    text = block(f"{AWS}{PORTS}egress.method: nat_zonal\negress.nat_zones: 2".replace(".11]", ".11, 203.0.113.12]"))
    assert "49.1% of the ports `measured` in the zone with the fewest, 98.19% after" in text
    assert "The peak alone needs 2 addresses;" in text
    unsaid = block(f"{AWS}{PORTS}egress.method: nat_zonal\negress.nat_zones: unknown")
    assert "at least 49% of the ports `measured`. The peak alone needs at least 1 address;" in unsaid


def test_fewer_ways_out_than_zones_stand_out() -> None:
    one = f"{AWS}egress.method: nat_zonal\negress.zones: 3\negress.nat_zones: {{}}"
    assert "**1 of 3 zones** have one" in block(one.format(1))
    assert "3 zones with one" in block(one.format(3))
    unsaid = one.format(1).replace("nat_zonal", "unknown")
    assert "| Way out | **1 of 3 zones** have one |" in block(unsaid)


def test_without_a_known_way_out_only_what_is_open_is_told() -> None:
    text = block(f"{AWS}{PORTS}egress.platform: eks\negress.method: unknown")
    assert "keep 54,000 `measured` connections open to one destination.\n" in text
    assert "ports" not in text


@pytest.mark.parametrize("method", ["public_ip_task", "none"])
def test_without_a_gateway_its_limit_is_what_is_planned_for(method: str) -> None:
    text = block(f"{AWS}{PORTS}egress.method: {method}")
    assert "Through a NAT gateway, with 55,000 for each address (AWS), they need at least 2 addresses." in text
    assert "of the ports" not in text


def test_the_limit_of_a_gateway_is_not_claimed_of_a_proxy() -> None:
    text = block(f"{AWS}{PORTS}egress.method: proxy")
    assert "this way out has a limit of its own" in text
    assert "at least" not in text


def test_a_range_is_shown_and_not_counted() -> None:
    text = block(f"{AWS}egress.method: nat_regional_manual\negress.addresses: [203.0.113.0/28]")
    assert "203.0.113.0/28 (not counted" in text
    nothing = block(f"{AWS}egress.method: nat_regional_manual\negress.addresses: none")
    assert "| Addresses partners got | **none** |" in nothing


def test_unknowns_of_a_pack_stand_in_one_line() -> None:
    text = block(f"{AWS}egress.platform: ecs_fargate\negress.method: unknown\negress.zones: 2")
    assert text.count("nknown") == 1
    assert text.endswith("Unknown: `egress.method`, `egress.nat_zones`, `egress.addresses`, `egress.new_connections`, "
                         "`egress.held`.")  # fmt: skip


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ("[spf, dkim, dmarc_none]", "SPF aligned, DKIM aligned, DMARC at **none**: forged mail is delivered"),
        ("[spf, dkim, dmarc_reject]", "aligned, DMARC at reject: receivers are asked to refuse forged mail"),
        ("[spf, dmarc_quarantine]", "SPF aligned, DKIM **not aligned**, DMARC at quarantine"),
        ("[spf, dkim, dmarc_none, dmarc_reject]", "DMARC at **none**"),  # of two domains the open one decides
        ("[spf, dkim]", "**no DMARC record**: forged mail is delivered"),
        ("none", "SPF **not aligned**, DKIM **not aligned**, **no DMARC record**"),
    ],
)
def test_what_proves_the_sender(records: str, said: str) -> None:
    (row,) = [line for line in block(f"{MAIL}{SENT}mail.auth: {records}").splitlines() if "Sender" in line]
    assert said in row


def test_late_mail_is_counted_by_a_probe_or_not_at_all() -> None:
    waited = f"{MAIL}mail.auth: [spf, dkim, dmarc_reject]\nmail.critical: yes\nmail.deadline: 5 min\n"
    guess = block(waited)
    assert "How many come too late only a probe tells" in guess
    assert guess.count("nknown") == 1
    assert guess.count("`mail.arrives`") == 1
    probe = "basis: measured, source: probe"
    text = block(f"{waited}mail.per_day: {{value: 2000, {probe}}}\nmail.arrives: {{value: 98%, {probe}}}")
    assert "98% `measured` are in the mailbox within 5 min, so 40 a day `measured` come too late." in text
    assert "provider promises" not in text


def test_what_helps_when_mail_is_late() -> None:
    waited = f"{MAIL}{SENT}mail.critical: yes\nmail.deadline: 5 min\nmail.alternative: "
    assert "| Somebody waits for it | **yes**, within 5 min; otherwise: **nothing else** |" in block(f"{waited}none")
    assert "otherwise: the app shows it |" in block(f"{waited}in_app")
    assert "| Somebody waits for it | no: it may come tomorrow |" in block(f"{MAIL}{SENT}mail.critical: no")


def test_a_mailbox_that_is_read_stands_beside_what_is_sent() -> None:
    text = block(f"spec.components: [sends_mail, reads_mail]\n{SENT}mail.inbox: pop3")
    assert "| Mailbox read by | POP3 |" in text
    assert "| Kinds | transactional mail |" in text
    assert "Sender" not in text


def test_tier_3_gets_a_line_for_each() -> None:
    text = block(
        "spec.components: [aws, external_calls, sends_mail]\negress.allowlist: yes\negress.method: nat_zonal\n"
        "egress.zones: 2\negress.nat_zones: 2\nmail.auth: [spf, dkim]\nmail.critical: yes\nmail.deadline: 5 min\n"
        "mail.alternative: sms\nmail.arrives: unknown",
        tier=3,
    )
    first, second, unknown = [line for line in text.splitlines() if line]
    assert first.startswith("**Way out to partners**")
    assert second.startswith("**Mail**: sender is proved by: SPF aligned, DKIM aligned")
    assert unknown == "Unknown: `mail.arrives`."
    assert "|" not in text


def test_what_people_type_cannot_break_the_table() -> None:
    text = block(f"{AWS}egress.method: nat_zonal\negress.addresses: ['203.0.113.10 | x', '**bold**']")
    assert "203.0.113.10 \\| x, \\*\\*bold\\*\\* (not counted" in text
