"""What readers of the demo world find in help: written by agents, approved by a second person, one or two under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.actions.counting import note_search_in_vain, say_whether_it_helped
from holdfast.knowledge.actions.reviewing import approve_article, ask_for_review
from holdfast.knowledge.actions.settling import Settings
from holdfast.knowledge.actions.writing import Text, begin_article, save_revision, translate_article
from holdfast.knowledge.models import Article, Audience, Category
from holdfast.project.demo.world import World

Step = Callable[[], None]


class Told(NamedTuple):
    product: str
    shelf: str
    title: str
    summary: str
    source: str
    audience: str = Audience.PUBLIC


ARTICLES: Final = (
    Told(
        "chat",
        "Routing",
        "How chats find the right queue",
        "A chat looks for a queue in three places, in this order. Knowing them explains nearly every chat that lands "
        "somewhere odd.",
        """## The page

If the page carries a skill, it wins. You set it in the snippet:

```html
<pellucid-chat skill="billing" lang="auto"></pellucid-chat>
```

## The welcome bot

Without a skill on the page, the bot asks. Its answers map to skills under **Console, Bots, Outcomes**. An answer
without a mapping falls through to the next step.

> [!WARNING]
> Release 8.4: a skill may get lost behind a bot. Until that is mended, switch the bot off for pages that carry one.

## The default queue

Everything else goes to the default queue of the site. Keep it staffed around the clock, or set it to offer a ticket
instead.

1. Open **Console, Sites** and choose the site.
2. Set **Default queue**.
3. Press **Test routing** and enter a page address. You see which rule would match.
""",
    ),
    Told(
        "chat",
        "Routing",
        "Skills and languages",
        "A skill says what an agent can answer, a language in which words. A chat needs both.",
        """## What is matched

| The chat has | The agent needs |
|---|---|
| a skill | the same skill |
| a language | the language, at level 3 or above |
| neither | to be on the default queue |

## Give somebody a skill

Open **Console, People**, choose the person, then **Skills**. It counts from the next chat on.

> [!TIP]
> Start with three skills. Ten that nobody can tell apart only make waiting longer.
""",
    ),
    Told(
        "chat",
        "Routing",
        "Test a welcome bot",
        "Walk through your bot as a visitor would, without a visitor seeing it.",
        """## Start a rehearsal

Press **Rehearse** in the head of the bot. A panel opens that behaves as on your page, and nothing of it is counted.

## What to try

- Each answer once.
- A word that is none of the answers.
- Going back, and reloading the page half way.
""",
    ),
    Told(
        "reports",
        "Exports",
        "Export more than 20 000 rows",
        "A spreadsheet holds 20 000 rows at a time. Longer ones come as several files, or through the API.",
        """## As several files

Choose **Export, In parts**. You get a mail with a link to each part; the links work for a week.

## Through the API

```bash
curl -H "Authorization: Bearer $TOKEN" "https://api.pellucid.example/v2/reports/41/rows?after=0"
```

Each answer names the next one in `next`. Stop when it is empty.

> [!NOTE]
> Names with an apostrophe were cut until release 8.3. Export such files anew.
""",
    ),
    Told(
        "reports",
        "Boards",
        "Why a board shows other totals than a report",
        "Boards count what is going on, reports what is over. In between lies up to an hour.",
        """## When each is counted

- A **board** counts a chat from its first word.
- A **report** counts it once it is closed, on the day on which it began.

So a chat that runs over midnight is on today's board and in yesterday's report.

## If the day itself is wrong

Look at the time zone of the report, under its title. It may be another than yours.
""",
    ),
    Told(
        "mail",
        "Delivery",
        "Let us send mail in your name",
        "Three records in your DNS, and mail of your contact centre arrives as yours.",
        """## The records

| Name | Type | Value |
|---|---|---|
| `mail` | CNAME | `out.pellucid.example` |
| `pellucid._domainkey` | CNAME | `dkim.pellucid.example` |
| `_dmarc` | TXT | `v=DMARC1; p=none` |

## Check them

Press **Check** under **Mail, Domains**. It may take an hour until every server knows.
""",
        Audience.CLIENTS,
    ),
    Told(
        "review",
        "Forms",
        "Build an evaluation form",
        "Sections, questions and weights: a form that two reviewers fill in alike.",
        """## Begin with sections

