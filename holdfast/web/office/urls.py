"""Every address of the office; included by the desk's, so the names stand in its namespace."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from holdfast.web.office import first_steps, phone, settings
from holdfast.web.office.calendars import editing, holidays
from holdfast.web.office.calendars import listing as calendars
from holdfast.web.office.clients import (
    addresses,
    changing,
    contacts,
    contracts,
    credits,
    importing,
    products,
    statement,
    uptime,
    uses,
)
from holdfast.web.office.clients import listing as clients
from holdfast.web.office.clients import page as client
from holdfast.web.office.consoles import page as consoles
from holdfast.web.office.endpoints import page as endpoints
from holdfast.web.office.lists import acts as list_acts
from holdfast.web.office.lists import card as list_card
from holdfast.web.office.lists import contacts as list_contacts
from holdfast.web.office.lists import mine
from holdfast.web.office.mail import judging, outbox
from holdfast.web.office.monitors import doing as monitoring
from holdfast.web.office.monitors import listing as monitors
from holdfast.web.office.monitors import page as monitor
from holdfast.web.office.news import mailings
from holdfast.web.office.people import listing as people
from holdfast.web.office.people import me, person, teams
from holdfast.web.office.policy import clause, draft, file, ladder, publishing, reading, scenarios
from holdfast.web.office.services import component, component_page, service
from holdfast.web.office.services import listing as services
from holdfast.web.office.trail import page as trail

_LIST = "clients/<int:key>/list/"
_POLICY = "policy/<int:policy>/draft/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("me/", me.me, name="account"),
    path("people/", people.people, name="people"),
    path("people/new/", person.entering, name="person-new"),
    path("people/<int:key>/", person.person, name="person"),
    path("people/<int:key>/about/", person.about, name="person-about"),
    path("people/<int:key>/roles/", person.roles, name="person-roles"),
    path("people/<int:key>/entry/", person.entry, name="person-entry"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team, name="team-new"),
    path("teams/<int:key>/", teams.team, name="team"),
    path("settings/", settings.settings, name="settings"),
    path("settings/test-mail/", settings.test_mail, name="test-mail"),
    path("settings/first-steps/", first_steps.first_steps, name="first-steps"),
    path("settings/phone/", phone.phone, name="phone"),
    path("mailboxes/", settings.mailboxes, name="mailboxes"),
    path("mailboxes/new/", settings.mailbox, name="mailbox-new"),
    path("mailboxes/<int:key>/", settings.mailbox, name="mailbox"),
    path("consoles/", consoles.consoles, name="consoles"),
    path("consoles/new/", consoles.entering, name="console-new"),
    path("consoles/<int:key>/", consoles.console, name="console"),
    path("consoles/<int:key>/about/", consoles.changing, name="console-change"),
    path("consoles/<int:key>/key/", consoles.new_key, name="console-key"),
    path("consoles/<int:key>/end/", consoles.ending, name="console-end"),
    path("clients/", clients.clients, name="clients"),
    path("clients/new/", changing.entering, name="client-new"),
    path("clients/import/", importing.importing, name="clients-import"),
    path("clients/import/templates/<slug:kind>/", importing.template, name="clients-template"),
    path("clients/import/lists/<slug:kind>/", importing.present, name="clients-list"),
    path("clients/<int:key>/", client.client, name="client"),
    path("clients/<int:key>/about/", changing.changing, name="client-change"),
    path("clients/<int:key>/account-manager/", changing.account_manager, name="client-manager"),
    path("clients/<int:key>/contacts/new/", contacts.entering, name="contact-new"),
    path("clients/<int:key>/contacts/<int:contact>/", contacts.changing, name="contact"),
    path("clients/<int:key>/contacts/<int:contact>/reached/", contacts.reaching, name="contact-reached"),
    path("clients/<int:key>/contacts/<int:contact>/end/", contacts.ending, name="contact-end"),
    path("clients/<int:key>/contracts/new/", contracts.entering, name="contract-new"),
    path("clients/<int:key>/contracts/<int:contract>/end/", contracts.ending, name="contract-end"),
    path("clients/mine/", mine.mine, name="my-clients"),
    path(_LIST, list_card.card, name="list-card"),
    path(f"{_LIST}review/", list_acts.confirming, name="list-review"),
    path(f"{_LIST}drill/", list_acts.drilling, name="list-drill"),
    path(f"{_LIST}contacts/new/", list_contacts.entering, name="list-contact-new"),
    path(f"{_LIST}contacts/<int:person>/", list_contacts.changing, name="list-contact"),
    path(f"{_LIST}contacts/<int:person>/end/", list_contacts.removing, name="list-contact-end"),
    path(f"{_LIST}contacts/<int:person>/proof/", list_acts.proving, name="list-proof"),
    path("clients/<int:key>/uses/new/", uses.saying, name="use-new"),
    path("clients/<int:key>/uses/<int:use>/", uses.changing, name="use"),
    path("clients/<int:key>/uses/<int:use>/end/", uses.ending, name="use-end"),
    path("clients/uptime/", uptime.terms, name="uptime"),
    path("clients/uptime/new/", uptime.setting, name="uptime-new"),
    path("clients/<int:key>/uptime/", uptime.terms, name="client-uptime"),
    path("clients/<int:key>/uptime/new/", uptime.setting, name="client-uptime-new"),
    path("clients/<int:key>/uptime/end/", uptime.ending, name="client-uptime-end"),
    path("clients/<int:key>/statement/", statement.statement, name="client-statement"),
    path("clients/<int:key>/statement/<month:month>/", statement.statement, name="client-statement-month"),
    path(
        "clients/<int:key>/statement/<month:month>/statement.pdf", statement.pdf, name="client-statement-pdf"
    ),
    path("clients/<int:key>/statement/<month:month>/credit/", credits.credit, name="credit"),
    path("news/", mailings.mailings, name="news"),
    path("news/new/", mailings.writing, name="news-new"),
    path("news/<int:key>/", mailings.mailing, name="news-one"),
    path("news/<int:key>/change/", mailings.writing, name="news-change"),
    path("news/<int:key>/send/", mailings.sending, name="news-send"),
    path("news/<int:key>/drop/", mailings.dropping, name="news-drop"),
    path("clients/<int:key>/addresses/<purpose:purpose>/", addresses.address, name="private-address"),
    path("clients/<int:key>/addresses/<purpose:purpose>/end/", addresses.ending, name="private-address-end"),
    path("endpoints/", endpoints.endpoints, name="endpoints"),
    path("endpoints/new/", endpoints.entering, name="endpoint-new"),
    path("endpoints/<int:key>/", endpoints.endpoint, name="endpoint"),
    path("endpoints/<int:key>/secret/", endpoints.secret, name="endpoint-secret"),
    path("endpoints/<int:key>/enabling/", endpoints.enabling, name="endpoint-enabling"),
    path("endpoints/<int:key>/test/", endpoints.testing, name="endpoint-test"),
    path("services/", services.services, name="services"),
    path("services/new/", service.entering, name="service-new"),
    path("services/<int:key>/", service.changing, name="service"),
    path("services/<int:key>/retirement/", service.retiring, name="service-retirement"),
    path("services/<int:key>/components/new/", component.entering, name="component-new"),
    path("components/<int:key>/", component_page.component, name="component"),
    path("components/<int:key>/about/", component.changing, name="component-change"),
    path("components/<int:key>/retirement/", component.retiring, name="component-retirement"),
    path("components/<int:key>/monitors/new/", monitoring.choosing, name="monitor-kinds"),
    path("components/<int:key>/monitors/new/<slug:kind>/", monitoring.entering, name="monitor-new"),
    path("monitors/", monitors.monitors, name="monitors"),
    path("monitors/<int:key>/", monitor.monitor, name="monitor"),
    path("monitors/<int:key>/about/", monitoring.changing, name="monitor-change"),
    path("monitors/<int:key>/removal/", monitoring.removing, name="monitor-removal"),
    path("monitors/<int:key>/pause/", monitoring.pausing, name="monitor-pause"),
    path("monitors/<int:key>/look/", monitoring.looking, name="monitor-look"),
    path("monitors/<int:key>/address/", monitoring.address, name="monitor-address"),
    path("products/", products.products, name="products"),
    path("products/new/", products.product, name="product-new"),
    path("products/<int:key>/", products.product, name="product"),
    path("policy/", reading.policy, name="policy"),
    path("policy/new/", draft.beginning, name="policy-beginning"),
    path("policy/application/", publishing.application, name="policy-application"),
    path("policy/versions/<int:key>/", reading.version, name="policy-version"),
    path("policy/versions/<int:key>/file/", reading.file, name="policy-file"),
    path("policy/<int:policy>/", reading.policy, name="policy-of"),
    path("policy/<int:policy>/versions/", reading.versions, name="policy-versions"),
    path(_POLICY, draft.draft, name="policy-draft"),
    path(f"{_POLICY}clauses/<slug:id>/", clause.clause, name="policy-clause"),
    path(f"{_POLICY}ladder/", ladder.ladder, name="policy-ladder"),
    path(f"{_POLICY}scenarios/", scenarios.scenarios, name="policy-scenarios"),
    path(f"{_POLICY}file/", file.upload, name="policy-upload"),
    path(f"{_POLICY}publication/", publishing.publication, name="policy-publication"),
    path(f"{_POLICY}end/", draft.ending, name="policy-end"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new/", editing.entering, name="calendar-new"),
    path("calendars/<slug:key>/", calendars.calendar, name="calendar"),
    path("calendars/<slug:key>/hours/", editing.hours, name="calendar-hours"),
    path("calendars/<slug:key>/holidays/", holidays.holidays, name="calendar-holidays"),
    path("calendars/<slug:key>/exceptions/", editing.exceptions, name="calendar-exceptions"),
    path("mail/held/", judging.held, name="mail"),
    path("mail/quarantine/", judging.quarantine, name="quarantine"),
    path("mail/left-aside/", judging.dropped, name="dropped"),
    path("mail/<int:key>/", judging.mail, name="mail-one"),
    path("mail/<int:key>/raw/", judging.raw, name="mail-raw"),
    path("mail/<int:key>/new-ticket/", judging.opening, name="mail-new"),
    path("mail/<int:key>/ticket/", judging.joining, name="mail-onto"),
    path("mail/<int:key>/dropping/", judging.dropping, name="mail-drop"),
    path("mail/<int:key>/reading/", judging.trying, name="mail-again"),
    path("outbox/", outbox.letters, name="outbox"),
    path("outbox/sending/", outbox.sending, name="outbox-sending"),
    path("outbox/<int:key>/", outbox.letter, name="letter"),
    path("outbox/<int:key>/html/", outbox.letter_html, name="letter-html"),
    path("trail/", trail.trail, name="trail"),
    path("trail/file/", trail.trail_file, name="trail-file"),
]
