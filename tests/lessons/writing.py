"""A small lesson to be changed by tests, as a teacher would write it."""

LESSON = """---
title: A test
minutes: 5
about: One sentence.
---

Opening
text.

A second paragraph.

## First step

Read this.

```step
template: {text} It was [MASK].
field text: A good film.
label positive: great, good
label negative: terrible
ask: Which label?
- [x] positive
  when: top label is positive
- [ ] negative
  when: top label is negative
  means: You thought
    otherwise.
claim: share of positive above 60%
why: Because. And so.
paper: Somebody 2020, "A title" <https://example.org/a>
```

## Second step

```step
field text: A bad film.
ask: How much for negative?
answer: share of negative
expect: 80%
within: 30%
low: Too low.
high: Too high.
why: Because. And so.
paper: Somebody 2020, "A title" <https://example.org/a>
```

## Your turn

Do it.

```task
field text: A film.
goal: share of negative above 60%
goal: template unchanged
hint: Try.
```

```solution
field text: A bad, bad film.
```
"""


def line_of(text: str, part: str) -> int:
    """The number of the first line that holds a part."""
    return next(i for i, line in enumerate(text.split("\n"), 1) if part in line)
