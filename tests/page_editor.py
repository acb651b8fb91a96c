"""What a test sends to Wagtail's page editor, and what is said back."""

from bs4 import BeautifulSoup


def form_of(response):
    """Every field of the page editor with its value, as a browser would send it back."""
    soup = BeautifulSoup(response.text, "html.parser")
    form = soup.select_one("#page-edit-form, #w-editor-form")
    sent = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type")
        if (kind in ("checkbox", "radio") and not field.has_attr("checked")) or kind in ("submit", "file"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[field["name"]] = chosen.get("value", "") if chosen else ""
        elif field.name == "textarea":
            sent[field["name"]] = field.get_text().strip()
        else:
            sent[field["name"]] = field.get("value", "on" if kind in ("checkbox", "radio") else "")
    return sent


def problems(response):
    """By field what is said beside it, and under "" what is said of the whole."""
    found = {}
    form = response.context["form"]
    for name, words in form.errors.items():
        found["" if name == "__all__" else name] = " ".join(words)
    for relation, formset in form.formsets.items():
        for place, errors in enumerate(formset.errors):
            found |= {f"{relation}-{place}-{name}": " ".join(words) for name, words in errors.items()}
    return found


def rows(relation, *given, start=0):
    sent = {f"{relation}-TOTAL_FORMS": len(given) + start, f"{relation}-INITIAL_FORMS": start}
    for place, fields in enumerate(given, start):
        sent |= {f"{relation}-{place}-{name}": value for name, value in fields.items()}
        sent[f"{relation}-{place}-ORDER"] = place + 1
    return sent
