"""The rules of the house as functions: each takes a path and its source and says what breaks the rule, line by line."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent

RANK = {
    "core": 0,
    "core.brand": 1,
    "core.members": 1,
    "core.audience": 2,
    "core.notices": 3,
    "core.recognition": 4,
    "core.comments": 4,
    "core.pages": 5,
    "core.insights": 5,
    "core.api": 5,
    "moderation": 6,
    "gallery": 7,
    "ideas": 8,
    "contests": 8,
    "insiders": 8,
}
ROOM_OF_LABEL = {room.removeprefix("core."): room for room in RANK}
# A closed list. A new file here needs a decision record (docs/decisions/).
KERNEL = {
    *("__init__", "apps", "asgi", "checks", "commands", "effects", "env", "errors", "fields", "http", "middleware"),
    *("pagination", "policies", "publication", "ranking", "registry", "sanitizing", "searching", "serving"),
    *("settings", "subjects", "urls", "validators", "windows", "wsgi"),
}
CORE_FOLDERS = {"templatetags", "static", "locale", "management"}
FORBIDDEN_NAMES = {"utils", "helpers", "mixins", "services", "common", "misc"}
# The composition root names rooms, but only as strings.
NAMES_ROOMS = {"core/settings.py", "core/urls.py", "core/wsgi.py", "core/asgi.py"}
LISTENS_TO_MODELS = {"core/audience/listeners.py"}
MODEL_SIGNALS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}
DOTTED = re.compile(r"[a-z_]+(\.(?!(html|css|js|py|txt|csv|json|png|svg|xml|po|mo)$)\w+)+")
LOADERS = {"import_module", "import_string", "__import__", "get_model", "get_app_config"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 40

Rule = Callable[[str, str], list[str]]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def our_modules() -> list[str]:
    """Every Python file of the product, its tests and its benchmarks, as a path from the root."""
    homes = [*{room.split(".")[0] for room in RANK}, "tests", "benchmarks", "deploy"]
    found = (path for home in homes for path in (ROOT / home).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def room_of(dotted: str) -> str | None:
    """The room of a module or of a model's name: `core.members.x` and `members.User` are both of core.members."""
    parts = dotted.split(".")
    for n in (2, 1):
        if (name := ".".join(parts[:n])) in RANK:
            return name
    return ROOM_OF_LABEL.get(parts[0])


def home_of(path: str) -> str | None:
    parts = PurePosixPath(path).with_suffix("").parts
    module = ".".join(parts)
    return room_of(module) if parts[0] in RANK else None


def is_source(path: str) -> bool:
    return not path.startswith(("tests/", "benchmarks/"))


def is_migration(path: str) -> bool:
    return "migrations" in PurePosixPath(path).parts


def is_part(path: str, furniture: str) -> bool:
    """Whether this is `furniture.py` or stands in a folder of that name."""
    return furniture in PurePosixPath(path).with_suffix("").parts


@lru_cache(maxsize=1)  # one rule after the other asks for the same file
def tree_of(source: str) -> ast.Module:
    return ast.parse(source)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def called(node: ast.Call) -> str:
    """The last name of what is called: `apps.get_model(…)` is get_model."""
    return ast.unparse(node.func).rsplit(".", 1)[-1]


def imports_of(path: str, source: str) -> Iterator[tuple[str, int]]:
    """Every module that is imported, at any depth, relative ones resolved."""
    package = list(PurePosixPath(path).parent.parts)
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # "from core import recognition" names a room just as "import core.recognition" does.
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def named_in_strings(path: str, source: str) -> Iterator[tuple[str, int]]:
    """Dotted names in strings (`ForeignKey("ideas.Idea")`, paths of modules) and whatever a loader is asked for."""
    if path in NAMES_ROOMS:
        return
    for node in ast.walk(tree_of(source)):
        if isinstance(node, ast.Call) and called(node) in LOADERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            yield node.value, node.lineno


def walls(path: str, source: str) -> list[str]:
    """A room knows rooms of a lower rank only."""
    here = home_of(path)
    if here is None:
        return []
    named = {
        *((dotted, line) for dotted, line in imports_of(path, source) if dotted.split(".")[0] in RANK),
        *named_in_strings(path, source),
    }
    return [
        f"line {line}: {here} must not know {there} ({dotted})"
        for dotted, line in sorted(named, key=lambda pair: pair[1])
        if (there := room_of(dotted)) and there != here and RANK[there] >= RANK[here]
    ]


def closed_list(path: str, source: str) -> list[str]:
    """`core/` holds the kernel's files and the known small apps, nothing else; no file has a name that says nothing."""
    file = PurePosixPath(path)
    problems = []
    if file.stem in FORBIDDEN_NAMES or FORBIDDEN_NAMES & set(file.parent.parts):
        problems.append(f"{file.stem}: name it after what it holds")
    if file.parent.as_posix() == "core" and file.stem not in KERNEL:
        problems.append(f"{path}: the kernel is a closed list; a new file needs a decision record")
    rooms = {room.removeprefix("core.") for room in RANK}
    if len(file.parts) > 2 and file.parts[0] == "core" and file.parts[1] not in CORE_FOLDERS | rooms:
        problems.append(f"core/{file.parts[1]} is not a room of the house")
    return problems


