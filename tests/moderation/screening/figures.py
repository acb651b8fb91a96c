"""The figures of the checks at the end of a run: how often each is right, and how much it finds."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A test leaves its line with `record_property("screening", line)`."""
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    lines = [line for report in reports for key, line in getattr(report, "user_properties", []) if key == "screening"]
    if lines:
        terminalreporter.section("screening: precision and recall")
        for line in lines:
            terminalreporter.write_line(str(line))
