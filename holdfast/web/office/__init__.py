"""The desk's office: policy and calendars, people, clients, mail to judge, the outbox, the trail, settings, set-up."""
