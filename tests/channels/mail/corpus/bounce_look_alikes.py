# ruff: noqa: E501
"""Delivery statuses in odd places, and what speaks of a failure but is no notice of one (T20)."""

from tests.channels.mail.corpus.case import RETURNED_MAIL, notice

CASES = [
    notice(
        "plain_dsn",
        "From: Mail Delivery Subsystem <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Returned mail: see transcript\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThis is a MIME-encapsulated message\n\n--AA\nThe original message...\n\n--AA\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\nArrival-Date: Thu, 29 Apr 2010 23:34:45 +0900\n\nFinal-Recipient: RFC822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown\n\n--AA\nContent-Type: message/rfc822\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "plain_dsn_ct_text",
        "From: Mail Delivery Subsystem <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Re: x? no\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: text/plain\n\nReporting-MTA: dns; gw.example.org\nArrival-Date: Thu, 29 Apr 2010 23:34:45 +0900\n\nFinal-Recipient: RFC822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "plain_dsn_odd_from",
        "From: bounces@gw.example.org\nTo: support@vendor.example\nSubject: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: text/plain\n\nReporting-MTA: dns; gw.example.org\nArrival-Date: Thu, 29 Apr 2010 23:34:45 +0900\n\nFinal-Recipient: RFC822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "only_dsn",
        "From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\nArrival-Date: Thu, 29 Apr 2010 23:34:45 +0900\n\nFinal-Recipient: RFC822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "dsn_b64",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nx\n--=_b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\nUmVwb3J0aW5nLU1UQTogZG5zOyBndy5leGFtcGxlLm9yZwpBcnJpdmFsLURhdGU6IFRodSwgMjkgQXByIDIwMTAgMjM6MzQ6NDUgKzA5MDAKCkZpbmFsLVJlY2lwaWVudDogUkZDODIyOyBuZWtvQGV4YW1wbGUub3JnCkFjdGlvbjogZmFpbGVkClN0YXR1czogNS4xLjEKRGlhZ25vc3RpYy1Db2RlOiBTTVRQOyA1NTAgNS4xLjEgVXNlciB1bmtub3duCg==\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "dsn_octet",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Undeliverable\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nDelivery failed 550 5.1.1\n--=_b\nContent-Type: application/octet-stream; name=details.txt\n\nReporting-MTA: dns; gw.example.org\nArrival-Date: Thu, 29 Apr 2010 23:34:45 +0900\n\nFinal-Recipient: RFC822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: SMTP; 550 5.1.1 User unknown\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "report_in_mixed",
        'From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Undelivered Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: multipart/report; boundary="in"; report-type=delivery-status\n\n--in\nContent-Type: text/plain\n\nx\n--in\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--in\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--in--\n\n--=_b\nContent-Type: text/plain\n\n-- \nlist footer\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "report_in_mixed_person",
        'From: Jan <jan@example.org>\nTo: support@vendor.example\nSubject: Fwd: Undelivered Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nlook\n--=_b\nContent-Type: multipart/report; boundary="in"; report-type=delivery-status\n\n--in\nContent-Type: text/plain\n\nx\n--in\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--in\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--in--\n\n--=_b--\n",
        bounce=False,
    ),
    notice(
        "act_expired",
        'From: x@gw.example.org\nTo: support@vendor.example\nSubject: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nx\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: expired\nStatus: 4.4.7\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "noaction_4",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Mail failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\ndelivery failed\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nStatus: 4.4.7\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "report_html_only",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Undeliverable: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/html\n\n<p>Your message couldn\'t be delivered</p>\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "report_empty",
        'From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Undelivered Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "mdn_as_dsn_type",
        'From: x@gw.example.org\nTo: support@vendor.example\nSubject: Read: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nwas read\n--=_b\nContent-Type: message/disposition-notification\n\nDisposition: x; displayed\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
    ),
    notice(
        "deliv_lower_status_folded",
        'From: x@gw.example.org\nTo: support@vendor.example\nSubject: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nx\n--=_b\nContent-Type: message/delivery-status\n\n\nReporting-MTA: dns; x\n\n \nfinal-recipient:\n rfc822; a@b.c\naction:\n failed\nstatus:\n 5.0.0\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "gmail_multi",
        'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: support@vendor.example\nSubject: Delivery Status Notification (Failure)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: multipart/related; boundary=rel\n\n--rel\nContent-Type: multipart/alternative; boundary=alt\n\n--alt\nContent-Type: text/plain\n\n** Address not found **\n\nYour message was not delivered\n--alt\nContent-Type: text/html\n\n<p>x</p>\n--alt--\n--rel\nContent-Type: image/png; name="icon.png"\nContent-Disposition: attachment; filename="icon.png"\nContent-ID: <icon.png>\n\nxx\n--rel--\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "gmail_delay_text",
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: support@vendor.example\nSubject: Delivery Status Notification (Delay)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n** Delivery incomplete **\n\nThere was a temporary problem delivering your message to x. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.",
        bounce=False,
    ),
    notice(
        "qmail_delay",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: failure notice\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nHi. This is the qmail-send program at gw.example.org.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<gone@example.org>:\nConnected to 1.2.3.4 but greeting failed.\nI'm not going to try again; this message has been in the queue too long.\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "postfix_delay",
        "From: MAILER-DAEMON@gw.example.org (Mail Delivery System)\nTo: support@vendor.example\nSubject: Delayed Mail (still being retried)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThis is the mail system at host x.\n\n####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<gone@example.org>: connect to x: Connection timed out\n",
        bounce=False,
    ),
    notice(
        "postfix_verify",
        "From: MAILER-DAEMON@gw.example.org (Mail Delivery System)\nTo: support@vendor.example\nSubject: Mail Delivery Status Report\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThis is the mail system at host x.\n\nEnclosed is the mail delivery report that you requested.\n\n<gone@example.org>: delivery via x: deliverable\n",
        bounce=False,
    ),
    notice(
        "smtp_delay_4xx_no_action",
        'From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Warning: delayed mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nYour message is delayed. We will keep trying.\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nStatus: 4.4.1\n\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "trackrcpt",
        'From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Delivery Status Notification (Success)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nYour message has been successfully relayed to the following recipients, but the requested delivery status notifications may not be generated by the destination.\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: relayed\nStatus: 2.0.0\n\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "greylist_notice",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Delivery notification: temporary problem\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour message has been temporarily deferred and will be retried: 451 4.7.1 greylisted\n",
        bounce=False,
    ),
    notice(
        "de_verz",
        "From: Mail Delivery System <MAILER-DAEMON@web.de>\nTo: support@vendor.example\nSubject: Zustellung verzögert\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: text/plain; charset=utf-8\n\nIhre Nachricht konnte noch nicht zugestellt werden. Es wird weiter versucht.",
        bounce=False,
    ),
    notice(
        "fwd_inline_mail_delivery_failed_returning_message_to_sender",
        "From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: Mail delivery failed: returning message to sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: text/plain; charset=utf-8\n\nHi, what is this?\n\n---------- Forwarded message ----------\nFrom: Mail Delivery System <Mailer-Daemon@gw.example.org>\nDate: Thu\nSubject: Mail delivery failed: returning message to sender\nTo: x\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  gone@example.org\n    550 5.1.1 unknown user\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
        auto=False,
    ),
    notice(
        "fwd_inline_bare_undeliverable_nyaan",
        "From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: Undeliverable: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: Apple Mail (2.3445.9.1)\nReturn-Path: <jan@example.org>\n\n---------- Forwarded message ----------\nFrom: Mail Delivery System <Mailer-Daemon@gw.example.org>\nDate: Thu\nSubject: Mail delivery failed: returning message to sender\nTo: x\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  gone@example.org\n    550 5.1.1 unknown user\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
        auto=False,
    ),
    notice(
        "fwd_attached_returned_mail_user_unknown_fwd",
        'From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: Returned mail: User unknown (fwd)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <jan@example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nWhat shall I do?\n--=_b\nContent-Type: message/rfc822\n\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@gw.example.org>\nSubject: Returned mail: User unknown\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="in"\n\n--in\n\nThe original...\n--in\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\n\n--in\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--in--\n\n--=_b--\n",
        bounce=False,
        auto=False,
    ),
    notice(
        "fwd_parts_failure_notice",
        'From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: failure notice\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: Microsoft Outlook 16.0\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nWhat shall I do?\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
        auto=False,
    ),
    notice(
        "fwd_inline_fyi_undelivered_mail_returned_to_sender",
        "From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: FYI: Undelivered Mail Returned to Sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: text/plain; charset=utf-8\n\nHi, what is this?\n\n---------- Forwarded message ----------\nFrom: Mail Delivery System <Mailer-Daemon@gw.example.org>\nDate: Thu\nSubject: Mail delivery failed: returning message to sender\nTo: x\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  gone@example.org\n    550 5.1.1 unknown user\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
        auto=False,
    ),
    notice(
        "pm_fwd",
        "From: Postmaster <postmaster@example.org>\nTo: support@vendor.example\nSubject: Fwd: failure notice\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <postmaster@example.org>\n\nSee below\n\n---------- Forwarded message ----------\nFrom: Mail Delivery System <Mailer-Daemon@gw.example.org>\nDate: Thu\nSubject: Mail delivery failed: returning message to sender\nTo: x\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  gone@example.org\n    550 5.1.1 unknown user\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
        auto=False,
    ),
    notice(
        "pm_ask",
        "From: Admin <admin@example.org>\nTo: support@vendor.example\nSubject: Mail bounces\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nUser-Agent: Thunderbird\n\nHello, our mails to you bounce with 550 5.1.1 unknown user. Please fix your server: delivery failed.\n",
        bounce=False,
        auto=False,
    ),
    notice(
        "arf_hotmail",
        'From: staff@hotmail.com\nTo: support@vendor.example\nSubject: complaint about message from 192.0.2.1\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-HmXmrOriginalRecipient: gone@hotmail.com\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
    ),
    notice(
        "arf_mixed",
        'From: MAILER-DAEMON <fbl@example.com>\nTo: support@vendor.example\nSubject: Abuse Report\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nabuse report\n--=_b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
    ),
    notice(
        "auth_failure",
        'From: mailer-daemon@gw.example.org\nTo: support@vendor.example\nSubject: DMARC auth failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=feedback-report\n\n--=_b\nContent-Type: text/plain\n\nThis is an authentication failure report for an email message received from IP 1.2.3.4\n--=_b\nContent-Type: message/feedback-report\n\nFeedback-Type: auth-failure\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
        auto=True,
    ),
    notice(
        "mdn_deleted",
        'From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: Not read: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=disposition-notification\n\n--=_b\nContent-Type: text/plain\n\nYour message was deleted without being read on Thu. 5.1.1\n--=_b\nContent-Type: message/disposition-notification\n\nReporting-UA: x\nFinal-Recipient: rfc822;jan@example.org\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--=_b--\n',
        bounce=False,
        auto=True,
    ),
    notice(
        "mdn_nulls",
        'From: postmaster@example.org\nTo: support@vendor.example\nSubject: Return Receipt (displayed) - x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type="disposition-notification"\n\n--=_b\nContent-Type: text/plain\n\nThis is a receipt for the mail you sent to jan. It does not mean it was read. failed\n--=_b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; failed\n\n--=_b--\n',
        bounce=False,
        auto=True,
    ),
    notice(
        "notes_receipt",
        "From: Postmaster@example.org\nTo: support@vendor.example\nSubject: DELIVERED: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour Document: Ticket 412\nhas been delivered to: jan@example.org\n",
        bounce=False,
    ),
    notice(
        "exch_receipt",
        "From: System Administrator <postmaster@example.org>\nTo: support@vendor.example\nSubject: Delivered: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: Internet Mail Service (5.5)\n\nYour message\n\n  To: jan\n  Subject: Ticket 412\n  Sent: x\n\nwas delivered to the following recipient(s):\n\njan on Thu\n",
        bounce=False,
    ),
    notice(
        "exch_relay",
        'From: postmaster@example.org\nTo: support@vendor.example\nSubject: Relayed: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/html\n\n<p>Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:</p><p>gone@example.org</p>\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\nOriginal-Recipient: rfc822;gone@example.org\nFinal-Recipient: rfc822;gone@example.org\nAction: relayed\nStatus: 2.0.0\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "exch_delayed",
        'From: Microsoft Outlook <MicrosoftExchange329@example.org>\nTo: support@vendor.example\nSubject: Delivery delayed:Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/html\n\n<p>Delivery to these recipients or groups has been delayed</p>\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\nFinal-Recipient: rfc822;gone@example.org\nAction: delayed\nStatus: 4.4.7\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "expanded",
        'From: MAILER-DAEMON@example.org\nTo: support@vendor.example\nSubject: Return receipt\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\n   ----- The following addresses had successful delivery notifications -----\n<x>  (expanded by mailing list)\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: expanded\nStatus: 2.0.0\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "mixed_outcomes",
        'From: MAILER-DAEMON@example.org\nTo: support@vendor.example\nSubject: Delivery\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nx\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: delivered\nStatus: 2.0.0\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\nFinal-Recipient: rfc822; b@x\nAction: failed\nStatus: 5.0.0\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "vac_orig_attached",
        'From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: Auto: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nI\'m away.\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
        auto=True,
    ),
    notice(
        "vac_mailerdaemon",
        "From: MAILER-DAEMON@example.org\nTo: support@vendor.example\nSubject: Vacation: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nAuto-Submitted: auto-replied (vacation)\n\nI'm away until Monday",
        bounce=False,
        auto=True,
    ),
    notice(
        "vac_noreply",
        "From: noreply@example.org\nTo: support@vendor.example\nSubject: We received your request\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nAuto-Submitted: auto-replied\nReturn-Path: <>\n\nThank you, ticket created. If mail could not be delivered call us",
        bounce=False,
        auto=True,
    ),
    notice(
        "cron",
        "From: root@gw.example.org (Cron Daemon)\nTo: support@vendor.example\nSubject: Cron <root@gw> /usr/bin/mailq\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nAuto-Submitted: auto-generated\n\nMail queue is empty. connection refused 450 4.2.0 error. delivery temporarily failed\n",
        bounce=False,
        auto=True,
    ),
    notice(
        "logwatch",
        "From: root@gw.example.org\nTo: support@vendor.example\nSubject: Logwatch for gw\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nPostfix: 550 5.1.1 user unknown 12 times\n message delivery failed\n",
        bounce=False,
    ),
    notice(
        "mailman_bounce_action",
        "From: mailman@lists.example.org\nTo: support@vendor.example\nSubject: Bounce action notification\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nPrecedence: bulk\n\nThis is a Mailman mailing list bounce action notice:\n\n    List:       Users\n    Member:     gone@example.org\n    Action:     Subscription disabled.\n    Reason:     Excessive or fatal bounces.\n\nThe triggering bounce notice is attached below.\n",
        bounce=False,
    ),
    notice(
        "listpost_bounce_discussion",
        "From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: [Mailman-Users] Returned mail: User unknown\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nSender: mailman-users-bounces@python.org\nErrors-To: mailman-users-bounces@python.org\nList-Id: x\nPrecedence: list\n\nI get this:\n\n   ----- The following addresses had permanent fatal errors -----\n<gone@example.org>\n\n   ----- Transcript of session follows -----\n550 5.1.1 neko... User unknown\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
        auto=False,
    ),
    notice(
        "mydoom",
        "From: jan@example.org\nTo: support@vendor.example\nSubject: Mail Delivery System\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThe message contains Unicode characters and has been sent as a binary attachment.\n",
        bounce=False,
    ),
    notice(
        "mydoom2",
        "From: jan@example.org\nTo: support@vendor.example\nSubject: Mail Transaction Failed\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nMail transaction failed. Partial message is available.\n",
        bounce=False,
    ),
    notice(
        "shop2",
        "From: no-reply@dhl.example\nTo: support@vendor.example\nSubject: Delivery notification: Delivery has failed\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour parcel 550-12 could not be delivered.\n",
        bounce=False,
    ),
    notice(
        "quota",
        "From: postmaster@example.org\nTo: support@vendor.example\nSubject: Your mailbox is over quota\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour mailbox is full. Messages may be returned to sender until you delete mail.\n",
        bounce=False,
    ),
    notice(
        "challenge",
        "From: gone@example.org\nTo: support@vendor.example\nSubject: Re: Ticket 412 [Please verify]\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nAuto-Submitted: auto-replied\nReturn-Path: <>\n\nI'm protecting myself from junk mail. Please click the link below to complete the verification process.\nYour message has not been delivered yet\n",
        bounce=False,
        auto=True,
    ),
    notice(
        "spamarrest",
        "From: gone@example.org\nTo: support@vendor.example\nSubject: Re: Ticket 412 (verification)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <>\n\nJust this once, click the link below so I can receive your emails. You won't have to do this again.",
        bounce=False,
        auto=True,
    ),
    notice(
        "greylist_reply",
        "From: Jan Both <jan@example.org>\nTo: support@vendor.example\nSubject: Re: Undelivered Mail Returned to Sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nIn-Reply-To: <x>\n\nThanks, fixed.\n\n> This is the mail system at host x\n> 550 5.1.1 user unknown\n",
        bounce=False,
        auto=False,
    ),
    notice(
        "quarantine",
        "From: quarantine@messaging.microsoft.com\nTo: support@vendor.example\nSubject: Spam Notification: 1 New Messages\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYou have 1 message in quarantine. Message blocked\n",
        bounce=False,
    ),
    notice(
        "released_by_a_click",
        "From: Postmaster <admin@phish.example>\nTo: support@vendor.example\nSubject: Undelivered messages pending\n\n5 messages were not delivered. Click here to verify your account and release them.\n",
        bounce=False,
    ),
    notice(
        "list_server_passes_on_a_bounce",
        "From: mailman@lists.example.org\nTo: support@vendor.example\nSubject: Uncaught bounce notification\nList-Id: users\nPrecedence: list\n\nThe attached message was received as a bounce, but either the bounce\nformat was not recognized, or no member addresses could be extracted from it.\n",
        bounce=False,
    ),
]