def lengths(path: str, source: str) -> list[str]:
    if is_migration(path):
        return []
    problems = []
    if (lines := source.count("\n")) > LONGEST_FILE:
        problems.append(f"{lines} lines, at most {LONGEST_FILE}: split it by subject")
    for node in functions(tree_of(source)):
        if (size := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION:
            problems.append(f"line {node.lineno}: {node.name} has {size} lines, at most {LONGEST_FUNCTION}")
    return problems


def imports_on_top(path: str, source: str) -> list[str]:
    """An import inside a function hides a circle: the wall is in the wrong place."""
    if not is_source(path):
        return []
    inside = {
        inner.lineno
        for node in functions(tree_of(source))
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    return [f"line {line}: import inside a function" for line in sorted(inside)]


def one_gate(path: str, source: str) -> list[str]:
    """`.live()` and `.public()` do not know who looks; what a person is shown starts at visible_to."""
    if not is_source(path) or is_part(path, "models") or is_migration(path):
        return []
    problems = []
    for statement in simple_statements(tree_of(source)):
        if "visible_to" in ast.unparse(statement):
            continue
        problems += [
            f"line {node.lineno}: .{node.func.attr}() without visible_to(user)"
            for node in ast.walk(statement)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"live", "public"}
        ]
    return problems


def simple_statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Statements that hold no other statement, and the heads (test, iterable, items) of those that do."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        if not hasattr(node, "body"):
            yield node
        else:
            yield from (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr | ast.withitem))


def fetched_through_the_gate(path: str, source: str) -> list[str]:
    """A view fetches from a queryset that asks who looks, never from all rows."""
    if not is_source(path) or not is_part(path, "views"):
        return []
    return [
        f"line {node.lineno}: {called(node)} without visible_to(user) or another question"
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.Call) and called(node) in {"get_object_or_404", "get_list_or_404"} and node.args
        if re.fullmatch(r"(\w+\.)*[A-Z]\w*(\.objects)?", ast.unparse(node.args[0]))
    ]


def no_signals_on_models(path: str, source: str) -> list[str]:
    if not is_source(path) or path in LISTENS_TO_MODELS:
        return []
    return [
        f"line {line}: {dotted.rsplit('.', 1)[-1]}: call a verb, or send a domain signal on commit"
        for dotted, line in imports_of(path, source)
        if dotted.startswith("django.db.models.signals.") and dotted.rsplit(".", 1)[-1] in MODEL_SIGNALS
    ]


def verbs(path: str, source: str) -> list[str]:
    """A verb takes its subject first, `by` and `at` by name, and knows nothing of requests and pages."""
    if not is_source(path) or not is_part(path, "actions"):
        return []
    problems = [
        f"line {line}: a verb does not import {dotted}"
        for dotted, line in imports_of(path, source)
        if dotted.startswith(("django.http.", "django.shortcuts."))
    ]
    for node in functions(tree_of(source)):
        loose = {argument.arg for argument in [*node.args.posonlyargs, *node.args.args]}
        problems += [f"line {node.lineno}: {node.name}: `{name}` by name only" for name in loose & {"by", "at"}]
        if "request" in loose | {argument.arg for argument in node.args.kwonlyargs}:
            problems.append(f"line {node.lineno}: {node.name} takes a request")
    return problems


def verdicts(path: str, source: str) -> list[str]:
    """Permission is asked as may_<verb>(user, subject) and answered with a Verdict, in policies alone."""
    if not is_source(path) or home_of(path) is None or is_part(path, "templatetags"):
        return []
    asked = [node for node in functions(tree_of(source)) if node.name.startswith("may_")]
    problems = [
        f"line {node.lineno}: {node.name} must say -> Verdict"
        for node in asked
        if "Verdict" not in (ast.unparse(node.returns) if node.returns else "")
    ]
    if asked and not is_part(path, "policies"):
        problems.append(f"line {asked[0].lineno}: {asked[0].name} belongs in policies.py")
    return problems


REPLACING = frozenset({"monkeypatch.setattr", "monkeypatch.setitem"})
WAITING = frozenset({"time.sleep", "sleep"})


def honest_tests(path: str, source: str) -> list[str]:
    """Tests run our own code and wait for what they wait for."""
    if not path.startswith("tests/"):
        return []
    problems = [
        f"line {line}: no mocks" for dotted, line in imports_of(path, source) if dotted.startswith("unittest.mock")
    ]
    called = [node for node in ast.walk(tree_of(source)) if isinstance(node, ast.Call)]
    names = [(ast.unparse(node.func), node.lineno) for node in called]
    problems += [f"line {line}: no mocks" for name, line in names if name in REPLACING]
    return problems + [
        f"line {line}: wait for the thing itself, not for a time" for name, line in names if name in WAITING
    ]


RULES: tuple[Rule, ...] = (
    walls,
    closed_list,
    lengths,
    imports_on_top,
    one_gate,
    fetched_through_the_gate,
    no_signals_on_models,
    verbs,
    verdicts,
    honest_tests,
)
