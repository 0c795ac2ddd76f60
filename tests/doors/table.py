"""Who may GET and who may POST each address of the installation: the table that T41 compares with what happens.

A row of one value says it of both verbs, a row of two of GET and of POST. An act stands for the roles that may do it
(`people/acts.py`). May GET or POST means: is answered by anything but 403, 404, 405 and the way to the sign-in. The
ticket in the addresses is one of the client's that waits for the client's approval.
"""

from __future__ import annotations

from typing import Final

from holdfast.people.acts import MAY, Act
from holdfast.people.models import Role

Who = frozenset[str]

STAFF: Final[Who] = frozenset(Role.values)
SUPPORT: Final[Who] = frozenset({Role.AGENT, Role.LEAD})
KEEPER: Final[Who] = frozenset({Role.ACCOUNT_MANAGER})
"""Whose list it is: the account manager of the client in the addresses."""
OWN: Final[Who] = frozenset({"requester", "approver of the client", "administrator of the client"})
CLIENTS: Final[Who] = OWN | {
    "colleague",
    "person of another client",
    "approver of another client",
    "administrator of another client",
}
ADMINISTRATORS: Final[Who] = frozenset({"administrator of the client", "administrator of another client"})
"""Each of their own client's addresses."""
SIGNED_IN: Final[Who] = STAFF | CLIENTS
ANYONE: Final[Who] = SIGNED_IN | {"nobody"}
NOBODY: Final[Who] = frozenset()

Rule = Act | Who

