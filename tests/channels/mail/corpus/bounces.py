# ruff: noqa: E501
"""Failure notices in the dialects of mail servers, and what looks like one but is none."""

from tests.channels.mail.corpus.case import Case

_ORIGINAL = """\
Received: from app.vendor.example (app.vendor.example [192.0.2.1])
\tby mx.vendor.example with ESMTP id 4AB12; Mon, 5 Jan 2026 10:00:00 +0000
Message-ID: <n.77ab@vendor.example>
Date: Mon, 5 Jan 2026 10:00:00 +0000
From: Support <support@vendor.example>
To: gone@client.example
Subject: Ticket 412

Your ticket was received.
"""


def _dsn(
    name: str,
    *,
    action: str,
    status: str,
    words: str,
    sender: str = "MAILER-DAEMON@mx.client.example (Mail Delivery System)",
    subject: str = "Undelivered Mail Returned to Sender",
    kind: str = "delivery-status",
    bounce: bool = True,
) -> Case:
    raw = f"""\
Return-Path: <>
From: {sender}
To: support@vendor.example
Subject: {subject}
Date: Mon, 5 Jan 2026 10:00:05 +0000
Message-Id: <20260105100005.1@mx.client.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="4AB12.1/mx"

This is a MIME-encapsulated message.

--4AB12.1/mx
Content-Type: text/plain; charset=us-ascii

{words}

--4AB12.1/mx
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.example
X-Postfix-Queue-ID: 4AB12
Arrival-Date: Mon,  5 Jan 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; gone@client.example
Original-Recipient: rfc822;gone@client.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <gone@client.example>: Recipient address
    rejected: User unknown

--4AB12.1/mx
Content-Type: message/rfc822

{_ORIGINAL}
--4AB12.1/mx--
"""
    return Case(name, raw.encode(), {"bounce": bounce, "auto_submitted": True})


def _text(
    name: str,
    sender: str,
    subject: str,
    body: str,
    *,
    bounce: bool = True,
    extra: str = "",
    auto: bool | None = None,
) -> Case:
    raw = f"From: {sender}\nTo: support@vendor.example\nSubject: {subject}\nDate: Mon, 5 Jan 2026 10:00:05 +0000\nMessage-Id: <b1@mx.client.example>\n{extra}\n{body}"
    expected: dict[str, object] = {"bounce": bounce}
    if bounce or auto is not None:
        expected["auto_submitted"] = bounce or auto
    return Case(name, raw.encode(), expected)


def _refused_by_filter(name: str, disposition: str, *, bounce: bool) -> Case:
    """RFC 5429: a filter of the recipient answers with a receipt."""
    parts = f"""\
MIME-Version: 1.0
Auto-Submitted: auto-replied (rejected)
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

Your message to <gone@client.example> was automatically rejected:
Quota exceeded
--b
Content-Type: message/disposition-notification

Reporting-UA: mx; a mail delivery agent
Final-Recipient: rfc822; gone@client.example
Original-Message-ID: <n.77ab@vendor.example>
Disposition: automatic-action/MDN-sent-automatically; {disposition}

--b--
"""
    return _text(
        name,
        "Mail Delivery Subsystem <postmaster@client.example>",
        "Automatically rejected mail",
        "",
        extra=parts,
        bounce=bounce,
        auto=True,
    )


