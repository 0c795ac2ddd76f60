"""`holdfast policy export`: the policy in force, or its draft, as a file that reads back to the same."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdfast.policy.models import Policy
from holdfast.policy.queries import document_of, draft_of, latest_published, with_present_calendars
from holdfast.policy.writing import write_policy


class Command(BaseCommand):
    help = "Write the policy in force to the standard output, as a policy file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--draft", action="store_true", help="the draft instead")
        parser.add_argument("--policy", help="the name of a policy; the default one, when not said")

    def handle(self, *args: Any, **options: Any) -> None:
        policy = None
        if options["policy"]:
            policy = Policy.objects.filter(name=options["policy"]).first()
            if policy is None:
                raise CommandError(f"There is no policy named {options['policy']}.")
        version = draft_of(policy) if options["draft"] else latest_published(policy)
        if version is None:
            raise CommandError("There is no draft." if options["draft"] else "No policy is published yet.")
        self.stdout.write(write_policy(with_present_calendars(document_of(version.pk))), ending="")
