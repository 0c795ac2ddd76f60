"""The addresses of the site."""

from __future__ import annotations

from django.urls import path

from holdfast.portal import home, profile, reaching
from holdfast.portal.chat import files as chat_files
from holdfast.portal.chat import giving_out, helping
from holdfast.portal.chat import talking as chat
from holdfast.portal.console import arriving, reporting, script
from holdfast.portal.emergency_list import asking
from holdfast.portal.emergency_list import page as emergency_list
from holdfast.portal.mailed_links import address, approval, level, news, page_of_duty
from holdfast.portal.service_status import addresses, former, private, proof, statement, suspecting
from holdfast.portal.service_status import page as service_status
from holdfast.portal.subscription import answering as subscription_links
from holdfast.portal.subscription import asking as subscription
from holdfast.portal.support import page as support
from holdfast.portal.support import received
from holdfast.portal.tickets import answering, escalating, files, listing, opening, page, replying

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("home/tickets/", home.home_tickets, name="home_tickets"),
    path("reach/", reaching.reach, name="reach"),
    path("profile/", profile.profile, name="profile"),
    path("escalation/", escalating.escalate, name="escalate"),
    path("tickets/", listing.listing, name="tickets"),
    path("tickets/new/", opening.new_ticket, name="new_ticket"),
    path("tickets/new/offer/", opening.offer, name="offer"),
    path("tickets/<int:number>/", page.ticket, name="ticket"),
    path("tickets/<int:number>/messages/", replying.messages, name="ticket_messages"),
    path("tickets/<int:number>/approval/", answering.answer, name="ticket_approval"),
    path("tickets/<int:number>/escalation/", escalating.ticket_escalation, name="ticket_escalation"),
    path("tickets/<int:number>/files/<str:key>/<str:filename>", files.file, name="file"),
    path("tickets/<int:number>/parts/<slug:name>/", page.ticket_part, name="ticket_part"),
    path("emergency-list/", emergency_list.emergency_list, name="emergency_list"),
    path("emergency-list/new/", asking.addition, name="list_addition"),
    path("emergency-list/<int:person>/", asking.change, name="list_change"),
    path("emergency-list/<int:person>/removal/", asking.removal, name="list_removal"),
    path("affected/<slug:token>/", private.status, name="private_status"),
    path("calendar/<slug:token>.ics", private.calendar, name="private_calendar"),
    path("status/subscription/", subscription.subscription, name="subscription"),
    path("status/subscription/sent/", subscription.sent, name="subscription_sent"),
    path("status/subscription/<slug:token>/", subscription_links.begin, name="subscription_begin"),
    path("status/subscription/<slug:token>/end/", subscription_links.end, name="subscription_end"),
    path("service-status/", service_status.service_status, name="service_status"),
    path("service-status/wrong/", suspecting.suspecting, name="suspecting"),
    path("service-status/<int:key>/proof.csv", proof.table, name="proof_table"),
    path("service-status/<int:key>/proof.pdf", proof.pdf, name="proof_pdf"),
    path("service-status/addresses/<purpose:purpose>/", addresses.address, name="private_address"),
    path(
        "service-status/addresses/<purpose:purpose>/end/", addresses.address_end, name="private_address_end"
    ),
    path("service-status/statement/", statement.statement, name="statement"),
    path("service-status/statement/<month:month>/", statement.statement, name="statement_month"),
    path("service-status/statement/<month:month>/statement.pdf", statement.pdf, name="statement_pdf"),
    path("services/", former.services, name="former_services"),
    path("services/statement/", former.statement, name="former_statement"),
    path("services/statement/<month:month>/", former.statement, name="former_statement_month"),
    path("support/", support.support, name="support"),
    path("support.js", script.support_script, name="support_script"),
    path("support/from/", arriving.arrive, name="console_arrival"),
    path("support/from/<slug:visit>/", reporting.report, name="console_form"),
    path("support/from/<slug:visit>/offer/", reporting.offer, name="console_offer"),
    path("support/from/<slug:visit>/<str:token>/", reporting.received, name="console_received"),
    path("support/received/<str:token>/", received.received, name="received"),
    path("chat.js", giving_out.script, name="chat_script"),
    path("chat/about/", giving_out.about, name="chat_about"),
    path("chat/begin/", chat.begin, name="chat_begin"),
    path("chat/say/", chat.word, name="chat_say"),
    path("chat/fetch/", chat.fetch, name="chat_fetch"),
    path("chat/progress/", chat.progress, name="chat_progress"),
    path("chat/help/", helping.articles, name="chat_help"),
    path("chat/typing/", chat.typing, name="chat_typing"),
    path("chat/address/", chat.address, name="chat_address"),
    path("chat/transcript/", chat.transcript, name="chat_transcript"),
    path("chat/rating/", chat.rating, name="chat_rating"),
    path("chat/end/", chat.end, name="chat_end"),
    path("chat/file/", chat.file, name="chat_file"),
    path("chat/picture/<slug:key>/<str:link>", chat_files.picture, name="chat_picture"),
    path("chat/file/<slug:key>/<str:link>/<str:filename>", chat_files.attachment, name="chat_attachment"),
    path("approval/<str:token>/", approval.approval, name="approval"),
    path("address/<str:token>/", address.address, name="address"),
    path("news/<str:token>/", news.news, name="news"),
    path("level/<str:token>/", level.level, name="level"),
    path("page/<str:token>/", page_of_duty.page_of_duty, name="duty_page"),
]