_REPORTS = [
    _dsn(
        "dsn_postfix",
        action="failed",
        status="5.1.1",
        words="This is the mail system at host mx.client.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.",
    ),
    _dsn(
        "dsn_delayed",
        action="delayed",
        status="4.4.1",
        subject="Delayed Mail (still being retried)",
        words="THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nYour message could not be delivered for 4 hour(s).",
        bounce=False,
    ),
    _dsn(
        "dsn_delivered",
        action="delivered",
        status="2.0.0",
        subject="Successful Mail Delivery Report",
        words="Your message was successfully delivered to the destination(s) listed below.",
        bounce=False,
    ),
    _dsn(
        "dsn_relayed",
        action="relayed",
        status="2.0.0",
        subject="Return receipt",
        words="The original message was relayed to a mailer that does not speak DSN.",
        bounce=False,
    ),
    _dsn(
        "dsn_expanded",
        action="expanded (to multi-recipient alias)",
        status="2.0.0",
        subject="Return receipt",
        words="Expanded.",
        bounce=False,
    ),
    _dsn(
        "dsn_exchange_online",
        action="failed",
        status="5.1.10",
        sender='"Microsoft Outlook" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@client.example>',
        subject="Undeliverable: Ticket 412",
        words="Your message to gone@client.example couldn't be delivered.",
    ),
    _dsn(
        "dsn_gmail",
        action="failed",
        status="5.1.1",
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        words="** Address not found **\n\nYour message wasn't delivered to gone@client.example because the address couldn't be found.",
    ),
    _dsn("dsn_expired_4xx", action="failed", status="4.4.7", words="Message expired."),
    _dsn("dsn_upper_case", action="Failed", status="5.0.0", words="Delivery has failed."),
]

_SENDMAIL = """\
The original message was received at Mon, 5 Jan 2026 10:00:00 GMT
from app.vendor.example [192.0.2.1]

   ----- The following addresses had permanent fatal errors -----
<gone@client.example>
    (reason: 550 5.1.1 <gone@client.example>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.client.example.:
>>> DATA
<<< 550 5.1.1 <gone@client.example>... User unknown
550 5.1.1 <gone@client.example>... User unknown

   ----- Message header follows -----

"""

