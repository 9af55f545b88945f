"""What counting words gets right on one's own rows, as the picker asks for it."""

from tests.components.data.asking import YOU, ask


def test_what_counting_words_gets_right_on_own_rows_is_told(data, client):
    rows = [(f"{('good', 'poor')[n % 2]} film {n}", "ab"[n % 2]) for n in range(60)]
    table = "text,label\n" + "".join(f"{text},{label}\n" for text, label in rows)
    id = ask(client, "data_paste", text=table, name="films")["upload"]
    card = ask(client, "data_save", upload=id, name="films")["card"]
    assert card["baseline"] is None and card["rows"] == {"train": 42, "dev": 6, "test": 12}
    asked = ask(client, "data_baseline", source=card["source"])
    assert asked == {"error": None, "baseline": {"dev": 1.0, "test": 1.0}}
    assert ask(client, "data_baseline", owner=YOU, source=card["source"])["error"]["target"] == "job"
