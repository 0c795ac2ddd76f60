"""Categories, articles, their revisions and files; what is searched, and what is counted."""

from holdfast.knowledge.models.article import Article, Audience, State
from holdfast.knowledge.models.category import Category
from holdfast.knowledge.models.counted import Feedback, LinkUse, ReadBefore, SearchedInVain
from holdfast.knowledge.models.file import ArticleFile
from holdfast.knowledge.models.revision import Revision
from holdfast.knowledge.models.search_entry import HeadWord, SearchEntry

__all__ = [
    "Article",
    "ArticleFile",
    "Audience",
    "Category",
    "Feedback",
    "HeadWord",
    "LinkUse",
    "ReadBefore",
    "Revision",
    "SearchEntry",
    "SearchedInVain",
    "State",
]