_TEXTS = [
    _text(
        "qmail",
        "MAILER-DAEMON@mx.client.example",
        "failure notice",
        "Hi. This is the qmail-send program at mx.client.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<gone@client.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <support@vendor.example>\n"
        + _ORIGINAL,
        extra="Return-Path: <>\n",
    ),
    _text(
        "exim",
        "Mail Delivery System <Mailer-Daemon@mx.client.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  gone@client.example\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n\n"
        + _ORIGINAL,
        extra="X-Failed-Recipients: gone@client.example\nAuto-Submitted: auto-replied\n",
    ),
    _text(
        "exim_delayed",
        "Mail Delivery System <Mailer-Daemon@mx.client.example>",
        "Warning: message 1aB2cD-0001 delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.client.example.\n\nNo action is required on your part. Delivery attempts will continue for\nsome time, and this warning may be repeated.\n",
        extra="Auto-Submitted: auto-replied\nReturn-Path: <>\n",
        bounce=False,
        auto=True,
    ),
    _text(
        "sendmail_old",
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.client.example>",
        "Returned mail: User unknown",
        _SENDMAIL + _ORIGINAL,
    ),
    _text(
        "sendmail_v5",
        "MAILER-DAEMON (Mail Delivery Subsystem)",
        "Returned mail: Host unknown",
        "   ----- Transcript of session follows -----\n550 gone@client.example... Host unknown\n\n   ----- Unsent message follows -----\n"
        + _ORIGINAL,
    ),
    _text(
        "postfix_plain",
        "MAILER-DAEMON@mx.client.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the Postfix program at host mx.client.example.\n\nI'm sorry to have to inform you that the message returned\nbelow could not be delivered to one or more destinations.\n\n<gone@client.example>: host mx[192.0.2.5] said: 550 Unknown user\n",
    ),
    _text(
        "exchange_2003",
        "System Administrator <postmaster@client.example>",
        "Undeliverable: Ticket 412",
        "Your message\n\n  To:      gone@client.example\n  Subject: Ticket 412\n  Sent:    Mon, 5 Jan 2026 10:00:00 -0000\n\ndid not reach the following recipient(s):\n\ngone@client.example on Mon, 5 Jan 2026 10:00:02 -0000\n    The recipient name is not recognized\n\tThe MTS-ID of the original message is: c=us;a= ;p=Client;l=X1\n    MSEXCH:IMS:CLIENT:SITE:MX 0 (000C05A6) Unknown Recipient\n",
    ),
    _text(
        "domino",
        "Postmaster@client.example",
        "DELIVERY FAILURE: User gone (gone@client.example) not listed in Domino Directory",
        "Your message\n\n  Subject: Ticket 412\n\nwas not delivered to:\n\n  gone@client.example\n\nbecause:\n\n  User gone (gone@client.example) not listed in Domino Directory\n",
    ),
    _text(
        "notes_old",
        "Mail Router <Mail_Router@client.example>",
        "Undeliverable message",
        "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\ngone@client.example\n\n\n------- Returned Message --------\n\n"
        + _ORIGINAL,
    ),
    _text(
        "yahoo",
        "MAILER-DAEMON@mail.yahoo.example",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<gone@client.example>:\nRemote host said: 550 User unknown [RCPT_TO]\n\n--- Below this line is a copy of the message.\n\n"
        + _ORIGINAL,
    ),
    _text(
        "aol_old",
        "Mail Delivery Subsystem <MAILER-DAEMON@aol.example>",
        "Returned mail: User unknown",
        "The original message was received at Mon, 5 Jan 2026\n\n*** ATTENTION ***\n\nYour e-mail is being returned to you because there was a problem with its\ndelivery.  The AOL address which was undeliverable is listed below.\n\n   ----- The following addresses had permanent fatal errors -----\n<gone@aol.example>\n",
    ),
    _text(
        "gmail_old",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Failure)",
        "This is an automatically generated Delivery Status Notification\n\nDelivery to the following recipient failed permanently:\n\n     gone@client.example\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 550 unknown user (state 14).\n\n   ----- Original message -----\n\n"
        + _ORIGINAL,
        extra="X-Failed-Recipients: gone@client.example\n",
    ),
    _text(
        "gmail_old_delay",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "Delivery Status Notification (Delay)",
        "This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING MESSAGE ONLY.\n\nYOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been delayed:\n\n     gone@client.example\n\nMessage will be retried for 2 more day(s)\n",
        bounce=False,
    ),
    _text(
        "smtp32_imail",
        "postmaster@client.example",
        "Undeliverable Mail",
        "Unknown user: gone@client.example\n\n\nOriginal message follows.\n\n" + _ORIGINAL,
        extra="X-Mailer: <SMTP32 v8.22>\n",
    ),
    _text(
        "mdaemon",
        "MDaemon@client.example",
        "Permanent Delivery Failure",
        "The following data may contain sensitive information.\n\nThe attached message has FAILED delivery to the following address(es)\n\n   gone@client.example : 550 unknown user\n\n--- Session Transcript ---\n Mon 2026-01-05: <-- 550 Recipient unknown\n",
    ),
    _text(
        "mercury",
        "Electronic Postmaster <Postmaster@client.example>",
        "Postmaster notify: delivery failure.",
        "The message attached to this report could not be delivered to the following\naddress(es):\n\n*** gone@client.example\n550 No such user\n",
    ),
    _text(
        "groupwise",
        "Mail Administrator <Postmaster@client.example>",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n\tgone (user not found)\n\nPossibly truncated original message follows:\n\n"
        + _ORIGINAL,
    ),
    _text(
        "mailenable",
        "postmaster@client.example",
        "Message could not be delivered",
        "MailEnable: Message Delivery Failure.\nThe following recipient(s) could not be reached:\n\tgone@client.example\n\nReason: 550 Mailbox unavailable\n",
    ),
    _text(
        "courier",
        "postmaster@client.example",
        "NOTICE: mail delivery status.",
        "This is a delivery status notification from mx.client.example,\nrunning the Courier mail server, version 1.0.\n\nThe original message was received on Mon, 5 Jan 2026\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<gone@client.example>:\n    mx [192.0.2.5]:\n<<< 550 User unknown.\n",
    ),
    _text(
        "x400",
        "Mailer <mail@x400.client.example>",
        "Delivery Report (failure) for gone@client.example",
        "This report relates to your message:\nSubject: Ticket 412\n   of Mon, 5 Jan 2026\n\nYour message was not delivered to:  gone@client.example\nfor the following reason:\n      Recipient's Mailbox unavailable\n      (Informational Message: 5.1.1)\n",
    ),
    _text(
        "kddi",
        "no-reply@app.dion.example",
        "Mail System Error - Returned Mail",
        "Your mail sent on: Mon, 5 Jan 2026 10:00:00 +0900\n    Could not be delivered to: <gone@client.example>\n    As their mailbox is full.\n\n"
        + _ORIGINAL,
    ),
    _text(
        "ezweb",
        "Postmaster <Postmaster@ezweb.example>",
        "Mail System Error - Returned Mail",
        "Each of the following recipients was rejected by a remote mail server.\nThe reasons given by the server are included to help you determine why\neach recipient was rejected.\n\n    Recipient: <gone@ezweb.example>\n    Reason:    <gone@ezweb.example>: User unknown\n",
        extra="Return-Path: <>\n",
    ),
    _text(
        "docomo",
        "Mail Delivery Subsystem <mailer-daemon@docomo.example>",
        "Returned mail: User unknown",
        "The original message was received at Mon, 5 Jan 2026 10:00:00 +0900\n\n  ----- The following addresses had permanent fatal errors -----\n<gone@docomo.example>\n\n   ----- Transcript of session follows -----\n550 Unknown user gone@docomo.example\n",
    ),
    _text(
        "biglobe",
        "postmaster@biglobe.example",
        "Returned mail: mailbox full",
        "   ----- The following addresses had delivery problems -----\ngone@biglobe.example\n\n   ----- Non-delivered information -----\nThe number of messages in recipient's mailbox exceeded the local limit.\n",
    ),
    _text(
        "m_filter",
        "postmaster@client.example",
        "failure notice",
        "このメールは「m-FILTER」が自動的に生成して送信しています。\nメールサーバーとの通信中、下記の理由により\nこのメールは送信できませんでした。\n\n以下のメールアドレスへの送信に失敗しました。\ngone@client.example\n\n-------server message\n550 5.1.1 unknown user <gone@client.example>\n",
        extra="X-Mailer: m-FILTER\nContent-Type: text/plain; charset=utf-8\n",
    ),
    _text(
        "einsundeins",
        '"Mail Delivery System" <mailer-daemon@kundenserver.example>',
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. The following addresses failed:\n\n<gone@client.example>\n\nFor the following reason:\n\nMail size limit exceeded.\n\n--- The header of the original message is following. ---\n\n"
        + _ORIGINAL,
    ),
    _text(
        "verizon",
        "post_master@vtext.example",
        "Undeliverable Message",
        "Error: \t550 - Requested action not taken: no such user here\n\nMessage details:\n  Subject: Ticket 412\n  Sent date: Mon Jan 05 10:00:00 GMT 2026\n  MAIL FROM: support@vendor.example\n  RCPT TO: 0000000000@vtext.example\n",
    ),
    _text(
        "mcafee",
        "postmaster@client.example",
        "Delivery Status",
        "                   Returned Mail Report\n\n--- The following addresses had delivery problems ---\n\n<gone@client.example>   (User unknown gone@client.example)\n",
        extra="X-NAI-Header: Modified by McAfee\n",
    ),
    _text(
        "interscan",
        '"InterScan MSS" <postmaster@client.example>',
        "Mail could not be delivered",
        "Unable to deliver message to <gone@client.example>\nSent <<< RCPT TO:<gone@client.example>\nReceived >>> 550 5.1.1 <gone@client.example>... user unknown\n",
    ),
    _text(
        "zoho",
        "mailer-daemon@mail.zoho.example",
        "Undelivered Mail Returned to Sender",
        "This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\ngone@client.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 Recipient not found\n",
    ),
    _text(
        "mailmarshal",
        "postmaster@client.example",
        'Undeliverable Mail: "Ticket 412"',
        "Your message:\n    From:    support@vendor.example\n    Subject: Ticket 412\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    gone@client.example\n",
    ),
    _text(
        "mailfoundry",
        "MAILER-DAEMON@mx.client.example",
        "Message delivery has failed",
        "This is a MIME encoded message.\n\nUnable to deliver message to: <gone@client.example>\nDelivery failed for the following reason:\nServer mx[192.0.2.2] failed with: 550 No such user here\n\nThis has been a permanent failure.  No further delivery attempts will be made.\n",
    ),
    _text(
        "error_count",
        "Mail Administrator <admin@client.example>",
        "There was an error sending your mail",
        "I'm sorry, there was an error sending your mail.\n\n1 error(s):\n\nSMTP Server <mx.client.example> rejected recipient <gone@client.example>\n  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]\n",
    ),
    _text(
        "fml",
        "users-admin@lists.client.example",
        "You support@vendor.example are not member (users ML)",
        "You are not a member of this mailing list <users@lists.client.example>.\nIf you know the general guide of this list, please send mail with\nthe mail body\n\nOriginal mail as follows:\n\n"
        + _ORIGINAL,
        extra="X-MLServer: fml [fml 4.0]\n",
    ),
    _text(
        "german_text",
        "Mail-Server <mailer-daemon@client.example>",
        "Unzustellbar: Ticket 412",
        "Ihre Nachricht konnte nicht zugestellt werden.\n\nEmpfänger: gone@client.example\nGrund: Unbekannter Benutzer\n",
        extra="Content-Type: text/plain; charset=utf-8\n",
    ),
    _text(
        "null_sender_no_daemon",
        "Mail Gateway <gateway@client.example>",
        "Delivery failure",
        "The message could not be delivered to <gone@client.example>:\n550 5.1.1 User unknown\n",
        extra="Return-Path: <>\n",
    ),
]

