"""All that follows anything, in order, on one page.

A fact that is not named here is silent: the trail keeps it, and nothing follows.
"""

from __future__ import annotations

from holdfast.audience import maintenance_notices as maintenance_subscribers
from holdfast.audience import notices as subscribers
from holdfast.audience.actions import subscribing
from holdfast.catalogue import facts as catalogue
from holdfast.channels import facts as mail
from holdfast.channels.chat import reactions as chat
from holdfast.clients import facts as client
from holdfast.duty import guards as duty_guards
from holdfast.duty import reactions as duty
from holdfast.escalation import facts as ladder
from holdfast.escalation import interruptions as escalation_interruptions
from holdfast.escalation import lost_contacts
from holdfast.escalation import reactions as escalation
from holdfast.escalation import suspicions as escalation_suspicions
from holdfast.files import facts as file
from holdfast.incidents import facts as incident
from holdfast.incidents import guards as incident_guards
from holdfast.incidents import lost_words
from holdfast.incidents import maintenance_facts as maintained
from holdfast.incidents import monitor_reactions as monitored
from holdfast.incidents import paging as incident_paging
from holdfast.incidents import ticket_reactions as incident_tickets
from holdfast.kernel.facts import Follow, Together
from holdfast.knowledge import reactions as articles
from holdfast.lists import reactions as lists
from holdfast.monitors import facts as monitor
from holdfast.monitors import reactions as monitors
from holdfast.notices import facts as notice
from holdfast.people import facts as person
from holdfast.procedure import facts as step
from holdfast.procedure import guards as procedure_guards
from holdfast.procedure import reactions as procedure
from holdfast.project import alarms
from holdfast.promises import call_reactions as calls
from holdfast.promises import interruption_reactions as interruptions
from holdfast.promises import maintenance_reactions as maintenance
from holdfast.promises import notices as promise_notices
from holdfast.promises import reactions as promises
from holdfast.promises import review_reactions as reviews
from holdfast.promises import suspicion_reactions as suspicions
from holdfast.tickets import facts as ticket
from holdfast.tickets import guards as ticket_guards
from holdfast.tickets import notices as ticket_notices
from holdfast.tickets import reactions as tickets