Three to five are enough. Everybody forgets the seventh.

## Weights

The weights of a section make a hundred. A question that fails the whole form is marked **critical**.

## Try it with two people

Let both review the same chat. Where they differ by more than ten points, the words of the question are to blame.
""",
    ),
    Told(
        "review",
        "Forms",
        "Your own scoring rules",
        "How the boards of Osprey Lane Clinics count critical questions.",
        """A critical question that fails sets the section to zero, not the form. This is agreed with you alone, and stands
under **Review, Rules, Agreed**.
""",
        Audience.ORGANISATION,
    ),
)
_GERMAN: Final = Text(
    title="Wie Chats in die richtige Warteschlange kommen",
    summary="Ein Chat sucht an drei Stellen, in dieser Reihenfolge.",
    source="## Die Seite\n\nTrägt die Seite einen Skill, so gilt er.\n\n## Der Bot\n\nSonst fragt der Bot.\n\n"
    "## Die Standard-Warteschlange\n\nAlles Übrige kommt hierher.\n",
)


def article_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """Three months of writing: one at a time, the last still in review, and what readers said."""
    begun = until - timedelta(days=92)
    for nth, told in enumerate(ARTICLES):
        yield begun + timedelta(days=9 * nth), lambda told=told: _publish(world, told)  # type: ignore[misc]
    yield until - timedelta(days=12), lambda: _translate(world)
    yield until - timedelta(days=6), lambda: _change(world)
    yield until - timedelta(days=2), lambda: _begin(world)
    yield until - timedelta(hours=30), _hear


def _publish(world: World, told: Told) -> None:
    settings = Settings(
        category=_shelf(world, told),
        audience=told.audience,
        organisation=world.organisations["osprey"] if told.audience == Audience.ORGANISATION else None,
        owner=world.persons["saoirse"],
    )
    text = Text(title=told.title, summary=told.summary, source=told.source)
    article = begin_article(text, settings, by=world.persons["saoirse"])
    _approve(world, ask_for_review(article, by=world.persons["saoirse"]))


def _translate(world: World) -> None:
    original = Article.objects.get(slug="how-chats-find-the-right-queue", language="en")
    german = translate_article(original, _GERMAN, language="de", by=world.persons["tobin"])
    _approve(world, ask_for_review(german, by=world.persons["tobin"]))


def _change(world: World) -> None:
    """Of the first article; its German text says what the earlier one said."""
    told = ARTICLES[0]
    article = Article.objects.get(slug="how-chats-find-the-right-queue", language="en")
    source = told.source + "\nA rule that matches is marked, with the others below it.\n"
    text = Text(title=told.title, summary=told.summary, source=source, note="What the test shows")
    save_revision(article, text, seen=article.newest, by=world.persons["saoirse"])
    _approve(world, ask_for_review(article, by=world.persons["saoirse"]))


def _begin(world: World) -> None:
    text = Text(
        title="Opening hours for each queue",
        summary="A queue outside its hours offers a ticket, or hands on to another.",
        source="## Set the hours\n\nOpen **Console, Queues**, choose one, then **Hours**.\n",
    )
    settings = Settings(category=_shelf(world, ARTICLES[0]), owner=world.persons["tobin"])
    ask_for_review(begin_article(text, settings, by=world.persons["tobin"]), by=world.persons["tobin"])
    text = Text(title="Sign in with your own directory", source="Still to be written.")
    begin_article(text, settings, by=world.persons["tobin"])


def _hear() -> None:
    article = Article.objects.get(slug="export-more-than-20-000-rows")
    for helped, word in ((True, ""), (True, "The link to the API."), (False, "Which plan has In parts?")):
        say_whether_it_helped(article, helped=helped, word=word)
    for words in ("single sign-on", "sso", "single sign-on", "dark mode", "invoice", "single sign-on"):
        note_search_in_vain(words, language="en")


def _approve(world: World, article: Article) -> None:
    approve_article(article, number=article.newest, by=world.persons["kaveh"])


def _shelf(world: World, told: Told) -> Category:
    found = Category.objects.filter(name=told.shelf).first()
    return found or save_category(
        name=told.shelf, product=world.products[told.product], by=world.persons["kaveh"]
    )
