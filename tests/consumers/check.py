"""Opens what `onrecord` writes with the programs it is written for.

`.ci/consumers` installs them and gives the folder with a timeline in every format.
"""

import asyncio
import csv
import datetime
import json
import sqlite3
import sys
from pathlib import Path
from urllib.parse import unquote

FOLDER = Path(sys.argv[1])


def timeline():
    return json.loads((FOLDER / "timeline.json").read_text())


def entries():
    return timeline()["entries"] + timeline()["undated"]


def calendar():
    """The iCalendar parser sees the days, with the end exclusive."""
    import icalendar

    raw = (FOLDER / "timeline.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")), "a line is too long"
    events = {str(event["UID"]).split("@")[0]: event for event in icalendar.Calendar.from_ical(raw).walk("VEVENT")}
    for entry in timeline()["entries"]:
        event = events.pop(entry["id"])
        first = datetime.date.fromisoformat(entry["date"]["earliest"])
        last = datetime.date.fromisoformat(entry["date"]["latest"])
        assert event.decoded("DTSTART") == first and event.decoded("DTEND") == last + datetime.timedelta(days=1)
        assert str(event["DESCRIPTION"]).count("\n") >= 2 and not event.errors
    assert not events


def datasette():
    """Datasette finds the tables, their links and the full-text search, and searches."""
    from datasette.app import Datasette

    async def ask():
        client = Datasette([str(FOLDER / "timeline.db")]).client
        tables = (await client.get("/timeline.json")).json()["tables"]
        found = {table["name"]: table for table in tables}
        for name in ("articles", "dates", "quotes", "people", "entries", "sources"):
            assert found[name]["count"] > 0, name
        assert found["entries"]["fts_table"] == "entries_fts" and found["articles"]["fts_table"]
        assert found["sources"]["foreign_keys"]["outgoing"]
        rows = (await client.get("/timeline/entries.json?_search=storm&_shape=array")).json()
        assert [row["id"] for row in rows] == ["e-storm"], rows
        assert (await client.get("/timeline/timeline")).status_code == 200

    asyncio.run(ask())


def followthemoney():
    """Every entity is valid in the model, and keeps every value."""
    from followthemoney import model

    seen = set()
    entities = [json.loads(line) for line in (FOLDER / "timeline.ftm.json").read_text().splitlines()]
    for raw in entities:
        proxy = model.get_proxy(raw)
        model.get(raw["schema"]).validate(raw)
        for name, values in raw["properties"].items():
            kept = proxy.get(name)
            cleaned = {proxy.schema.get(name).type.clean(value) for value in values}
            assert None not in cleaned, f"{raw['id']}: {name} {values} is not valid"
            assert len(kept) == len(values), f"{raw['id']}: {name} {values} became {kept}"
        seen.add(raw["id"])
    for raw in entities:
        for name in ("proof", "involved"):
            assert set(raw["properties"].get(name, [])) <= seen, f"{raw['id']}: {name}"
    assert sum(raw["schema"] == "Event" for raw in entities) == len(entries())


def annotations():
    """Both selectors of each annotation name the same words of the article."""
    collection = json.loads((FOLDER / "timeline.jsonld").read_text())
    items = collection["first"]["items"]
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["total"] == len(items) == sum(len(entry["sources"]) for entry in entries())
    assert len({item["id"] for item in items}) == len(items)
    texts = dict(sqlite3.connect(FOLDER / "timeline.db").execute("SELECT coalesce(url, id), text FROM articles"))
    for item in items:
        assert item["type"] == "Annotation"
        position, quote = item["target"]["selector"]
        assert position["type"] == "TextPositionSelector" and quote["type"] == "TextQuoteSelector"
        source = unquote(item["target"]["source"]).removeprefix("urn:x-onrecord:article:")
        start, end = position["start"], position["end"]
        assert texts[source][start:end] == quote["exact"], item["id"]
        assert texts[source][:start].endswith(quote["prefix"]) and texts[source][end:].startswith(quote["suffix"])


def table():
    """CSV and JSON Lines hold every entry, in the same order."""
    with open(FOLDER / "timeline.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [json.loads(line) for line in (FOLDER / "timeline.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == [line["id"] for line in lines] == [entry["id"] for entry in entries()]
    assert [row["text"] for row in rows] == [entry["text"] for entry in entries()]


failed = 0
checks = [calendar, datasette, followthemoney, annotations, table]
for check in checks:
    try:
        check()
        print(f"ok {check.__name__}: {check.__doc__}")
    except Exception as error:  # each consumer is reported, whatever happens to the others
        failed += 1
        print(f"FAILED {check.__name__}: {type(error).__name__}: {error}")
print(f"{len(checks) - failed} passed, {failed} failed")
sys.exit(bool(failed))
