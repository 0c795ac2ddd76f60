"""Tickets that wait for an answer already get their question, so that silence on it is seen to as well."""

from django.db import migrations

OPEN_QUESTIONS = """
INSERT INTO procedure_question (ticket_id, message_id, cycle, asked_at, accepted_at, remind_at, reminders)
SELECT t.id, m.id, t.cycle, m.at, a.accepted_at, a.accepted_at, 0
  FROM tickets_ticket t
 CROSS JOIN LATERAL (
     SELECT m.id, m.at, n.id AS notice
       FROM tickets_message m JOIN notices_notice n ON n.event = 'message-' || m.id AND n.kind = 'question'
      WHERE m.ticket_id = t.id AND m.cycle = t.cycle
      ORDER BY m.id DESC LIMIT 1) m
 CROSS JOIN LATERAL (
     SELECT min(d.accepted_at) AS accepted_at FROM notices_delivery d
      WHERE d.notice_id = m.notice AND d.to_client AND d.state = 'accepted') a
 WHERE t.is_open AND t.waiting = 'answer'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procedure", "0002_questions"),
        ("notices", "0001_initial"),
    ]

    operations = [migrations.RunSQL(OPEN_QUESTIONS, migrations.RunSQL.noop)]
