"""How a ticket is worked, stage by stage: hand-over, fix record, QA verdict, client approval, explanation (C1
to C7).

It owns the rows that each stage leaves behind, and decides who may approve. It refuses to know what is
promised about any of it (`promises`), who is told when words fail (`escalation`), and what a page looks like.
"""