_NOT = [
    _dsn(
        "arf",
        action="failed",
        status="5.0.0",
        kind="feedback-report",
        words="This is an abuse report.",
        bounce=False,
    ),
    _dsn(
        "read_receipt",
        action="failed",
        status="5.0.0",
        kind="disposition-notification",
        words="Your message was read.",
        sender="Jan Both <jan@client.example>",
        subject="Read: Ticket 412",
        bounce=False,
    ),
    _text(
        "forwarded_by_person",
        "Orla Brandt <orla@client.example>",
        "Fwd: Mail delivery failed: returning message to sender",
        "What does this mean?\n\n---------- Forwarded message ---------\nFrom: Mail Delivery System <Mailer-Daemon@mx.client.example>\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error.\n\n  gone@client.example\n    550 5.1.1 User unknown\n",
        bounce=False,
        auto=False,
        extra="Return-Path: <orla@client.example>\n",
    ),
    _text(
        "person_writes_of_bounces",
        "Orla Brandt <orla@client.example>",
        "Mail to our customer bounces",
        "Hello,\n\nour mail to gone@other.example is returned to sender with\n550 5.1.1 User unknown. Delivery has failed since Monday.\nCan you help?\n",
        bounce=False,
        auto=False,
    ),
    _text(
        "person_pastes_subject",
        "Orla Brandt <orla@client.example>",
        "Undeliverable mail",
        "I get 'delivery failed' all day. What is wrong with the server?\n",
        bounce=False,
        auto=False,
    ),
    _text(
        "answer_to_bounce",
        "Postmaster <jan@client.example>",
        "Re: failure notice",
        "We have corrected the alias, please try again.\n\nJan\n",
        bounce=False,
        auto=False,
    ),
    _text(
        "vacation_null_sender",
        "Jan Both <jan@client.example>",
        "Automatic reply: Ticket 412",
        "I am out of the office until Monday and cannot read mail.\nIn urgent cases call the desk.\n",
        bounce=False,
        auto=True,
        extra="Return-Path: <>\nAuto-Submitted: auto-replied\n",
    ),
    _text(
        "vacation_says_unavailable",
        "Jan Both <jan@client.example>",
        "Out of office",
        "My mailbox is not read this week. Your message will not be forwarded.\n",
        bounce=False,
        auto=True,
        extra="Return-Path: <>\n",
    ),
    _text(
        "left_the_company",
        "Jan Both <jan@client.example>",
        "Auto: Ticket 412",
        "Jan Both no longer works here. This address is no longer in use; please write to office@client.example.\n",
        bounce=False,
        auto=True,
        extra="X-Autoreply: yes\n",
    ),
    _text(
        "challenge_response",
        "Jan Both <jan@client.example>",
        "Please confirm your message",
        "Your message has not been delivered yet. Please click the link below to confirm that you are a person.\n",
        bounce=False,
        auto=True,
        extra="Return-Path: <>\nAuto-Submitted: auto-replied\n",
    ),
    _text(
        "list_moderation",
        "users-bounces@lists.client.example",
        "Your message to Users awaits moderator approval",
        "Your mail to 'Users' with the subject\n\n    Ticket 412\n\nIs being held until the list moderator can review it for approval.\n",
        bounce=False,
        auto=True,
        extra="Precedence: bulk\nAuto-Submitted: auto-replied\nReturn-Path: <>\n",
    ),
    _text(
        "postmaster_as_person",
        "Postmaster <postmaster@client.example>",
        "New MX records",
        "Hello,\n\nfrom tomorrow our mail comes from another address. Please allow 192.0.2.9.\n\nJan\n",
        bounce=False,
        auto=False,
    ),
    _text(
        "noreply_order",
        "no-reply@shop.example",
        "Your order was delivered",
        "Your parcel could not be delivered to you in person, so it was left with a neighbour.\n",
        bounce=False,
        auto=False,
    ),
]