WIRING: dict[type, Follow] = {
    # intents, and who refuses them or makes ready for them
    notice.Settling: Follow(
        before=(incident_guards.lock_incidents, ticket_guards.lock_tickets, duty_guards.lock_pages)
    ),
    ticket.Resolving: Follow(before=(procedure_guards.require_client_approval,)),
    # tickets
    ticket.TicketOpened: Follow(
        now=(
            Together(promises.promise_on_opening),
            Together(promise_notices.acknowledge),
            escalation.give_request_to_account_manager,
            escalation.tell_of_priority_1,
        )
    ),
    ticket.PersonWrote: Follow(
        now=(
            Together(promises.promise_on_opening),
            Together(promise_notices.acknowledge),
            escalation.give_request_to_account_manager,
            escalation.tell_of_priority_1,
        )
    ),
    ticket.NoAnswerNeeded: Follow(now=(procedure.withdraw_question, procedure.need_no_answer)),
    ticket.TicketAcknowledged: Follow(now=(promises.keep_acknowledgement,)),
    ticket.MessageArrived: Follow(
        now=(
            Together(promises.hear_clients),
            Together(procedure.take_answers),
            procedure.put_reply_before_agent,
            Together(chat.carry_into_chats),
        )
    ),
    ticket.MessageSent: Follow(
        now=(
            Together(promises.count_public_messages),
            procedure.wait_for_answer,  # before the mail, which may find nobody to ask
            Together(ticket_notices.tell_of_messages),
            escalation.note_answer_of_level,
            Together(chat.carry_into_chats),
        )
    ),
    ticket.ChatBegan: Follow(now=(promises.promise_chat_answer,)),
    ticket.ChatEnded: Follow(now=(promises.let_chat_answer_be,)),
    ticket.ChatLeft: Follow(now=(promises.let_chat_answer_be,)),
    ticket.CallMissed: Follow(now=(calls.promise_call_back,)),
    ticket.CallHeld: Follow(now=(calls.keep_call_back,)),
    ticket.PriorityConfirmed: Follow(now=(promises.settle_first_priority, escalation.tell_of_priority_1)),
    ticket.PriorityChanged: Follow(
        now=(promises.follow_priority, promise_notices.tell_of_priority, escalation.tell_of_priority_1)
    ),
    ticket.TicketAssigned: Follow(now=(ticket_notices.tell_assignee,)),
    ticket.TicketDescribed: Follow(now=(promises.owe_to_client, escalation.give_request_to_account_manager)),
    ticket.TicketResolved: Follow(now=(promises.end_with_resolution, procedure.need_no_answer)),
    ticket.TicketReopened: Follow(
        now=(procedure.settle_on_reopening, promises.promise_again, escalation.tell_of_priority_1)
    ),
    ticket.TicketMerged: Follow(
        now=(
            procedure.withdraw_question,
            procedure.need_no_answer,
            incident_tickets.follow_merge,
            promises.merge_promises,
            chat.follow_merge,
        )
    ),
    # the procedure
    step.HandedOver: Follow(now=(promises.promise_engineering,)),
    step.HandOverTaken: Follow(now=(promises.keep_engineering,)),
    step.FixRecorded: Follow(now=(promises.stop_waiting, procedure.need_no_answer)),
    step.ApprovalAsked: Follow(now=(promises.stop_waiting_for_answer, procedure.need_no_answer)),
    step.VerdictGiven: Follow(now=(promises.promise_to_tell_of_rejection,)),
    step.HandOverForApprovalAccepted: Follow(now=(promises.rest_with_client,)),
    step.ClientApproved: Follow(now=(promises.keep_turnaround,)),
    step.ClientRefused: Follow(now=(promises.take_back,)),
    step.ReplyJudged: Follow(now=(promises.let_judged_replies_be,)),
    # the catalogue
    catalogue.ProductChanged: Follow(now=(articles.find_by_name_of_product,)),
    catalogue.ServiceChanged: Follow(now=(articles.find_by_name_of_service,)),
    # monitors
    catalogue.ComponentRetired: Follow(now=(monitors.pause_with_component,)),
    monitor.MonitorWentDown: Follow(now=(monitored.suspect_by_monitor,)),
    monitor.MonitorCameUp: Follow(now=(monitored.hear_recovery,)),
    monitor.MonitorWarned: Follow(now=(monitored.tell_of_warning,)),
    # interruptions
    incident.InterruptionSuspected: Follow(now=(escalation_suspicions.tell_of_suspicion,)),
    incident.TicketSuspects: Follow(now=(suspicions.promise_weighing,)),
    incident.SuspicionWeighed: Follow(
        now=(Together(escalation_suspicions.tell_of_weighing), Together(suspicions.let_telling_be))
    ),
    incident.ClientAffected: Follow(
        now=(
            Together(interruptions.promise_to_affected),
            Together(escalation_interruptions.tell_account_managers_of_interruption),
            Together(incident_paging.page_for_empty_lists),
        )
    ),
    incident.ClientWorsened: Follow(now=(Together(interruptions.promise_to_worsened),)),
    incident.InterruptionConfirmed: Follow(now=(subscribers.tell_of_confirmation,)),
    incident.BulletinSent: Follow(now=(subscribers.tell_of_word,)),
    incident.InterruptionMoved: Follow(now=(interruptions.end_calls_once_told,)),
    incident.ClientEased: Follow(now=(Together(interruptions.end_hourly_words),)),
    incident.ClientRestored: Follow(now=(Together(interruptions.promise_after_restoration),)),
    incident.InterruptionRetracted: Follow(
        now=(
            interruptions.let_retracted_be,
            escalation_interruptions.tell_account_managers_of_retraction,
        )
    ),
    # maintenance
    maintained.ClientReached: Follow(now=(Together(maintenance.promise_to_reached),)),
    maintained.MaintenanceMoved: Follow(now=(maintenance.promise_notice_again,)),
    maintained.ShortNoticeApproved: Follow(now=(maintenance.waive_short_notice,)),
    maintained.MaintenanceStarted: Follow(now=(maintenance.promise_updates,)),
    maintained.MaintenanceCompleted: Follow(now=(maintenance.end_with_maintenance,)),
    maintained.MaintenanceCancelled: Follow(now=(maintenance.end_with_maintenance,)),
    maintained.MaintenanceTold: Follow(now=(maintenance_subscribers.tell_of_announcement,)),
    # emergency distribution lists
    client.ListChanged: Follow(now=(lists.follow_change,)),
    client.ListReviewDue: Follow(now=(Together(reviews.promise_reviews), Together(lists.tell_of_reviews))),
    client.ListReviewed: Follow(now=(reviews.keep_review,)),
    # the ladder
    ladder.LevelTold: Follow(now=(Together(promises.promise_answer_of_level),)),
    ladder.LevelAnswered: Follow(now=(promises.keep_answer_of_level,)),
    ladder.AccountManagerToBeTold: Follow(now=(Together(promises.promise_account_manager),)),
    # notices
    notice.NoticeAccepted: Follow(
        now=(
            tickets.note_acknowledgement,
            procedure.note_acceptance,
            promises.count_acceptance,
            Together(interruptions.count_words),
            Together(maintenance.count_announcements),
            interruptions.keep_account_managers,
            suspicions.keep_weighing,
            promises.keep_account_manager,
        )
    ),
    notice.NoticeBounced: Follow(
        now=(
            promises.undo_acceptance,
            interruptions.undo_word,
            maintenance.undo_announcement,
            tickets.find_substitute,  # before what looks whether anybody may yet be reached
            lost_words.find_next_contacts,
            lost_contacts.tell_of_lost_contact,
            procedure.note_bounce,
            escalation.tell_of_lost_word,
            subscribing.end_when_it_bounces,
        )
    ),
    notice.NoticeFailed: Follow(
        now=(
            tickets.find_substitute,
            lost_words.find_next_contacts,
            lost_contacts.tell_of_lost_contact,
            procedure.note_failure,
            escalation.tell_of_lost_word,
            alarms.tell_administrators,
        )
    ),
    notice.ChannelGaveWay: Follow(now=(duty.go_on_after_failure,)),
    notice.EveryChannelFailed: Follow(
        now=(
            tickets.find_substitute,
            lost_words.find_next_contacts,
            lost_contacts.tell_of_lost_contact,
            procedure.note_failure,
            escalation.tell_of_lost_word,
            duty.page_for_failed_channels,
            alarms.tell_administrators,
        )
    ),
    notice.EndpointDisabled: Follow(now=(alarms.tell_administrators,)),
    notice.NoticeLeftOut: Follow(
        now=(
            promises.let_acknowledgement_be,
            tickets.find_substitute,
            lost_words.find_next_contacts,
            lost_contacts.tell_of_lost_contact,
            procedure.note_failure,
            escalation.tell_of_lost_word,
        )
    ),
    notice.NoticeMuted: Follow(now=(alarms.tell_administrators,)),
    # duty
    person.PersonShutOut: Follow(now=(duty.look_for_gaps_again,)),
    person.PersonLetIn: Follow(now=(duty.look_for_gaps_again,)),
    person.RolesChanged: Follow(now=(duty.look_for_gaps_again,)),
    # files
    file.FileFoundInfected: Follow(now=(tickets.tell_of_infected_file,)),
    # mail
    mail.StaffMailRefused: Follow(now=(alarms.tell_administrators,)),
    mail.SenderMuted: Follow(now=(alarms.tell_administrators,)),
    mail.OwnMailReturned: Follow(now=(alarms.tell_administrators,)),
    mail.MailboxFailed: Follow(now=(alarms.tell_administrators,)),
    mail.MailNotGiven: Follow(now=(alarms.tell_administrators,)),
    mail.MailboxRecovered: Follow(now=(alarms.tell_administrators,)),
}
