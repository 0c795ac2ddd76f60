"""Every address of the desk."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from holdfast.web import live, search
from holdfast.web.calls import dialling
from holdfast.web.calls import noting as calling
from holdfast.web.chats import canned, greetings, listings
from holdfast.web.chats import doing as chatting
from holdfast.web.chats import page as chats
from holdfast.web.interruptions import correcting, doing, proof, review, suspected, templates
from holdfast.web.interruptions import listing as interruptions
from holdfast.web.interruptions import page as interruption
from holdfast.web.interruptions.room import delivery
from holdfast.web.interruptions.room import live as room
from holdfast.web.interruptions.room import people as on_it
from holdfast.web.interruptions.words import page as words
from holdfast.web.knowledge import for_tickets
from holdfast.web.maintenance import doing as maintaining
from holdfast.web.maintenance import freezes, planner, shorter
from holdfast.web.maintenance import listing as maintenances
from holdfast.web.maintenance import page as maintenance
from holdfast.web.maintenance import people as on_maintenance
from holdfast.web.maintenance import words as maintenance_words
from holdfast.web.queue import filters, selection
from holdfast.web.queue import page as queue
from holdfast.web.tickets import (
    about,
    account_manager,
    approval,
    assignment,
    collaborators,
    description,
    escalation,
    fix,
    hand_over,
    history,
    list_request,
    machine_mail,
    opening,
    other_tickets,
    page,
    priority,
    promised,
    scanning,
    suspicion,
    verdict,
    watching,
    writing,
)

app_name = "desk"

_TICKET = [
    path("", page.ticket, name="ticket"),
    path("live/conversation/", page.conversation_part, name="conversation"),
    path("live/state/", page.state_part, name="state"),
    path("live/about/", about.about, name="about"),
    path("messages/", writing.messages, name="messages"),
    path("messages/<int:message>/delivery/", page.delivery_part, name="delivery"),
    path("messages/<int:message>/original/", writing.original, name="original"),
    path("files/<slug:key>/scan/", scanning.scan, name="scan"),
    path("account-manager/", account_manager.account_manager, name="account-manager"),
    path("assignment/", assignment.assignment, name="assignment"),
    path("priority/", priority.priority, name="priority"),
    path("writer/", machine_mail.writer, name="writer"),
    path("no-answer/", machine_mail.no_answer, name="no-answer"),
    path("hand-over/", hand_over.handing_over, name="hand-over"),
    path("taking/", hand_over.taking, name="taking"),
    path("fix/", fix.fix, name="fix"),
    path("solution/", fix.solution, name="solution"),
    path("verdict/<slug:word>/", verdict.verdict, name="verdict"),
    path("approval/", approval.approval, name="approval"),
    path("question/", approval.question, name="question"),
    path("judgements/<int:key>/", approval.judgement, name="judgement"),
    path("watchings/<int:key>/", watching.watching, name="watching"),
    path("escalation/", escalation.escalation, name="escalation"),
    path("description/", description.description, name="description"),
    path("merge/", other_tickets.merge, name="merge"),
    path("links/", other_tickets.links, name="links"),
    path("collaborators/", collaborators.collaborators, name="collaborators"),
    path("suspicion/", suspicion.suspicion, name="suspicion"),
    path("interruptions/<int:key>/", suspicion.unlinking, name="unlinking"),
    path("words/", promised.words, name="words"),
    path("words/<int:key>/", promised.word, name="word"),
    path("list-request/", list_request.applying, name="list-request"),
    path("list-request/decline/", list_request.declining, name="list-request-decline"),
    path("waivers/", promised.waivers, name="waivers"),
    path("calls/new/", calling.on_ticket, name="ticket-call"),
    path("calls/out/", dialling.dial, name="ticket-dial"),
    path("history/", history.history, name="history"),
    path("articles/", for_tickets.offered, name="ticket-articles"),
    path("article/", for_tickets.making, name="ticket-article"),
]

INTERRUPTION = [
    path("", interruption.interruption, name="interruption"),
    path("confirmation/", doing.confirmation, name="interruption-confirmation"),
    path("widening/", doing.widening, name="interruption-widening"),
    path("easing/", doing.easing, name="interruption-easing"),
    path("dismissal/", doing.dismissal, name="interruption-dismissal"),
    path("retraction/", words.retraction, name="interruption-retraction"),
    path("report/", words.report, name="interruption-report"),
    path("update/", words.update, name="interruption-update"),
    path("restoration/", words.restoration, name="interruption-restoration"),
    path("cause/", words.cause, name="interruption-cause"),
    path("analysis/", words.analysis, name="interruption-analysis"),
    path("impacts/<int:impact>/correction/", correcting.correction, name="interruption-correction"),
    path("closing/", doing.closing, name="interruption-closing"),
    path("joining/", suspected.joining, name="interruption-joining"),
    path("tickets/", suspected.tickets, name="interruption-tickets"),
    path("retry/", delivery.retry, name="interruption-retry"),
    path("live/<slug:piece>/", room.piece, name="interruption-live"),
    path("people/", on_it.people, name="interruption-people"),
    path("words/<slug:kind>/preview/", words.preview, name="interruption-preview"),
    path("words/<slug:kind>/mail/", words.mail, name="interruption-mail"),
    path("words/<slug:kind>/template/", words.template, name="interruption-template"),
    path("words/<slug:kind>/fields/<slug:name>/", words.text, name="interruption-text"),
    path("proof.csv", proof.file, name="interruption-file"),
    path("clients/<int:client>/", proof.proof, name="interruption-proof"),
    path("clients/<int:client>/proof.csv", proof.file, name="interruption-proof-file"),
    path("clients/<int:client>/proof.pdf", proof.pdf, name="interruption-proof-pdf"),
    path("review/", review.review, name="interruption-review"),
    path("review.pdf", review.pdf, name="interruption-review-pdf"),
]

MAINTENANCE = [
    path("", maintenance.maintenance, name="maintenance"),
    path("announcement/", maintaining.announcement, name="maintenance-announcement"),
    path("live/", maintenance.matter, name="maintenance-live"),
    path("people/", on_maintenance.people, name="maintenance-people"),
    path("short-notice/", shorter.asking, name="maintenance-short-notice"),
    path("approval/", shorter.approval, name="maintenance-approval"),
    path("words/", maintaining.words, name="maintenance-words"),
    path("words/<slug:kind>/fields/<slug:name>/", maintenance_words.text, name="maintenance-text"),
    path("moving/", maintaining.moving, name="maintenance-moving"),
    path("cancellation/", maintaining.cancellation, name="maintenance-cancellation"),
    path("start/", maintaining.start, name="maintenance-start"),
    path("update/", maintaining.update, name="maintenance-update"),
    path("extension/", maintaining.extension, name="maintenance-extension"),
    path("completion/", maintaining.completion, name="maintenance-completion"),
]

CHATS = [
    path("", chats.chats, name="chats"),
    path("queue/", chats.queue_part, name="chat-queue"),
    path("seat/", chatting.seat, name="chat-seat"),
    path("seat/settings/", chatting.seat_settings, name="chat-seat-settings"),
    path("here/", chatting.here, name="chat-here"),
    path("next/", chatting.next_chat, name="chat-next"),
    path("greetings/", greetings.greetings, name="chat-greetings"),
    path("greetings/new/", greetings.greeting_new, name="chat-greeting-new"),
    path("greetings/<int:key>/removal/", greetings.greeting_removal, name="chat-greeting-removal"),
    path("pictures/<slug:key>/", chats.picture, name="chat-picture"),
    path("ratings/", listings.ratings, name="chat-ratings"),
    path("blocks/", listings.blocks, name="chat-blocks"),
    path("answers/", canned.canned_list, name="chat-canned"),
    path("answers/new/", canned.canned, name="chat-canned-new"),
    path("answers/<int:key>/", canned.canned, name="chat-canned-change"),
    path("answers/<int:key>/removal/", canned.canned_removal, name="chat-canned-removal"),
    path("<int:key>/log/", chats.log_part, name="chat-log"),
    path("<int:key>/taking/", chatting.taking, name="chat-taking"),
    path("<int:key>/answer/", chatting.answering, name="chat-answering"),
    path("<int:key>/typing/", chatting.typing, name="chat-typing"),
    path("<int:key>/handing-on/", chatting.handing_on, name="chat-handing-on"),
    path("<int:key>/end/", chatting.ending, name="chat-ending"),
    path("<int:key>/block/", chatting.blocking, name="chat-blocking"),
    path("<int:key>/letting-in/", chatting.letting_in, name="chat-letting-in"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("chats/", include(CHATS)),
    path("", queue.queue, name="queue"),
    path("lists/<slug:view>/", queue.queue, name="list"),
    path("lists/<slug:view>/rows/", queue.rows, name="rows"),
    path("lists/<slug:view>/line/", queue.line, name="line"),
    path("lists/<slug:view>/filters/", filters.filters, name="filters"),
    path("selection/", selection.selection, name="selection"),
    path("search/", search.find, name="search"),
    path("live/next-promise/", live.next_promise_part, name="next-promise"),
    path("watchings/", watching.watchings, name="watchings"),
    path("tickets/new/", opening.opening, name="new-ticket"),
    path("tickets/<int:number>/", include(_TICKET)),
    path("interruptions/", interruptions.interruptions, name="interruptions"),
    path("interruptions/suspected/", suspected.suspected, name="suspected"),
    path("interruptions/new/", doing.suspicion, name="interruption-new"),
    path("interruptions/templates/", templates.templates, name="word-templates"),
    path("interruptions/templates/sample/", templates.sample, name="word-template-sample"),
    path("interruptions/templates/new/", templates.template, name="word-template-new"),
    path("interruptions/templates/<int:key>/", templates.template, name="word-template"),
    path("interruptions/templates/<int:key>/end/", templates.ending, name="word-template-end"),
    path("interruptions/<int:key>/", include(INTERRUPTION)),
    path("maintenance/", maintenances.maintenances, name="maintenances"),
    path("maintenance/plan/", planner.plan, name="maintenance-plan"),
    path("maintenance/freezes/new/", freezes.freeze_new, name="freeze-new"),
    path("maintenance/freezes/<int:key>/end/", freezes.freeze_end, name="freeze-end"),
    path("maintenance/<int:key>/", include(MAINTENANCE)),
    path("articles/", include("holdfast.web.knowledge.urls")),
    path("duty/", include("holdfast.web.duty.urls")),
    path("", include("holdfast.web.calls.urls")),
    path("", include("holdfast.web.office.urls")),
]
