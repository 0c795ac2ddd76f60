# ruff: noqa: E501
"""Failure notices as some sixty mail servers write them, and what the same servers send that is none (T20)."""

from tests.channels.mail.corpus.case import RETURNED_MAIL, notice

CASES = [
    notice(
        "x1",
        'From: "Mail Deliver System" <postoffice@gw.example.org>\nTo: support@vendor.example\nSubject: Returned Mail: User unknown\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThe original message was received at Thu, 29 Apr 2010 23:34:45 +0900 (JST)\nfrom support@vendor.example\n\n---The following addresses had delivery errors---\n\ngone@example.org [User unknown]\n\n'
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "x2",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: failure delivery\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nMessage from example.org.\nUnable to deliver message to the following address(es).\n\n<gone@example.org>:\nThis user doesn't have a example.org account (gone@example.org) [0]\n\n--- Original message follows.\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "x2b",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: failed delivery\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nMessage from  example.org.\nUnable to deliver message to the following address(es).\n\n<gone@example.org>:\nSorry, gone@example.org's mailbox is over quota.\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "x3",
        "From: Mail Delivery System <mailer-daemon@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery status notification\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n============================================================================\n      This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed permanently:\n\n   * gone@example.org\n\n\n============================================================================\n                             Technical details:\n\nSMTP:RCPT host 192.0.2.8: 553 5.3.0 <gone@example.org>... No such user here\n\n\n============================================================================\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "x3b",
        "From: Mail Delivery System <postmaster@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery status notification\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n      This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients was aborted after 4.2 hour(s):\n\n   * gone@example.org\n\n Technical details:\nRouting: Could not find a gateway for gone@example.org\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "x4_0",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Permanent Delivery Failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReceived: (qmail 22222 invoked for bounce); 29 Apr 2010 23:34:45 -0000\n\nHe/Her is not a user here\n\n<gone@example.org>:\n192.0.2.153 does not like recipient.\nRemote host said: 550 5.1.1 <gone@example.org>... User Unknown\nGiving up on 192.0.2.153.\n\n--- Below this line is a copy of the message.\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "x4b_1",
        "From: Mail Service <mailservice@gw.example.org>\nTo: support@vendor.example\nSubject: failure notice\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReceived: (qmail 22222 invoked for bounce); 29 Apr 2010 23:34:45 -0000\n\nI'm sorry to inform you. We're sorry.\n\n<gone@example.org>:\n192.0.2.153 does not like recipient.\nGiving up on 192.0.2.153.\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "x4_2",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: Permanent Delivery Failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReceived: (qmail 22222 invoked for bounce); 29 Apr 2010 23:34:45 -0000\n\nSu mensaje no pudo ser entregado a:\n\n<gone@example.org>:\n192.0.2.153 does not like recipient.\nRemote host said: 550 5.1.1 <gone@example.org>... User Unknown\nGiving up on 192.0.2.153.\n\n--- Below this line is a copy of the message.\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "x4_5",
        "From: MAILER-DAEMON@gw.example.org\nTo: support@vendor.example\nSubject: failure notice\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReceived: (qmail 22222 invoked for bounce); 29 Apr 2010 23:34:45 -0000\n\nUnfortunately, your mail was not delivered to the following address:\n\n<gone@example.org>:\n192.0.2.153 does not like recipient.\nRemote host said: 550 5.1.1 <gone@example.org>... User Unknown\nGiving up on 192.0.2.153.\n\n--- Below this line is a copy of the message.\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "x5",
        'From: "=?iso-2022-jp?B?TWFpbCBEZWxpdmVyeSBTdWJzeXN0ZW0=?=" <x@gw.example.org>\nTo: support@vendor.example\nSubject: =?iso-2022-jp?B?UmV0dXJuZWQgbWFpbDogVXNlciB1bmtub3du?=\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\n\nThis is an original message.\n\n--=_b\nContent-Type: message/rfc822\n\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@gw.example.org>\nSubject: Returned mail: User unknown\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="in"\n\n--in\n\nThe original...\n--in\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\n\n--in\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--in--\n\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "x6",
        "From: Mail Administrator <someone@gw.example.org>\nTo: support@vendor.example\nSubject: There was an error sending your mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nWe had trouble delivering your message. Full details follow:\n\nSubject: 'Ticket 412'\nDate: 'Thu, 29 Apr 2012 23:34:45 +0000'\n\n1 error(s):\n\nSMTP Server <mta2.example.jp> rejected recipient <gone@example.org>\n  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]\n\nThe attachment contains the original mail headers\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "x6b",
        "From: Mail Delivery <noreply@gw.example.org>\nTo: support@vendor.example\nSubject: There was an error sending your mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nI'm sorry, the following recipients returned permanent errors: gone@example.org.\n\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "activehunter",
        'From: "MAILER-DAEMON" <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: FAILURE NOTICE :gone@example.org\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-AHMailID: xx\n\n ----- The following addresses had permanent fatal errors -----\n\n>>> gone@example.org <gone@example.org>\n\n ----- Transcript of session follows -----\n550 sorry, no mailbox here by that name (#5.1.1 - chkusr)\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "james",
        "From: Postmaster <postmaster@localhost>\nTo: support@vendor.example\nSubject: [BOUNCE]\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nHi. This is the James mail server at localhost.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.  Below\nI include the list of recipients and the reason why I was unable to deliver\nyour message.\n\nFailed recipient(s):\ngone@example.org\n\nError message:\n550 no such user\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "james2",
        'From: MAILER@localhost\nTo: support@vendor.example\nSubject: [BOUNCE]\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nUnable to deliver this message to recipients for the following reason...\nError message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  Subject: Nyaaan\n  Sent date: Thu Apr 29 01:20:50 JST 2015\n  MAIL FROM: support@vendor.example\n  RCPT TO: gone@example.org\n  From: Support <support@vendor.example>\n  To: gone@example.org\n  Size (in bytes): 1024\n  Number of lines: 64\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "surfcontrol",
        "From: Administrator@gw.example.org\nTo: support@vendor.example\nSubject: Message could not be delivered\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-SEF-Processed: 0_0\nX-Mailer: SurfControl E-mail Filter\n\nYour message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: gone@example.org\n\nThu 29 Apr 2010 23:34:45 +0900\nFailed to send to identified host,\ngone@example.org: [192.0.2.5], 550 gone@example.org... No such user\n--- Message non-deliverable.\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "imail0",
        "From: Postmaster <root@gw.example.org>\nTo: support@vendor.example\nSubject: Undeliverable Mail \nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: <SMTP32 v8.22>\n\nUnknown user: gone@example.org\n\nOriginal message follows.\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "imail4",
        "From: Postmaster <root@gw.example.org>\nTo: support@vendor.example\nSubject: Undeliverable Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: <SMTP32 v8.22>\n\nDelivery failed 20 attempts: gone@example.org\n\nOriginal message follows.\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "imail6",
        "From: Postmaster <root@gw.example.org>\nTo: support@vendor.example\nSubject: Undeliverable Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: <SMTP32 v8.22>\n\nBody of message generated response:\n554 Transaction failed. (virus detected)\n\nundeliverable to gone@example.org\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "ezweb1",
        "From: <Postmaster@ezweb.ne.jp>\nTo: support@vendor.example\nSubject: Mail System Error - Returned Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThe user(s) account is disabled.\n\n<gone@ezweb.ne.jp>: 550 user unknown (in reply to RCPT TO command)\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "ezweb2",
        "From: Postmaster@au.com\nTo: support@vendor.example\nSubject: Mail System Error - Returned Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour message was not delivered within 0 days and 1 hours.\nRemote host is not responding.\n\nThe following recipients did not receive this message:\n\n<gone@example.org>\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "ezweb4",
        "From: <Postmaster@ezweb.ne.jp>\nTo: support@vendor.example\nSubject: Mail System Error - Returned Mail\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n<gone@ezweb.ne.jp>:\n550 user unknown\n----\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "kddi0",
        "From: no-reply@app.auone-net.jp\nTo: support@vendor.example\nSubject: Message was not delivered\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour mail sent on: Thu, 29 Apr 2010 11:04:47 +0900\n    Could not be delivered to: <gone@example.org>\n    As their mailbox is full.\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "kddib1",
        "From: no-reply@xxx.dion.ne.jp\nTo: support@vendor.example\nSubject: no subject\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour mail attempted to be delivered on: Thu, 29 Apr 2010 11:04:47 +0900\n    Could not be delivered to: <gone@example.org>\n    Due to the following SMTP relay error:\n 550 5.1.1\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "verizon2",
        'From: sysadmin@hg.vzwpix.com\nTo: support@vendor.example\nSubject: Undeliverable Message\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nMessage could not be delivered to mobile.\nError: No valid recipients for this MM\n\nOriginal Message:\nFrom: shop <support@vendor.example>\nTo: 0000000000@vzwpix.com\nSubject: test for bounce\nDate:  Wed, 20 Jun 2013 10:29:52 +0000\n\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "trend0",
        'From: "InterScan MSS" <mss@gw.example.org>\nTo: support@vendor.example\nSubject: Mail could not be delivered\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\nSent <<< RCPT TO:<gone@example.org>\nReceived >>> 550 5.1.1 <gone@example.org>... user unknown\n\nUnable to deliver message to <gone@example.org>\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "trendb1",
        'From: imss@gw.example.org\nTo: support@vendor.example\nSubject: メッセージを配信できません。\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\n送信 <<< RCPT TO:<gone@example.org>\n受信 >>> 550 5.1.1 <gone@example.org>... user unknown\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "facebook",
        'From: Facebook <mailer-daemon@mx.facebook.com>\nTo: support@vendor.example\nSubject: Sorry, your message could not be delivered\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis message was created automatically by Facebook.\n\nSorry, your message could not be delivered.\n\n--=_b\nContent-Type: message/delivery-status\nContent-Disposition: inline\n\nReporting-MTA: dns; 192.0.2.1\nArrival-Date: Thu\n\nStatus: 5.1.1\nLast-Attempt-Date: Thu\nAction: failed\nFinal-Recipient: rfc822; gone@facebook.com\nDiagnostic-Code: smtp; 550 5.1.1 RCP-P2\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "ggroups_noheader",
        "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: support@vendor.example\nSubject: Delivery Status Notification (Failure)\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nHello support@vendor.example,\n\nWe're writing to let you know that the group you tried to contact (group-name)\nmay not exist, or you may not have permission to post messages to the group.\n\nGoogle Groups\n\n----- Original message -----\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "messagelabs",
        'From: "Mail Delivery Subsystem" <MAILER-DAEMON@messagelabs.com>\nTo: support@vendor.example\nSubject: Mail Delivery Failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis is the mail delivery agent at messagelabs.com.\nI was not able to deliver your message to the following addresses.\n\n<gone@example.org>:\n192.0.2.2 does not like recipient.\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "exchange2007",
        'From: Microsoft Exchange <MicrosoftExchange329@gw.example.org>\nTo: support@vendor.example\nSubject: Undeliverable: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Language: en-US\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain\n\nDelivery has failed to these recipients or distribution lists:\n\ngone@example.org\nThe recipient\'s e-mail address was not found.\n\nDiagnostic information for administrators:\n\nGenerating server: mta2.neko.example.jp\n\ngone@example.org\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n\nOriginal message headers:\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang2",
        'From: Microsoft Outlook <MicrosoftExchange329e71@gw.example.org>\nTo: support@vendor.example\nSubject: Olevererbart: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\nDet gick inte att leverera till följande mottagare\n#550 5.1.1 RESOLVER.ADR\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang5",
        'From: Microsoft Outlook <MicrosoftExchange329e71@gw.example.org>\nTo: support@vendor.example\nSubject: Non recapitabile: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\nRecapito non riuscito ai seguenti destinatari:\n#550 5.1.1\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang8",
        'From: Microsoft Outlook <MicrosoftExchange329e71@gw.example.org>\nTo: support@vendor.example\nSubject: 无法传递: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\n传递到以下收件人或组时失败:\n#550 5.1.1\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang_pm9",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Ei voitu toimittaa: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\nToimitus seuraaville vastaanottajille epäonnistui:\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang_pm13",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Teslim edilemedi: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\nBu alıcılara teslim başarısız oldu:\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang_pm16",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Kézbesíthetetlen: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\nA kézbesítés sikertelen a következő címzetteknek:\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "exch_lang17",
        'From: Microsoft Outlook <MicrosoftExchange329e71@gw.example.org>\nTo: support@vendor.example\nSubject: 未傳遞的主旨: x\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/plain; charset=utf-8\n\n傳遞至下列收件者或群組失敗:\n\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "messaging",
        'From: Internet Mail Delivery <postmaster@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery Notification: Delivery has failed\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis report relates to a message you sent with the following header fields:\n\n  Message-id: <CD8@x>\n  Date: Fri, 21 Nov 2014 23:34:45 +0900\n  From: Support <support@vendor.example>\n  To: gone@example.org\n  Subject: Ticket 412\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: gone@example.org\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 User Unknown\n\n--=_b\nContent-type: message/delivery-status\n\nReporting-MTA: dns;x (tcp-daemon)\n\nOriginal-recipient: rfc822;gone@example.org\nFinal-recipient: rfc822;gone@example.org\nAction: failed\nStatus: 5.1.1 (Remote SMTP server has rejected address)\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "messaging_delay",
        'From: Internet Mail Delivery <postmaster@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery Notification: Delivery has been delayed\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis report relates to a message you sent with the following header fields:\n\n  Message-id: <CD8@x>\n\nYour message is being enqueued and has not yet been delivered. The mail system will continue to try to deliver your message for an additional 2 days.\n\n  Recipient address: gone@example.org\n\n--=_b\nContent-type: message/delivery-status\n\nReporting-MTA: dns;x (tcp-daemon)\n\nFinal-recipient: rfc822;gone@example.org\nAction: delayed\nStatus: 4.4.7 (x)\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=False,
        auto=True,
    ),
    notice(
        "opensmtpd",
        "From: Mailer Daemon <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery status notification: error\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\ngone@example.org: 550 5.2.2 <gone@example.org>... Mailbox Full\n\n    Below is a copy of the original message:\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "opensmtpd_ok",
        "From: Mailer Daemon <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery status notification: success\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    Your message was successfully delivered to these recipients.\n\ngone@example.org: 250 2.0.0: Message accepted\n\n    Below is a copy of the original message:\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
    ),
    notice(
        "opensmtpd_warn",
        "From: Mailer Daemon <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery status notification: warning\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    A message is delayed for more than 4 hours for the following\n    list of recipients:\n\ngone@example.org: Could not retrieve source address\n\n    Please note that this is only a temporary failure report.\n    The message is kept in the queue for up to 4 days.\n    You DO NOT NEED to re-send the message to these recipients.\n\n    Below is a copy of the original message:\n\n"
        + RETURNED_MAIL
        + "",
        bounce=False,
    ),
    notice(
        "sendgrid",
        'From: MAILER-DAEMON\nTo: support@vendor.example\nSubject: Undelivered Mail Returned to Sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <apps@sendgrid.net>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis is an automatically generated message from SendGrid.\n\nI\'m sorry to have to tell you that your message was not able to be delivered to one of its intended recipients.\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; sendgrid.net\nX-SendGrid-QueueID: 959479146\nArrival-Date: 2009-12-21 23-34-45\n\nFinal-recipient: rfc822; gone@example.org\nOriginal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: \nDiagnostic-Code: 550 5.1.1 User Unknown\n\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "ses_json_nested",
        'From: AWS Notifications <no-reply@sns.amazonaws.com>\nTo: support@vendor.example\nSubject: AWS Notification Message\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n{"Type":"Notification","Message":"{\\"notificationType\\":\\"Bounce\\",\\"bounce\\":{}}"}\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "ses_json_complaint",
        'From: AWS Notifications <no-reply@sns.amazonaws.com>\nTo: support@vendor.example\nSubject: AWS Notification Message\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n{"notificationType":"Complaint","complaint":{"userAgent":"x"},"mail":{}}\n',
        bounce=False,
    ),
    notice(
        "workmail_html",
        'From: "Amazon WorkMail" <postmaster@x.awsapps.example>\nTo: support@vendor.example\nSubject: Undeliverable: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Mailer: Amazon WorkMail\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_b"\n\n--=_b\nContent-Type: text/html\n\n<p>Delivery to gone@example.org failed</p>\n--=_b\nContent-Type: message/rfc822\n\n'
        + RETURNED_MAIL
        + "\n--=_b--\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "mxlogic",
        "From: Mail Delivery System <Mailer-Daemon@p01c11m075.mxlogic.net>\nTo: support@vendor.example\nSubject: Mail delivery failed: returning message to sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-MX-Bounce: mta/src/queue/bounce\n\nThis message was created automatically by mail delivery software.\n\nA message that you have sent could not be delivered to one or more\nrecipients.  This is a permanent error.  The following address failed:\n\n  <gone@example.org>: 550 5.1.1 unknown user\n\nIncluded is a copy of the message header:\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "gmx",
        'From: MAILER-DAEMON@gmx.net (Mail Delivery System)\nTo: support@vendor.example\nSubject: Mail delivery failed: returning message to sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n"gone@example.org":\nSMTP error from remote server after RCPT command:\nhost: mx.example.org\n5.1.1 <gone@example.org>... User Unknown\n\n--- The header of the original message is following. ---\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "mailru2",
        "From: mailer-daemon@mail.ru\nTo: support@vendor.example\nSubject: Ваше сообщение не доставлено. Mail failure.\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Failed-Recipients: gone@mail.ru\nContent-Type: text/plain; charset=utf-8\n\nЭто письмо создано автоматически\nсервером Mail.Ru, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть\nдоставлено одному или нескольким получателям:\n\n**********************\n\ngone@mail.ru:\nПользователь gone@mail.ru не найден\n\n**********************\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "dragonfly2",
        "From: MAILER-DAEMON <>\nTo: support@vendor.example\nSubject: Mail delivery failed\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThis is the DragonFly Mail Agent v0.13 at df.example.jp.\n\nThere was an error delivering your mail to <gone@example.org>.\n\nunknown user\n\nOriginal message headers follow.\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "powermta_delay",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Delivery report\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nHello, this is the mail server on gw.example.org.\n\nI am sending you this message to inform you on the delivery status of a\nmessage you previously sent.\n\n  <gone@example.org>  delayed; will continue trying\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "powermta_ok",
        'From: postmaster@gw.example.org\nTo: support@vendor.example\nSubject: Delivery report\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nHello, this is the mail server on gw.example.org.\n\n  <gone@example.org>  delivered\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: delivered\nStatus: 2.0.0\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=False,
        auto=True,
    ),
    notice(
        "barracuda_text",
        "From: Barracuda Spam Firewall <bsf@gw.example.org>\nTo: support@vendor.example\nSubject: **Message you sent blocked by our bulk email filter**\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nReturn-Path: <>\n\nYour message to: gone@example.org\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Ticket 412\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "smail3",
        "From: <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: mail failed, returning to sender\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <gone@t-online.de> ... unknown user\n|------------------------- Message header follows: ----------------------|\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "notes1",
        "From: Notes Mail Router <MAILER@gw.example.org>\nTo: support@vendor.example\nSubject: Undeliverable message\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\ngone@example.org\n\n------- Returned Message --------\n\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "domino2",
        'From: CN=Admin/O=Acme <admin_x@gw.example.org>\nTo: support@vendor.example\nSubject: DELIVERY FAILURE: User neko (gone@example.org) not listed in Domino Directory\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; REPORT-TYPE=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nYour message\n\n  Subject: Ticket 412\n\nwas not delivered to:\n\n  gone@example.org\n\nbecause:\n\n  User neko (gone@example.org) not listed in Domino Directory\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: X-Notes; User neko not listed\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "courier",
        'From: "Courier mail server at gw.example.org" <@>\nTo: support@vendor.example\nSubject: NOTICE: mail delivery status.\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis is a delivery status notification from gw.example.org,\nrunning the Courier mail server, version 0.65.2.\n\nThe original message was received on Sat, 11 Dec 2010 12:19:57 +0900\nfrom [192.0.2.1]\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<gone@example.org>:\n    mx [74.207.247.95]:\n>>> RCPT TO:<gone@example.org>\n<<< 550 5.1.1 User unknown\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=True,
        auto=True,
    ),
    notice(
        "courier_delay",
        'From: "Courier mail server at gw.example.org" <@>\nTo: support@vendor.example\nSubject: NOTICE: mail delivery status.\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nMIME-Version: 1.0\nContent-Type: multipart/report; boundary="=_b"; report-type=delivery-status\n\n--=_b\nContent-Type: text/plain\n\nThis is a delivery status notification from gw.example.org,\nrunning the Courier mail server.\n\n                           DELAYED MAIL\n\nDELIVERY WARNING ONLY - YOUR MESSAGE HAS NOT BEEN DELIVERED YET\nDelivery attempts will continue\n\n--=_b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gw.example.org\n\nFinal-Recipient: rfc822; gone@example.org\nAction: delayed\nStatus: 4.0.0\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--=_b\nContent-Type: text/rfc822-headers\n\nReceived: from app.vendor.example (app.vendor.example [192.0.2.1])\n\tby gw.example.org with ESMTP id AA11; Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <0000@app.vendor.example>\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nFrom: Support <support@vendor.example>\nTo: gone@example.org\nSubject: Ticket 412\nMIME-Version: 1.0\n--=_b--\n',
        bounce=False,
    ),
    notice(
        "v5_6",
        "From: Mail Delivery Subsystem <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Returned mail: Cannot send message within 3 days\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n   ----- Transcript of session follows -----\n421 mx.example.org (tcp)... Deferred: Connection timed out\n\n   ----- Unsent message follows -----\n"
        + RETURNED_MAIL
        + "",
        bounce=True,
        auto=True,
    ),
    notice(
        "naver",
        "From: postmaster@naver.com\nTo: support@vendor.example\nSubject: [발송실패 안내] Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nContent-Type: text/plain; charset=utf-8\n\n메일 전송에 실패했습니다. 받는사람 없음\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "mdaemon_warn_final",
        "From: MDaemon at gw.example.org <MDaemon@gw.example.org>\nTo: support@vendor.example\nSubject: Permanent Delivery Failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThe attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has been removed from the mail queue on this server.\n\nYOUR MESSAGE WAS NOT DELIVERED!\n\nOne or more of the following recipients failed:\n  gone@example.org\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "mdaemon_warning",
        "From: MDaemon at gw.example.org <MDaemon@gw.example.org>\nTo: support@vendor.example\nSubject: Delivery Warning\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThe attached message had non-fatal delivery errors. It will be retried. You do NOT need to resend.\n",
        bounce=False,
    ),
    notice(
        "novell_gwia",
        "From: GWIA@gw.example.org\nTo: support@vendor.example\nSubject: Message status - undeliverable\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nThe attached file had the following undeliverable recipient(s):\n\tgone@example.org\n\nTranscript of session follows:\nCommand: RCPT\nResponse: 550 unknown\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "hmailserver",
        "From: mailer-daemon@gw.example.org\nTo: support@vendor.example\nSubject: Message undeliverable: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nYour message did not reach some or all of the intended recipients.\n\n   Sent: x\n   Subject: Ticket 412\n\nThe following recipient(s) could not be reached:\n\ngone@example.org\n   Error Type: SMTP\n   Remote server replied: 550 5.1.1 unknown\n\nhMailServer\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "communigate",
        "From: \"MAILER-DAEMON@gw.example.org\" <MAILER-DAEMON@gw.example.org>\nTo: support@vendor.example\nSubject: Undeliverable mail: Ticket 412\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\nFailed to deliver to 'gone@example.org'\nSMTP module(domain example.org) reports:\n gone@example.org: user unknown\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "surgemail",
        "From: <>\nTo: support@vendor.example\nSubject: SurgeMail delivery failure\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\nX-Server: SurgeMail\n\nFailed delivery to gone@example.org 550\n",
        bounce=True,
        auto=True,
    ),
    notice(
        "xmail",
        "From: root@gw.example.org\nTo: support@vendor.example\nSubject: Error sending message [1] from [x]\nDate: Thu, 29 Apr 2010 23:34:45 +0900\nMessage-ID: <x1@gw.example.org>\n\n[00] XMail bounce: Rcpt=[gone@example.org];Error=[550 unknown]\n\n[01] Error sending message [1172.x] from [gw].\n\nID: <S>\nMail From: <support@vendor.example>\nRcpt To: <gone@example.org>\nServer: <mx>\n\n[02] The reason of the delivery failure was:\n\n550 5.1.1 unknown\n",
        bounce=True,
        auto=True,
    ),
]
