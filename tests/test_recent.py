"""What is kept for whoever asks again: within its room, the latest asked first."""

from __future__ import annotations

import threading

from playground.recent import Recent


def test_the_least_recently_asked_goes_first():
    found = Recent[int](room=2)
    found.put("a", 1)
    found.put("b", 2)
    assert found.get("a") == 1
    found.put("c", 3)
    assert [found.get(key) for key in "abc"] == [1, None, 3]


def test_what_weighs_too_much_is_not_kept_and_drives_nothing_out():
    found = Recent[str](room=10)
    found.put("small", "x", 4)
    found.put("large", "y", 11)
    assert found.get("small") == "x" and found.get("large") is None


def test_a_value_that_is_put_anew_weighs_once():
    found = Recent[str](room=10)
    for _ in range(5):
        found.put("a", "x", 6)
    found.put("b", "y", 4)
    assert found.get("a") == "x" and found.get("b") == "y"
    found.put("a", "too much now", 11)
    assert found.get("a") is None and found.get("b") == "y"


def test_threads_may_share_it():
    found = Recent[int](room=50)

    def work(number: int) -> None:
        for i in range(500):
            found.put((number, i % 70), i, 1 + i % 3)
            found.get((number, i % 30))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [found.get((number, i)) for number in range(4) for i in range(70)]
    assert 0 < sum(value is not None for value in kept) <= 50