ROWS: Final[dict[str, Rule | tuple[Rule, Rule]]] = {
    # Signing in and out, and one's password
    "mailed_sign_in": ANYONE,
    "mailed_sign_in_sent": ANYONE,
    "mailed_sign_in_link": ANYONE,
    "account_login": ANYONE,
    "account_logout": ANYONE,
    "account_inactive": (ANYONE, NOBODY),
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": ANYONE,
    "account_reset_password_done": (ANYONE, NOBODY),
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": (ANYONE, NOBODY),
    "set_up": ANYONE,
    "invitation": ANYONE,
    # The status page
    "statuspage:status": (ANYONE, NOBODY),
    "statuspage:incident": (ANYONE, NOBODY),
    "statuspage:history": (ANYONE, NOBODY),
    "statuspage:month": (ANYONE, NOBODY),
    "statuspage:component": (ANYONE, NOBODY),
    "statuspage:document": (ANYONE, NOBODY),
    "statuspage:atom": (ANYONE, NOBODY),
    "statuspage:rss": (ANYONE, NOBODY),
    "statuspage:calendar": (ANYONE, NOBODY),
    "statuspage:event": (ANYONE, NOBODY),
    "portal:subscription": ANYONE,
    "portal:subscription_sent": (ANYONE, NOBODY),
    "portal:subscription_begin": ANYONE,
    "portal:subscription_end": ANYONE,
    "portal:private_status": (ANYONE, NOBODY),
    "portal:private_calendar": (ANYONE, NOBODY),
    "carrier-twilio": NOBODY,  # only what the provider signed
    "carrier-twilio-key": NOBODY,
    "heartbeat": ANYONE,  # who has the address
    # The portal
    "portal:home": ANYONE,
    "portal:reach": ANYONE,
    "portal:support": ANYONE,
    "portal:received": ANYONE,
    "portal:approval": ANYONE,
    "portal:level": ANYONE,
    "portal:duty_page": ANYONE,
    "portal:address": ANYONE,
    "portal:news": ANYONE,
    "portal:emergency_list": CLIENTS,
    "portal:list_addition": CLIENTS,
    "portal:service_status": CLIENTS,
    "portal:suspecting": CLIENTS,
    "portal:list_change": OWN | {"colleague"},
    "portal:list_removal": OWN | {"colleague"},
    "portal:services": CLIENTS,
    "portal:statement": CLIENTS,
    "portal:statement_month": CLIENTS,
    "portal:private_address": (NOBODY, ADMINISTRATORS),
    "portal:private_address_end": (NOBODY, ADMINISTRATORS),
    "portal:home_tickets": CLIENTS,
    "portal:tickets": CLIENTS,
    "portal:new_ticket": CLIENTS,
    "portal:offer": CLIENTS,
    "portal:escalate": CLIENTS,
    "portal:ticket": STAFF | OWN,
    "portal:ticket_escalation": STAFF | OWN,
    "portal:ticket_messages": (NOBODY, OWN),
    "portal:ticket_approval": (NOBODY, OWN),
    "portal:ticket_part": OWN,
    "portal:file": OWN,
    "file": STAFF | OWN,
    # The desk's lists
    "desk:queue": STAFF,
    "desk:list": STAFF,
    "desk:rows": STAFF,
    "desk:line": STAFF,
    "desk:filters": STAFF,
    "desk:search": STAFF,
    "desk:selection": (NOBODY, Act.WORK_TICKETS),
    "desk:next-promise": STAFF,
    "desk:watchings": STAFF,
    # Interruptions
    "desk:interruptions": STAFF,
    "desk:interruption": STAFF,
    "desk:interruption-new": Act.TELL_OF_INTERRUPTION,
    "desk:interruption-confirmation": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-widening": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-dismissal": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-retraction": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-restoration": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-closing": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-joining": Act.CONFIRM_INTERRUPTION,
    "desk:interruption-tickets": (NOBODY, Act.TELL_OF_INTERRUPTION),
    "desk:suspected": STAFF,
    "desk:interruption-report": Act.TELL_OF_INTERRUPTION,
    "desk:interruption-update": Act.TELL_OF_INTERRUPTION,
    "desk:interruption-cause": Act.TELL_OF_INTERRUPTION,
    "desk:interruption-section": Act.TELL_OF_INTERRUPTION,
    "desk:interruption-analysis": Act.TELL_OF_INTERRUPTION,
    # Maintenance
    "desk:maintenances": STAFF,
    "desk:maintenance": STAFF,
    "desk:maintenance-plan": Act.PLAN_MAINTENANCE,
    "desk:freeze-new": Act.PLAN_MAINTENANCE,
    "desk:freeze-end": Act.PLAN_MAINTENANCE,
    "desk:maintenance-announcement": Act.PLAN_MAINTENANCE,
    "desk:maintenance-moving": Act.PLAN_MAINTENANCE,
    "desk:maintenance-cancellation": Act.PLAN_MAINTENANCE,
    "desk:maintenance-start": Act.PLAN_MAINTENANCE,
    "desk:maintenance-update": Act.TELL_OF_MAINTENANCE,
    "desk:maintenance-extension": Act.PLAN_MAINTENANCE,
    "desk:maintenance-completion": Act.PLAN_MAINTENANCE,
    # On duty
    "duty_feed": ANYONE,
    "desk:duty": Act.BE_ON_DUTY,
    "desk:duty-mine": Act.BE_ON_DUTY,
    "desk:duty-test": (NOBODY, Act.BE_ON_DUTY),
    "desk:duty-own-feed": (NOBODY, Act.BE_ON_DUTY),
    "desk:duty-page": Act.BE_ON_DUTY,
    "desk:duty-rota": Act.BE_ON_DUTY,
    "desk:duty-cover": Act.BE_ON_DUTY,
    "desk:duty-absence": Act.BE_ON_DUTY,
    "desk:duty-swap": Act.BE_ON_DUTY,
    "desk:duty-change-end": (Act.BE_ON_DUTY, Act.CHANGE_ROTAS),  # and whom the change concerns
    "desk:duty-rota-new": Act.CHANGE_ROTAS,
    "desk:duty-rota-change": Act.CHANGE_ROTAS,
    "desk:duty-rota-end": Act.CHANGE_ROTAS,
    "desk:duty-rota-feed": (NOBODY, Act.CHANGE_ROTAS),
    "desk:duty-layer-new": Act.CHANGE_ROTAS,
    "desk:duty-layer": Act.CHANGE_ROTAS,
    "desk:duty-layer-end": Act.CHANGE_ROTAS,
    "desk:duty-import": Act.CHANGE_ROTAS,
    # News
    "desk:news": Act.SEND_NEWS,
    "desk:news-new": Act.SEND_NEWS,
    "desk:news-one": Act.SEND_NEWS,
    "desk:news-change": Act.SEND_NEWS,
    "desk:news-send": Act.SEND_NEWS,
    "desk:news-drop": Act.SEND_NEWS,
    # A ticket at the desk
    "desk:new-ticket": Act.WORK_TICKETS,
    "desk:ticket": STAFF,
    "desk:conversation": STAFF,
    "desk:state": STAFF,
    "desk:about": STAFF,
    "desk:history": STAFF,
    "desk:messages": (NOBODY, Act.WORK_TICKETS),
    "desk:delivery": STAFF,
    "desk:original": Act.WORK_TICKETS,
    "desk:scan": Act.WORK_TICKETS,
    "desk:assignment": Act.WORK_TICKETS,
    "desk:description": Act.WORK_TICKETS,
    "desk:merge": Act.WORK_TICKETS,
    "desk:links": Act.WORK_TICKETS,
    "desk:collaborators": Act.WORK_TICKETS,
    "desk:words": Act.WORK_TICKETS,
    "desk:word": Act.WORK_TICKETS,
    "desk:watching": Act.WORK_TICKETS,
    "desk:writer": Act.JUDGE_MACHINE_MAIL,
    "desk:no-answer": Act.JUDGE_MACHINE_MAIL,
    "desk:priority": Act.CONFIRM_PRIORITY,
    "desk:hand-over": Act.HAND_OVER,
    "desk:solution": Act.SOLVE_AT_TIER_1,
    "desk:taking": (NOBODY, Act.RECORD_FIX),
    "desk:fix": Act.RECORD_FIX,
    "desk:verdict": Act.GIVE_QA_VERDICT,
    "desk:approval": Act.RECORD_CLIENT_ANSWER,
    "desk:question": (NOBODY, Act.RECORD_CLIENT_ANSWER),
    "desk:judgement": Act.RECORD_CLIENT_ANSWER,
    "desk:escalation": Act.CLIMB_LADDER,
    "desk:account-manager": Act.CLIMB_LADDER,
    "desk:waivers": Act.WAIVE_PROMISE,
    "desk:suspicion": Act.TELL_OF_INTERRUPTION,
    "desk:unlinking": Act.TELL_OF_INTERRUPTION,
    "desk:list-request": SUPPORT | KEEPER,
    "desk:list-request-decline": SUPPORT | KEEPER,
    # People, channels, settings
    "desk:account": STAFF,
    "desk:people": Act.CHANGE_PEOPLE,
    "desk:person-new": Act.CHANGE_PEOPLE,
    "desk:person": Act.CHANGE_PEOPLE,
    "desk:person-about": Act.CHANGE_PEOPLE,
    "desk:person-roles": Act.CHANGE_PEOPLE,
    "desk:person-entry": (NOBODY, Act.CHANGE_PEOPLE),
    "desk:teams": Act.CHANGE_PEOPLE,
    "desk:team-new": Act.CHANGE_PEOPLE,
    "desk:team": Act.CHANGE_PEOPLE,
    "desk:settings": Act.CHANGE_PEOPLE,
    "desk:test-mail": (NOBODY, Act.CHANGE_PEOPLE),
    "desk:first-steps": Act.CHANGE_PEOPLE,
    "desk:mailboxes": Act.CHANGE_PEOPLE,
    "desk:mailbox-new": Act.CHANGE_PEOPLE,
    "desk:mailbox": Act.CHANGE_PEOPLE,
    # Clients
    "desk:clients": STAFF,
    "desk:client": STAFF,
    "desk:client-statement": STAFF,
    "desk:client-statement-month": STAFF,
    "desk:client-new": Act.CHANGE_CLIENTS,
    "desk:client-change": Act.CHANGE_CLIENTS,
    "desk:client-manager": Act.CHANGE_CLIENTS,
    "desk:private-address": Act.CHANGE_CLIENTS,
    "desk:private-address-end": Act.CHANGE_CLIENTS,
    "desk:contact-new": Act.CHANGE_CLIENTS,
    "desk:contact": Act.CHANGE_CLIENTS,
    "desk:contact-reached": Act.CHANGE_CLIENTS,
    "desk:contact-end": Act.CHANGE_CLIENTS,
    "desk:contract-new": Act.CHANGE_CLIENTS,
    "desk:contract-end": Act.CHANGE_CLIENTS,
    "desk:my-clients": Act.CHANGE_CLIENTS,
    "desk:list-card": STAFF,
    "desk:list-review": KEEPER,
    "desk:list-drill": KEEPER,
    "desk:list-contact-new": SUPPORT | KEEPER,
    "desk:list-contact": SUPPORT | KEEPER,
    "desk:list-contact-end": SUPPORT | KEEPER,
    "desk:list-proof": (NOBODY, Act.CHANGE_LISTS),
    "desk:use-new": Act.CHANGE_CLIENTS,
    "desk:use": Act.CHANGE_CLIENTS,
    "desk:use-end": Act.CHANGE_CLIENTS,
    "desk:clients-import": Act.CHANGE_CLIENTS,
    "desk:clients-template": Act.CHANGE_CLIENTS,
    "desk:clients-list": Act.CHANGE_CLIENTS,
    "desk:services": STAFF,
    "desk:service-new": Act.CHANGE_CLIENTS,
    "desk:service": Act.CHANGE_CLIENTS,
    "desk:service-retirement": Act.CHANGE_CLIENTS,
    "desk:component": STAFF,
    "desk:component-new": Act.CHANGE_CLIENTS,
    "desk:component-change": Act.CHANGE_CLIENTS,
    "desk:component-retirement": Act.CHANGE_CLIENTS,
    "desk:monitors": STAFF,
    "desk:monitor": STAFF,
    "desk:monitor-kinds": Act.CHANGE_MONITORS,
    "desk:monitor-new": Act.CHANGE_MONITORS,
    "desk:monitor-change": Act.CHANGE_MONITORS,
    "desk:monitor-removal": Act.CHANGE_MONITORS,
    "desk:monitor-pause": (NOBODY, Act.CHANGE_MONITORS),
    "desk:monitor-look": (NOBODY, Act.CHANGE_MONITORS),
    "desk:monitor-address": (NOBODY, Act.CHANGE_MONITORS),
    "desk:products": Act.CHANGE_CLIENTS,
    "desk:product-new": Act.CHANGE_CLIENTS,
    "desk:product": Act.CHANGE_CLIENTS,
    # Policy and calendars
    "desk:policy": Act.READ_POLICY,
    "desk:policy-of": Act.READ_POLICY,
    "desk:policy-versions": Act.READ_POLICY,
    "desk:policy-version": Act.READ_POLICY,
    "desk:policy-file": Act.READ_POLICY,
    "desk:policy-beginning": Act.PUBLISH_POLICY,
    "desk:policy-application": Act.PUBLISH_POLICY,
    "desk:policy-draft": Act.PUBLISH_POLICY,
    "desk:policy-clause": Act.PUBLISH_POLICY,
    "desk:policy-ladder": Act.PUBLISH_POLICY,
    "desk:policy-scenarios": Act.PUBLISH_POLICY,
    "desk:policy-upload": Act.PUBLISH_POLICY,
    "desk:policy-publication": Act.PUBLISH_POLICY,
    "desk:policy-end": (NOBODY, Act.PUBLISH_POLICY),
    "desk:calendars": Act.READ_POLICY,
    "desk:calendar": Act.READ_POLICY,
    "desk:calendar-new": Act.PUBLISH_POLICY,
    "desk:calendar-hours": Act.PUBLISH_POLICY,
    "desk:calendar-holidays": Act.PUBLISH_POLICY,
    "desk:calendar-exceptions": Act.PUBLISH_POLICY,
    # Mail that waits to be judged, what left, what happened
    "desk:mail": Act.JUDGE_MAIL,
    "desk:quarantine": Act.JUDGE_MAIL,
    "desk:dropped": Act.JUDGE_MAIL,
    "desk:mail-one": Act.JUDGE_MAIL,
    "desk:mail-raw": Act.JUDGE_MAIL,
    "desk:mail-new": Act.JUDGE_MAIL,
    "desk:mail-onto": Act.JUDGE_MAIL,
    "desk:mail-drop": Act.JUDGE_MAIL,
    "desk:mail-again": Act.JUDGE_MAIL,
    "desk:outbox": Act.READ_OUTBOX,
    "desk:letter": Act.READ_OUTBOX,
    "desk:letter-html": Act.READ_OUTBOX,
    "desk:outbox-sending": (NOBODY, Act.CHANGE_PEOPLE),
    "desk:trail": Act.READ_TRAIL,
    "desk:trail-file": Act.READ_TRAIL,
}


def expected(name: str) -> dict[str, Who]:
    """Who may, by verb."""
    get, post = _of_both_verbs(ROWS[name])
    return {"get": _who(get), "post": _who(post)}


def addresses_of(act: Act) -> list[tuple[str, str]]:
    """Where the act is asked: the name of each address, and one verb that it takes."""
    rules = {name: _of_both_verbs(row) for name, row in ROWS.items()}
    return [
        (name, "get" if get == act else "post") for name, (get, post) in rules.items() if act in (get, post)
    ]


def _who(rule: Rule) -> Who:
    return MAY[rule] if isinstance(rule, Act) else rule


def _of_both_verbs(row: Rule | tuple[Rule, Rule]) -> tuple[Rule, Rule]:
    return row if isinstance(row, tuple) else (row, row)
