"""Wagtail's search of pages, pictures and documents, in which a quotation mark breaks nothing on SQLite.

Its library (modelsearch 1.3) puts what was typed between quotation marks without doubling those in it, and SQLite then
answers with an error.
"""

from copy import copy
from typing import Any

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText

NOTHING = "-"  # a word that no index holds


class _Quoted:
    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if isinstance(query, PlainText | Phrase):
            query, words = copy(query), query.query_string.replace('"', " ").replace("\0", " ")
            query.query_string = words.strip() or NOTHING
        return super().build_search_query_content(query, config=config)  # type: ignore[misc]


class QuotedQueryCompiler(_Quoted, SQLiteSearchQueryCompiler):
    pass


class QuotedAutocompleteQueryCompiler(_Quoted, SQLiteAutocompleteQueryCompiler):
    pass


class QuotedSQLiteSearch(SQLiteSearchBackend):
    query_compiler_class = QuotedQueryCompiler
    autocomplete_query_compiler_class = QuotedAutocompleteQueryCompiler


SearchBackend = QuotedSQLiteSearch  # the name by which Wagtail asks for it