_NOT += [
    _refused_by_filter("filter_only_showed", "displayed", bounce=False),
    _text(
        "answer_about_a_verdict",
        "Jan Both <jan@client.example>",
        "Re: Ticket 412: undeliverable",
        "Your message could not be delivered to our office? Strange.\n",
        bounce=False,
        auto=False,
    ),
    _text(
        "parcel_service",
        "no-reply@parcels.example",
        "Failed delivery of your parcel",
        "Your parcel could not be delivered. Unknown address: Long Lane 5.\n",
        bounce=False,
        auto=False,
    ),
    _text(
        "quota_warning",
        "Mail Administrator <admin@client.example>",
        "Your mailbox is almost full",
        "Your mailbox is over quota soon. Please delete old mail.\n",
        bounce=False,
        auto=False,
    ),
]
_NOT += [
    _text(
        "postmaster_answers_a_bounce",
        "Postmaster <postmaster@client.example>",
        "Re: failure notice",
        "The alias was wrong, try again.\n\n> Hi. This is the qmail-send program at mx.client.example.\n> I'm afraid I wasn't able to deliver your message to the following addresses.\n> <gone@client.example>: 550 5.1.1\n",
        bounce=False,
        auto=False,
        extra="In-Reply-To: <b0@vendor.example>\n",
    ),
]
_TEXTS += [
    _text(
        "system_administrator",
        "System Administrator <imceaex@client.example>",
        "Undeliverable: Ticket 412",
        "Your message\n\n  To: gone@client.example\n\ndid not reach the following recipient(s):\n\ngone@client.example on Mon, 5 Jan 2026\n    The e-mail account does not exist at the organization this message was sent to.\n",
    ),
    _text(
        "amazon_json",
        "Amazon SNS <no-reply@sns.provider.example>",
        "Notification Message",
        '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"gone@client.example"}]}}\n',
    ),
    _text(
        "exchange_french",
        "Administrateur du système <postmaster@client.example>",
        "Non remis : Ticket 412",
        "Votre message\n\n  À : gone@client.example\n  Objet : Ticket 412\n\nn'a pas pu être remis au(x) destinataire(s) suivant(s) :\n\n  gone@client.example\n",
        extra="Content-Type: text/plain; charset=utf-8\n",
    ),
    _text(
        "russian",
        "Mail Delivery System <mailer-daemon@client.example>",
        "Недоставленное сообщение",
        "Ваше письмо не может быть доставлено одному или нескольким адресатам:\n\ngone@client.example: 550 нет такого пользователя\n",
        extra="Content-Type: text/plain; charset=utf-8\n",
    ),
    _text(
        "chinese",
        "PostMaster <postmaster@client.example>",
        "来自客户的退信",
        "抱歉，您的邮件被退回来了……\n无法发送到 gone@client.example\n退信原因 收件人邮件地址不存在，邮件无法送达。\n",
        extra="Content-Type: text/plain; charset=utf-8\n",
    ),
    _text(
        "sent_on_by_outlook",
        "Mail Delivery System <MAILER-DAEMON@mx.client.example>",
        "Mail delivery failed",
        "This message was created automatically by mail delivery software.\n\nA message that you have sent could not be delivered. The following address failed:\n\n  <gone@client.example>: 550 unknown user\n",
        extra="X-Mailer: Microsoft Office Outlook 12.0\nThread-Index: Aci1Kmbra/4UZFszTWaO4wdczWcBCQ==\n",
    ),
    _text(
        "mail_service_with_underscores",
        "E500_SMTP_Mail_Service@client.example",
        "Returned Mail - Error During Delivery",
        "------ Failed Recipients ------\n\n<gone@client.example>: Requested action not taken: mailbox unavailable. [SMTP Error Code 550]\n-------- Returned Mail --------\n\n"
        + _ORIGINAL,
    ),
    _text(
        "interscan_gateway",
        "inetgw1@client.example",
        "Mail could not be delivered",
        "****** Message from InterScan E-Mail VirusWall NT ******\n\nThe following mail could not be delivered.\nReason:  Exceeded Maximum Delivery Attempts.\n\n"
        + _ORIGINAL,
    ),
    _text(
        "returns_a_mail_that_waits_for_approval",
        "<admin@client.example>",
        "Non-Delivery: Your message to the list awaits moderator approval",
        "--- Non-Delivery Report ---\nThe email below could not be delivered to the following user:\n\n<gone@client.example>\n\nOld message:\n\nYour mail is being held until the list moderator can review it for approval.\n",
        extra="X-Mailer: Microsoft CDO for Windows 2000\n",
    ),
    _text(
        "verdict_behind_the_subject",
        "gateway.internet@client.example",
        "RE: Your question about ticket 412 : non remis\n\t(delivery failed)",
        "******************************\nVotre message n'a pas pu etre delivre a\ngone@client.example\n\n******************************\nYour message could not be delivered to\ngone@client.example\n",
    ),
    _text(
        "not_a_valid_user",
        "<>",
        "",
        "You sent mail to gone@client.example. That's not a valid user here.\n",
        extra="Return-Path: <>\nAuto-Submitted: auto-replied\n",
    ),
    _refused_by_filter("sieve_refused", "deleted", bounce=True),
    _text(
        "no_from",
        "",
        "Delivery Notification: Delivery has failed",
        "This report relates to a message you sent with the following header fields:\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: gone@client.example\n  Reason: Illegal host/domain name found\n",
    ),
]

CASES: list[Case] = _REPORTS + _TEXTS + _NOT
