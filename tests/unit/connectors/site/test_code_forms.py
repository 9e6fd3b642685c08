"""The form for a code is one, for whatever kind of code: what is missing, wrong, too old or tried too often."""

from __future__ import annotations

import pytest

from bot.services.code_lockout import MAX_WRONG_CODES
from tests.support.site_public import client_of, csrf, problems, words_on

FORMS = {"/appuntamenti": "LC", "/avvisami": "AV", "/iscrizioni": "BG", "/attesa": "AT"}


@pytest.mark.parametrize("path", sorted(FORMS))
def test_every_form_for_a_code_says_what_is_wrong_and_how_often_one_may_try(seeded_url: str, path: str) -> None:
    browser = client_of(seeded_url)
    page = browser.get(f"{path}/codice")
    sent = {"csrf": csrf(page), "codice": f"{FORMS[path]}-0000-0000"}
    assert f"{FORMS[path]}-ABCD-EFGH" in words_on(page) and "href=\"tel:" in page.text
    empty = browser.post(f"{path}/codice", data={**sent, "codice": " "})
    assert empty.status_code == 422 and f"{FORMS[path]}-ABCD-EFGH" in problems(empty)["codice"]
    assert browser.post(f"{path}/codice", data={**sent, "csrf": "x"}).status_code == 403
    for left in range(MAX_WRONG_CODES - 1, -1, -1):
        wrong = browser.post(f"{path}/codice", data=sent)
        assert wrong.status_code == 422
        said = {0: "prima di un’ora", 1: "una volta"}.get(left, f"{left} volte")
        assert said in problems(wrong)["codice"], "how often one may still try"
    closed = browser.post(f"{path}/codice", data=sent)
    assert closed.status_code == 429 and "Troppi codici" in problems(closed)["codice"]
